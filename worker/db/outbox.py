"""This module is the outbox: its rows wait for the helpdesk, are claimed under a lease and settled under a fencing token.

The commit of a run adds its row in its own transaction, so a decision and its effect are stored together or not at
all. Every later change names the token of its claim: a worker that slept past its lease finds zero rows and stops.
All times are the database's, so that a worker with a wrong clock cannot take what another holds.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from worker.db import messages
from worker.db.tables import DeliveryRow, MessageRow, TicketRow
from worker.domain import Author
from worker.states import WROTE_AGAIN, DeliveryState

_ASK_AGAIN = """
    update tickets
    set state = 'queued', version = version + 1, attempts = 0, queued_at = now(), not_before = now(), rung_at = null,
        finished_at = null, quarantine_reason = null
    where id = :id and version = :version and state in ('decided', 'quarantined') and exists (
        select 1 from messages m join deliveries d on d.id = :delivery
        where m.ticket_id = :id and m.author = 'machine' and m.ticket_version is null and m.received_at >= d.created_at
    )
"""


@dataclass(frozen=True)
class Claim:
    """A claim is a delivery that this worker may try now."""

    id: int
    ticket_id: int
    ticket_version: int
    lease_token: int
    attempts: int  # including this one, which counts from its first step on (`hold`)
    source: str
    external_id: str
    payload: Mapping[str, Any]
    asked_at: datetime  # when the customer wrote what this answers
    stamp: str | None  # None: nothing was ever sent for this row
    last_error: str | None
    merged_into: str | None  # the ticket that its own one was merged into, if an event said so


class Standing(Enum):
    CURRENT = "current"
    STALE = "stale"  # the customer wrote again, so this delivery answers an old message
    LOST = "lost"  # another worker has it, or the ticket is gone


def effect_key(source: str, external_id: str, version: int, kind: str) -> str:
    """Return the name of an effect. JSON keeps the parts apart: joined by a character, two tickets could share a key."""
    return hashlib.sha256(json.dumps([source, external_id, version, kind]).encode()).hexdigest()


def add(
    session: Session,
    *,
    ticket_id: int,
    ticket_version: int,
    account: str | None,
    source: str,
    external_id: str,
    kind: str,
    payload: Mapping[str, Any],
) -> bool:
    """Add a delivery, in the transaction that commits a run. `payload` is an Update as JSON; its marker becomes the
    effect key. Return False if the effect was there already: a repeated run must not double it."""
    key = effect_key(source, external_id, ticket_version, kind)
    added = session.scalar(
        insert(DeliveryRow)
        .values(
            effect_key=key,
            ticket_id=ticket_id,
            ticket_version=ticket_version,
            account=account,
            source=source,
            external_id=external_id,
            payload={**payload, "marker": key},
        )
        .on_conflict_do_nothing(index_elements=[DeliveryRow.effect_key])
        .returning(DeliveryRow.id)
    )
    return added is not None


def claim(session: Session, *, limit: int, lease_seconds: float) -> list[Claim]:
    """Claim due rows that nobody holds. A row left in `sending` by a worker that died is due when its lease is over. No
    attempt is counted yet: the last row of a batch is not tried if the worker dies in the first."""
    waiting = DeliveryRow.state.in_([DeliveryState.PENDING, DeliveryState.UNSURE])
    orphaned = and_(DeliveryRow.state == DeliveryState.SENDING, DeliveryRow.lease_until < func.now())
    due = (
        select(DeliveryRow.id)
        .where(DeliveryRow.not_before <= func.now(), or_(waiting, orphaned))
        .order_by(DeliveryRow.not_before, DeliveryRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")  # an IN over a locking subquery may be run again by the planner and lock more than `limit`
    )
    of_people = func.max(MessageRow.occurred_at).filter(MessageRow.author != Author.MACHINE)
    asked_at = (
        select(
            func.coalesce(of_people, func.max(MessageRow.occurred_at))
        )  # what only machines wrote is a note for people
        .where(
            MessageRow.ticket_id == DeliveryRow.ticket_id,
            MessageRow.ticket_version <= DeliveryRow.ticket_version,  # a version put back by hand has no message
        )
        .scalar_subquery()
    )
    merged_into = select(TicketRow.merged_into).where(TicketRow.id == DeliveryRow.ticket_id).scalar_subquery()
    rows = session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id == due.c.id)
        .values(
            state=DeliveryState.SENDING,
            lease_token=DeliveryRow.lease_token + 1,
            lease_until=_in(lease_seconds),
        )
        .returning(
            DeliveryRow.id,
            DeliveryRow.ticket_id,
            DeliveryRow.ticket_version,
            DeliveryRow.lease_token,
            (DeliveryRow.attempts + 1).label("attempts"),
            DeliveryRow.source,
            DeliveryRow.external_id,
            DeliveryRow.payload,
            func.coalesce(asked_at, DeliveryRow.created_at).label("asked_at"),  # messages can be erased
            DeliveryRow.stamp,
            DeliveryRow.last_error,
            merged_into.label("merged_into"),
        )
    ).all()
    return sorted((Claim(**row._mapping) for row in rows), key=lambda c: c.id)


def hold(session: Session, held: Claim, *, lease_seconds: float) -> Standing:
    """Count the attempt, renew the lease and return whether the row is still worth sending. Called right before a row's
    turn, because the last row of a batch may wait long after the claim. A crash after it counts."""
    newest = select(TicketRow.version).where(TicketRow.id == DeliveryRow.ticket_id).scalar_subquery()
    version = session.scalar(
        update(DeliveryRow)
        .where(_mine(held))
        .values(attempts=held.attempts, lease_until=_in(lease_seconds))
        .returning(newest)
    )
    if version is None:
        return Standing.LOST
    return Standing.STALE if version > held.ticket_version else Standing.CURRENT


def keep_stamp(session: Session, held: Claim, stamp: str, payload: Mapping[str, Any]) -> bool:
    """Store the stamp, and what is written under it. Commit this before the write is made: a second try has to use the same
    stamp, and may not make a reply of what had become a note. Return False if the lease is lost; then nothing may be
    written."""
    return _set(session, held, stamp=stamp, payload=payload)


def move(session: Session, held: Claim, external_id: str, payload: Mapping[str, Any]) -> bool:
    """Let a delivery go to another ticket of the same helpdesk, with what is said there. Return False if the lease is
    lost."""
    return _set(session, held, external_id=external_id, payload=payload, stamp=None)


def mark_sent(session: Session, held: Claim) -> bool:
    settled = _settle(session, held, DeliveryState.SENT, sent_at=func.now(), last_error=None)
    own = select(TicketRow.external_id).where(TicketRow.id == held.ticket_id)
    if settled and session.scalar(own) == held.external_id:  # not in a ticket that it was moved to
        messages.add_ours(
            session,
            ticket_id=held.ticket_id,
            source=held.source,
            external_id=held.external_id,
            marker=held.payload["marker"],
            said=held.payload["comment"],
            public=held.payload["public"],
            since=held.asked_at,
        )
    return settled


def mark_superseded(session: Session, held: Claim, why: str) -> bool:
    """Settle a row that is not written any more. If the customer wrote again, and what they wrote was an automatic message
    that changed nothing, the ticket is queued once more: nobody was told anything, and no other event will come."""
    session.execute(
        select(TicketRow.id).where(TicketRow.id == held.ticket_id).with_for_update()
    )  # intake waits, or has ended
    settled = _settle(session, held, DeliveryState.SUPERSEDED, last_error=why)
    if settled and why == WROTE_AGAIN:
        session.execute(text(_ASK_AGAIN), {"id": held.ticket_id, "version": held.ticket_version, "delivery": held.id})
    return settled


def mark_failed(session: Session, held: Claim, why: str) -> bool:
    return _settle(session, held, DeliveryState.FAILED, last_error=why)


def mark_unsure(session: Session, held: Claim, why: str, *, delay: float) -> bool:
    return _settle(session, held, DeliveryState.UNSURE, last_error=why, not_before=_in(delay), attempts=held.attempts)


def put_back(session: Session, held: Claim, why: str | None, *, delay: float, counted: bool) -> bool:
    """Put a row back, to be tried again. `counted=False`: it was not its turn yet, or the helpdesk was not available, which
    says nothing about this row; an outage must not use up its attempts. `why=None` keeps the last error."""
    error = {} if why is None else {"last_error": why}
    attempts = held.attempts - (0 if counted else 1)
    return _settle(session, held, DeliveryState.PENDING, not_before=_in(delay), attempts=attempts, **error)


def _settle(session: Session, held: Claim, state: DeliveryState, **values: Any) -> bool:
    return _set(session, held, state=state, lease_until=None, **values)


def _set(session: Session, held: Claim, **values: Any) -> bool:
    changed = session.scalar(update(DeliveryRow).where(_mine(held)).values(**values).returning(DeliveryRow.id))
    return changed is not None


def _mine(held: Claim) -> ColumnElement[bool]:
    return and_(
        DeliveryRow.id == held.id,
        DeliveryRow.lease_token == held.lease_token,
        DeliveryRow.state == DeliveryState.SENDING,
    )


def _in(seconds: float) -> ColumnElement[Any]:
    return func.now() + literal(timedelta(seconds=seconds))
