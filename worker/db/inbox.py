"""This module makes a webhook durable: inbox row, ticket and message are stored in one transaction, or nothing is.

    event seen before ▶ duplicate (or conflict)     a colleague's or our own words ▶ stored, beside the ticket or before it
    new ticket ▶ new                                the customer's next message ▶ updated: version + 1, queued again
    a machine's words between ▶ stored              an older one after a decision ▶ the same, and a person decides
    a merge ▶ stored, and deliveries follow it      the ticket was solved ▶ its thread ends here
    a field of the ticket changed ▶ stored (`worker.db.reported_fields`), also where the event's message is known

A new version fences off the old one: a result that a worker is making for the old one is never committed. Two calls at
the same moment meet in the unique keys of the inbox, where the later one waits for the earlier one's commit. Each message
is a row with its own words; what is asked together is found at the claim (`worker.db.threads`).

A burst waits: a ticket may be claimed some seconds after its last message, and at the latest `LONGEST` (`worker.db.bursts`) times
that after its first one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from worker.db import messages, reported_fields
from worker.db.bursts import in_seconds, requeue
from worker.db.repeats import is_delivered, is_known, is_ours_again, is_same, messages_of, said_again
from worker.db.senders import Sender, sender_of
from worker.db.session import transaction
from worker.db.tables import DecisionRow, DeliveryRow, InboxRow, TicketRow
from worker.db.words import Words, words_of
from worker.domain import Author
from worker.incoming import IncomingMerge, IncomingTicket
from worker.states import WROTE_AGAIN, DeliveryState, Outcome, TicketState

Status = Literal["new", "updated", "duplicate", "conflict", "stored"]
_LIMITS = text("select set_config('lock_timeout', '2s', true), set_config('statement_timeout', '5s', true)")
OLD_AFTER = timedelta(days=2)
_ON_THE_WAY = frozenset({DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNSURE})


@dataclass(frozen=True)
class Accepted:
    ticket_id: int | None  # None: no ticket of ours, or a conflict
    status: Status


def accept(
    database: Engine,
    incoming: IncomingTicket | IncomingMerge,
    body_sha256: str,
    *,
    old_after: timedelta = OLD_AFTER,
    burst_seconds: float = 0.0,
) -> Accepted:
    """Store a message once, however often and under however many call ids it comes. `body_sha256`: of the raw request;
    the same call id with another body is a conflict, and nothing is stored. `old_after`: the age, when it comes, from which
    a message is only for people; how long it then waits for us says nothing about it. `burst_seconds`: how long the ticket
    waits for the next message of a burst."""
    if isinstance(incoming, IncomingMerge):
        return _accept_merge(database, incoming, body_sha256)
    words = words_of(incoming, old=datetime.now(UTC) - incoming.occurred_at > old_after)
    with transaction(database, see_all=True) as session:
        session.execute(_LIMITS)  # a locked table or a slow disk must become a 503 while the helpdesk still waits
        accepted, author = _take(session, incoming, words, body_sha256, burst_seconds)
        if accepted.ticket_id is not None:
            reported_fields.add(session, accepted.ticket_id, incoming.fields, author, incoming.occurred_at)
        return accepted


def _take(
    session: Session, incoming: IncomingTicket, words: Words, body_sha256: str, burst_seconds: float
) -> tuple[Accepted, Author]:
    """Store a message, and return what became of it and who wrote it."""
    if not _enter(session, incoming, incoming.version, body_sha256):
        again = said_again(session, incoming, body_sha256)
        if again is None or not _enter(session, again, again.version, body_sha256):
            known = _known(session, incoming, body_sha256)
            if (
                known.ticket_id is not None and incoming.resolves
            ):  # solved without a word: the last one is reported again
                _resolve(_locked(session, incoming), incoming)
            return known, incoming.author
        incoming = again
    if not incoming.is_asked:
        return _keep(session, incoming, words)
    sender = sender_of(session, incoming)
    ticket_id = _create(session, incoming, words, sender, burst_seconds)
    if ticket_id is not None:
        _add_message(session, incoming, words, ticket_id, 1, sender)
        messages.take_waiting(session, incoming.source, incoming.external_id, ticket_id)
        return Accepted(ticket_id, "new"), incoming.author
    return _update(session, incoming, words, sender, burst_seconds), incoming.author


def _accept_merge(database: Engine, merge: IncomingMerge, body_sha256: str) -> Accepted:
    """Store where a ticket went. What waits to be written to it is due now, and moves (`worker.delivery`)."""
    with transaction(database, see_all=True) as session:
        session.execute(_LIMITS)
        if not _enter(session, merge, f"merged:{merge.target}", body_sha256):
            return _known(session, merge, body_sha256)
        of_ticket = (TicketRow.source == merge.source, TicketRow.external_id == merge.external_id)
        moved = update(TicketRow).where(*of_ticket).values(merged_into=merge.target).returning(TicketRow.id)
        ticket_id = session.scalar(moved)
        waiting = DeliveryRow.state.in_([DeliveryState.PENDING, DeliveryState.UNSURE])
        due = update(DeliveryRow).where(DeliveryRow.ticket_id == ticket_id, waiting).values(not_before=func.now())
        session.execute(due)
        return Accepted(ticket_id, "stored")


def _enter(session: Session, incoming: IncomingTicket | IncomingMerge, version: str, body_sha256: str) -> bool:
    """Add the inbox row; return False if one of its two keys is taken."""
    statement = insert(InboxRow).values(
        source=incoming.source,
        call_id=incoming.call_id,
        external_id=incoming.external_id,
        version=version,
        body_sha256=body_sha256,
        payload=dict(incoming.raw),
    )
    return session.scalar(statement.on_conflict_do_nothing().returning(InboxRow.id)) is not None


def _known(session: Session, incoming: IncomingTicket | IncomingMerge, body_sha256: str) -> Accepted:
    same_call = select(InboxRow.body_sha256).filter_by(source=incoming.source, call_id=incoming.call_id)
    known = session.scalar(same_call)
    if known is not None and known != body_sha256:
        return Accepted(None, "conflict")
    return Accepted(_ticket_id(session, incoming), "duplicate")


def _keep(session: Session, incoming: IncomingTicket, words: Words) -> tuple[Accepted, Author]:
    """Store a message that asks nothing, and return who wrote it. Without a ticket it waits for the first message of its
    customer, because helpdesks do not send events in order."""
    ticket = _locked(session, incoming)
    ticket_id = ticket.id if ticket else None
    _resolve(ticket, incoming)
    if not incoming.says:
        return Accepted(ticket_id, "stored"), incoming.author
    if incoming.author is Author.AGENT and ticket is not None and is_ours_again(session, ticket.id, incoming, words):
        return Accepted(ticket_id, "stored"), incoming.author
    if incoming.author is Author.OURSELVES:
        words = replace(words, body=words.whole)  # with our closing, as it is compared with what we sent
        if incoming.public and not is_delivered(session, ticket_id, words.body):
            incoming = replace(
                incoming, author=Author.AGENT
            )  # somebody wrote it by hand, as the agent that we write as
    if ticket is None or not is_known(session, incoming, words, ticket):
        _add_message(session, incoming, words, ticket_id, None)
    return Accepted(ticket_id, "stored"), incoming.author


def _resolve(ticket: TicketRow | None, incoming: IncomingTicket) -> None:
    """Note when the ticket was resolved, if it was."""
    if incoming.resolves and ticket is not None:
        ticket.resolved_at = max(ticket.resolved_at or incoming.occurred_at, incoming.occurred_at)


def _ticket_id(session: Session, incoming: IncomingTicket | IncomingMerge) -> int | None:
    same = select(TicketRow.id).filter_by(source=incoming.source, external_id=incoming.external_id)
    return session.scalar(same)


def _create(
    session: Session, incoming: IncomingTicket, words: Words, sender: Sender, burst_seconds: float
) -> int | None:
    """Create the ticket and return its id; None if it is there already."""
    statement = insert(TicketRow).values(
        source=incoming.source,
        external_id=incoming.external_id,
        urgency=sender.urgency,
        account=sender.account,
        requester_email=incoming.requester_email,
        requester_name=incoming.requester_name,
        verified=sender.verified,
        subject=words.subject,
        language=words.language,
        channel=incoming.channel,
        automatic=incoming.automatic,
        author=incoming.author,
        not_before=in_seconds(burst_seconds),
        brand=incoming.brand,
    )
    keys = [TicketRow.source, TicketRow.external_id]
    return session.scalar(statement.on_conflict_do_nothing(index_elements=keys).returning(TicketRow.id))


def _update(session: Session, incoming: IncomingTicket, words: Words, sender: Sender, burst_seconds: float) -> Accepted:
    """Add a message to a ticket that is there. Its row is locked from here on: a worker's commit and the ticket's next
    message wait."""
    ticket = _locked(session, incoming)
    if ticket is None:
        raise LookupError("the ticket was erased this moment")
    known = messages_of(session, ticket)
    if any(is_same(incoming, words, message) for message in known):
        return Accepted(ticket.id, "duplicate")
    asked = [m.occurred_at for m in known if m.ticket_version is not None and m.author != Author.MACHINE]
    older = any(incoming.occurred_at < at for at in asked)
    if incoming.automatic and (older or _is_waited_for(session, ticket, known)):
        _add_message(session, incoming, words, ticket.id, None)
        return Accepted(ticket.id, "stored")
    unanswered = ticket.state in {TicketState.QUEUED, TicketState.RUNNING}
    if incoming.automatic:
        requeue(ticket, burst_seconds)  # subject, language and sender stay those of the question before
    else:
        urgency = min(sender.urgency, ticket.urgency) if unanswered else sender.urgency
        _take_over(ticket, incoming, words, replace(sender, urgency=urgency), older=older)
        requeue(ticket, burst_seconds)
    session.flush()
    # A reply that was decided without an older message may have been sent: only a person can tell what is left to say.
    late = older and not unanswered
    _add_message(session, incoming, words, ticket.id, ticket.version, sender, late=late)
    return Accepted(ticket.id, "updated")


def _locked(session: Session, incoming: IncomingTicket) -> TicketRow | None:
    same = select(TicketRow).filter_by(source=incoming.source, external_id=incoming.external_id)
    return session.scalars(same.with_for_update()).one_or_none()


def _is_waited_for(session: Session, ticket: TicketRow, known: Sequence[Any]) -> bool:
    """Return whether something that a person asked is open, or a reply waits: a machine's message changes neither. What was
    decided and told to nobody is not waited for, because no other event will come: it is decided once more."""
    if ticket.state in {TicketState.QUEUED, TicketState.RUNNING}:
        return True
    of_version = {"ticket_id": ticket.id, "ticket_version": ticket.version}
    deliveries = session.scalars(select(DeliveryRow).filter_by(**of_version)).all()
    if any(one.state in _ON_THE_WAY for one in deliveries):
        return True
    if any(one.state == DeliveryState.FAILED or one.last_error == WROTE_AGAIN for one in deliveries):
        return False
    asked = max((message.occurred_at for message in known if message.ticket_version is not None), default=None)
    if any(m.author == Author.AGENT and m.public and asked and m.occurred_at > asked for m in known):
        return False
    outcome = session.scalar(select(DecisionRow.outcome).filter_by(**of_version))
    held = outcome in {Outcome.SEND, Outcome.ASK} and [one.payload["public"] for one in deliveries] == [False]
    return held or outcome in {Outcome.HOLD, Outcome.HAND_OVER}


def _take_over(ticket: TicketRow, incoming: IncomingTicket, words: Words, sender: Sender, *, older: bool) -> None:
    """Take over what the newest message of a person says of the ticket."""
    ticket.verified = sender.verified
    if incoming.requester_email is not None:  # an event without an address says nothing about who asks
        ticket.requester_email, ticket.account = incoming.requester_email, sender.account
        ticket.urgency = sender.urgency
    ticket.requester_name = incoming.requester_name or ticket.requester_name
    if not older or ticket.automatic:  # a machine's subject says nothing about the question
        ticket.subject = words.subject or ("" if ticket.automatic else ticket.subject)
        ticket.language = words.language or ticket.language
    ticket.automatic, ticket.author = False, incoming.author
    ticket.brand = incoming.brand or ticket.brand


def _add_message(
    session: Session,
    incoming: IncomingTicket,
    words: Words,
    ticket_id: int | None,
    version: int | None,
    sender: Sender | None = None,
    *,
    late: bool = False,
) -> None:
    messages.add(
        session,
        ticket_id=ticket_id,
        ticket_version=version,
        source=incoming.source,
        external_id=incoming.external_id,
        version=incoming.version,
        author=incoming.author,
        author_email=incoming.author_email,
        author_name=incoming.author_name,
        public=incoming.public,
        subject=words.subject,
        body=words.body,
        original=words.original,
        segments=words.segments,
        attachments=words.attachments,
        verified_account=sender.account if sender and sender.verified else None,
        old=words.old,
        late=late,
        occurred_at=incoming.occurred_at,
    )
