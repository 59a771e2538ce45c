"""This module finds labels that the company file does not have, labels that exclude each other, and texts without words."""

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches

from knowledge.handled_tickets import NO_REPLY
from models.skills.reply import Action
from models.skills.triage import Priority, Reason
from worker.company import Company
from worker.company.fields import Field
from worker.learning.dataset.finding import Finding, Kind
from worker.learning.dataset.row import Row


def findings(row: Row, company: Company) -> Iterator[Finding]:
    ticket = row.ticket
    yield from _known(row, "queue", ticket.queue, company.queues, "[queues] of the company file does not have it")
    yield from _known(row, "priority", ticket.priority, list(Priority), "no priority is called so")
    if ticket.reason is not None:
        yield from _known(row, "reason", ticket.reason, list(Reason), "no reason is called so")
        if ticket.reason in set(Reason) and ticket.reason not in company.escalation:
            yield _value(row, "reason", ticket.reason, "", "[escalation] of the company file says nothing about it")
    yield from _fields(row, company.fields)
    yield from _together(row)
    yield from _empty(row)


def _fields(row: Row, declared: Sequence[Field]) -> Iterator[Finding]:
    """Yield the select fields and values that the company file does not have: no head learns from them."""
    by_name = {field.name: field for field in declared}
    for name, value in row.ticket.fields.items():
        if name in by_name:
            why = f"[fields.{name}] of the company file has no such option"
            yield from _known(row, by_name[name].head, value, by_name[name].options, why)
        else:
            near = get_close_matches(name.strip().lower(), by_name, 1)
            known = f": it is one of {', '.join(by_name)}" if by_name else ": it declares none"
            yield _value(row, "fields", name, "".join(near), f"[fields] of the company file does not have it{known}")


def _known(row: Row, field: str, label: str, known: Collection[str], why: str) -> Iterator[Finding]:
    if label not in known:
        near = get_close_matches(label.strip().lower().replace(" ", "-"), known, 1)
        yield _value(row, field, label, "".join(near), f"{why}: it is one of {', '.join(known)}")


def _together(row: Row) -> Iterator[Finding]:
    """Yield the labels that exclude each other: a person takes a ticket for a reason, and then nobody answers it."""
    ticket = row.ticket
    if ticket.escalate and ticket.reason is None:
        yield _value(row, "reason", "none", "", "a person had to take it, but no reason is given")
    if not ticket.escalate and ticket.reason is not None:
        yield _value(
            row, "escalate", "false", "true", f"it has the reason {ticket.reason}, but no person had to take it"
        )
    if ticket.action == NO_REPLY:
        return
    if ticket.action not in set(Action):
        near = get_close_matches(ticket.action.strip().lower().replace(" ", "_"), list(Action), 1)
        yield _value(row, "reply", ticket.action, "".join(near), f"an action is one of {', '.join(Action)}")
    elif ticket.escalate is not (ticket.action == Action.HAND_OVER):
        escalated = "true" if ticket.escalate else "false"
        yield _value(row, "reply", ticket.action, "", f"escalate is {escalated}, which is another outcome")


def _empty(row: Row) -> Iterator[Finding]:
    ticket = row.ticket
    if not ticket.body.strip():
        yield Finding(row, Kind.EMPTY, "body", "", "", "the body has no words")
    if not ticket.id.strip():
        yield Finding(row, Kind.EMPTY, "id", "", "", "the row has no id")
    if ticket.action in {Action.ANSWER, Action.ASK} and not any(sentence.strip() for sentence in ticket.sentences):
        yield Finding(row, Kind.EMPTY, "reply", ticket.action, "", "the reply has no words")
    elif not all(sentence.strip() for sentence in ticket.sentences):
        yield Finding(row, Kind.EMPTY, "reply", ticket.action, "", "a sentence of the reply has no words")
    if ticket.action == Action.ANSWER and not ticket.passages:
        yield Finding(row, Kind.EMPTY, "passages", "", "", "it was answered, but no passage is named")


def _value(row: Row, field: str, label: str, suggested: str, why: str) -> Finding:
    return Finding(row, Kind.VALUE, field, label, suggested, why)
