"""This module makes a webhook durable: inbox row, ticket and message are stored in one transaction, or nothing is.

    event seen before ▶ duplicate (or conflict)     a colleague's or our own words ▶ stored, beside the ticket or before it
    new ticket ▶ new                                the customer's next message ▶ updated: version + 1, queued again
    a merge ▶ stored, and deliveries follow it      an older one after a decision ▶ the same, and a person decides

A new version fences off the old one: a result that a worker is making for the old one is never committed. Two calls at
the same moment meet in the unique keys of the inbox, where the later one waits for the earlier one's commit.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from knowledge.languages.guess import guess
from knowledge.postgres import scrub
from worker.db import messages
from worker.db.session import transaction
from worker.db.tables import AccountRow, ContactRow, DeliveryRow, InboxRow, MessageRow, TicketRow
from worker.domain import Author, IncomingMerge, IncomingTicket
from worker.mail.pictures import inline_pictures
from worker.mail.reading import read
from worker.mail.segments import lengths
from worker.mail.view import MOST_CHARACTERS, written
from worker.states import DeliveryState, TicketState

Status = Literal["new", "updated", "duplicate", "conflict", "stored"]
_SAME_MOMENT = timedelta(seconds=2)  # helpdesks count in seconds, and may report one message in two events
_CALLED_AGAIN = timedelta(hours=12)  # the longest that a helpdesk goes on sending a call without an id
_CLOCKS = timedelta(minutes=1)  # by which the helpdesk's may differ from the database's
_LIMITS = text("select set_config('lock_timeout', '2s', true), set_config('statement_timeout', '5s', true)")
_ORDINARY, _URGENT = 1, 0
OLD_AFTER = timedelta(days=2)


@dataclass(frozen=True)
class Accepted:
    ticket_id: int | None  # None: no ticket of ours, or a conflict
    status: Status


@dataclass(frozen=True)
class _Sender:
    account: str | None
    verified: bool
    urgency: int


@dataclass(frozen=True)
class _Words:
    """These words are what is stored of a message. They are made before the transaction, because reading is the slow part."""

    subject: str
    body: str
    whole: str  # all that a reader sees
    original: str
    segments: list[dict[str, Any]]
    attachments: list[dict[str, Any]]
    old: bool


def accept(
    database: Engine, incoming: IncomingTicket | IncomingMerge, body_sha256: str, *, old_after: timedelta = OLD_AFTER
) -> Accepted:
    """Store a message once, however often and under however many call ids it comes. `body_sha256`: of the raw request;
    the same call id with another body is a conflict, and nothing is stored. `old_after`: the age, when it comes, from which
    a message is only for people; how long it then waits for us says nothing about it."""
    if isinstance(incoming, IncomingMerge):
        return _accept_merge(database, incoming, body_sha256)
    words = _words(incoming, old=datetime.now(UTC) - incoming.occurred_at > old_after)
    with transaction(database, see_all=True) as session:
        session.execute(_LIMITS)  # a locked table or a slow disk must become a 503 while the helpdesk still waits
        if not _enter(session, incoming, incoming.version, body_sha256):
            again = _said_again(session, incoming, body_sha256)
            if again is None or not _enter(session, again, again.version, body_sha256):
                return _known(session, incoming, body_sha256)
            incoming = again
        if not incoming.is_asked:
            return _keep(session, incoming, words, _ticket_id(session, incoming))
        sender = _sender(session, incoming)
        ticket_id = _create(session, incoming, words, sender)
        if ticket_id is not None:
            _add_message(session, incoming, words, ticket_id, 1)
            messages.take_waiting(session, incoming.source, incoming.external_id, ticket_id)
            return Accepted(ticket_id, "new")
        return _update(session, incoming, words, sender)


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


def _said_again(session: Session, incoming: IncomingTicket, body_sha256: str) -> IncomingTicket | None:
    """Return a message that nothing names, under a name of its own, if the same bytes came long before: then a customer
    wrote the same words twice. Sooner, or under the same call id, a helpdesk sent one call twice: None."""
    nameless = f"sha256:{body_sha256}"
    if incoming.version != nameless:
        return None
    same = select(func.count(), func.max(InboxRow.received_at) < func.now() - _CALLED_AGAIN).where(
        InboxRow.source == incoming.source,
        InboxRow.external_id == incoming.external_id,
        InboxRow.body_sha256 == body_sha256,
    )
    number, long_ago = session.execute(same).one()
    same_call = select(InboxRow.id).filter_by(source=incoming.source, call_id=incoming.call_id)
    named_call = incoming.call_id != nameless
    if not long_ago or (named_call and session.scalar(same_call) is not None):
        return None
    call_id = incoming.call_id if named_call else f"{nameless}#{number}"
    return replace(incoming, version=f"{nameless}#{number}", call_id=call_id)


def _known(session: Session, incoming: IncomingTicket | IncomingMerge, body_sha256: str) -> Accepted:
    same_call = select(InboxRow.body_sha256).filter_by(source=incoming.source, call_id=incoming.call_id)
    known = session.scalar(same_call)
    if known is not None and known != body_sha256:
        return Accepted(None, "conflict")
    return Accepted(_ticket_id(session, incoming), "duplicate")


def _words(incoming: IncomingTicket, *, old: bool) -> _Words:
    original = scrub(incoming.body)
    reading = read(incoming.subject, original)
    files = (*incoming.attachments, *inline_pictures(original, incoming.attachments))
    attachments = [file.to_json() for file in files]
    return _Words(reading.subject, reading.body, reading.text, original, lengths(reading.segments), attachments, old)


def _keep(session: Session, incoming: IncomingTicket, words: _Words, ticket_id: int | None) -> Accepted:
    """Store a message that asks nothing. Without a ticket it waits for the first message of its customer, because
    helpdesks do not send events in order."""
    since = incoming.occurred_at - _CLOCKS
    ours = incoming.author is Author.OURSELVES
    if ours:
        words = replace(words, body=words.whole)  # with our closing, as it is compared with what we sent
    if not (
        ours
        and ticket_id is not None
        and messages.is_ours_known(session, ticket_id, words.body, public=incoming.public, since=since)
    ):
        _add_message(session, incoming, words, ticket_id, None)
    return Accepted(ticket_id, "stored")


def _ticket_id(session: Session, incoming: IncomingTicket | IncomingMerge) -> int | None:
    same = select(TicketRow.id).filter_by(source=incoming.source, external_id=incoming.external_id)
    return session.scalar(same)


def _sender(session: Session, incoming: IncomingTicket) -> _Sender:
    """Return the sender of a message. Anybody can write any address into a mail, so the sender is verified only if both
    the helpdesk and the account say so."""
    email = incoming.requester_email.lower() if incoming.requester_email else None
    row = session.execute(
        select(ContactRow.account, ContactRow.verified, AccountRow.tier)
        .join(AccountRow, AccountRow.id == ContactRow.account)
        .where(ContactRow.email == email)
    ).one_or_none()
    if row is None:
        return _Sender(None, verified=False, urgency=_ORDINARY)
    # A stranger in CC, or an agent who writes for a customer, is not the requester whom the helpdesk verified.
    is_requester = incoming.author in {Author.CUSTOMER, Author.MACHINE}
    verified = incoming.requester_verified and row.verified and is_requester
    return _Sender(row.account, verified, _URGENT if row.tier == "priority" else _ORDINARY)


def _create(session: Session, incoming: IncomingTicket, words: _Words, sender: _Sender) -> int | None:
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
        language=_language(words),
        channel=incoming.channel,
        automatic=incoming.automatic,
        author=incoming.author,
        old=words.old,
        brand=incoming.brand,
    )
    keys = [TicketRow.source, TicketRow.external_id]
    return session.scalar(statement.on_conflict_do_nothing(index_elements=keys).returning(TicketRow.id))


def _update(session: Session, incoming: IncomingTicket, words: _Words, sender: _Sender) -> Accepted:
    """Add a message to a ticket that is there. Its row is locked from here on: a worker's commit and the ticket's next
    message wait."""
    ticket = session.scalars(
        select(TicketRow).filter_by(source=incoming.source, external_id=incoming.external_id).with_for_update()
    ).one()
    known = session.scalars(
        select(MessageRow)
        .where(MessageRow.ticket_id == ticket.id, MessageRow.ticket_version.is_not(None))
        .order_by(MessageRow.ticket_version.desc())
    ).all()
    if any(_is_same(incoming, words, message) for message in known):
        return Accepted(ticket.id, "duplicate")
    if not known:  # erased
        _requeue(ticket, incoming, words, sender, late=False)
    else:
        last = known[0]
        unanswered = ticket.state in {TicketState.QUEUED, TicketState.RUNNING}
        older = incoming.occurred_at < last.occurred_at
        if unanswered or older:
            words = replace(_joined(words, ticket.subject, last, late=older), old=words.old or ticket.old)
            sender = _both(sender, ticket)
        author = incoming.author
        if unanswered or older:
            author = _least_trusted(author, Author(ticket.author))
        # What was decided without this message may have been sent: only a person can tell what is left to say.
        late = (older and not unanswered) or (unanswered and ticket.late)
        _requeue(ticket, replace(incoming, author=author), words, sender, late=late)
        incoming = replace(incoming, occurred_at=max(incoming.occurred_at, last.occurred_at))
    session.flush()
    _add_message(session, incoming, words, ticket.id, ticket.version)
    return Accepted(ticket.id, "updated")


def _is_same(incoming: IncomingTicket, words: _Words, known: MessageRow) -> bool:
    if abs(incoming.occurred_at - known.occurred_at) > _SAME_MOMENT:
        return False
    return read(known.subject, known.original).body == words.body


def _least_trusted(first: Author, second: Author) -> Author:
    """Return the author of two messages that are answered together: a machine only if both are of one."""
    order = (Author.THIRD_PERSON, Author.AGENT, Author.CUSTOMER, Author.MACHINE)
    return min(first, second, key=order.index)


def _joined(words: _Words, subject: str, before: MessageRow, *, late: bool) -> _Words:
    """Join two messages in the order in which they were written, because neither was answered with the other in view."""
    first, second = (words.body, before.body) if late else (before.body, words.body)
    if first in second or second in first:
        body = max(first, second, key=len)
    else:
        body = f"{first[: max(0, MOST_CHARACTERS - len(second) - 2)]}\n\n{second}".strip()
    attachments = messages.joined_files(before.attachments, words.attachments)
    subject = (late and subject) or words.subject or subject
    return replace(words, body=body, subject=subject, attachments=attachments)


def _both(sender: _Sender, ticket: TicketRow) -> _Sender:
    """Return the common sender of two messages. The history of an account may be used only if everybody who asks here
    is a verified contact of it."""
    verified = sender.verified and ticket.verified and sender.account == ticket.account
    return replace(sender, verified=verified, urgency=min(sender.urgency, ticket.urgency))


def _requeue(ticket: TicketRow, incoming: IncomingTicket, words: _Words, sender: _Sender, *, late: bool) -> None:
    """Queue the ticket as a new version, as if it had just come. The lease's token stays, because it must only ever
    grow: the worker that holds the old lease can neither commit nor renew it."""
    ticket.version += 1
    ticket.state = TicketState.QUEUED
    ticket.attempts = 0
    ticket.queued_at = ticket.not_before = func.now()  # the database's clock
    ticket.lease_owner = ticket.lease_until = ticket.rung_at = ticket.finished_at = ticket.quarantine_reason = None
    ticket.verified = sender.verified
    if incoming.requester_email is not None:  # an event without an address says nothing about who asks
        ticket.requester_email, ticket.account = incoming.requester_email, sender.account
        ticket.urgency = sender.urgency
    ticket.requester_name = incoming.requester_name or ticket.requester_name
    ticket.subject = words.subject or ticket.subject
    ticket.language = _language(words) or ticket.language
    ticket.automatic, ticket.author = incoming.automatic, incoming.author
    ticket.late, ticket.old, ticket.brand = late, words.old, incoming.brand or ticket.brand


def _add_message(
    session: Session, incoming: IncomingTicket, words: _Words, ticket_id: int | None, version: int | None
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
        occurred_at=incoming.occurred_at,
    )


def _language(words: _Words) -> str | None:
    return guess(f"{words.subject}\n{written(words.body)}")
