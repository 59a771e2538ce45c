"""This module gives the terms around a term of a sentence, in which the same word says the same."""

from collections.abc import Sequence
from typing import Literal

from worker.pipeline.check.evidence import same
from worker.pipeline.check.terms import Term


def ahead(sentence: Sequence[Term], place: int, most: int) -> list[Term]:
    """Return the terms behind a place."""
    return list(sentence[place + 1 : place + 1 + most])


def behind(sentence: Sequence[Term], place: int, most: int) -> list[Term]:
    """Return the terms before a place."""
    return list(sentence[max(0, place - most) : place])


def around(
    sentence: Sequence[Term], place: int, most: int, *, within: Literal["part", "clause", ""] = "", before: bool = True
) -> list[Term]:
    """Return the terms on both sides of a place. `within`: only those as far as the next place where a part can begin, or
    where a clause certainly begins."""
    first, last = max(0, place - most) if before else place, min(len(sentence), place + 1 + most)
    if within:
        starts = [n for n in range(first, last) if (sentence[n].boundary if within == "clause" else sentence[n].opens)]
        first = max((n for n in starts if n <= place), default=first) if before else first
        last = min((n for n in starts if n > place), default=last)
    return [*sentence[first:place], *sentence[place + 1 : last]]


def shares(some: Sequence[Term], others: Sequence[Term]) -> bool:
    """Return whether a term of the one says the same as a term of the other."""
    return any(same(one, other) for one in some for other in others)
