"""This module sweeps the queue: it finds tickets that nobody rang for, leases that nobody kept, and attempts used up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from worker.db import decisions, outbox
from worker.db.session import transaction

RING_AFTER_SECONDS = 15  # a row that waits longer than this was probably not rung for
RING_AGAIN_SECONDS = 30
RING_LIMIT = 100  # one doorbell fetches a whole batch, so more would only fill the broker
_SWEEP_LOCK = 0x6465736B  # "desk": one sweep at a time in this database

_QUARANTINE = """
    update tickets
    set state = 'quarantined', finished_at = now(), lease_owner = null, lease_until = null,
        quarantine_reason = attempts || ' attempts failed, the last one with '
                            || coalesce(quarantine_reason, 'the end of its worker')
    where id in (
        select id from tickets
        where attempts >= :max_attempts and (state = 'queued' or (state = 'running' and lease_until < now()))
        order by id limit 100 for update skip locked
    )
    returning id, version, account, source, external_id, quarantine_reason
"""
_LATE = """
    update tickets set rung_at = now()
    where id in (
        select id from tickets
        where attempts < :max_attempts
          and ((state = 'queued' and not_before <= now()
                and greatest(not_before, received_at) < now() - make_interval(secs => :after))
               or (state = 'running' and lease_until < now()))
          and (rung_at is null or rung_at < now() - make_interval(secs => :again))
        order by urgency, received_at, id limit :limit for update skip locked
    )
    returning id
"""


@dataclass(frozen=True)
class Swept:
    ring: list[int]  # tickets to ring for
    quarantined: int


def sweep(database: Engine, max_attempts: int) -> Swept:
    """Find what was lost on the way: rows nobody rang for, leases nobody kept, attempts used up. A second sweep at the
    same time does nothing, so two schedulers are harmless."""
    with transaction(database, see_all=True) as session:
        if not session.scalar(text("select pg_try_advisory_xact_lock(:key)"), {"key": _SWEEP_LOCK}):
            return Swept(ring=[], quarantined=0)
        quarantined = quarantine_exhausted(session, max_attempts)
        limits = {"after": RING_AFTER_SECONDS, "again": RING_AGAIN_SECONDS, "limit": RING_LIMIT}
        late = session.scalars(text(_LATE), {**limits, "max_attempts": max_attempts}).all()
        return Swept(ring=sorted(late), quarantined=quarantined)


def quarantine_exhausted(session: Session, max_attempts: int) -> int:
    """Hand tickets with no attempts left to a person, with a note in the helpdesk. They are not tried again."""
    rows = session.execute(text(_QUARANTINE), {"max_attempts": max_attempts}).all()
    for row in rows:
        decisions.add_quarantine(session, row.id, row.version, row.account, row.quarantine_reason)
        outbox.add(
            session,
            ticket_id=row.id,
            ticket_version=row.version,
            account=row.account,
            source=row.source,
            external_id=row.external_id,
            kind=decisions.QUARANTINED,
            payload=quarantine_note(row.quarantine_reason),
        )
    return len(rows)


def quarantine_note(why: str) -> Mapping[str, Any]:
    """Return an internal note, as the JSON of an Update."""
    return {
        "marker": "",  # the effect key, set where the row is made
        "public": False,
        "comment": f"Deskhand: handed over to a person (quarantined). This ticket could not be handled: {why}.",
        "tags": ["deskhand", "deskhand_hand_over", "deskhand_reason_quarantined"],
    }
