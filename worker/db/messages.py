"""This module keeps every message of a ticket, whoever wrote it."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from worker.db.tables import MessageRow
from worker.domain import Author
from worker.mail.segments import Kind, Segment, lengths


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
    """Store what we wrote to the helpdesk, unless the helpdesk reported it meanwhile. `marker`: the effect key; `since`:
    when the customer wrote what it answers."""
    if is_ours_known(session, ticket_id, said, public=public, since=since):
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


def is_ours_known(session: Session, ticket_id: int, said: str, *, public: bool, since: datetime) -> bool:
    """Return whether a ticket has this message of ours. Blanks are not compared: a helpdesk returns it as HTML."""
    ours = select(MessageRow.body).where(
        MessageRow.ticket_id == ticket_id,
        MessageRow.author == Author.OURSELVES,
        MessageRow.public == public,
        MessageRow.occurred_at >= since,
    )
    wanted = "".join(said.split())
    return any("".join(body.split()) == wanted for body in session.scalars(ours))


def take_waiting(session: Session, source: str, external_id: str, ticket_id: int) -> None:
    """Give a new ticket the messages that came before it."""
    waiting = update(MessageRow).where(
        MessageRow.source == source, MessageRow.external_id == external_id, MessageRow.ticket_id.is_(None)
    )
    session.execute(waiting.values(ticket_id=ticket_id))
