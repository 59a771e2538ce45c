"""This module holds how a file is read, as a person confirms and edits it: the role of each column and what its values mean."""

import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from worker.company import Company
from worker.errors import Refused
from worker.history import value_mapping
from worker.history.files import contents, guessing
from worker.history.files.column_names import Role
from worker.history.files.message_values import author_of, is_public
from worker.history.files.table import Table
from worker.history.value_mapping import PRIORITIES, Values
from worker.thread import Author

_MOST_VALUES = 200  # of a column whose values are mapped
_DATES = (Role.CREATED, Role.SOLVED, Role.UPDATED, Role.AT)


@dataclass(frozen=True)
class FileMapping:
    """A mapping says how a file is read. `authors` and `visible`: what the values of columns about a message mean."""

    columns: Mapping[str, Role]
    by_message: bool = False  # a row is a message, and those with one id are a ticket
    month_first: bool = False  # 03/04/2025 is in March
    values: Values = field(default_factory=Values)
    authors: Mapping[str, str | None] = field(default_factory=dict)
    visible: Mapping[str, bool | None] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()  # what a person should look at

    def column(self, role: Role) -> str | None:
        return next((name for name, one in self.columns.items() if one is role), None)

    def to_json(self) -> dict[str, Any]:
        return {
            "columns": {name: role.value for name, role in self.columns.items()},
            "rows": {"one_per": "message" if self.by_message else "ticket", "month_first": self.month_first},
            **self.values.to_json(),
            "authors": dict(self.authors),
            "visible": dict(self.visible),
        }


def guess(table: Table, company: Company, confirmed: Mapping[str, Any] | None = None) -> FileMapping:
    """Return how a file is most likely read. What a person has `confirmed` stands; what is new since is guessed."""
    said = confirmed or {}
    columns = guessing.guess(table)
    columns |= {name: Role(role) for name, role in dict(said.get("columns") or {}).items() if name in columns}
    rows = dict(said.get("rows") or {})
    by_message = rows["one_per"] == "message" if "one_per" in rows else guessing.is_by_message(table, columns)
    made = FileMapping(columns, by_message)
    month_first = contents.month_first(_texts(table, made, *_DATES))
    told = rows.get("month_first")
    values = value_mapping.of_counts(
        _counted(table, made, Role.QUEUE, Role.QUEUE_FIRST),
        _counted(table, made, Role.PRIORITY, Role.PRIORITY_FIRST),
        company,
        confirmed=said,
    )
    authors = {value: author_of(value) for value in _kinds(table, made)}
    flipped = made.column(Role.PUBLIC) is None
    visible = {one: is_public(one, flipped=flipped) for one in _counted(table, made, Role.PUBLIC, Role.PRIVATE)}
    return replace(
        made,
        month_first=bool(month_first) if told is None else bool(told),
        values=values,
        authors=authors | {one: who for one, who in dict(said.get("authors") or {}).items() if one in authors},
        visible=visible | {one: seen for one, seen in dict(said.get("visible") or {}).items() if one in visible},
        doubts=tuple(_doubts(table, made, month_first if told is None else bool(told))),
    )


def _doubts(table: Table, made: FileMapping, month_first: bool | None) -> Iterator[str]:
    given = set(made.columns.values())
    if not {Role.BODY, Role.MESSAGES} & given:
        yield "no column has the customer's text: name one"
    if Role.ID not in given:
        yield "no column has the ticket's id: ids are made from the contents of the rows"
    if Role.ANSWER not in given and Role.MESSAGES not in given and not made.by_message:
        yield "no column has an answer: queues and priorities can be learned from these tickets, replies cannot"
    slashed = [one for one in _texts(table, made, *_DATES) if contents.is_day_or_month(one)]
    if month_first is None and slashed:
        yield f"whether {slashed[0]} begins with the day or the month no date tells: it is read as the day"
    if made.by_message and not {Role.AUTHOR, Role.AUTHOR_EMAIL, Role.AUTHOR_NAME} & given:
        yield "no column says who wrote a message: the first of a ticket is taken for the customer's, the others for the agent's"


def _texts(table: Table, made: FileMapping, *roles: Role) -> list[str]:
    names = [name for name, role in made.columns.items() if role in roles]
    return [guessing.text_of(value) for name in names for value in table.values(name) if value]


def _counted(table: Table, made: FileMapping, *roles: Role) -> Counter[str]:
    found: Counter[str] = Counter()
    for role in roles:
        counted = Counter(one.strip() for one in _texts(table, made, role) if one.strip())
        for value, n in counted.most_common(_MOST_VALUES):
            found[value] = max(found[value], n)
    return found


def _kinds(table: Table, made: FileMapping) -> list[str]:
    """Return the kinds of author that a column has; none where it has names or addresses."""
    said = _counted(table, made, Role.AUTHOR)
    kinds = [one for one in said if author_of(one) is not None]
    return list(said) if said and len(said) <= 20 and len(kinds) >= len(said) / 2 else []


def read(path: Path, table: Table, company: Company) -> dict[str, Any]:
    """Return the mapping that a person edited. Raises `Refused` with all mistakes."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{path} cannot be read: {error}") from error
    if mistakes := list(_mistakes(said, table, company)):
        raise Refused("\n".join([f"{path} cannot be used:", *(f"  - {one}" for one in mistakes)]))
    emptied = {
        name: {key: value or None for key, value in said.get(name, {}).items()} for name in ("queues", "priorities")
    }
    authors = {key: value or None for key, value in said.get("authors", {}).items()}
    visible = {key: None if value == "" else value for key, value in said.get("visible", {}).items()}
    return {**said, **emptied, "authors": authors, "visible": visible}


def _mistakes(said: Mapping[str, Any], table: Table, company: Company) -> Iterator[str]:
    allowed: dict[str, Any] = {
        "columns": tuple(Role), "queues": ("", *company.queues), "priorities": ("", *PRIORITIES),
        "authors": ("", *Author), "visible": (True, False, ""),
    }  # fmt: skip
    for name in said:
        if name not in {*allowed, "rows"}:
            yield f"[{name}] is not known: it may have {', '.join(f'[{one}]' for one in (*allowed, 'rows'))}"
        elif not isinstance(said[name], dict):
            yield f"{name} must be a table: [{name}]"
    tables = {name: one for name, one in said.items() if name in allowed and isinstance(one, dict)}
    for name, entries in tables.items():
        for key, value in entries.items():
            if value not in allowed[name]:
                known = ", ".join(json.dumps(str(one) if isinstance(one, str) else one) for one in allowed[name])
                yield f"[{name}] {key!r} is {value!r}: allowed are {known}"
    for name in tables.get("columns", {}):
        if name not in table.columns:
            yield f"[columns] {name!r} is no column of the file, which has {', '.join(map(repr, table.columns))}"
    given = Counter(value for value in tables.get("columns", {}).values() if value not in {Role.FIELD, Role.IGNORE})
    yield from (f"[columns] {role} is given to {n} columns" for role, n in given.items() if n > 1)
    rows = said.get("rows", {})
    if isinstance(rows, dict):
        if rows.get("one_per", "ticket") not in {"ticket", "message"}:
            yield '[rows] one_per is "ticket" or "message"'
        if not isinstance(rows.get("month_first", False), bool):
            yield "[rows] month_first is true or false"
        yield from (f"[rows] {one} is not known" for one in rows if one not in {"one_per", "month_first"})


def to_toml(mapping: FileMapping, file: str) -> str:
    """Return a mapping as a file to edit. It has the names and values of columns, and no text of a customer."""
    said = mapping.to_json()
    lines = [
        f"# How {file} is read. Change what is wrong, and run the import again.",
        "", "# What each column is. \"field\" keeps it as a further field of the ticket, \"ignore\" leaves it out. One of:",
        *(f"#   {', '.join(list(Role)[at : at + 10])}" for at in range(0, len(Role), 10)),
        "[columns]", *_entries(said["columns"]),
        "", "[rows]", "# A row is a \"ticket\" or a \"message\". month_first: 03/04/2025 is in March.", *_entries(said["rows"]),
        "", "# Which queue of the company file a value is; \"\" for none.", "[queues]", *_entries(said["queues"]),
        "", f"# {', '.join(PRIORITIES)}; \"\" for none.", "[priorities]", *_entries(said["priorities"]),
    ]  # fmt: skip
    if mapping.authors:
        lines += ["", f"# Who wrote: {', '.join(Author)}.", "[authors]", *_entries(said["authors"])]
    if mapping.visible:
        lines += ["", "# Whether the customer sees such a message.", "[visible]", *_entries(said["visible"])]
    return "\n".join([*lines, ""])


def _entries(values: Mapping[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        yield f"{_quoted(name)} = {str(value).lower() if isinstance(value, bool) else _quoted(value or '')}"


def _quoted(text: str) -> str:
    """Return a text as a string of TOML, which escapes as JSON does, but for one sign."""
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007f")
