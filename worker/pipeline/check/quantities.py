"""This module compares a number with the numbers of a sentence: its unit, what it counts, whose it is, and its bound."""

from collections.abc import Callable, Sequence

from worker.pipeline.check.evidence import same
from worker.pipeline.check.surroundings import ahead, around, behind, shares
from worker.pipeline.check.terms import Kind, Term

_Test = Callable[[Sequence[Term], int, Sequence[Term], int], bool]
CURRENCIES = ("units.euro", "units.dollar")


def number_problem(claim: Sequence[Term], place: int, said: Sequence[Term]) -> str | None:
    """Return what is wrong with the number at a place of a claim; None if the sentence says the same number."""
    term = claim[place]
    holders = [n for n, other in enumerate(said) if other.kind is Kind.NUMBER and other.value == term.value]
    if not holders:
        return f"it does not say {term.said}"
    tests: tuple[tuple[_Test, str], ...] = (
        (_same_unit, "in another unit"),
        (_same_thing, "of something else"),
        (_same_owner, "of something else"),
        (_same_bound, "with another bound"),
    )
    for test, problem in tests:
        holders = [n for n in holders if test(claim, place, said, n)]
        if not holders:
            return f"it says {term.said} {problem}"
    return None


def unit(sentence: Sequence[Term], place: int) -> frozenset[str]:
    """Return the unit of the number at a place: the word behind it, or a currency before it."""
    beside = [*ahead(sentence, place, 1), *(t for t in behind(sentence, place, 1) if t.means(*CURRENCIES))]
    for term in beside:
        if found := frozenset(m for m in term.meanings if m.startswith("units.") and m != "units.per"):
            return found
    return frozenset()


def bound(sentence: Sequence[Term], place: int) -> frozenset[str]:
    """Return whether a number is a bound, and of which kind. "About" is none."""
    for term in reversed(behind(sentence, place, 2)):
        if term.kind is Kind.NUMBER:
            break
        if found := frozenset(m for m in term.meanings if m.startswith("bounds.") and m != "bounds.about"):
            return frozenset() if "bounds.more" in found and _is_amount(sentence, place) else found
    return frozenset()


def _same_bound(claim: Sequence[Term], place: int, said: Sequence[Term], n: int) -> bool:
    return bound(claim, place) == bound(said, n)


def _is_amount(sentence: Sequence[Term], place: int) -> bool:
    """Return whether a number is the amount of an invoice: "invoice F-1 over 290 EUR"."""
    before = behind(sentence, place, 5)
    named = any(t.means("rows.invoice") or t.kind in {Kind.IDENTIFIER, Kind.DATE} for t in before)
    return named and bool(unit(sentence, place) & set(CURRENCIES))


def _same_unit(claim: Sequence[Term], place: int, said: Sequence[Term], n: int) -> bool:
    """Return whether the units agree. Where the passage gives amounts in two currencies, either of them will do."""
    own, other = unit(claim, place), unit(said, n)
    if not own or own & other:
        return True
    if own & set(CURRENCIES):
        near = around(said, n, 3)
        return any(term.meanings & own for term in near) or not (other & set(CURRENCIES))
    return False


def _same_thing(claim: Sequence[Term], place: int, said: Sequence[Term], n: int) -> bool:
    """Return whether both count the same: a word near them is the same, besides a unit."""
    if unit(claim, place):
        following = [t for t in ahead(claim, place, 4) if t.means("units.") and not t.means("units.per")][1:]
        rates = [t for t in ahead(claim, place, 5) if t.means("units.per")]
        return not rates or not following or shares(following, ahead(said, n, 6))
    beside = [t for t in around(claim, place, 3) if t.kind is not Kind.NUMBER and not t.means("bounds.", "units.per")]
    return not beside or shares(beside, around(said, n, 4))


def _same_owner(claim: Sequence[Term], place: int, said: Sequence[Term], n: int) -> bool:
    """Return whether the nearest name before the number is its owner in the sentence too: no number of the same unit stands
    between them, and the name does not come later."""
    owner = next((t for t in reversed(claim[:place]) if t.kind is Kind.NAME and not t.meanings), None)
    if owner is None:
        return True
    there = [at for at, other in enumerate(said) if other.kind is Kind.NAME and same(owner, other)]
    before = [at for at in there if at < n]
    named = any(t.kind is Kind.NAME and not t.meanings for t in said[:n])
    if not there or not named:
        return True
    if not before:
        return False
    own = unit(said, n)
    between = range(before[-1] + 1, n)
    return not any(
        said[at].kind is Kind.NUMBER and unit(said, at) == own and _is_divided(said, at, n) for at in between
    )


def _is_divided(said: Sequence[Term], at: int, n: int) -> bool:
    """Return whether another name stands between two numbers: the second then belongs to it."""
    return any(term.kind is Kind.NAME and not term.meanings for term in said[at + 1 : n])
