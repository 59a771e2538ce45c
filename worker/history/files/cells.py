"""This module reads the cells of a row by what their columns are for a past ticket."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from worker.errors import Unfit
from worker.history.files import contents
from worker.history.files.column_names import Role
from worker.history.files.guessing import text_of
from worker.history.files.mapping import FileMapping
from worker.history.files.table import Row


class Cells:
    """Cells know which column has which role."""

    def __init__(self, mapping: FileMapping) -> None:
        self.columns: dict[Role, str] = {role: name for name, role in mapping.columns.items() if role is not Role.FIELD}
        self._fields = [name for name, role in mapping.columns.items() if role is Role.FIELD]
        self._month_first = mapping.month_first

    def text(self, row: Row, role: Role) -> str:
        name = self.columns.get(role)
        return text_of(row.values.get(name)).strip() if name else ""

    def each(self, rows: Sequence[Row], role: Role) -> list[str]:
        return [said for row in rows if (said := self.text(row, role))]

    def any(self, rows: Sequence[Row], role: Role) -> str:
        return next(iter(self.each(rows, role)), "")

    def last(self, rows: Sequence[Row], role: Role) -> str:
        return next(reversed(self.each(rows, role)), "")

    def list(self, rows: Sequence[Row], role: Role) -> tuple[str, ...]:
        """Return the items of a list, or of a text with commas, semicolons or bars; tags may stand side by side."""
        name = self.columns.get(role)
        for row in reversed(rows):
            value = row.values.get(name) if name else None
            if isinstance(value, str) and value.strip().startswith("["):
                value = _loaded(value)
            if isinstance(value, list | tuple):
                return tuple(str(one).strip() for one in value if isinstance(one, str | int) and str(one).strip())
            if isinstance(value, str) and value.strip():
                mark = next((one for one in "|;," if one in value), None)
                parts = value.split(mark) if mark or role is Role.TAGS else [value]
                return tuple(part.strip() for part in parts if part.strip())
        return ()

    def date(self, row: Row, role: Role) -> datetime | None:
        said = self.text(row, role)
        if not said:
            return None
        at = contents.date_in(said, months_first=self._month_first)
        if at is None:
            raise Unfit(f"{self.columns[role]}: {contents.shown(said)} is no date")
        return at

    def count(self, rows: Sequence[Row], role: Role) -> int:
        said = self.last(rows, role)
        number = contents.whole(said)
        return int(contents.truth(said) or 0) if number is None else number

    def further(self, rows: Sequence[Row]) -> dict[str, str]:
        """Return the further columns, and whether and why a person had to take the ticket."""
        found: dict[str, str] = {}
        for row in rows:
            found |= {name: said for name in self._fields if (said := text_of(row.values.get(name)).strip())}
        told = {role.value: self.last(rows, role) for role in (Role.ESCALATED, Role.REASON)}
        return found | {name: said for name, said in told.items() if said}


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
