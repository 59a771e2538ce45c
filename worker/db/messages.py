"""This module keeps every message of a ticket, whoever wrote it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from worker.db.session import transaction
from worker.db.tables import MessageRow, TicketRow
from worker.domain import Author, Ticket
from worker.mail.segments import Kind, Segment, lengths
from worker.rendering import echo
from worker.states import TicketState

_MOST_HEARD = 200  # messages


def add(session: Session, **columns: Any) -> None:
    session.execute(insert(MessageRow).values(**columns))


def add_ours(
    session: Session,
    *,
    ticket_id: int,
    source: str,
    external_id: str,
    marker: str,
    said: str,
    public: bool,
    since: datetime,
) -> None:
    """Store what we wrote to the helpdesk, unless the helpdesk reported it meanwhile: then it is ours, whoever it was taken
    for. `marker`: the effect key; `since`: when the customer wrote what it answers."""
    reported = _of_staff(session, ticket_id, said, public=public, since=since)
    if reported:
        session.execute(update(MessageRow).where(MessageRow.id.in_(reported)).values(author=Author.OURSELVES))
        return
    add(
        session,
        ticket_id=ticket_id,
        source=source,
        external_id=external_id,
        version=marker,
        author=Author.OURSELVES,
        public=public,
        body=said,
        original=said,
        segments=lengths([Segment(Kind.NEW, said)]),
        occurred_at=func.now(),
    )


def keep_files(database: Engine, ticket: Ticket) -> bool:
    """Store what was read of a ticket's files, each with the message that it came with. Return False if the lease was lost
    or the customer wrote again; then nothing is stored."""
    with transaction(database, see_all=True) as session:
        mine = select(TicketRow.id).where(
            TicketRow.id == ticket.id,
            TicketRow.lease_token == ticket.lease_token,
            TicketRow.version == ticket.version,
            TicketRow.state == TicketState.RUNNING,
        )
        if session.scalar(mine.with_for_update()) is None:
            return False
        read = {_identity(file): file for file in (one.to_json() for one in ticket.attachments)}
        turn = [message.version for message in ticket.thread.turn]
        of_turn = select(MessageRow).where(MessageRow.ticket_id == ticket.id, MessageRow.ticket_version.in_(turn))
        for message in session.scalars(of_turn):
            message.attachments = [dict(read.get(_identity(file), file)) for file in message.attachments]
        return True


def joined_files(before: Sequence[Mapping[str, Any]], added: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the files of two messages. One that both name keeps what was read of it."""
    known = {_identity(file) for file in before}
    return [*map(dict, before), *(dict(file) for file in added if _identity(file) not in known)]


def _identity(file: Mapping[str, Any]) -> tuple[Any, ...]:
    return file["name"], file["url"], file["type"]


def is_ours_known(session: Session, ticket_id: int, said: str, *, public: bool, since: datetime) -> bool:
    """Return whether a ticket has this message of ours."""
    ours = _of_staff(session, ticket_id, said, public=public, since=since)
    return Author.OURSELVES in ours.values()


def _of_staff(session: Session, ticket_id: int, said: str, *, public: bool, since: datetime) -> dict[int, Author]:
    """Return the messages with these words that we or colleagues wrote, each with its author."""
    written = select(MessageRow.id, MessageRow.author, MessageRow.body).where(
        MessageRow.ticket_id == ticket_id,
        MessageRow.author.in_([Author.OURSELVES, Author.AGENT]),
        MessageRow.public == public,
        MessageRow.occurred_at >= since,
    )
    return {one.id: Author(one.author) for one in session.execute(written) if echo.is_same(said, one.body)}


def heard(session: Session, ticket_id: int, version: int) -> list[tuple[str, datetime]]:
    """Return the name and the time of each message from outside that a version of a ticket took into account, or that made
    no version at all. The name is "" where the helpdesk gave none."""
    of_ticket = select(func.coalesce(MessageRow.version, ""), MessageRow.occurred_at).where(
        MessageRow.ticket_id == ticket_id,
        MessageRow.author.not_in([Author.OURSELVES, Author.AGENT]),
        func.coalesce(MessageRow.ticket_version, 0) <= version,
    )
    newest = of_ticket.order_by(MessageRow.id.desc()).limit(_MOST_HEARD)
    return [(name, at) for name, at in session.execute(newest)]


def take_waiting(session: Session, source: str, external_id: str, ticket_id: int) -> None:
    """Give a new ticket the messages that came before it."""
    waiting = update(MessageRow).where(
        MessageRow.source == source, MessageRow.external_id == external_id, MessageRow.ticket_id.is_(None)
    )
    session.execute(waiting.values(ticket_id=ticket_id))
