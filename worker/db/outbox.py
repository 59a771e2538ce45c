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

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from worker.db import messages
from worker.db.tables import DeliveryRow, MessageRow, TicketRow
from worker.states import DeliveryState

WROTE_AGAIN = "the customer wrote again"  # why a delivery was superseded: nobody was told


@dataclass(frozen=True)
class Claim:
    """A claim is a delivery that this worker may try now."""

    id: int
    ticket_id: int
    ticket_version: int
    lease_token: int
    attempts: int  # including this one
    source: str
    external_id: str
    payload: Mapping[str, Any]
    asked_at: datetime  # when the customer wrote what this answers
    stamp: str | None  # None: nothing was ever sent for this row
    last_error: str | None


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
    """Claim due rows that nobody holds. A row left in `sending` by a worker that died is due when its lease is over."""
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
    asked_at = (
        select(func.max(MessageRow.occurred_at))
        .where(
            MessageRow.ticket_id == DeliveryRow.ticket_id,
            MessageRow.ticket_version <= DeliveryRow.ticket_version,  # a version put back by hand has no message
        )
        .scalar_subquery()
    )
    rows = session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id == due.c.id)
        .values(
            state=DeliveryState.SENDING,
            attempts=DeliveryRow.attempts + 1,
            lease_token=DeliveryRow.lease_token + 1,
            lease_until=_in(lease_seconds),
        )
        .returning(
            DeliveryRow.id,
            DeliveryRow.ticket_id,
            DeliveryRow.ticket_version,
            DeliveryRow.lease_token,
            DeliveryRow.attempts,
            DeliveryRow.source,
            DeliveryRow.external_id,
            DeliveryRow.payload,
            func.coalesce(asked_at, DeliveryRow.created_at).label("asked_at"),  # messages can be erased
            DeliveryRow.stamp,
            DeliveryRow.last_error,
        )
    ).all()
    return sorted((Claim(**row._mapping) for row in rows), key=lambda c: c.id)


def hold(session: Session, held: Claim, *, lease_seconds: float) -> Standing:
    """Renew the lease and return whether the row is still worth sending. Called right before a row's turn, because the
    last row of a batch may wait long after the claim."""
    newest = select(TicketRow.version).where(TicketRow.id == DeliveryRow.ticket_id).scalar_subquery()
    version = session.scalar(
        update(DeliveryRow).where(_mine(held)).values(lease_until=_in(lease_seconds)).returning(newest)
    )
    if version is None:
        return Standing.LOST
    return Standing.STALE if version > held.ticket_version else Standing.CURRENT


def keep_stamp(session: Session, held: Claim, stamp: str) -> bool:
    """Store the stamp. Commit this before the write under the stamp is made: a second try has to use the same one.
    Return False if the lease is lost; then nothing may be written."""
    return _set(session, held, stamp=stamp)


def mark_sent(session: Session, held: Claim) -> bool:
    settled = _settle(session, held, DeliveryState.SENT, sent_at=func.now(), last_error=None)
    if settled:
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
    return _settle(session, held, DeliveryState.SUPERSEDED, last_error=why)


def mark_failed(session: Session, held: Claim, why: str) -> bool:
    return _settle(session, held, DeliveryState.FAILED, last_error=why)


def mark_unsure(session: Session, held: Claim, why: str, *, delay: float) -> bool:
    return _settle(session, held, DeliveryState.UNSURE, last_error=why, not_before=_in(delay))


def put_back(session: Session, held: Claim, why: str | None, *, delay: float, counted: bool) -> bool:
    """Put a row back, to be tried again. `counted=False`: the helpdesk was not available, which says nothing about this
    row; an outage must not use up its attempts. `why=None` keeps the last error."""
    error = {} if why is None else {"last_error": why}
    attempts = DeliveryRow.attempts - (0 if counted else 1)
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
