"""This module runs `deskhand history import FILE`: it shows how a file is read, asks, and stores the tickets."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from sqlalchemy import Engine

from worker.cli import private_file, progress
from worker.cli.history.shown import print_mapping, reject_lines
from worker.company import Company, load_company
from worker.db import history_imports
from worker.db.session import transaction
from worker.errors import Refused
from worker.helpdesks import registry
from worker.history import imports
from worker.history.files import mapping as mappings
from worker.history.files.column_names import Role
from worker.history.files.mapping import FileMapping
from worker.history.files.table import Kind, Table, read
from worker.history.files.tickets import Reject, tickets
from worker.library.history import OWN
from worker.library.owner import ready_owner
from worker.past import PastTicket
from worker.settings import Settings

BATCH = 25  # tickets per transaction
KEPT = 500  # rejects that are kept with the import; all of them are counted
SAID = {
    "added": "new",
    "changed": "changed",
    "unchanged": "as they were",
    imports.ERASED: "left out, because their account or address was erased",
    imports.LEFT_OUT: "messages of erased people left out",
}


@dataclass(frozen=True)
class Wanted:
    """This is what somebody asked for."""

    path: Path
    kind: Kind | None = None
    mapping: Path | None = None
    name: str | None = None
    encoding: str | None = None
    yes: bool = False
    dry_run: bool = False
    as_json: bool = False

    @property
    def source(self) -> str:
        name = (self.name or self.path.stem).strip()
        if not name:
            raise Refused("an import needs a name: --name")
        if name in {"memory", *(vendor.name for vendor in registry.VENDORS)}:
            raise Refused(f"{name} is the name of a helpdesk: give the import another one with --name")
        if name in {
            OWN,
            "imports",
        }:  # under the first a sync keeps only what was solved here; both are chosen by replay
            raise Refused(f"{name} means other past tickets already: give the import another name with --name")
        return name


@dataclass(frozen=True)
class Report:
    """A report is what a file brought in, and what of it could not be read."""

    source: str
    counts: Mapping[str, Any]
    here: int
    mapping: FileMapping
    rejects: list[Reject]
    unit: str
    dry_run: bool
    notes: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        rejects = [{self.unit: one.line, "why": one.why} for one in self.rejects]
        counts = {name: n for name, n in self.counts.items() if name != "rejects"}
        said = {"source": self.source, "dry_run": self.dry_run, "counts": counts, "tickets": self.here}
        return {**said, "mapping": self.mapping.to_json(), "rejects": rejects, "notes": self.notes}

    def text(self) -> str:
        head = f"{self.source}: {self.here:,} past tickets are here"
        if self.dry_run:
            head = f"{self.source}: {self.counts['readable']:,} tickets can be read; nothing was stored"
        lines = [f"  {self.counts[name]:,} {what}" for name, what in SAID.items() if self.counts.get(name)]
        return "\n".join([head, *lines, *reject_lines(self.rejects, self.unit), *self.notes])


def run(wanted: Wanted) -> Report:
    settings = Settings()
    company, source = load_company(settings.company_path), wanted.source
    table = read(wanted.path, wanted.kind, wanted.encoding)
    with ready_owner(settings, reads=wanted.dry_run) as owner:
        with transaction(owner) as session:
            known = history_imports.find(session, source)
        if known is not None and known.kind != "file":
            raise Refused(f"{source} is an import of {known.kind}: give this one another name with --name")
        mapping, confirmed = _mapping(wanted, table, company, known.mapping if known else {})
        if not confirmed or not wanted.as_json:
            print_mapping(table, mapping, wanted.path, Console(stderr=wanted.as_json), confirmed=confirmed)
        if not {Role.BODY, Role.MESSAGES} & set(mapping.columns.values()):
            raise Refused(f"no column has the customer's text; {_to_edit(wanted, mapping)}")
        made, rejects = _sorted(tickets(table, mapping, source))
        if wanted.dry_run:
            return _look(wanted, table, mapping, owner, len(made), rejects)
        if not confirmed and not wanted.yes:
            if rejects:
                typer.echo(
                    f"{len(rejects):,} of the {table.unit}s cannot be read; --dry-run lists them", err=wanted.as_json
                )
            _ask(wanted, mapping)
        _keep(wanted, mapping)
        stored = {**mapping.to_json(), "file": {"name": wanted.path.name, "sha256": table.sha256}}
        course = imports.begin(owner, source, "file", keeps_cursor=False, mapping=stored)
        _store(course, made, rejects)
        with transaction(owner) as session:
            here = next(n for one, n in history_imports.every(session) if one.source == source)
    counts = course.at.counts
    return Report(source, counts, here, mapping, rejects, table.unit, dry_run=False, notes=list(table.notes))


def _mapping(wanted: Wanted, table: Table, company: Company, stored: Mapping[str, Any]) -> tuple[FileMapping, bool]:
    """Return how the file is read, and whether a person has confirmed just this in an earlier run."""
    before = {name: one for name, one in stored.items() if name != "file"}
    if wanted.mapping is not None and wanted.mapping.is_file():
        made = mappings.guess(table, company, mappings.read(wanted.mapping, table, company))
        return made, made.to_json() == before
    same = set(before.get("columns", {})) == set(table.columns)
    return mappings.guess(table, company, before if same else None), same


def _ask(wanted: Wanted, mapping: FileMapping) -> None:
    """Let a person confirm the mapping. Raises `Refused` where nobody can or does."""
    if sys.stdin.isatty() and not wanted.as_json and typer.confirm("Import with this mapping?", default=False):
        return
    raise Refused(f"nothing was imported; --yes takes the mapping as it is shown; {_to_edit(wanted, mapping)}")


def _to_edit(wanted: Wanted, mapping: FileMapping) -> str:
    """Write the mapping to be edited, where a place is named, and return what to do next."""
    if wanted.mapping is None:
        return "with --mapping columns.toml it is written to that file, for you to change"
    _keep(wanted, mapping)
    return f"it is in {wanted.mapping}: change what is wrong, and run this again with --yes"


def _keep(wanted: Wanted, mapping: FileMapping) -> None:
    """Write the mapping where somebody wants it. One that is there is left as a person wrote it."""
    if wanted.mapping is not None and not wanted.mapping.is_file():
        private_file.write(wanted.mapping, mappings.to_toml(mapping, wanted.path.name))


def _look(
    wanted: Wanted, table: Table, mapping: FileMapping, owner: Engine, readable: int, rejects: list[Reject]
) -> Report:
    with transaction(owner) as session:
        here = next((n for one, n in history_imports.every(session) if one.source == wanted.source), 0)
    counts = {"readable": readable, imports.REJECTED: len(rejects)}
    return Report(wanted.source, counts, here, mapping, rejects, table.unit, dry_run=True, notes=list(table.notes))


def _sorted(found: Iterator[PastTicket | Reject]) -> tuple[list[PastTicket], list[Reject]]:
    """Return what can be read, and what cannot: both are the same in every run, so a later one knows its place."""
    made: list[PastTicket] = []
    rejects: list[Reject] = []
    for one in found:
        if isinstance(one, Reject):
            rejects.append(one)
        else:
            made.append(one)
    return made, rejects


def _store(course: imports.Pass, made: list[PastTicket], rejects: list[Reject]) -> None:
    """Store the tickets from the cursor on."""
    with progress.step(f"import {course.at.source}", total=len(made), unit="tickets") as step:
        done = int(course.at.cursor or 0)
        if 0 < done < len(made):
            step.note(f"going on after {done:,} tickets")
        step.update(done, len(made))
        for batch in _batches(made, done):
            done += len(batch)
            course.store(batch, cursor=str(done))
            step.update(done, len(made))
        noted = {"rejects": [[one.line, one.why] for one in rejects[:KEPT]], imports.REJECTED: len(rejects)}
        course.store((), cursor=None, noted=noted, end=True)
        step.ending = f"{len(made):,} tickets, {len(rejects):,} rows could not be read"


def _batches(made: list[PastTicket], first: int) -> Iterator[list[PastTicket]]:
    for at in range(first, len(made), BATCH):
        yield made[at : at + BATCH]
