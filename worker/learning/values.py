"""This module compares what two texts state as values, whatever language they are in: numbers, dates, versions, addresses,
plans and products."""

from collections.abc import Collection

from worker.mail.lexicon import fold
from worker.mail.number_words import value_of
from worker.pipeline.check.facts import facts


def values(text: str, names: Collection[str] = ()) -> frozenset[str]:
    """Return the facts of a text with number words as numbers, so that "zwei" and "two" are the same, and without compounds:
    "E-Mail" looks like an identifier, but has no number."""
    return frozenset(_value(fact) for fact in facts(text, names) if not _is_compound(fact))


def _is_compound(fact: str) -> bool:
    return "-" in fact and not any(character.isdigit() or character in "./@" for character in fact)


def _value(fact: str) -> str:
    number = value_of([fold(fact)])
    return fact if number is None else str(number)
