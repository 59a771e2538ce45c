"""This module makes past tickets of those that came by webhook and that people solved, so that the company learns from what its
agents answer every day.

The rules are those of a decision: what an agent told the customer counts, also where it is our draft that they sent, with or
without a change. Our own words never count by themselves: a past ticket has no message of ours. A ticket that is opened
again leaves until it is solved once more, and an erased one leaves for good.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine

from worker.company import Company
from worker.db import erasures, past_tickets, solved_tickets
from worker.db.erasures import Subject
from worker.db.past_tickets import Stored
from worker.db.reported_fields import GROUP, OPEN, PRIORITY, STATUS
from worker.db.session import transaction
from worker.history.labels import priority_of, queue_of
from worker.history.outcomes.judging import Fate
from worker.history.outcomes.settling import helpdesk_names, settle
from worker.mail.thanks import is_thanks
from worker.mail.view import written
from worker.past import PastMessage, PastTicket
from worker.settings import Settings
from worker.thread import Author

SOURCE = "deskhand"


@dataclass(frozen=True)
class Kept:
    """This is what a sync did with the solved tickets."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0  # opened again, merged, or erased

    @property
    def any_change(self) -> bool:
        return bool(self.added or self.changed or self.gone)


def keep(settings: Settings, company: Company, owner: Engine, progress: Callable[[int], None] = lambda _: None) -> Kept:
    """Store the solved tickets as past ones, and take out those that are solved no more. The same again changes nothing."""
    settle(settings, company, owner)
    counts, stay = dict.fromkeys(Stored, 0), set[str]()
    with transaction(owner, see_all=True) as session:
        erasures.hold(session)
        for ticket in solved(settings, company, session):
            counts[past_tickets.store(session, ticket)] += 1
            stay.add(ticket.external_id)
            progress(1)
        gone = past_tickets.remove_others(session, SOURCE, stay)
    return Kept(counts[Stored.ADDED], counts[Stored.CHANGED], counts[Stored.UNCHANGED], gone)


def solved(settings: Settings, company: Company, session: Any) -> Iterator[PastTicket]:
    """Yield the tickets that are solved now, as past ones."""
    rules, gone = helpdesk_names(settings, company), erasures.known(session)
    for row, rows in solved_tickets.read(session):
        if _is_open_again(row, rows) or _is_erased(gone, row):
            continue
        ticket = _past(row, {**rows, "messages": [one for one in rows["messages"] if not _is_of_erased(gone, one)]})
        groups = [one.value for one in rows["reports"] if one.field == GROUP]
        priorities = [one.value for one in rows["reports"] if one.field == PRIORITY]
        yield replace(
            ticket,
            group_last=_last(groups, lambda one: queue_of(one, rules, company.queues), ticket.group_last),
            priority_last=_last(priorities, lambda one: priority_of(one, rules), ticket.priority_last),
        )


def _is_erased(gone: erasures.Known, row: Any) -> bool:
    """Return whether somebody was erased who asks again: they are answered, and nothing is learned from them."""
    by_account = row.account is not None and gone.has(Subject.ACCOUNT, row.account)
    return by_account or (bool(row.requester_email) and gone.has(Subject.EMAIL, row.requester_email))


def _is_of_erased(gone: erasures.Known, message: Any) -> bool:
    """Return whether somebody wrote a message who was erased: in the ticket of another, only what others wrote is learned."""
    return bool(message.author_email) and gone.has(Subject.EMAIL, message.author_email)


def _last(said: Sequence[str], name: Callable[[str], str | None], ours: str | None) -> str | None:
    """Return what a field is called at the end: by our name where the helpdesk's is known, else by its own, if people changed
    ours."""
    if not said:
        return ours
    return name(said[-1]) or (ours if ours is not None else said[-1])


def _past(ticket: Any, rows: dict[str, list[Any]]) -> PastTicket:
    decisions, messages = rows["decisions"], rows["messages"]
    queues = [queue for one in decisions for queue in (one.queue, one.queue_after) if queue]
    priorities = [priority for one in decisions for priority in (one.priority, one.priority_after) if priority]
    approved = [one for one in decisions if one.fate == Fate.USED]
    return PastTicket(
        source=SOURCE,
        external_id=f"{ticket.source}/{ticket.external_id}",
        subject=ticket.subject,
        messages=tuple(map(_message, messages)),
        requester_email=ticket.requester_email,
        requester_name=ticket.requester_name,
        account=ticket.account,
        language=ticket.language if ticket.language and len(ticket.language) == 2 else None,
        channel=ticket.channel,
        brand=ticket.brand,
        status="solved",
        group_first=next(iter(queues), None),
        group_last=next(reversed(queues), None),
        priority_first=next(iter(priorities), None),
        priority_last=next(reversed(priorities), None),
        reopened=sum(one.reopened_at is not None for one in decisions),
        passages=tuple(dict.fromkeys(ref for one in approved for ref in one.refs)),  # a person sent what they carry
        created_at=ticket.received_at,
        solved_at=ticket.resolved_at,
    )


def _message(row: Any) -> PastMessage:
    return PastMessage(
        author=Author(row.author),
        text=row.original,
        at=row.occurred_at,
        public=row.public,
        id=row.version or "",
        author_name=row.author_name,
        author_email=row.author_email,
    )


def _is_open_again(ticket: Any, rows: dict[str, list[Any]]) -> bool:
    """Return whether somebody wrote more than thanks since the ticket was solved, or a person opened it."""
    wrote = any(
        row.public
        and row.author in {Author.CUSTOMER, Author.THIRD_PERSON}
        and row.occurred_at > ticket.resolved_at
        and not is_thanks(written(row.body))
        for row in rows["messages"]
    )
    statuses = [one for one in rows["reports"] if one.field == STATUS and one.occurred_at > ticket.resolved_at]
    opened = bool(statuses) and statuses[-1].value == OPEN and statuses[-1].author == Author.AGENT
    return wrote or opened
