"""This module reads a file of past tickets into rows with named columns, and says which of them are broken."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from worker.errors import Refused
from worker.history.files import contents, json_rows
from worker.history.files.column_names import known
from worker.history.files.delimited import Broken, Dialect, Record, dialect_of, records
from worker.history.files.encoding import encoding_of

Kind = Literal["csv", "jsonl"]
_SPOKEN = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_JSON = frozenset({".json", ".jsonl", ".ndjson"})


@dataclass(frozen=True)
class Row:
    """A row is what stands in one line or item of a file. `line`: from 1."""

    line: int
    values: dict[str, Any]


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: Sequence[Row]
    broken: Sequence[Broken]
    sha256: str  # of the bytes
    told: str  # how it was read: "CSV, semicolon, cp1252"
    unit: str = "line"
    notes: Sequence[str] = field(default=())

    def values(self, column: str) -> list[Any]:
        return [row.values.get(column) for row in self.rows]


def read(path: Path, kind: Kind | None = None, encoding: str | None = None) -> Table:
    """Read a file. Raises `Refused` for one that is empty or no text."""
    if not path.is_file():
        raise Refused(f"{path}: there is no such file")
    digest = _digest(path)
    name = encoding or encoding_of(path)
    try:
        with path.open(encoding=name, errors="replace", newline="") as file:
            lines = list(file)  # by the ends of lines that files have, and no others
    except LookupError:
        raise Refused(f"{name} is no encoding that is known here") from None
    first = next((line.lstrip("\ufeff").strip() for line in lines if line.strip("\ufeff \t\r\n")), "")
    if not first:
        raise Refused(f"{path} is empty")
    kind = kind or ("jsonl" if path.suffix.lower() in _JSON or first[0] in "{[" else "csv")
    table = _json(lines, digest, name) if kind == "jsonl" else _csv(lines, digest, name)
    if not table.rows:
        why = f": {table.unit} {table.broken[0].line}: {table.broken[0].why}" if table.broken else ""
        raise Refused(f"{path} has no row that can be read{why}")
    lost = sum(line.count("\ufffd") for line in lines)
    notes = [f"{lost:,} signs are not of {name}: try another --encoding"] if lost else []
    return Table(table.columns, table.rows, table.broken, digest, table.told, table.unit, notes)


def _csv(lines: list[str], digest: str, encoding: str) -> Table:
    dialect = dialect_of(lines)
    found = list(records(lines, dialect))
    header = next((one for one in found if isinstance(one, Record)), None)
    if header is None:
        return Table((), (), [one for one in found if isinstance(one, Broken)], digest, "CSV")
    named = _is_header(header.values)
    columns = _columns(header.values, named=named)
    rows, broken = [], []
    for one in found:
        if isinstance(one, Broken):
            broken.append(one)
        elif one is header and named:
            continue
        elif (why := _misfit(one.values, columns)) is not None:
            broken.append(Broken(one.line, why))
        else:
            rows.append(Row(one.line, dict(zip(columns, one.values, strict=False))))
    return Table(columns, rows, broken, digest, _told(dialect, encoding, named=named))


def _json(lines: list[str], digest: str, encoding: str) -> Table:
    found, unit = json_rows.read(lines)
    rows = [Row(line, json_rows.flat(one)) for line, one in found if isinstance(one, dict)]
    broken = [Broken(line, one) for line, one in found if isinstance(one, str)]
    columns = tuple(dict.fromkeys(name for row in rows for name in row.values))
    return Table(columns, rows, broken, digest, f"JSON{' Lines' if unit == 'line' else ''}, {encoding}", unit)


def _is_header(values: Sequence[str]) -> bool:
    """Return whether the first record names the columns: several of them are known names, or none looks like a value. One
    known name beside values may be a value too: a channel is "email", an author "agent"."""
    said = [value.strip() for value in values if value.strip()]
    if sum(known(value) for value in said) > 1:
        return True
    return not any(len(value) > 60 or contents.is_email(value) or contents.is_number(value) for value in said)


def _columns(values: Sequence[str], *, named: bool) -> tuple[str, ...]:
    """Return a name for each column, each once."""
    columns: list[str] = []
    for number, value in enumerate(values, 1):
        name = value.strip().lstrip("\ufeff") if named else ""
        name = name or f"column {number}"
        columns.append(name if name not in columns else f"{name} ({number})")
    return tuple(columns)


def _misfit(values: Sequence[str], columns: Sequence[str]) -> str | None:
    """Return what is wrong with the number of values, if it is: empty ones more at the end are not."""
    more = values[len(columns) :]
    if len(values) < len(columns) or any(value.strip() for value in more):
        return f"it has {len(values)} columns, and the header has {len(columns)}"
    return None


def _told(dialect: Dialect, encoding: str, *, named: bool) -> str:
    separated = _SPOKEN.get(dialect.delimiter, dialect.delimiter)
    return f"CSV, {separated}, {encoding}{'' if named else ', without a header'}"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
