"""This module makes cases of what the database holds: the run, the decision, the reply, and what agents did after."""

from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.sentences import sentences
from worker.company import Company
from worker.db.corrected import Corrected
from worker.db.reported_fields import GROUP, PRIORITY
from worker.diagnosis.case import After, Case, Cited, Kept
from worker.domain import Finding
from worker.history.answer import sentences_of
from worker.history.escalation import labels_of
from worker.history.labels import priority_of, queue_of
from worker.past import PastMessage, PastTicket
from worker.thread import Author


def case_of(row: Corrected, company: Company) -> Case:
    """Return the case of a decision that is stored."""
    decision = row.decision
    cited = tuple(Cited(one["sentence"], one["ref"], one["quote"]) for one in row.citations)
    ours = [one for one in row.messages if one["author"] == Author.OURSELVES]
    return Case(
        ticket=row.ticket,
        at=decision["created_at"],
        outcome=decision["outcome"],
        reason=decision["reason"],
        made_by=decision["made_by"] or "",
        queue=decision["queue"],
        priority=decision["priority"],
        escalated=bool(decision["escalate"]),
        kept=tuple(_kept(place, one) for place, one in enumerate(decision["found"], 1)),
        said=tuple(one.sentence for one in cited) or tuple(sentences(decision["reply"])),
        language=decision["language"],
        cited=cited,
        findings=tuple(Finding(one["code"], one["sentence"], one["detail"]) for one in decision["findings"]),
        failures=decision["failures"],
        draft=next((one["original"] for one in ours if one["public"]), ""),
        after=_after(row, company),
        name=str(row.ticket.id),
    )


def _kept(place: int, found: Mapping[str, Any]) -> Kept:
    ranks = (found.get("lexical_rank"), found.get("dense_rank"))
    return Kept(found["ref"], found.get("title", ""), place, *ranks, trusted=found.get("trusted", True))


def _after(row: Corrected, company: Company) -> After:
    """Return what agents did. The queue and the priority are those that a person changed ours to."""
    told = [_message(one) for one in row.messages if one["author"] == Author.AGENT]
    answer = next((one for one in told if one.public), None)
    text = answer.text if answer else row.decision["answer"] or ""
    said = sentences_of(answer) if answer else tuple(sentences(text))
    past = _past_ticket(row, told)
    escalated = bool(labels_of(past, company.history, company)) if told or row.reported else None
    queue = queue_of(row.decision["queue_after"], company.history, company.queues)
    priority = priority_of(row.decision["priority_after"], company.history) if row.decision["priority_after"] else None
    return After(said, text, queue, priority, escalated or None)


def _message(one: Mapping[str, Any]) -> PastMessage:
    return PastMessage(
        Author(one["author"]), one["original"], one["occurred_at"], one["public"],
        author_name=one["author_name"], author_email=one["author_email"],
    )  # fmt: skip


def _past_ticket(row: Corrected, told: Sequence[PastMessage]) -> PastTicket:
    """Return what happened in the form in which the rules for escalations read it."""
    groups, priorities = (
        [one["value"] for one in row.reported if one["field"] == field] for field in (GROUP, PRIORITY)
    )
    return PastTicket(
        row.ticket.source, row.ticket.external_id, row.ticket.subject, tuple(told),
        group_first=groups[0] if groups else None, group_last=groups[-1] if groups else None,
        priority_first=priorities[0] if priorities else None, priority_last=priorities[-1] if priorities else None,
    )  # fmt: skip
