"""This module compares a claim with one sentence of a passage, and says what the sentence does not say.

What carries a claim (numbers with their unit, dates, versions, names, states, modal words, bounds, negations) must stand in
that sentence, and in the same surroundings; other words may stand anywhere in the passage. What restricts the sentence
("not", "only", "up to") may not be dropped.
"""

from collections.abc import Iterator, Sequence

from worker.pipeline.check.dates import same_date
from worker.pipeline.check.evidence import Evidence, places, same
from worker.pipeline.check.quantities import number_problem
from worker.pipeline.check.surroundings import around, ahead, shares
from worker.pipeline.check.terms import Kind, Term, denies

MAX_MISSING = 0.0  # of the words that carry nothing
_ADDING_NOTHING = ("rows.status", "rows.workspace", "rows.issue")
_IMPLIED = {
    "states.unpaid": ("states.open", "states.overdue"),
    "states.open": ("states.unfixed",),
    "modals.need_not": ("states.optional",),
}
_EXACT = ("states.", "extents.", "units.")
_ORDER = ("order.before", "order.after", "order.until", "order.instead")
_MARKS_A_DATE = ("rows.due", "rows.renews", "order.until", "order.since", "order.before", "order.after")
_CONVERSE = {"order.before": "order.after", "order.after": "order.before"}


def problems(claim: Sequence[Term], said: Sequence[Term], evidence: Evidence) -> list[str]:
    """Return what of a claim a sentence does not say, the weightiest first; nothing if it says all of it."""
    found = [*_values(claim, said, evidence), *_modals(claim, said), *_denials(claim, said), *_order(claim, said)]
    found += _dropped(claim, said)
    missing = [term.said for term in claim if _is_missing(term, said, evidence)]
    if missing and len(missing) > MAX_MISSING * len(claim):
        found.append(f"it does not say {', '.join(missing)}")
    return found


def coverage(claim: Sequence[Term], said: Sequence[Term], evidence: Evidence) -> float:
    """Return the share of a claim's terms that the passage contains."""
    there = sum(
        bool(places(t, said)) or t.value in evidence.values or bool(t.meanings & evidence.meanings) for t in claim
    )
    return there / len(claim) if claim else 0.0


def _values(claim: Sequence[Term], said: Sequence[Term], evidence: Evidence) -> Iterator[str]:
    for place, term in enumerate(claim):
        if term.kind is Kind.NUMBER:
            if problem := number_problem(claim, place, said):
                yield problem
        elif term.kind is Kind.DATE:
            if problem := _date_problem(claim, place, said):
                yield problem
        elif term.kind in {Kind.IDENTIFIER, Kind.ADDRESS, Kind.VERSION}:
            if not places(term, said) and not places(term, evidence.title):
                if term.kind is Kind.VERSION or term.value not in evidence.values:
                    yield f"it does not say {term.said}"
        elif term.kind is Kind.NAME and not term.meanings:
            if problem := _name_problem(claim, place, said, evidence):
                yield problem
        elif term.means("units.per"):
            if not _is_rate_said(claim, place, said):
                yield f"it does not say {' '.join(t.said for t in claim[place : place + 2])}"
        elif term.means(*_EXACT) and not _is_said(term, said) and not _is_said(term, evidence.title):
            yield f"it does not say {term.said}"


def _is_rate_said(claim: Sequence[Term], place: int, said: Sequence[Term]) -> bool:
    return any(
        other.means("units.per") and shares(ahead(claim, place, 1), ahead(said, n, 1)) for n, other in enumerate(said)
    )


def _is_said(term: Term, said: Sequence[Term]) -> bool:
    wanted = term.meanings.union(*(_IMPLIED.get(meaning, ()) for meaning in term.meanings))
    return any(wanted & other.meanings or term.value == other.value for other in said)


def _date_problem(claim: Sequence[Term], place: int, said: Sequence[Term]) -> str | None:
    term = claim[place]
    holders = [n for n, other in enumerate(said) if other.kind is Kind.DATE and same_date(term.value, other.value)]
    if not holders:
        return f"it does not say {term.said}"
    marked = _mark_of(claim, place)
    if marked and not any(marked & _mark_of(said, holder) for holder in holders):
        return f"it says {term.said} of something else"
    return None


def _mark_of(sentence: Sequence[Term], place: int) -> frozenset[str]:
    """Return what a date is: the nearest mark before it in its part, or behind it."""
    for n in [*range(place - 1, max(-1, place - 4), -1), *range(place + 1, min(len(sentence), place + 3))]:
        if n < place and sentence[n].kind is Kind.DATE and not sentence[place].boundary:
            continue
        if marks := frozenset(m for m in sentence[n].meanings if m in _MARKS_A_DATE):
            return marks
    return frozenset()


def _name_problem(claim: Sequence[Term], place: int, said: Sequence[Term], evidence: Evidence) -> str | None:
    term = claim[place]
    holders = places(term, said)
    if not holders:
        return None if places(term, evidence.title) else f"it does not say {term.said}"
    beside = [other for other in around(claim, place, 3) if not other.means("modals.", "denying", "rows.")]
    if beside and not any(shares(beside, around(said, holder, 6, within=True)) for holder in holders):
        return f"it says {term.said} of something else"
    return None


def _modals(claim: Sequence[Term], said: Sequence[Term]) -> Iterator[str]:
    for place, term in enumerate(claim):
        if not term.means("modals."):
            continue
        beside = around(claim, place, 3)
        others = [
            other
            for n, other in enumerate(said)
            if other.means("modals.", *_IMPLIED["modals.need_not"]) and shares(beside, around(said, n, 3))
        ]
        if any(_is_said(term, [other]) for other in others):
            continue
        weak = term.means("modals.can") and not any(
            o.means("modals.must", "modals.need_not", "modals.should") for o in others
        )
        if not weak:
            yield f"it does not say {term.said}"
    for n, other in enumerate(said):
        if other.means("modals.only", "modals.need_not") and _is_kept(claim, said, n):
            if not any(same(other, term) for term in claim):
                yield f"it says {other.said}"


def _denials(claim: Sequence[Term], said: Sequence[Term]) -> Iterator[str]:
    claimed = [n for n, term in enumerate(claim) if denies(term)]
    denied = [n for n, term in enumerate(said) if denies(term)]
    for place in claimed:
        if not any(_same_denial(claim, place, said, n) for n in denied):
            yield f"it does not say {claim[place].said}"
    for n in denied:
        if _is_kept(claim, said, n) and not any(_same_denial(claim, place, said, n) for place in claimed):
            yield f"it says {said[n].said}"


def _same_denial(claim: Sequence[Term], place: int, said: Sequence[Term], n: int) -> bool:
    following = [t for t in ahead(claim, place, 3) if not t.means("modals.")]
    if shares(following, ahead(said, n, 4)):
        return True
    return shares(around(claim, place, 2), around(said, n, 3)) if not following else False


def _order(claim: Sequence[Term], said: Sequence[Term]) -> Iterator[str]:
    for place, term in enumerate(claim):
        if not term.means(*_ORDER):
            continue
        following = ahead(claim, place, 3)
        if not following:
            continue
        met = any(same(term, other) and shares(following, ahead(said, n, 4)) for n, other in enumerate(said))
        turned = {_CONVERSE[m] for m in term.meanings if m in _CONVERSE}
        met = met or any(
            turned & other.meanings and shares(following, around(said, n, 4)[: min(n, 4)])
            for n, other in enumerate(said)
        )
        if not met:
            yield f"it does not say {term.said}"


def _dropped(claim: Sequence[Term], said: Sequence[Term]) -> Iterator[str]:
    for n, other in enumerate(said):
        if other.means("states.off") and _is_kept(claim, said, n) and not places(other, claim):
            yield f"it says {other.said}"


def _is_kept(claim: Sequence[Term], said: Sequence[Term], place: int) -> bool:
    """Return whether a claim keeps what stands around a word of the sentence: then it may not leave the word out."""
    following = [t for t in ahead(said, place, 2) if not t.means("modals.")]
    beside = [t for t in around(said, place, 2) if not t.means("modals.")]
    return bool(following) and bool(places(following[0], claim)) and sum(bool(places(t, claim)) for t in beside) >= 2


def _is_missing(term: Term, said: Sequence[Term], evidence: Evidence) -> bool:
    """Return whether a word that carries nothing stands nowhere in the passage."""
    if term.kind is not Kind.WORD or term.means("modals.", "bounds.", "order.", "denying", *_EXACT, *_ADDING_NOTHING):
        return False
    return not (places(term, said) or term.value in evidence.values or term.meanings & evidence.meanings)
