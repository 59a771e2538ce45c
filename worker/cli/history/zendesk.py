"""This module runs `deskhand history import zendesk` and says what came in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from worker.cli import progress
from worker.company import load_company
from worker.db import history_imports
from worker.db.session import transaction
from worker.errors import HelpdeskError, HelpdeskBusy
from worker.helpdesks.zendesk.client import SOURCE
from worker.helpdesks.zendesk.export import Export
from worker.history import imports, value_mapping, zendesk
from worker.history.value_mapping import Values
from worker.library.sync import ready_owner
from worker.settings import Settings

SAID = {
    "added": "new",
    "changed": "changed",
    "unchanged": "as they were",
    zendesk.KNOWN: "in the export again, as they were",
    imports.DELETED: "removed here, because Zendesk deleted them",
    imports.MISSING: "left out, because Zendesk does not show them any more",
    imports.ERASED: "left out, because their account or address was erased",
    imports.LEFT_OUT: "messages of erased people left out",
    zendesk.UNREADABLE: "left out, because Zendesk's answer about them was no ticket",
}


@dataclass(frozen=True)
class Report:
    """A report is what one import brought in."""

    source: str
    counts: Mapping[str, Any]
    here: int  # tickets of this source now
    values: Values
    dry_run: bool = False
    notes: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        said = {"source": self.source, "dry_run": self.dry_run, "counts": dict(self.counts), "tickets": self.here}
        return {**said, "mapping": self.values.to_json()}

    def text(self) -> str:
        lines = [f"{self.counts[name]:,} {what}" for name, what in SAID.items() if self.counts.get(name)]
        asked = f", {self.counts[imports.REQUESTS]:,} requests" if self.counts.get(imports.REQUESTS) else ""
        head = f"{self.source}: {self.here:,} past tickets are here{asked}"
        return "\n".join([head, *(f"  {line}" for line in lines), *self.notes, *self.values.lines()])


def run(since: datetime | None, *, dry_run: bool = False) -> Report:
    settings = Settings()
    company = load_company(settings.company)
    with ready_owner(settings) as owner, progress.step("import from Zendesk", unit="tickets") as step:
        export = Export.from_settings(settings, step.note)
        with export.client:
            if dry_run:
                return _look(export, since, settings, company, step)
            course = imports.begin(owner, SOURCE, "zendesk", since=since, keeps_cursor=True)
            begun = course.at.cursor is not None
            step.say("going on where it was" if begun else "reading the first page")
            total = None if begun else export.count(course.at.since)
            reading = zendesk.Reading(
                export, course, settings.zendesk_agent_id, lambda n: step.update(n, total and max(total, n))
            )
            try:
                reading.run()
            except HelpdeskError as error:
                raise HelpdeskBusy(
                    f"{error}: all that was read until here is stored, and the next import goes on there"
                ) from error
        with transaction(owner) as session:
            values = value_mapping.of_source(session, SOURCE, company, exact=_exact(settings, reading.names.groups))
            history_imports.keep_mapping(session, SOURCE, values.to_json())
            here = next((n for one, n in history_imports.every(session) if one.source == SOURCE), 0)
        step.ending = f"{reading.seen:,} tickets looked at"
    return Report(SOURCE, reading.course.at.counts, here, values)
