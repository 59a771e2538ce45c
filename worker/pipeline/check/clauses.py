"""This module finds out whether a passage says a sentence: as a whole, or part by part.

"A and B" is said by a passage that says A in one sentence and B in another. A part is cut only where one can begin (after a
comma or another mark, before "and"), and it needs enough terms to claim something.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from worker.pipeline.check.comparison import is_said, problems
from worker.pipeline.check.evidence import Evidence
from worker.pipeline.check.terms import Kind, Term

_FEWEST = 2  # terms of a part
_MOST_CUTS = 12  # of one sentence; a longer list is compared as a whole


def problem(claim: Sequence[Term], evidence: Evidence) -> str | None:
    """Return what of a sentence the passage does not say; None if it says all of it."""
    claim = _named(claim, evidence)
    cuts = [n for n, term in enumerate(claim) if n and term.opens][:_MOST_CUTS]
    ends, whole = [*cuts, len(claim)], nearest(claim, evidence)

    @cache
    def holds(start: int, end: int) -> bool:
        part = claim[start:end]
        found = evidence if not start or not part[0].means("modals.", "denying") else replace(evidence, title=())
        near = nearest(part, evidence)
        near = [said for said in near if any(said is other for other in whole)] or near
        return any(not problems(part, said, found) and _fits(claim[:start], part, said) for said in near)

    @cache
    def divides(start: int) -> bool:
        if start == len(claim):
            return True
        enough = (end for end in reversed(ends) if end - start >= _FEWEST or (start == 0 and end == len(claim)))
        return any(holds(start, end) and divides(end) for end in enough)

    if claim and divides(0):
        return None
    found = min((problems(claim, said, evidence) for said in whole), key=len, default=[])
    return found[0] if found else "it says nothing of it"


def _named(claim: Sequence[Term], evidence: Evidence) -> Sequence[Term]:
    """Return a claim whose first word is a name if the passage writes it as one: every sentence begins with a capital."""
    names = {term.value for said in evidence.said for term in said if term.kind is Kind.NAME}
    if claim and claim[0].kind is Kind.WORD and claim[0].value in names and claim[0].said[0].isupper():
        return (replace(claim[0], kind=Kind.NAME), *claim[1:])
    return claim


def nearest(claim: Sequence[Term], evidence: Evidence) -> list[Sequence[Term]]:
    """Return the sentences that have most of a claim's terms. One that has fewer says something else with words of the
    title, while a nearer one says the opposite."""
    counted = [(sum(is_said(term, said) for term in claim), said) for said in evidence.said]
    most = max((count for count, _ in counted), default=0)
    return [said for count, said in counted if count and count == most]


def _fits(before: Sequence[Term], part: Sequence[Term], said: Sequence[Term]) -> bool:
    """Return whether a part may be about what the parts before it are about: a part without a name of its own may not be
    found in a sentence about another invoice or another plan."""
    own = {term.value for term in part if _is_subject(term)}
    said_before = {term.value for term in before if _is_subject(term)}
    there = {term.value for term in said if _is_subject(term)}
    return bool(own) or not said_before or not there or bool(said_before & there)


def _is_subject(term: Term) -> bool:
    return term.kind is Kind.IDENTIFIER or (term.kind is Kind.NAME and not term.meanings)
