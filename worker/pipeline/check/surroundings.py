"""This module gives the terms around a term of a sentence, in which the same word says the same."""

from collections.abc import Sequence

from worker.pipeline.check.evidence import same
from worker.pipeline.check.terms import Kind, Term


def ahead(sentence: Sequence[Term], place: int, most: int) -> list[Term]:
    """Return the terms behind a place."""
    return list(sentence[place + 1 : place + 1 + most])


def behind(sentence: Sequence[Term], place: int, most: int) -> list[Term]:
    """Return the terms before a place."""
    return list(sentence[max(0, place - most) : place])


def around(sentence: Sequence[Term], place: int, most: int, *, within: bool = False) -> list[Term]:
    """Return the terms on both sides of a place. `within`: only those of the same part of the sentence."""
    first, last = max(0, place - most), min(len(sentence), place + 1 + most)
    if within:
        first = next((n for n in range(place, first, -1) if sentence[n].boundary), first)
        last = next((n for n in range(place + 1, last) if sentence[n].boundary), last)
    return [*sentence[first:place], *sentence[place + 1 : last]]


def shares(some: Sequence[Term], others: Sequence[Term]) -> bool:
    """Return whether a term of the one says the same as a term of the other."""
    return any(same(one, other) for one in some for other in others)


def names(sentence: Sequence[Term]) -> list[Term]:
    """Return the names of a sentence."""
    return [term for term in sentence if term.kind is Kind.NAME and not term.meanings]
