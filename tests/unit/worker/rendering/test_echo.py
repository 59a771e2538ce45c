"""Our own words are known again in whatever text a helpdesk makes of them."""

import pytest

from worker.rendering import echo

SAID = """Hello,

1. Open Settings > Users.
2. Choose Reset password. It is valid for 60 minutes.

Read more:
Login > Reset (https://help.x.example/login)

Kind regards,
Ferrowick Support"""
REPORTED = [
    SAID,
    SAID.replace("\n", " "),
    SAID.replace("1. ", "* ").replace("2. ", "* "),
    SAID.replace("1. ", "").replace("2. ", ""),
    SAID.replace(" (https://help.x.example/login)", ""),
    SAID.replace("Login > Reset (https://help.x.example/login)", "[Login > Reset](https://help.x.example/login)"),
    SAID.replace("\n", "\r\n\r\n"),
    SAID.replace("Hello,", "**Hello,**"),
    SAID.replace("1. ", "\u00a0 \u00a0- ")
    .replace("2. ", " - ")
    .replace("Hello,", "&nbsp;Hello,".replace("&nbsp;", "\u00a0")),
]


@pytest.mark.parametrize("reported", REPORTED)
def test_a_reply_is_known_again(reported):
    assert echo.is_same(SAID, reported)
    assert echo.has(f"{reported}\n\n--\nFerrowick, Berlin", SAID)


@pytest.mark.parametrize(
    "other", ["", "Hello,", SAID.replace("60 minutes", "90 minutes"), SAID.replace("Choose", "Never choose")]
)
def test_other_words_are_not_taken_for_ours(other):
    assert not echo.is_same(SAID, other)
    assert not echo.has(other, SAID)


def test_nothing_is_in_no_message():
    assert not echo.has("Anything.", "")
    assert not echo.has("Anything.", "https://x.example")
