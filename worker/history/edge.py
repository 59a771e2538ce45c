"""This module says which kinds of unusual ticket a row is: they are measured apart, because the natural mix has few of them."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from models.skills.triage import Reason
from worker.history.copies import Single
from worker.mail.asked.questions import find_questions

_RARE_QUEUE, _RARE_LANGUAGE = 0.03, 0.1  # of the rows
_SHORT, _LONG = 4, 250  # words
_SEVERAL = 3  # questions
_SHOUTS, _LETTERS = 3, 20  # exclamation marks; letters of which two thirds are capitals


class Kind(StrEnum):
    RARE_QUEUE = "rare queue"
    OTHER_LANGUAGE = "other language"
    SHORT = "very short"
    LONG = "very long"
    ANGRY = "angry"
    SEVERAL = "several requests"
    NOT_ANSWERED = "not answered"


def kinds_of(singles: Sequence[Single]) -> list[tuple[str, ...]]:
    """Return the kinds of each row."""
    rows = [single.row for single in singles]
    queues, languages = Counter(row["queue"] for row in rows), Counter(row["language"] for row in rows)
    rare = {queue for queue, count in queues.items() if count < _RARE_QUEUE * len(rows)}
    foreign = {code for code, count in languages.items() if count < _RARE_LANGUAGE * len(rows)}
    return [tuple(_kinds(single, rare, foreign)) for single in singles]


def _kinds(single: Single, rare: set[str], foreign: set[str]) -> list[str]:
    row, words = single.row, len(single.row["body"].split())
    told = {
        Kind.RARE_QUEUE: row["queue"] in rare,
        Kind.OTHER_LANGUAGE: row["language"] in foreign,
        Kind.SHORT: words <= _SHORT,
        Kind.LONG: words >= _LONG,
        Kind.ANGRY: Reason.ANGRY_OR_AT_RISK in row["reasons"] or _shouts(row["body"]),
        Kind.SEVERAL: len(find_questions(row["subject"], row["body"], row["language"])) >= _SEVERAL,
        Kind.NOT_ANSWERED: single.made.example.sentences == () and not row["escalate"],
    }
    return [str(kind) for kind, holds in told.items() if holds]


def _shouts(body: str) -> bool:
    letters = [sign for sign in body[:2000] if sign.isalpha()]
    capitals = sum(sign.isupper() for sign in letters)
    return body.count("!") >= _SHOUTS or (len(letters) >= _LETTERS and 3 * capitals >= 2 * len(letters))
