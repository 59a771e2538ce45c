import base64
import secrets

from worker.settings import Settings


def test_a_made_secret_is_taken() -> None:
    for _ in range(50):
        made = base64.b64encode(secrets.token_bytes(32)).decode()
        assert Settings(standard_secrets=(f"whsec_{made}",)).standard_secrets
