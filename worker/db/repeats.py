"""This module tells whether a message is one that is stored already: helpdesks report one in several calls and events."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from worker.db import messages
from worker.db.tables import DeliveryRow, InboxRow, MessageRow, TicketRow
from worker.db.words import Words
from worker.domain import Author
from worker.incoming import IncomingTicket
from worker.rendering import echo
from worker.states import DeliveryState

_SAME_MOMENT = timedelta(seconds=2)  # helpdesks count in seconds, and may report one message in two events
_CALLED_AGAIN = timedelta(hours=12)  # the longest that a helpdesk goes on sending a call without an id
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_CLOCKS = timedelta(minutes=1)  # by which the helpdesk's may differ from the database's
_STAFF = frozenset({Author.AGENT, Author.OURSELVES})


def said_again(session: Session, incoming: IncomingTicket, body_sha256: str) -> IncomingTicket | None:
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


def is_known(session: Session, incoming: IncomingTicket, words: Words, ticket: TicketRow) -> bool:
    """Return whether the ticket has a message that asks nothing, which a helpdesk may report in two events."""
    if incoming.author is Author.OURSELVES:
        since = incoming.occurred_at - _CLOCKS
        if messages.is_ours_known(session, ticket.id, words.body, public=incoming.public, since=since):
            return True
    return any(is_same(incoming, words, message) for message in messages_of(session, ticket))


def is_ours_again(session: Session, ticket_id: int, incoming: IncomingTicket, words: Words) -> bool:
    """Return whether words that come in an agent's name are ours, reported once more: a trigger that fires for a change without
    a word names whoever made the change, and repeats the last message."""
    if incoming.public:
        return any(echo.is_same(words.whole, reply) for reply in _delivered(session, ticket_id))
    return messages.is_ours_known(session, ticket_id, words.whole, public=False, since=_EVER)


def is_delivered(session: Session, ticket_id: int | None, said: str) -> bool:
    """Return whether a public message has the words of a reply that we have written, or may have: the helpdesk often reports
    it before our own request has ended, and may add a signature."""
    return any(echo.has(said, reply) for reply in _delivered(session, ticket_id))


def _delivered(session: Session, ticket_id: int | None) -> Iterator[str]:
    written = or_(DeliveryRow.stamp.is_not(None), DeliveryRow.state == DeliveryState.SENT)
    public = DeliveryRow.payload["public"].as_boolean()
    ours = select(DeliveryRow.payload["comment"].as_string()).where(DeliveryRow.ticket_id == ticket_id, public, written)
    return iter(session.scalars(ours))


def messages_of(session: Session, ticket: TicketRow) -> Sequence[Any]:
    """Return who wrote what and when in the ticket, without the originals."""
    columns = (
        MessageRow.ticket_version, MessageRow.author, MessageRow.public, MessageRow.occurred_at, MessageRow.body,
        MessageRow.attachments,
    )  # fmt: skip
    return session.execute(select(*columns).filter_by(ticket_id=ticket.id)).all()


def is_same(incoming: IncomingTicket, words: Words, known: Any) -> bool:
    """Return whether a message is known under another name. Two pictures sent in one second, with the same words or
    without any, are two messages; of an event that lists no files only the words are compared. A colleague who writes what
    the customer writes, "Thanks", says it once more."""
    given, before = _files(words.attachments), _files(known.attachments)
    same_files = given == before or (bool(words.body) and not (given and before))
    return bool(
        abs(incoming.occurred_at - known.occurred_at) <= _SAME_MOMENT
        and known.body == words.body
        and known.public == incoming.public
        and (known.author in _STAFF) == (incoming.author in _STAFF)
        and same_files
    )


def _files(attachments: Sequence[Mapping[str, Any]]) -> list[tuple[Any, Any, Any]]:
    """Return what names files; what was read of them since is left out."""
    return [(file["name"], file["size"], file["url"]) for file in attachments]
