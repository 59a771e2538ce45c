import base64
import secrets

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from worker.cli.doctor import setup
from worker.cli.doctor.diagnosis import Diagnosis, Level
from worker.cli.main import app
from worker.settings import Settings

WHOLE = dict.fromkeys(("zendesk_url", "zendesk_email", "zendesk_token", "zendesk_agent_id"), "x")
SECRET = base64.b64encode(b"thirty-two bytes of a good secret").decode()


def test_a_made_secret_is_taken() -> None:
    for _ in range(50):
        made = base64.b64encode(secrets.token_bytes(32)).decode()
        assert Settings(zendesk_secrets=(made,)).zendesk_secrets


@pytest.mark.parametrize("missing", WHOLE)
def test_it_needs_to_know_where_and_as_whom_it_writes(missing: str) -> None:
    assert Settings(helpdesk="zendesk", **WHOLE).helpdesk == "zendesk"
    with pytest.raises(ValidationError, match="_AGENT_ID"):
        Settings(helpdesk="zendesk", **{**WHOLE, missing: None})


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("DESKHAND_ZENDESK_GROUPS", "canary", "DESKHAND_ZENDESK_GROUPS is not JSON"),
        ("DESKHAND_HELPDESK", "zendesk", "DESKHAND_HELPDESK=zendesk needs DESKHAND_ZENDESK_URL"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_and_not_shown(variable: str, value: str, said: str) -> None:
    result = CliRunner().invoke(app, ["status"], env={variable: value})

    assert result.exit_code == 1
    assert said in result.stderr
    assert "canary" not in result.output


def test_webhooks_that_nobody_can_sign_are_wrong_where_it_is_written_to() -> None:
    message = "Zendesk's webhooks are refused, because no secret is configured: set DESKHAND_ZENDESK_SECRETS"
    signed = "whsec_" + SECRET

    wrong = list(setup.webhooks(Settings(helpdesk="zendesk", **WHOLE, standard_secrets=(signed,))))

    assert wrong == [Diagnosis("webhooks", Level.WRONG, message)]
    assert list(setup.webhooks(Settings(helpdesk="zendesk", **WHOLE, zendesk_secrets=(SECRET,)))) == []
