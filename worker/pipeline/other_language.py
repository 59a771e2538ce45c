"""This module decides about a ticket whose answer exists only in a language that the customer did not write."""

from collections.abc import Sequence

from knowledge.languages.guess import guess
from worker.domain import CheckResult, Decision, Outcome, Passage, Reply, Ticket
from worker.pipeline.known import Known
from worker.pipeline.retrieve import shown
from worker.pipeline.wording.notes import language_name

OTHER_LANGUAGE = "other_language"  # the reason of such a decision


def answered_in_another(ticket: Ticket, check: CheckResult) -> Decision | None:
    """Return that the knowledge answers in another language only; None where the check found anything else, or a passage in
    the customer's language."""
    if {finding.code for finding in check.findings} != {"wrong_language"}:
        return None
    found = _foreign(ticket, [one.passage for one in check.attributions if one.passage is not None])
    return _held(f"the knowledge answers it in {found}") if found else None


def unsayable(known: Known, reply: Reply) -> Decision | None:
    """Return that nothing found can be said in the customer's language. A model that was asked gives its hand-over a
    probability: it says that the passages do not answer, whatever their language."""
    found = None if reply.probabilities else _foreign(known.ticket, shown(known.passages))
    return _held(f"what was found is in {found}") if found else None


def _foreign(ticket: Ticket, passages: Sequence[Passage]) -> str | None:
    """Return the languages of passages of which none can be said in the customer's, in words; None if one can."""
    own = {one.language for passage in passages for one in passage.statements}
    written = [passage.language or guess(passage.text) for passage in passages]
    if not written or ticket.language in {None, *own, *written} or None in written:
        return None
    names = " and ".join(dict.fromkeys(map(language_name, written)))
    return f"{names} only, and the customer writes {language_name(ticket.language)}"


def _held(explanation: str) -> Decision:
    return Decision(Outcome.HOLD, OTHER_LANGUAGE, explanation)
