"""This module tells two statements that cannot both be said: one of them is wrong, or old.

Two kinds are told. A field of a row has two values: the price of a plan in two years' books. Or two sentences have the same
words but for an amount, a share or a "not", or, in two passages, but for how long or how much something is: "valid for 30
minutes". Sentences that differ in anything else may both be true: "Invoice F-1 is paid" and "Invoice F-2 is open".
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from knowledge.languages.registry import LANGUAGES, all_words
from knowledge.statements import Statement
from worker.domain import Passage
from worker.pipeline.check.facts import facts
from worker.pipeline.check.vocabulary import fold, vocabulary

Said = tuple[Statement, Passage]
"""A statement, with the passage that it is said of."""

_NAMING = ("number", "id", "name")  # the fields that say which row it is
_MEASURES = ("unit", "currency")  # of a price
_WORD = re.compile(r"[^\W_]+(?:[.,][^\W_]+)*|[%€$£]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_COUNTED = re.compile(r"[%€$£]|[A-Z]{3}")  # beside a number: an amount, or a share
_BYTES = re.compile(r"[KMGT](?:i?B|o)", re.IGNORECASE)
_LENGTHS = frozenset(f"units.{unit}" for unit in "second minute hour day working_day week month quarter year".split())
_SILENT = frozenset({"ne", "n"})  # what French has before the verb that "pas" denies
_NEGATIONS = all_words(lambda language: language.negations)
_CONTRACTIONS = tuple(pair for language in LANGUAGES.values() for pair in language.contractions)


_KEPT = 512  # statements: each is compared with all others of its ticket


def contradict(one: Said, other: Said) -> bool:
    """Return whether two statements cannot both be said."""
    apart = one[1].ref != other[1].ref  # within one, "after 7 days" and "after 14 days" are two reminders
    return _say_another_value(one, other) or _differ_in_a_value(one[0].text, other[0].text, apart)


def differ(one: str, other: str) -> bool:
    """Return whether two sentences that stand in no passage cannot both be said: of two answers to one ticket."""
    return _differ_in_a_value(one, other, apart=True)


def without_contradictions(said: Sequence[Said]) -> list[Said]:
    """Return the statements without those that contradict another: the row of a price book or an account stays, then the
    newer one, then the one that stands first. The order stays."""
    best = sorted(range(len(said)), key=lambda place: (not said[place][1].fields, -_age(said[place][1]), place))
    kept: list[int] = []
    for place in best:
        if not any(contradict(said[place], said[other]) for other in kept):
            kept.append(place)
    return [said[place] for place in sorted(kept)]


def _age(passage: Passage) -> int:
    """Return the day since which a row holds, as a number that grows; 0 where nothing says it."""
    return int(re.sub(r"\D", "", passage.fields.get("valid_from", "")) or 0)


def _say_another_value(one: Said, other: Said) -> bool:
    (first, row), (second, same) = one, other
    if _row(row) is None or _row(row) != _row(same):
        return False
    return any(
        value != same.fields[name] and _says(first.text, value) and _says(second.text, same.fields[name])
        for name, value in row.fields.items()
        if same.fields.get(name)
    )


def _row(passage: Passage) -> tuple[str | None, ...] | None:
    """Return what two rows about the same have in common. A price per year is not that per month."""
    name = next((passage.fields[key] for key in _NAMING if passage.fields.get(key)), None)
    return None if name is None else (passage.kind, passage.account, name, *map(passage.fields.get, _MEASURES))


def _says(text: str, value: str) -> bool:
    return value.casefold() in text.casefold() or bool(facts(value) and facts(value) <= facts(text))


def _differ_in_a_value(one: str, other: str, apart: bool) -> bool:
    """Return whether two sentences have the same words but for amounts, or but for a "not"; of two passages that are
    `apart`, but for lengths and sizes as well."""
    (first, first_denies), (second, second_denies) = _words(one), _words(other)
    if len(first) != len(second):
        return False
    differing = [place for place, pair in enumerate(zip(first, second, strict=True)) if pair[0] != pair[1]]
    if not differing:
        return first_denies != second_denies
    pairs = [(words, place) for words in (first, second) for place in differing]
    return all(_is_amount(*pair) for pair in pairs) or (apart and all(_is_measured(*pair) for pair in pairs))


@lru_cache(_KEPT)
def _words(text: str) -> tuple[list[str], bool]:
    """Return the words without those that deny, and whether there is such a one."""
    for contraction, words in (*_CONTRACTIONS, ("cannot", "can not")):
        text = text.replace(contraction, words)
    found = _WORD.findall(text)
    left = [word for word in found if word.lower() not in _NEGATIONS]
    return [word for word in left if word.lower() not in _SILENT], len(left) < len(found)


def _is_amount(words: Sequence[str], place: int) -> bool:
    beside: Iterator[str] = (words[at] for at in (place - 1, place + 1) if 0 <= at < len(words))
    return bool(_NUMBER.fullmatch(words[place])) and any(_COUNTED.fullmatch(word) for word in beside)


def _is_measured(words: Sequence[str], place: int) -> bool:
    """Return whether a number is followed by a unit of time or of storage: "30 minutes", "5 working days", "50 GB"."""
    following = words[place + 1 : place + 3]
    if not _NUMBER.fullmatch(words[place]) or not following:
        return False
    return bool(_BYTES.fullmatch(following[0]) or vocabulary(None).longest(list(map(fold, following)), 0)[1] & _LENGTHS)
