"""This module makes past tickets of the rows of a file. A row that cannot be read is told with its line, and the others go on.

An id that the file does not have is made from the contents of a row, so that the same row is the same ticket the next time;
rows with the same contents are counted.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from worker.errors import Unfit
from worker.history.files import contents
from worker.history.files.cells import Cells
from worker.history.files.column_names import Role
from worker.history.files.mapping import FileMapping
from worker.history.files.messages import Reading, Said, with_authors
from worker.history.files.table import Row, Table
from worker.history.words import same
from worker.past import PastMessage, PastTicket
from worker.thread import Author

T = TypeVar("T")


@dataclass(frozen=True)
class Reject:
    line: int
    why: str


def tickets(table: Table, mapping: FileMapping, source: str) -> Iterator[PastTicket | Reject]:
    """Yield a ticket, or what is wrong, in the order in which they stand in the file. The same file and mapping give the same."""
    yield from (Reject(one.line, one.why) for one in table.broken)
    maker = _Maker(mapping, source)
    yield from maker.by_message(table.rows) if mapping.by_message else maker.by_ticket(table.rows)


@dataclass
class _Maker:
    mapping: FileMapping
    source: str
    _lines: dict[str, int] = field(default_factory=dict)  # where an id stood first
    _alike: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._cells = Cells(self.mapping)
        self._reading = Reading(self.mapping)

    def by_ticket(self, rows: Sequence[Row]) -> Iterator[PastTicket | Reject]:
        for row in rows:
            try:
                id_ = self._id(row)
                if id_ in self._lines:
                    raise Unfit(f"its id stands in line {self._lines[id_]} as well")
                made = self._ticket(id_, [row], tuple(self._said(row)))
                self._lines[id_] = row.line
                yield made
            except (Unfit, ValueError) as error:
                yield Reject(row.line, str(error))

    def by_message(self, rows: Sequence[Row]) -> Iterator[PastTicket | Reject]:
        """Yield tickets by their first rows; the rows of one need not stand together."""
        grouped: dict[str, list[tuple[Row, Said]]] = {}
        for row in rows:
            try:
                said_ = self._reading.message(row.values)
                grouped.setdefault(self._id(row), []).append((row, said_))
            except (Unfit, ValueError) as error:
                yield Reject(row.line, str(error))
        for id_, said in grouped.items():
            ordered = _in_order(said, lambda pair: pair[1].message.at)  # the newest may stand first
            rows_ = [row for row, _ in ordered]
            told = with_authors([one for _, one in ordered], self._cells.text(rows_[0], Role.REQUESTER_EMAIL))
            try:
                yield self._ticket(id_, rows_, tuple(told))
            except (Unfit, ValueError) as error:
                yield Reject(rows_[0].line, str(error))

    def _ticket(self, id_: str, rows: Sequence[Row], messages: tuple[PastMessage, ...]) -> PastTicket:
        first = next((one for one in messages if one.author is Author.CUSTOMER and one.text.strip()), None)
        if first is None:
            raise Unfit("it has no text of the customer")
        queues = self._cells.each(rows, Role.QUEUE)
        ranks = self._cells.each(rows, Role.PRIORITY)
        email = contents.email_in(self._cells.any(rows, Role.REQUESTER_EMAIL)) or first.author_email
        name = self._cells.any(rows, Role.REQUESTER_NAME) or first.author_name
        return PastTicket(
            source=self.source,
            external_id=id_,
            subject=self._cells.any(rows, Role.SUBJECT),
            messages=messages,
            requester_email=email,
            requester_name=name,
            account=self._cells.any(rows, Role.ACCOUNT) or None,
            language=contents.language_in(self._cells.any(rows, Role.LANGUAGE)),
            channel=self._cells.any(rows, Role.CHANNEL),
            brand=self._cells.any(rows, Role.BRAND) or None,
            status=self._cells.last(rows, Role.STATUS),
            tags=self._cells.list(rows, Role.TAGS),
            group_first=self._cells.any(rows, Role.QUEUE_FIRST) or next(iter(queues), None),
            group_last=next(reversed(queues), None),
            priority_first=self._cells.any(rows, Role.PRIORITY_FIRST) or next(iter(ranks), None),
            priority_last=next(reversed(ranks), None),
            assignee=self._cells.last(rows, Role.ASSIGNEE) or None,
            reopened=self._cells.count(rows, Role.REOPENED),
            fields=self._cells.further(rows),
            passages=self._cells.list(rows, Role.PASSAGES),
            created_at=self._cells.date(rows[0], Role.CREATED) or first.at,
            solved_at=self._cells.date(rows[-1], Role.SOLVED),
            updated_at=self._cells.date(rows[-1], Role.UPDATED),
        )

    def _said(self, row: Row) -> Iterator[PastMessage]:
        """Yield the messages of a row that is a ticket: what was asked, a list of messages, and what was answered."""
        nested = self._nested(row)
        asked = self._cells.text(row, Role.BODY)
        known = {same(one.text) for one in nested}
        if not nested or (asked and same(asked) not in known):  # a description is often the first message once more
            yield PastMessage(
                Author.CUSTOMER,
                asked or self._cells.text(row, Role.SUBJECT),
                self._cells.date(row, Role.CREATED),
                author_name=self._cells.text(row, Role.REQUESTER_NAME) or None,
                author_email=contents.email_in(self._cells.text(row, Role.REQUESTER_EMAIL)),
            )
        yield from nested
        answered = self._cells.text(row, Role.ANSWER)
        if answered and same(answered) not in known:
            at, who = self._cells.date(row, Role.SOLVED), self._cells.text(row, Role.ASSIGNEE)
            mail = contents.email_in(who)
            yield PastMessage(Author.AGENT, answered, at, author_name=None if mail else who or None, author_email=mail)

    def _nested(self, row: Row) -> list[PastMessage]:
        if Role.MESSAGES not in self._cells.columns:
            return []
        requester = contents.email_in(self._cells.text(row, Role.REQUESTER_EMAIL))
        said = list(self._reading.nested(row.values.get(self._cells.columns[Role.MESSAGES])))
        return with_authors(_in_order(said, lambda one: one.message.at), requester)

    def _id(self, row: Row) -> str:
        if Role.ID in self._cells.columns:
            if not (id_ := self._cells.text(row, Role.ID)):
                raise Unfit(f"it has no id ({self._cells.columns[Role.ID]})")
            return id_
        digest = hashlib.sha256(json.dumps(row.values, sort_keys=True, default=str).encode("utf-8", "surrogatepass"))
        name = digest.hexdigest()[:20]
        self._alike[name] += 1
        return f"row-{name}" if self._alike[name] == 1 else f"row-{name}-{self._alike[name]}"


def _in_order(said: list[T], at: Callable[[T], datetime | None]) -> list[T]:
    """Return messages oldest first; where one has no time, as they stand."""
    times = [at(one) for one in said]
    if not all(times):
        return said
    return [one for _, one in sorted(zip(times, said, strict=True), key=lambda pair: pair[0] or datetime.min)]
