"""This module keeps how far each import of past tickets is, in the same transaction as the tickets themselves.

    begin ▶ (check_in: lock, store tickets, move the cursor …) ▶ complete ▶ begin again: what changed since

A process that is killed between two transactions has stored nothing that its cursor does not count.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from worker.db import erasures
from worker.db.history_tables import HistoryImportRow, PastTicketRow
from worker.errors import Refused

RUNNING, COMPLETE = "running", "complete"


@dataclass(frozen=True)
class Import:
    """An import is what is known of one helpdesk or file. `cursor`: where the next request or row begins; None at the start."""

    source: str
    kind: str  # "zendesk" or "file"
    state: str = RUNNING
    cursor: str | None = None
    since: datetime | None = None
    mapping: Mapping[str, Any] = field(default_factory=dict)
    counts: Mapping[str, Any] = field(default_factory=dict)  # of this pass: from its begin to its end
    started_at: datetime | None = None
    changed_at: datetime | None = None

    @property
    def is_complete(self) -> bool:
        return self.state == COMPLETE


def find(session: Session, source: str) -> Import | None:
    row = session.get(HistoryImportRow, source)
    return None if row is None else _import(row)


def every(session: Session) -> list[tuple[Import, int]]:
    """Return each import with the number of its tickets that are here now, the oldest first."""
    counted = select(PastTicketRow.source, func.count()).group_by(PastTicketRow.source)
    here = dict(session.execute(counted).all())
    rows = session.scalars(select(HistoryImportRow).order_by(HistoryImportRow.started_at)).all()
    return [(_import(row), here.get(row.source, 0)) for row in rows]


def begin(session: Session, wanted: Import) -> None:
    """Begin a pass: the cursor, the mapping and the counts are the ones given."""
    values: dict[str, Any] = {"state": RUNNING, "cursor": wanted.cursor, "since": wanted.since, "kind": wanted.kind}
    values |= {"mapping": dict(wanted.mapping), "counts": dict(wanted.counts)}
    made = insert(HistoryImportRow).values(source=wanted.source, **values)
    times = {"started_at": func.now(), "changed_at": func.now()}
    session.execute(made.on_conflict_do_update(index_elements=["source"], set_=values | times))


def check_in(session: Session, source: str, cursor: str | None, counts: Mapping[str, Any]) -> None:
    """Hold the import until this transaction ends. Raises `Refused` if it is not where this process left it: another one works
    on it. An erasure waits meanwhile, and what is stored next knows of it."""
    erasures.hold(session)
    held = select(HistoryImportRow).where(HistoryImportRow.source == source).with_for_update()
    row = session.scalar(held)
    if row is None or row.cursor != cursor or dict(row.counts) != dict(counts):
        raise Refused(f"another import of {source} is under way: wait for it, or stop it, and run this again")


def move(session: Session, source: str, cursor: str | None, counts: Mapping[str, Any], *, end: bool = False) -> None:
    """Say how far the import is. `end`: nothing is left."""
    values = {"cursor": cursor, "counts": dict(counts), "state": COMPLETE if end else RUNNING, "changed_at": func.now()}
    session.execute(update(HistoryImportRow).where(HistoryImportRow.source == source).values(values))


def keep_mapping(session: Session, source: str, mapping: Mapping[str, Any]) -> None:
    at = HistoryImportRow.source == source
    session.execute(update(HistoryImportRow).where(at).values({"mapping": dict(mapping)}))


def remove(session: Session, source: str, external_id: str) -> bool:
    """Remove a past ticket that its helpdesk has deleted, with its messages and its example; return whether it was here."""
    gone = delete(PastTicketRow).where(PastTicketRow.source == source, PastTicketRow.external_id == external_id)
    return bool(session.execute(gone.returning(PastTicketRow.id)).all())


def known_stamps(session: Session, source: str, ids: list[str]) -> dict[str, datetime | None]:
    """Return when each of these tickets last changed, as we have it."""
    wanted = select(PastTicketRow.external_id, PastTicketRow.updated_at)
    wanted = wanted.where(PastTicketRow.source == source, PastTicketRow.external_id.in_(ids))
    return dict(session.execute(wanted).all())


def _import(row: HistoryImportRow) -> Import:
    return Import(
        row.source, row.kind, row.state, row.cursor, row.since, row.mapping, row.counts, row.started_at, row.changed_at
    )
