"""This module compares a claim with one sentence of a passage, and says what the sentence does not say.

Every term of the claim must stand in that sentence, or in the title above it, and as often as the claim says it; what
carries the claim (numbers with their unit, dates, names, modal words, negations, what comes before what) in the same
surroundings. What restricts the sentence ("not", "only", "up to", "until") may not be dropped.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from worker.pipeline.check.dates import same_date
from worker.pipeline.check.evidence import KNOWN_ISSUE, Evidence, places
from worker.pipeline.check.parts import mixed
from worker.pipeline.check.quantities import number_problem
from worker.pipeline.check.restrictions import denial_problems, dropped, modal_problems, order_problems
from worker.pipeline.check.surroundings import ahead, around, shares
from worker.pipeline.check.terms import Kind, Term

IMPLIED = {  # what the passage says -> what may be said of it
    "states.unpaid": ("states.open", "states.overdue"),
    "states.open": ("states.unfixed",),
}
_COUNTED = (
    "states.",
    "extents.",
    "units.daily",
    "units.weekly",
    "units.monthly",
    "units.yearly",
)  # of which a claim says no more than the sentence
_ELSEWHERE = ("modals.", "bounds.", "order.", "denying")  # these have rules of their own
_LONG = 5  # terms
_MARKS_A_DATE = ("rows.due", "rows.renews", "order.until", "order.since", "order.before", "order.after")


def problems(claim: Sequence[Term], said: Sequence[Term], evidence: Evidence) -> list[str]:
    """Return what of a claim a sentence does not say, the weightiest first; nothing if it says all of it."""
    return [
        *_values(claim, said, evidence),
        *modal_problems(claim, said),
        *denial_problems(claim, said),
        *order_problems(claim, said),
        *dropped(claim, said),
        *_more_often(claim, said, evidence),
        *_other_subject(claim, said),
        *mixed(claim, said),
    ]


def coverage(claim: Sequence[Term], said: Sequence[Term], evidence: Evidence) -> float:
    """Return the share of a claim's terms that a sentence or its title contains."""
    return sum(is_said(t, said) or is_said(t, evidence.title) for t in claim) / len(claim) if claim else 0.0


def _values(claim: Sequence[Term], said: Sequence[Term], evidence: Evidence) -> Iterator[str]:
    for place, term in enumerate(claim):
        problem: str | None = None
        held = said if places(term, said) else evidence.title
        if term.kind is Kind.NUMBER:
            problem = number_problem(claim, place, held)
        elif term.kind is Kind.DATE:
            problem = _date_problem(claim, place, held)
        elif term.means("units.per"):
            rates = (n for n, other in enumerate(said) if other.means("units.per"))
            if not any(shares(ahead(claim, place, 1), ahead(said, n, 1)) for n in rates):
                problem = f"it does not say {' '.join(t.said for t in claim[place : place + 2])}"
        elif not (term.means(*_ELSEWHERE) or _adds_nothing(term, claim, evidence)):
            if not (is_said(term, said) or is_said(term, evidence.title)):
                problem = f"it does not say {term.said}"
            elif term.kind is Kind.NAME and not term.meanings:
                problem = _name_problem(claim, place, said) and _name_problem(claim, place, evidence.title)
            elif term.means("states.") and held is evidence.title and _has_other_state(claim, said, evidence):
                problem = f"it does not say {term.said}"
        if problem:
            yield problem


def _adds_nothing(term: Term, claim: Sequence[Term], evidence: Evidence) -> bool:
    """Return whether a term may be added: "the status of"; "your workspace" beside a row of the account, or where it is not
    what the claim is about."""
    of_account, long = bool(evidence.passage.account), len(claim) >= _LONG
    return term.means("rows.status", "rows.issue") or (term.means("rows.workspace") and (of_account or long))


def _has_other_state(claim: Sequence[Term], said: Sequence[Term], evidence: Evidence) -> bool:
    """Return whether a sentence has another state than the title above it. The title of an issue says the issue's own."""
    return evidence.passage.kind != KNOWN_ISSUE and any(
        other.means("states.") and not places(other, claim) for other in said
    )


def is_said(term: Term, said: Sequence[Term]) -> bool:
    """Return whether a sentence says a term, or something that implies it."""
    if places(term, said):
        return True
    implied = {other for meaning in term.meanings for other in IMPLIED.get(meaning, ())}
    return any(implied & other.meanings for other in said)


def _date_problem(claim: Sequence[Term], place: int, said: Sequence[Term]) -> str | None:
    term = claim[place]
    holders = [n for n, other in enumerate(said) if other.kind is Kind.DATE and same_date(term.value, other.value)]
    if not holders:
        return f"it does not say {term.said}"
    if marked := _mark_of(claim, place):
        same_mark = any(marked & _mark_of(said, n) for n in holders)
        return None if same_mark else f"it says {term.said} of something else"
    beside = _event(claim, place)
    if beside and not any(shares(beside, _event(said, n)) for n in holders):
        return f"it says {term.said} of something else"
    return None


def _mark_of(sentence: Sequence[Term], place: int) -> frozenset[str]:
    """Return what a date is: the nearest mark before it, or behind it, as far as the next date."""
    for step in (range(place - 1, max(-1, place - 4), -1), range(place + 1, min(len(sentence), place + 3))):
        for n in step:
            if sentence[n].kind is Kind.DATE or (n > place and sentence[n].opens):
                break
            if marks := frozenset(m for m in sentence[n].meanings if m in _MARKS_A_DATE):
                return marks
    return frozenset()


def _event(sentence: Sequence[Term], place: int) -> list[Term]:
    """Return what happens on the date at a place: the words near it in its part of the sentence."""
    near = around(sentence, place, 3, within="part")
    return [
        t for t in near if t.kind is Kind.WORD and not t.means("units.", "rows.invoice", "order.", "modals.", "denying")
    ]


def _name_problem(claim: Sequence[Term], place: int, said: Sequence[Term]) -> str | None:
    """Return a problem if nothing that stands beside a name in the claim does so in the sentence."""
    term, holders = claim[place], places(claim[place], said)
    near = [other for other in around(claim, place, 3) if not other.means("modals.", "denying", "rows.")]
    beside = [other for other in near if other.kind is not Kind.NAME] or near
    if beside and not any(shares(beside, _beside_name(said, n)) for n in holders):
        return f"it says {term.said} of something else"
    return None


def _beside_name(sentence: Sequence[Term], place: int) -> list[Term]:
    """Return what stands beside a name: in its part, or in its clause where the part is a list of names."""
    part = around(sentence, place, 6, within="part")
    return part if any(t.kind is not Kind.NAME for t in part) else around(sentence, place, 6, within="clause")


def _more_often(claim: Sequence[Term], said: Sequence[Term], evidence: Evidence) -> Iterator[str]:
    """Yield the names and states that a claim says more often than the sentence: one of them then stands for another."""
    counted = Counter(
        term.value for term in claim if term.means(*_COUNTED) or (term.kind is Kind.NAME and not term.meanings)
    )
    there = [*said, *evidence.title]
    for value, times in counted.items():
        term = next(t for t in claim if t.value == value)
        if times > 1 and times > len(places(term, there)):
            yield f"it says {term.said} only once"


def _other_subject(claim: Sequence[Term], said: Sequence[Term]) -> Iterator[str]:
    """Yield the first word of a claim if both begin with a word that the other does not have."""
    if not claim or not said or places(claim[0], said) or places(said[0], claim):
        return
    if claim[0].kind in {Kind.WORD, Kind.NAME} and not claim[0].means("rows.workspace", "rows.status", *_ELSEWHERE):
        yield f"it says it of {said[0].said}, not of {claim[0].said}"
