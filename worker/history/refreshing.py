"""This module lets the knowledge go on by itself after a sync: solved tickets become past ones, past ones become examples with
the passages that carry them, and examples become precedents.

Examples are made only where the knowledge file has a source of the type `history`, which reads them.
"""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Engine, text

from knowledge.index.indexer import SyncReport
from knowledge.index.indexes import LIVE
from worker import bootstrap
from worker.company import load_company
from worker.history import preparing
from worker.history.attribution import attribute, kept
from worker.history.solved import SOURCE, Kept, keep
from worker.library.owner import ready_owner
from worker.library.sources import history_of, open_sources
from worker.library.sync import find_index, sync_all
from worker.settings import Settings

_EXAMPLES = text(
    "select md5(string_agg(past_ticket_id || example::text, ',' order by past_ticket_id)) from past_examples"
)

_SOLVED = text(
    "select exists (select from tickets where resolved_at is not null) or exists (select from past_tickets where source = :own)"
).bindparams(own=SOURCE)


class Step(Protocol):
    """A step shows how far a command is (`worker.cli.progress`)."""

    def begin(self, doing: str, total: int | None = None, unit: str = "") -> None: ...
    def advance(self, count: int = 1) -> None: ...
    def update(self, done: int, total: int | None = None) -> None: ...


@dataclass(frozen=True)
class Refreshed:
    solved: Kept
    examples: int = 0  # that the database has now
    report: SyncReport | None = None  # of the sources that read them


def is_needed(settings: Settings) -> bool:
    """Return whether there is anything to bring up to date. Raises NotReady, CompanyError or Refused."""
    with open_sources(settings) as sources:
        if history_of(sources):
            return True
    with ready_owner(settings) as owner, owner.connect() as connection:
        return bool(connection.scalar(_SOLVED))


def refresh(settings: Settings, step: Step) -> Refreshed:
    """Bring the past up to date. Raises NotReady, CompanyError, Refused or BusyError."""
    company = load_company(settings.company_path)
    with open_sources(settings) as sources:
        names = [source.name for source in history_of(sources)]
    with ready_owner(settings) as owner:
        before = _digest(owner)
        solved = keep(settings, company, owner, step.advance)
        if not names or find_index(owner, LIVE) is None:
            return Refreshed(solved)
        with bootstrap.opened(settings) as database:
            prepared = preparing.read_labels(owner, company, step)
            made = preparing.with_passages(
                owner, prepared, lambda examples: attribute(examples, settings, database, step), kept, step
            )
        if _digest(owner) == before:
            return Refreshed(solved, len(made.examples))
    reports = [sync_all(settings, source=name) for name in names]
    failures = {path: reason for report in reports for path, reason in report.failures.items()}
    joined = SyncReport({name: counts for report in reports for name, counts in report.sources.items()}, failures)
    return Refreshed(solved, len(made.examples), joined)


def _digest(owner: Engine) -> str | None:
    """Return what tells whether any example changed."""
    with owner.connect() as connection:
        digest: str | None = connection.scalar(_EXAMPLES)
        return digest
