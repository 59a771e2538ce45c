"""This module stores past tickets and the examples made of them, as the owner: the application role sees no row of them.

A ticket that is stored again replaces what was there, if anything of it changed; its example then is out of date.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from worker.db.history_tables import PastExampleRow, PastMessageRow, PastTicketRow
from worker.past import PastMessage, PastTicket
from worker.thread import Author

_BATCH = 500  # tickets that are read at once


class Stored(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def store(session: Session, ticket: PastTicket) -> Stored:
    """Store a ticket with its messages. The same one again changes nothing, so an import can be repeated."""
    return store_all(session, [ticket])[0]


def store_all(session: Session, tickets: Sequence[PastTicket]) -> list[Stored]:
    """Store tickets of one source, each once, in few statements; return what became of each."""
    wanted = {ticket.external_id: ticket for ticket in tickets}
    if not wanted:
        return []
    if len({ticket.source for ticket in tickets}) > 1 or len(wanted) < len(tickets):
        raise ValueError("tickets are stored by source, each once")
    known = _known(session, tickets[0].source, list(wanted))
    digests = {id_: content_of(ticket) for id_, ticket in wanted.items()}
    fates = {id_: _fate(known.get(id_), digest) for id_, digest in digests.items()}
    rows = {id_: {**_columns(ticket), "content_sha256": digests[id_]} for id_, ticket in wanted.items()}
    ids = {id_: row.id for id_, row in known.items()}
    if added := [id_ for id_, fate in fates.items() if fate is Stored.ADDED]:
        made = insert(PastTicketRow).returning(PastTicketRow.id, sort_by_parameter_order=True)
        ids |= dict(zip(added, session.scalars(made, [rows[id_] for id_ in added]), strict=True))
    for id_ in (id_ for id_, fate in fates.items() if fate is Stored.CHANGED):
        session.execute(update(PastTicketRow).where(PastTicketRow.id == ids[id_]).values(rows[id_]))
        session.execute(delete(PastMessageRow).where(PastMessageRow.past_ticket_id == ids[id_]))
    said = [
        _message(ids[id_], position, message)
        for id_, fate in fates.items()
        if fate is not Stored.UNCHANGED
        for position, message in enumerate(wanted[id_].messages, 1)
    ]
    if said:
        session.execute(insert(PastMessageRow), said)
    return [fates[ticket.external_id] for ticket in tickets]


def _known(session: Session, source: str, ids: Sequence[str]) -> dict[str, Any]:
    columns = (PastTicketRow.external_id, PastTicketRow.id, PastTicketRow.content_sha256)
    found = select(*columns).where(PastTicketRow.source == source, PastTicketRow.external_id.in_(ids))
    return {row.external_id: row for row in session.execute(found.with_for_update())}


def _fate(known: Any, digest: str) -> Stored:
    if known is None:
        return Stored.ADDED
    return Stored.UNCHANGED if known.content_sha256 == digest else Stored.CHANGED


def read(session: Session, source: str | None = None) -> Iterator[tuple[int, PastTicket]]:
    """Yield each past ticket with its row's id, by id; `source`: only those of one import."""
    last = 0
    while True:
        wanted = select(PastTicketRow).where(PastTicketRow.id > last).order_by(PastTicketRow.id).limit(_BATCH)
        if source is not None:
            wanted = wanted.where(PastTicketRow.source == source)
        rows = session.scalars(wanted).all()
        if not rows:
            return
        messages: dict[int, list[PastMessage]] = {row.id: [] for row in rows}
        said = select(PastMessageRow).where(PastMessageRow.past_ticket_id.in_(messages))
        for one in session.scalars(said.order_by(PastMessageRow.past_ticket_id, PastMessageRow.position)):
            messages[one.past_ticket_id].append(_past_message(one))
        for row in rows:
            yield row.id, _past_ticket(row, tuple(messages[row.id]))
        last = rows[-1].id


def hold(session: Session, past_ticket_ids: Collection[int]) -> set[int]:
    """Return which of some tickets are here, and keep them here until this transaction ends."""
    wanted = select(PastTicketRow.id).where(PastTicketRow.id.in_(past_ticket_ids))
    return set(session.scalars(wanted.with_for_update(read=True, key_share=True)))


def save_example(session: Session, past_ticket_id: int, content_sha256: str, example: Mapping[str, Any]) -> None:
    """Store the example of a past ticket, in place of an earlier one."""
    values = {"past_ticket_id": past_ticket_id, "content_sha256": content_sha256, "example": dict(example)}
    made = upsert(PastExampleRow).values(values)
    session.execute(made.on_conflict_do_update(index_elements=["past_ticket_id"], set_=values))


def examples(session: Session) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """Yield the id of each past ticket that has an example, the hash of what it was made of, and the example."""
    wanted = select(PastExampleRow).order_by(PastExampleRow.past_ticket_id)
    for row in session.scalars(wanted):
        yield row.past_ticket_id, row.content_sha256, row.example


def forget_examples(session: Session, past_ticket_ids: Collection[int]) -> None:
    """Delete the examples of tickets of which nothing is learned any more."""
    session.execute(delete(PastExampleRow).where(PastExampleRow.past_ticket_id.in_(past_ticket_ids)))


def remove_others(session: Session, source: str, stay: Collection[str]) -> int:
    """Remove the tickets of a source that are none of some, with their messages and examples, and return how many."""
    known = session.execute(
        select(PastTicketRow.id, PastTicketRow.external_id).where(PastTicketRow.source == source)
    ).all()
    gone = [row.id for row in known if row.external_id not in stay]
    for start in range(0, len(gone), _BATCH):
        session.execute(delete(PastTicketRow).where(PastTicketRow.id.in_(gone[start : start + _BATCH])))
    return len(gone)


def content_of(ticket: PastTicket) -> str:
    """Return the hash of a ticket and its messages."""
    said = json.dumps(asdict(ticket), sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


_SAME = (
    "source", "external_id", "subject", "requester_name", "account", "language", "channel", "brand", "status", "group_first",
    "group_last", "priority_first", "priority_last", "assignee", "reopened", "created_at", "solved_at", "updated_at",
)  # fmt: skip


def _columns(ticket: PastTicket) -> dict[str, Any]:
    email = ticket.requester_email.strip().lower() if ticket.requester_email else None
    lists = {"tags": list(ticket.tags), "passages": list(ticket.passages), "fields": dict(ticket.fields)}
    return {name: getattr(ticket, name) for name in _SAME} | lists | {"requester_email": email}


def _message(past_ticket_id: int, position: int, message: PastMessage) -> dict[str, Any]:
    return {
        "past_ticket_id": past_ticket_id,
        "position": position,
        "external_id": message.id,
        "author": message.author.value,
        "author_name": message.author_name,
        "author_email": message.author_email.strip().lower() if message.author_email else None,
        "public": message.public,
        "text": message.text.replace("\x00", ""),  # PostgreSQL stores no such sign
        "occurred_at": message.at,
    }


def _past_message(row: PastMessageRow) -> PastMessage:
    return PastMessage(
        author=Author(row.author),
        text=row.text,
        at=row.occurred_at,
        public=row.public,
        id=row.external_id,
        author_name=row.author_name,
        author_email=row.author_email,
    )


def _past_ticket(row: PastTicketRow, messages: tuple[PastMessage, ...]) -> PastTicket:
    same = {name: getattr(row, name) for name in _SAME}
    return PastTicket(
        **same,
        messages=messages,
        requester_email=row.requester_email,
        tags=tuple(row.tags),
        passages=tuple(row.passages),
        fields=dict(row.fields),
    )
