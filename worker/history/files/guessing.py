"""This module guesses what each column of a file is, from its name and from what stands in it.

A name alone is not enough: what a column is called "date" but has no dates is no date. The contents alone tell the text of the
customer, where no name does. Every role is given once, the surest first; what is left is a further field of the ticket.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from worker.history.files import contents
from worker.history.files.column_names import OF_MESSAGES, Role, is_anothers, likeness
from worker.history.files.table import Table
from worker.history.words import same

SAMPLE = 2_000  # rows that are looked at
LEAST = 0.4  # of likeness
_UNNAMED = re.compile(r"column \d+")  # as `table` names what has no name
_LONG = 25.0  # characters of a text, on the average; titles and names are shorter
_SPAN, _LONGEST_SPAN = (
    re.compile(r"(?:\d{1,6}(?:[.,:]\d{1,4}){0,3} ?[^\W\d_]{0,10}\.?,? ?){1,5}"),
    40,
)  # "02:10:33", "2 days 3 h"
_MANY, _FEW, _SHORT = 30, 0.1, 60.0  # values; of them different ones; characters of what names a macro
_REPEATED, _MOSTLY = (
    0.95,
    0.67,
)  # with fewer different ids than this share of its rows, a file has several rows per ticket


def text_of(value: Any) -> str:
    """Return a value as text; of a list its texts."""
    if isinstance(value, list | tuple):
        return " ".join(one for one in value if isinstance(one, str))
    return value if isinstance(value, str) else "" if value is None else str(value)


@dataclass(frozen=True)
class Column:
    """A column is what its values look like: shares of those that are not empty."""

    name: str
    values: Sequence[Any]  # of the sample, not empty

    @property
    def texts(self) -> list[str]:
        return [text_of(value) for value in self.values]

    def share(self, test: Callable[[str], object]) -> float:
        return sum(bool(test(one)) for one in self.texts) / len(self.values) if self.values else 0.0

    @property
    def length(self) -> float:
        return sum(map(len, self.texts)) / len(self.values) if self.values else 0.0

    @property
    def different(self) -> float:
        return len({str(one) for one in self.values}) / len(self.values) if self.values else 0.0

    @property
    def is_list_of_messages(self) -> bool:
        lists = [one for one in self.values if isinstance(one, list)]
        nested = any(isinstance(item, dict) for one in lists for item in one)
        return nested or self.share(lambda one: one.lstrip().startswith("[{")) > 0.5


def guess(table: Table) -> dict[str, Role]:
    """Return the role of each column."""
    columns = [_column(table, name) for name in table.columns]
    scores = [(score, column.name, role) for column in columns for role, score in _scores(column).items()]
    order = {name: -place for place, name in enumerate(table.columns)}  # of two that are alike, the first
    scores.sort(key=lambda one: (one[0], order[one[1]]), reverse=True)
    given: dict[str, Role] = {}
    for score, name, role in scores:
        if score >= LEAST and name not in given and role not in given.values():
            given[name] = role
    _text(columns, given)
    if not is_by_message(table, given):
        return {name: _of_ticket(given.get(name, Role.FIELD)) for name in table.columns}
    _of_each_message(table, given)
    return {name: given.get(name, Role.FIELD) for name in table.columns}


def is_by_message(table: Table, roles: Mapping[str, Role]) -> bool:
    """Return whether a row is a message and not a ticket: ids come back, and a column says who wrote. Without such a column
    most ids must come back, and no row may have an answer beside the question."""
    by_role = {role: name for name, role in roles.items()}
    ids = [str(one) for one in table.values(by_role[Role.ID])[:SAMPLE] if one] if Role.ID in by_role else []
    if not ids or Role.MESSAGES in by_role:
        return False
    different = len(set(ids)) / len(ids)
    if OF_MESSAGES & set(by_role):
        return different < _REPEATED
    return different < _MOSTLY and Role.BODY in by_role and Role.ANSWER not in by_role


def _of_ticket(role: Role) -> Role:
    """Return a role in a file without messages: who wrote one is a field like others."""
    return Role.FIELD if role in OF_MESSAGES else role


def _of_each_message(table: Table, given: dict[str, Role]) -> None:
    """Change the roles of what differs from message to message of one ticket: an address is then the writer's."""
    by_role = {role: name for name, role in given.items()}
    other = {Role.REQUESTER_EMAIL: Role.AUTHOR_EMAIL, Role.REQUESTER_NAME: Role.AUTHOR_NAME, Role.CREATED: Role.AT}
    for role, instead in other.items():
        if role in by_role and instead not in by_role and _differs(table, by_role[Role.ID], by_role[role]):
            given[by_role[role]] = instead


def _differs(table: Table, ids: str, column: str) -> bool:
    """Return whether a column differs within most tickets that have several rows."""
    seen: dict[str, set[str]] = {}
    times: Counter[str] = Counter()
    for row in table.rows[:SAMPLE]:
        if (id_ := row.values.get(ids)) and (value := row.values.get(column)):
            seen.setdefault(str(id_), set()).add(str(value))
            times[str(id_)] += 1
    several = [id_ for id_, n in times.items() if n > 1]
    return bool(several) and sum(len(seen[id_]) > 1 for id_ in several) > len(several) / 2


def _column(table: Table, name: str) -> Column:
    values = [row.values.get(name) for row in table.rows[:SAMPLE]]
    return Column(name, [one for one in values if one not in (None, "", [])])


def _scores(column: Column) -> dict[Role, float]:
    """Return how likely a column is for each role: its name, where its contents allow it."""
    if column.is_list_of_messages:
        return {Role.MESSAGES: 1.0}
    scores = {role: score for role, score in likeness(column.name).items() if _allows(role, column)}
    mails = column.share(contents.is_email)
    if mails > 0.8:  # an address is one, whatever it is called
        kind = [role for role in (Role.AUTHOR_EMAIL, Role.AUTHOR, Role.ASSIGNEE) if role in scores]
        asks = (
            {} if is_anothers(column.name) else {Role.REQUESTER_EMAIL: max(0.45, scores.get(Role.REQUESTER_EMAIL, 0))}
        )
        scores = {role: scores[role] for role in kind} | asks
    elif Role.REQUESTER_EMAIL in scores:  # "from" or "contact" with names in it
        scores[Role.REQUESTER_NAME] = max(scores.get(Role.REQUESTER_NAME, 0), scores.pop(Role.REQUESTER_EMAIL) - 0.1)
    if Role.BODY in scores:  # of several texts, the longest is the customer's
        scores[Role.BODY] += 0.15 * min(1.0, column.length / 200)
    if (
        _UNNAMED.fullmatch(column.name)
        and column.share(contents.is_date) > 0.8
        and not column.share(contents.is_number)
    ):
        scores[Role.CREATED] = 0.45
    if not column.values:
        return {role: min(score, 0.5) for role, score in scores.items()}  # nothing contradicts it, and nothing is lost
    return scores


def _allows(role: Role, column: Column) -> bool:
    """Return whether what stands in a column can be what its name says."""
    if not column.values:
        return True
    match role:
        case Role.CREATED | Role.SOLVED | Role.UPDATED | Role.AT:
            return column.share(contents.is_date) > 0.5
        case Role.REQUESTER_EMAIL:
            return column.length < 80
        case Role.MESSAGES:
            return column.is_list_of_messages
        case Role.BODY | Role.ANSWER:
            words = column.length >= 15 or column.different > 0.5
            is_text = words and column.share(contents.is_number) < 0.5 and column.share(contents.is_date) < 0.5
            return is_text and not (role is Role.ANSWER and _names_something(column))
        case Role.ID | Role.MESSAGE_ID:
            return column.length < 60 and column.share(lambda one: " " in one.strip()) < 0.5
        case (
            Role.QUEUE
            | Role.PRIORITY
            | Role.STATUS
            | Role.QUEUE_FIRST
            | Role.PRIORITY_FIRST
            | Role.CHANNEL
            | Role.BRAND
        ):
            return column.length < 60 and (column.different < 0.6 or len(column.values) < 30)
        case Role.LANGUAGE:
            return column.share(contents.language_in) > 0.3
        case Role.PUBLIC | Role.PRIVATE | Role.ESCALATED | Role.REOPENED:
            return len({same(one) for one in column.texts}) <= 12
        case Role.REQUESTER_NAME | Role.ASSIGNEE | Role.ACCOUNT | Role.AUTHOR:
            return column.length < 60
        case Role.SUBJECT:
            return column.length < 300
    return True


def _names_something(column: Column) -> bool:
    """Return whether a column beside the answers is meant: how long something took, or which macro was used."""
    lasted = column.share(lambda one: len(one) < _LONGEST_SPAN and _SPAN.fullmatch(one.strip()))
    few = len(column.values) >= _MANY and column.different < _FEW and column.length < _SHORT
    return lasted > 0.5 or few


def _text(columns: Sequence[Column], given: dict[str, Role]) -> None:
    """Find the customer's text where no name tells it: the longest column that is none of the others."""
    if {Role.BODY, Role.MESSAGES} & set(given.values()):
        return
    free = [one for one in columns if given.get(one.name) in {None, Role.SUBJECT} and one.length >= _LONG]
    longest = max(free, key=lambda one: one.length, default=None)
    if longest is not None:
        given[longest.name] = Role.BODY
    elif (subject := next((name for name, role in given.items() if role is Role.SUBJECT), None)) is not None:
        given[subject] = Role.BODY  # a file of titles: better than nothing to read
