"""This module compares two sentences: whether one says what the other says, and whether they state different facts of the
same thing.

Words are compared as stems; what decides are the facts: amounts, dates, versions, plans.
"""

import re
from collections.abc import Collection, Sequence
from functools import cache

from knowledge.languages.guess import guess
from knowledge.languages.registry import LANGUAGES
from worker.history.reading import Read, Value, together
from worker.learning.alignment import MIN_COVERED, align
from worker.mail.asked.questions import stem
from worker.pipeline.check.restrictions import are_opposite
from worker.pipeline.check.terms import Kind, terms

_FEWEST = 3  # words and names that two sentences about the same thing have in common, besides their facts
_NEARLY = 0.5  # of the words of both, from which two sentences may be about the same
_MOSTLY = 2 / 3  # of the words of the shorter one, from which two sentences say or deny the same
_COUNTED = frozenset({Kind.NUMBER, Kind.DATE, Kind.VERSION})


def says(claim: str, said: Sequence[str], names: Collection[str] = (), known: str = "") -> bool:
    """Return whether sentences say what a claim says, with its facts. `known`: what the customer wrote, whose facts nobody
    has to repeat."""
    if any(opposes(claim, text, names) for text in said):
        return False
    links = align(claim, said, names=names)
    if sum(link.score for link in links) < MIN_COVERED:
        return False
    own = read(claim, names)
    return own.values <= together([read(text, names) for text in (*said, known)]).holding(own)


def opposes(one: str, other: str, names: Collection[str] = ()) -> bool:
    """Return whether one of two sentences of the same language denies what the other one says. The words of the one that has
    fewer stand mostly in the other: a page denies much that is about something else."""
    language = guess(one)
    if language not in LANGUAGES or guess(other) != language:
        return False
    left, right = _words(read(one, names)), _words(read(other, names))
    if len(left & right) < _MOSTLY * min(len(left), len(right)):
        return False
    return are_opposite(terms(one, language, names), terms(other, language, names))


def differ(one: str, other: str, names: Collection[str] = (), *, nearly: bool = False) -> tuple[str, ...]:
    """Return the numbers, days and versions of a sentence in whose place another sentence about the same thing has others; none
    if they agree, or are about different things. The words of one stand in the other: "the magic link" and "the reset
    link" are two things. `nearly`: half of the words of both are enough as well."""
    mine, theirs = read(one, names), read(other, names)
    only, others = mine.values - theirs.holding(mine), theirs.values - mine.holding(theirs)
    if not counted(only) or not counted(others) or counted(only) != only or counted(others) != others:
        return ()
    named = _named(one, names)
    if named != _named(other, names):
        return ()
    left, right = _words(mine), _words(theirs)
    both = left & right
    enough = both in (left, right) or (nearly and len(both) >= _NEARLY * len(left | right))
    return tuple(sorted(value for _, value in only)) if enough and len(both) + len(named) >= _FEWEST else ()


def _named(text: str, names: Collection[str]) -> frozenset[str]:
    """Return which names of plans and products a text has, also those of several words: "Box M"."""
    return frozenset(name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))


def read(text: str, names: Collection[str] = ()) -> Read:
    return Read.of(text, guess(text), names)


def counted(values: Collection[Value]) -> frozenset[Value]:
    """Return the numbers, days and versions of some facts."""
    return frozenset(value for value in values if value[0] in _COUNTED)


def _words(text: Read) -> frozenset[str]:
    """Return the stems that say something, and are no facts and no words that every price has: "12 EUR per box"."""
    return frozenset(stem for stem in text.stems if not stem[0].isdigit()) - _money()


@cache
def _money() -> frozenset[str]:
    units = [language.claims.units for language in LANGUAGES.values()]
    return frozenset(stem(word) for own in units for word in (*own.euro, *own.dollar, *own.per))
