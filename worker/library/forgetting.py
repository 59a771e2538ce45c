"""This module deletes what was kept of a source that the knowledge file does not name any more."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Engine, delete, func, select, text

from knowledge.index import forgetting
from knowledge.index.forgetting import Holding
from worker.db import wordings
from worker.db.session import transaction
from worker.db.tables import AccountRow, ContactRow, TicketRow
from worker.errors import Refused
from worker.library.knowledge_file import load
from worker.library.owner import ready_owner
from worker.settings import Settings

_KNOWN = text(
    "select source from documents union select source from accounts where source is not null "
    "union select source from source_states union select source from sync_failures order by source"
)


@dataclass(frozen=True)
class Forgotten:
    """What is deleted of a source, or with a dry run would be."""

    holding: Holding
    accounts: int
    contacts: int
    tickets: int  # of these accounts: they stay, without an account
    wordings: int


def forget(settings: Settings, source: str, *, dry_run: bool = False) -> Forgotten:
    """Delete a source from the index, with its accounts, their contacts and the wordings of its sections. What stands in
    another source too is followed by handled tickets and wordings first.

    Raises `NotReady`, `BusyError`, and `Refused` for a source that the knowledge file names or that nobody knows.
    """
    named = load(settings.knowledge_path).sources.keys()
    if source in named:
        raise Refused(
            f"{source} is in {settings.knowledge_path}: a sync would bring it back; take it out of the file first"
        )
    with ready_owner(settings, reads=dry_run) as owner:
        found = _found(owner, source, named)
        if not dry_run:
            forgetting.forget(owner, source)
            with transaction(owner) as session:
                wordings.follow_moves(session)
                wordings.forget_source(session, source)
                session.execute(delete(AccountRow).where(AccountRow.source == source))
        return found


def _found(owner: Engine, source: str, named: Collection[str]) -> Forgotten:
    with owner.connect() as connection:
        known = connection.scalars(_KNOWN).all()
        if source not in known:
            others = ", ".join(name for name in known if name not in named)
            has = f"it can forget {others}" if others else "everything in it is of a source of the knowledge file"
            raise Refused(f"the knowledge has nothing of {source!r}: {has}")
        accounts = select(AccountRow.id).where(AccountRow.source == source)
        count = select(func.count())
        worded = text("select count(*) from wordings where split_part(section, '/', 1) = :source")
        return Forgotten(
            forgetting.holding(connection, source, named),
            connection.scalar(count.select_from(AccountRow).where(AccountRow.source == source)) or 0,
            connection.scalar(count.select_from(ContactRow).where(ContactRow.account.in_(accounts))) or 0,
            connection.scalar(count.select_from(TicketRow).where(TicketRow.account.in_(accounts))) or 0,
            connection.scalar(worded, {"source": source}) or 0,
        )
