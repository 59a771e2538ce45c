"""This module erases somebody, step by step; each step may be interrupted, and the same command goes on."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from knowledge.index.locks import Lock, alone
from worker.db.erasures import Subject, hash_of
from worker.db.session import transaction
from worker.erasure import cards, exports, files, journal, learned, person, prompts, rows
from worker.erasure.files import Change
from worker.erasure.learned import Learned
from worker.erasure.person import Person
from worker.learning import labelled_replies
from worker.library.knowledge_file import load
from worker.library.source_entries import AccountsEntry, HandledEntry
from worker.settings import Settings


@dataclass(frozen=True)
class Erased:
    """This is what was erased, or would be."""

    rows: Counter[str] = field(default_factory=Counter)  # table -> rows that were deleted, emptied or masked
    changes: Sequence[Change] = ()
    learned: Sequence[Learned] = ()
    naming: Sequence[Path] = ()  # files of the company that still name them
    elsewhere: Sequence[str] = ()  # exports that could not be reached, in sentences
    sources: Sequence[str] = ()  # sources of accounts, which the company keeps itself

    @property
    def is_nothing(self) -> bool:
        return not self.rows and not self.changes

    def to_json(self) -> dict[str, Any]:
        changed = [{"path": str(c.path), "removed": c.removed, "masked": c.masked} for c in self.changes]
        return {
            "rows": dict(sorted(self.rows.items())),
            "files": changed,
            "learned": [one.to_json() for one in self.learned],
            "still_named_in": list(map(str, self.naming)),
            "exports_to_look_for": list(self.elsewhere),
            "account_sources": list(self.sources),
        }


class _OnlyLooked(Exception):
    """Rolls a transaction back."""


def erase(
    settings: Settings,
    owner: Engine,
    kind: Subject,
    subject: str,
    *,
    dry_run: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> Erased:
    """Erase an account or an address, as the owner of the tables. `dry_run`: count, and change nothing. Raises `NotReady`
    for a knowledge file that cannot be read, and `BusyError` while the knowledge is synced."""
    home = settings.home_path
    knowledge = load(settings.knowledge_path)
    folder = settings.knowledge_path.parent.resolve()
    folders = list(dict.fromkeys([settings.company_path.parent.resolve(), folder]))
    accounts = {name: entry for name, entry in knowledge.sources.items() if isinstance(entry, AccountsEntry)}
    of_accounts = [
        folder / path for e in accounts.values() for path in (e.path, e.contacts, e.invoices, e.tickets) if path
    ]
    handled = [folder / path for e in knowledge.sources.values() if isinstance(e, HandledEntry) for path in e.paths]
    with alone(owner, Lock.SYNC):
        with transaction(owner) as session:
            whom = person.find(session, kind, subject)
        if (before := journal.begun(home, hash_of(kind, subject.strip()))) is not None:
            say("an earlier run was interrupted: this one goes on with it")
            whom = whom.together(before)
        say("reading the files")
        paths = files.company_files(folders, handled, of_accounts)
        found = [files.look(path, whom) for path in paths]
        tickets = [ticket for change in found for ticket in change.tickets]
        whom = replace(whom, rows=whom.rows | {id_ for change in found for id_ in change.ids})
        keys = frozenset(map(labelled_replies.key, tickets))
        if not dry_run:
            journal.begin(home, whom)
        say("erasing the rows")
        counts = _rows(owner, whom, dry_run=dry_run)
        changes = [change for change in found if change.removed or change.masked]
        say("changing the files")
        changes += prompts.changes(settings.adapters_path, whom, dry_run=dry_run)
        exported = exports.erase(home, folders, whom, dry_run=dry_run)
        changes += exported.changes
        changes += files.home_changes(home, whom, keys, dry_run=dry_run)
        if not dry_run:
            for change in changes:
                if change.path in set(paths):
                    files.rewrite(change.path, whom)
            cards.correct({change.path for change in changes if change.removed})
            say("vacuuming")
            _vacuum(owner, sorted(counts))
    made = Erased(
        counts,
        changes,
        learned.learned(settings, sorted(whom.rows | {f"{s}:{i}" for s, i in whom.past}), tickets),
        [path for path in files.naming(folders, whom) if dry_run is False or path not in {c.path for c in changes}],
        exported.told,
        sorted(accounts),
    )
    if not dry_run:
        journal.end(home, whom.digest)
    return made


def _rows(owner: Engine, whom: Person, *, dry_run: bool) -> Counter[str]:
    """Erase the rows in one transaction. A dry run does the same and takes it back, so its counts are exact."""
    counts: Counter[str] = Counter()
    with suppress(_OnlyLooked), transaction(owner) as session:
        counts = rows.erase(session, whom)
        if dry_run:
            raise _OnlyLooked
    return counts


def _vacuum(owner: Engine, tables: Sequence[str]) -> None:
    """Free the places of the rows. PostgreSQL runs this in no transaction."""
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in tables:
            connection.execute(text(f'vacuum "{table}"'))
