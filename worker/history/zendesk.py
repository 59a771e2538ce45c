"""This module brings in the tickets of a Zendesk: page by page of its export, a few tickets per transaction.

The cursor moves with the last tickets of its page. A run that is killed before reads that page again, and asks nothing about
the tickets of it that are here as they are there: a ticket is known by the time of its last change.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from worker.db import history_imports
from worker.db.session import transaction
from worker.errors import HelpdeskRejected
from worker.helpdesks.zendesk.client import SOURCE
from worker.helpdesks.zendesk.export import Export, Page
from worker.helpdesks.zendesk.past import Names, People, is_gone, named_in, past_ticket
from worker.history.imports import MISSING, REQUESTS, Pass
from worker.past import PastTicket

BATCH = 10  # tickets per transaction: what a kill costs is so many requests
UNREADABLE = "unreadable"
KNOWN = "seen_again"  # in the export again, but as it is here


@dataclass
class Reading:
    """A reading is one run of the import. `done` is called with the number of tickets seen."""

    export: Export
    course: Pass
    own_agent: str | None
    done: Callable[[int], None] = lambda _: None
    names: Names = field(default_factory=Names)
    people: People = field(default_factory=People)
    seen: int = 0
    _asked: int = 0  # requests that are counted already

    def run(self) -> None:
        """Read to the end. What goes wrong for longer raises; all that was stored until then stays."""
        self.names = names(self.export)
        while True:
            page = self._page()
            self.people.meet(page.users)
            self._take(page)
            if page.end:
                return

    def _page(self) -> Page:
        at = self.course.at
        try:
            return self.export.page(since=at.since, cursor=at.cursor)
        except HelpdeskRejected as error:
            if at.cursor is None:
                raise
            self.export.tell(f"{error}: Zendesk does not know the place any more, and the export begins anew")
            self.course.store((), cursor=None)
            return self.export.page(since=at.since)

    def _take(self, page: Page) -> None:
        """Store the tickets of a page, each once: Zendesk may show one twice, and the later is the newer."""
        tickets = {str(ticket["id"]): ticket for ticket in page.tickets}
        gone = [id_ for id_, ticket in tickets.items() if is_gone(ticket)]
        there = {id_: ticket for id_, ticket in tickets.items() if id_ not in set(gone)}
        new = self._new(there)
        batches = [new[first : first + BATCH] for first in range(0, len(new), BATCH)] or [[]]
        self._tell(len(tickets) - len(new))
        for number, batch in enumerate(batches, 1):
            counted, last = Counter({KNOWN: len(there) - len(new)} if number == 1 else {}), number == len(batches)
            made = list(self._made(batch, counted))
            counted[REQUESTS] += self.export.asked - self._asked
            self._asked = self.export.asked
            # the deleted ones go with the first batch: nobody should wait for a deletion until a page is read
            self.course.store(
                made,
                removed=gone if number == 1 else (),
                counted=counted,
                cursor=(page.after or self.course.at.cursor) if last else self.course.at.cursor,
                end=last and page.end,
            )
            self._tell(len(batch))

    def _tell(self, more: int) -> None:
        self.seen += more
        self.done(self.seen)

    def _new(self, tickets: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Return the tickets that are not here as they are there."""
        with transaction(self.course.database) as session:
            known = history_imports.known_stamps(session, SOURCE, list(tickets))
        stamps = {id_: at.timestamp() for id_, at in known.items() if at}
        return [one for id_, one in tickets.items() if stamps.get(id_) != _stamp(one.get("updated_at"))]

    def _made(self, batch: list[Mapping[str, Any]], counted: Counter[str]) -> Iterator[PastTicket]:
        read: list[tuple[Mapping[str, Any], list[Mapping[str, Any]]]] = []
        for ticket in batch:
            try:
                read.append((ticket, self._audits(str(ticket["id"]))))
            except HelpdeskRejected:  # deleted meanwhile, or not for this token
                counted[MISSING] += 1
        unknown = self.people.unknown(one for ticket, audits in read for one in named_in(ticket, audits))
        self.people.meet(self.export.users(unknown))
        for ticket, audits in read:
            try:
                yield past_ticket(SOURCE, ticket, audits, self.people, self.names, self.own_agent)
            except (KeyError, TypeError, ValueError, AttributeError):
                counted[UNREADABLE] += 1

    def _audits(self, id_: str) -> list[Mapping[str, Any]]:
        audits: list[Mapping[str, Any]] = []
        for page in self.export.audits(id_):
            self.people.meet(page.get("users") or ())
            audits += page.get("audits") or ()
        return audits


def names(export: Export) -> Names:
    return Names(export.names("groups"), export.names("brands"), export.names("ticket_fields", "title"))


def _stamp(written: object) -> float | None:
    try:
        return datetime.fromisoformat(str(written)).timestamp()
    except ValueError:
        return None
