"""Rejections, and messages that need what was said before them."""

import json
from pathlib import Path

import pytest

from knowledge.languages.registry import LANGUAGES
from worker.mail.thread.follow_up import asks, content, leans, names_topic, rejects

ROWS = [json.loads(line) for line in Path("benchmarks/sets/threads_dev.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "No, that did not work."),
        ("en", "nope"),
        ("en", "It doesn\u2019t help."),
        ("en", "Doesnt work"),
        ("en", "That is not what I asked."),
        ("en", "I followed your steps and nothing happens."),
        ("en", "there's no such button"),
        ("de", "Hat leider nicht geklappt."),
        ("de", "Immer noch derselbe Fehler"),
        ("de", "Das steht bei mir nicht, den Knopf finde ich nicht."),
        ("fr", "Ça ne marche toujours pas."),
        ("fr", "Je n\u2019ai pas reçu le bon lien, rien n\u2019a changé"),
        ("es", "Ya lo probé y no funciona."),
        ("es", "No me sirve."),
        (None, "Immer noch nichts"),
    ],
)
def test_a_rejection_is_told(language: str | None, text: str) -> None:
    assert rejects(text, language)
    assert leans(text, language)


@pytest.mark.parametrize("row", [row for row in ROWS if row["kind"] == "new"], ids=lambda row: row["id"])
def test_a_new_question_is_no_rejection_and_asks(row: dict[str, str]) -> None:
    assert not rejects(row["turn"], row["language"])
    assert asks(row["turn"], row["language"])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "And on a Mac?"),
        ("en", "What size are they?"),
        ("de", "Und dann?"),
        ("fr", "Et après ça ?"),
        ("es", "¿Y eso?"),
        ("en", ""),
    ],
)
def test_few_or_pointing_words_lean_on_what_was_said(language: str, text: str) -> None:
    assert leans(text, language)


def test_a_question_with_words_of_its_own_does_not_lean() -> None:
    assert not leans("How many API requests per minute does the Business plan allow?", "en")
    assert "requsts" in content("How many API requests per minute?", "en")  # folded, as people type umlauts


@pytest.mark.parametrize(
    ("subject", "names"),
    [
        ("Export of work orders", True),
        ("Rechnung Oktober", True),
        ("Urgent problem!!", False),
        ("Hello", False),
        ("", False),
    ],
)
def test_a_subject_names_a_topic_or_not(subject: str, names: bool) -> None:
    assert names_topic(subject, "de" if "Rechnung" in subject else "en") is names


@pytest.mark.parametrize("sign", ["no ", "n't", "a", "nicht\n", "_", "\u0301", "that that_s "])
def test_hostile_text_takes_no_longer_than_its_length(sign: str) -> None:
    text = sign * (200_000 // len(sign))
    for language in (None, *LANGUAGES):
        rejects(text, language)
        leans(text, language)
        names_topic(text[:2000], language)
