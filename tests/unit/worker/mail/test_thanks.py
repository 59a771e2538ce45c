"""What only says thanks, and what says more. The examples of the benchmark are further ones."""

import json
from pathlib import Path

import pytest

from worker.mail.thanks import is_thanks

SET = Path("benchmarks/sets/threads_dev.jsonl")
ROWS = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("text", [row["turn"] for row in ROWS if row["kind"] == "thanks"])
def test_thanks_are_told(text: str) -> None:
    assert is_thanks(text)


@pytest.mark.parametrize("text", [row["turn"] for row in ROWS if row["kind"] in {"no_thanks", "rejection", "new"}])
def test_what_says_more_is_no_thanks(text: str) -> None:
    assert not is_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The reset link does not arrive.",
        "Thanks. My card was charged twice, thanks.",
        "Thanks, 2 more seats please",
        "Thank you for cancelling our account",
        "Thanks? For what",
        "Merci de me rappeler",
        "Danke für nichts",
        "Thanks " * 200,
        "thanks " + "x" * 200_000,
    ],
)
def test_a_wish_a_figure_or_an_unexpected_word_is_no_thanks(text: str) -> None:
    assert not is_thanks(text)
