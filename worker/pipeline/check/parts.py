"""This module finds values that a claim takes from different parts of a sentence: "Starter costs 19, Team 34" does not say
that Team costs 19."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from worker.pipeline.check.evidence import same
from worker.pipeline.check.quantities import unit
from worker.pipeline.check.terms import Kind, Term

_INTERVALS = frozenset(f"units.{name}" for name in "second minute hour day working_day week month quarter year".split())
_OFTEN = frozenset(f"units.{name}" for name in "daily weekly monthly yearly".split())


def mixed(claim: Sequence[Term], said: Sequence[Term]) -> Iterator[str]:
    """Yield each value of a claim that the sentence says in another part, where the owner's own part has another value."""
    there = parts(said)
    for part in parts(claim):
        for owner in (term for term in part if _owns(term)):
            own = [one for one in there if any(same(owner, other) for other in one)]
            for value in part:
                sort = _sort(value, part)
                if value is owner or not sort or not own or not any(_holds(one, value) for one in there):
                    continue
                holders = [one for one in there if _holds(one, value)]
                if any(one in own for one in holders) or not all(_has_other(one, value, sort) for one in own):
                    continue
                if all(any(_is_rival(owner, other) for other in one) for one in holders):
                    yield f"it says {value.said} of something else than {owner.said}"


def parts(sentence: Sequence[Term]) -> list[Sequence[Term]]:
    """Return the parts of a sentence: each begins where one can begin."""
    starts = [0, *(n for n, term in enumerate(sentence) if n and term.opens), len(sentence)]
    return [sentence[start:end] for start, end in pairwise(starts) if end > start]


def _owns(term: Term) -> bool:
    """Return whether a term can own a value. In German every noun is written like a name."""
    if term.kind in {Kind.VERSION, Kind.IDENTIFIER}:
        return True
    return bool(term.meanings & _OFTEN) or (
        term.kind in {Kind.NAME, Kind.WORD} and term.said[0].isupper() and not term.meanings
    )


def _is_rival(owner: Term, other: Term) -> bool:
    """Return whether another term could own the value instead."""
    words = {Kind.NAME, Kind.WORD}
    alike = owner.kind is other.kind or (owner.kind in words and other.kind in words)
    return alike and _owns(other) and not same(owner, other)


def _sort(term: Term, part: Sequence[Term]) -> str:
    """Return what a value is one of, so that one stands in the place of another; "" if it is no value."""
    if term.kind is Kind.NUMBER:
        return f"number {sorted(unit(part, list(part).index(term)))}"
    if term.kind in {Kind.DATE, Kind.VERSION}:
        return str(term.kind)
    if term.meanings & _INTERVALS:
        return "interval"
    return "often" if term.meanings & _OFTEN else ""


def _holds(part: Sequence[Term], value: Term) -> bool:
    return any(same(value, other) and other.kind is value.kind for other in part)


def _has_other(part: Sequence[Term], value: Term, sort: str) -> bool:
    return any(_sort(other, part) == sort and not same(value, other) for other in part)
