"""Settings that cannot be used are refused before anything runs on them."""

import base64
from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.support.paths import ROOT
from worker import demo_home
from worker.helpdesks.registry import VENDORS
from worker.settings import Settings

GOOD = "whsec_" + base64.b64encode(b"twenty-four bytes or more").decode()
EXAMPLE = ROOT / ".env.example"
SECRETS = [vendor.secrets for vendor in VENDORS if vendor.make_webhook]


@pytest.mark.parametrize("field", SECRETS)
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
        "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==",  # in a helpdesk's documentation
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",  # in the standard's text
    ],
)
def test_a_short_a_published_and_a_placeholder_secret_are_refused_with_how_to_get_one(field: str, secret: str) -> None:
    with pytest.raises(ValidationError, match=r"copy the signing secret|make one with"):
        Settings(**{field: (GOOD, secret)})


@pytest.mark.parametrize("field", SECRETS)
def test_an_error_shows_no_secret(field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Settings(**{field: ("hunter2", GOOD)})
    assert "hunter2" not in str(caught.value)
    assert GOOD not in str(caught.value)


def test_the_example_file_sets_no_secret() -> None:
    example = Settings(_env_file=EXAMPLE)
    assert [getattr(example, field) for field in SECRETS] == [()] * len(SECRETS)


def test_a_helpdesk_that_nothing_can_be_written_to_is_refused_with_those_that_can() -> None:
    with pytest.raises(ValidationError, match="Input should be 'memory' or '"):
        Settings(helpdesk="standard")


def test_an_empty_variable_names_no_company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COMPANY", "KNOWLEDGE", "ADAPTERS"):
        monkeypatch.setenv(f"DESKHAND_{name}", "")
    assert Settings(home=tmp_path).company is None
    demo_home.mark(tmp_path)
    known = Settings(home=tmp_path)
    assert {name: getattr(known, name) for name in demo_home.files()} == demo_home.files()
