"""Settings that cannot be used are refused before anything runs on them."""

import base64
import secrets

import pytest
from pydantic import ValidationError

from tests.support.paths import ROOT
from worker.settings import Settings

GOOD = "whsec_" + base64.b64encode(b"twenty-four bytes or more").decode()
EXAMPLE = ROOT / ".env.example"


@pytest.mark.parametrize("field", ["zendesk_secrets", "standard_secrets"])
@pytest.mark.parametrize(
    "secret",
    [
        "",
        "…",
        "whsec_…",
        "whsec_",
        "short",
        "whsec_...............................................",
        "<the secret of your webhook goes in here>",
        "change-me-change-me-change-me-change-me",
        "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==",  # Zendesk's own, for testing
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",  # in the standard's text
    ],
)
def test_a_short_a_published_and_a_placeholder_secret_are_refused_with_how_to_get_one(field: str, secret: str) -> None:
    with pytest.raises(ValidationError, match=r"copy the signing secret|make one with"):
        Settings(**{field: (GOOD, secret)})


def test_an_error_shows_no_secret() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings(zendesk_secrets=("hunter2", GOOD))
    assert "hunter2" not in str(caught.value)
    assert GOOD not in str(caught.value)


def test_a_made_secret_is_taken() -> None:
    for _ in range(50):
        made = base64.b64encode(secrets.token_bytes(32)).decode()
        Settings(standard_secrets=(f"whsec_{made}", GOOD), zendesk_secrets=(made,))


def test_the_example_file_sets_no_secret() -> None:
    assert Settings(_env_file=EXAMPLE).standard_secrets == Settings(_env_file=EXAMPLE).zendesk_secrets == ()


@pytest.mark.parametrize("missing", ["zendesk_url", "zendesk_email", "zendesk_token", "zendesk_agent_id"])
def test_zendesk_needs_to_know_where_and_as_whom_it_writes(missing: str) -> None:
    whole = dict.fromkeys(("zendesk_url", "zendesk_email", "zendesk_token", "zendesk_agent_id"), "x")
    Settings(helpdesk="zendesk", **whole)
    with pytest.raises(ValidationError, match="_AGENT_ID"):
        Settings(helpdesk="zendesk", **{**whole, missing: None})
