"""This module is the harmless helpdesk: it keeps what it was told in a table, so that a demo or a test can ask it.

It has the one property of a real helpdesk that the outbox relies on: a write under an old stamp is refused. It has no
unique key on the marker, because an effect that is delivered twice must show as two rows.
"""

from dataclasses import dataclass

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from worker.db.session import transaction
from worker.db.tables import HelpdeskMemoryRow
from worker.errors import HelpdeskConflict
from worker.helpdesks.protocol import Snapshot, Update


@dataclass(frozen=True)
class MemoryHelpdesk:
    engine: Engine

    def read(self, source: str, external_id: str, marker: str) -> Snapshot:
        with transaction(self.engine, see_all=True) as session:
            markers = session.scalars(
                select(HelpdeskMemoryRow.marker).where(
                    HelpdeskMemoryRow.source == source, HelpdeskMemoryRow.external_id == external_id
                )
            ).all()
            return Snapshot(stamp=_stamp(session, source, external_id), has_marker=marker in markers)

    def apply(self, source: str, external_id: str, update: Update, snapshot: Snapshot) -> None:
        with transaction(self.engine, see_all=True) as session:
            # Without the lock two writers could both find the stamp unchanged and both write.
            session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{source} {external_id}", 0))))
            if _stamp(session, source, external_id) != snapshot.stamp:
                raise HelpdeskConflict("the ticket changed since it was read")
            session.add(
                HelpdeskMemoryRow(
                    source=source, external_id=external_id, marker=update.marker, payload=update.to_json()
                )
            )

    def told(self, source: str, external_id: str) -> list[Update]:
        """Return everything it was told about a ticket, oldest first."""
        with transaction(self.engine, see_all=True) as session:
            payloads = session.scalars(
                select(HelpdeskMemoryRow.payload)
                .where(HelpdeskMemoryRow.source == source, HelpdeskMemoryRow.external_id == external_id)
                .order_by(HelpdeskMemoryRow.id)
            ).all()
        return [Update.from_json(payload) for payload in payloads]


def _stamp(session: Session, source: str, external_id: str) -> str:
    count = session.scalar(
        select(func.count()).where(HelpdeskMemoryRow.source == source, HelpdeskMemoryRow.external_id == external_id)
    )
    return f"{count or 0:012d}"  # padded, so that stamps compare as text
