"""This module runs `deskhand history import zendesk` and says what came in."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from worker.cli import progress
from worker.company import Company, load_company
from worker.db import history_imports
from worker.db.session import transaction
from worker.errors import HelpdeskBusy, HelpdeskError
from worker.helpdesks.zendesk.client import SOURCE
from worker.helpdesks.zendesk.export import Export
from worker.helpdesks.zendesk.past import is_gone
from worker.helpdesks.zendesk.settings import ZendeskSettings
from worker.history import imports, value_mapping, zendesk
from worker.history.value_mapping import Values
from worker.library.owner import ready_owner
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
_TICKETS = frozenset(SAID) - {imports.LEFT_OUT}


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
    helpdesk = cast(ZendeskSettings, settings)  # all vendors' settings are part of it
    company = load_company(settings.company_path)
    with ready_owner(settings, reads=dry_run) as owner, progress.step("import from Zendesk", unit="tickets") as step:
        export = Export.from_settings(helpdesk, step.note)
        with export.client:
            if dry_run:
                return _look(export, owner, since, helpdesk, company)
            course = imports.begin(owner, SOURCE, "zendesk", since=since, keeps_cursor=True)
            reading = zendesk.Reading(export, course, helpdesk.zendesk_agent_id)
            _follow(reading, step)
            try:
                reading.run()
            except HelpdeskError as error:
                kept = "what was read until here is stored, and the next import goes on there"
                raise HelpdeskBusy(f"{error}: {kept}") from error
        with transaction(owner) as session:
            values = value_mapping.of_source(
                session, SOURCE, company, exact=_exact(helpdesk, company, reading.names.groups)
            )
            history_imports.keep_mapping(session, SOURCE, values.to_json())
            here = _here(session)
        step.ending = f"{reading.seen:,} tickets looked at"
    return Report(SOURCE, reading.course.at.counts, here, values)


def _follow(reading: zendesk.Reading, step: progress.Step) -> None:
    """Show how far a reading is: Zendesk's search says about how many tickets there are."""
    at = reading.course.at
    begins = not reading.course.counts
    # what changed since a pass that was complete, or all of it
    total = reading.export.count(at.changed_at if begins and at.cursor else at.since)
    before = sum(n for name, n in reading.course.counts.items() if name in _TICKETS)
    if before:
        step.note(f"going on after {before:,} tickets")

    def done(seen: int) -> None:
        now = before + seen
        step.update(now, max(total, now) if total else None, "" if total else "reading")

    reading.done = done
    done(0)


def _look(export: Export, owner: Engine, since: datetime | None, helpdesk: ZendeskSettings, company: Company) -> Report:
    """Return what the first page would bring, without a ticket's words, and store nothing."""
    known = zendesk.names(export)
    page = export.page(since=since)
    there = [ticket for ticket in page.tickets if not is_gone(ticket)]
    groups = Counter(name for ticket in there if (name := known.group(ticket.get("group_id"))))
    ranks = Counter(str(ticket["priority"]) for ticket in there if ticket.get("priority"))
    values = value_mapping.of_counts(groups, ranks, company, exact=_exact(helpdesk, company, known.groups))
    total = len(page.tickets) if page.end else export.count(since)
    with transaction(owner) as session:
        here = _here(session)
    notes = [
        f"about {total:,} tickets would be read, and one request made for each" if total is not None else "",
        f"the first page has {len(page.tickets):,}, {len(page.tickets) - len(there):,} of them deleted; nothing was stored",
    ]
    counts = {"would_be_read": total, "on_the_first_page": len(page.tickets), imports.REQUESTS: export.asked}
    return Report(SOURCE, counts, here, values, dry_run=True, notes=[note for note in notes if note])


def _exact(helpdesk: ZendeskSettings, company: Company, groups: Mapping[str, str]) -> dict[str, str]:
    """Return the queue of each group that the settings name, by the group's name."""
    named = {queue: number for queue, number in helpdesk.zendesk_groups.items() if queue in company.queues}
    return {groups.get(str(number), str(number)): queue for queue, number in named.items()}


def _here(session: Session) -> int:
    return next((n for one, n in history_imports.every(session) if one.source == SOURCE), 0)
