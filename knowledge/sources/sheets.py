"""This module reads rows of the company's own files: CSV, JSON, JSON Lines, YAML. They may be wrong but are not hostile."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import BadDocumentError, SourceError
from knowledge.parsing.character_sets import decode
from knowledge.passages import Document
from knowledge.sources.base import BadDocument, Item, fingerprint, require

# YAML is read at a few hundred kilobytes per second; the others are read line by line or by C code.
MOST_BYTES = {".csv": 200_000_000, ".jsonl": 1_000_000_000, ".json": 100_000_000, ".yaml": 5_000_000, ".yml": 5_000_000}
_DELIMITERS = (",", ";", "\t")  # spreadsheets in half of Europe write semicolons
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Row:
    number: int  # as a person counts the rows of the file
    values: dict[str, Any]
    error: str = ""  # why it cannot be read; then `values` may be empty

    def id(self, column: str = "id") -> str | None:
        value = self.values.get(column)
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) and str(value) else None

    def item(self, source: str, read: Callable[[], Document], *decides: object) -> Item | BadDocument:
        """Return an item or a bad document. A bad row keeps its passages; if it has no id, the whole file keeps them."""
        own, reason = self.id(), self.error
        if own is None:
            path = f"{source}/row {self.number}"
            return BadDocument(path, f"row {self.number}: {reason or 'has no id'}", identified=False)
        try:
            mark = fingerprint(json.dumps(self.values, sort_keys=True, default=str), *decides)
        except (RecursionError, ValueError, TypeError) as error:
            mark, reason = "", reason or f"{type(error).__name__}: {error}"
        path = f"{source}/{own}"
        return BadDocument(path, f"row {self.number}: {reason}") if reason else Item(path, mark, read)


def read_data(file: Path, source: str) -> Any:
    """Return the content of a JSON or YAML file."""
    raw = _raw(file, source)
    try:
        text = decode(raw)
        if file.suffix.lower() not in {".yaml", ".yml"}:
            return json.loads(text)
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_LOADER)):
            # Nine aliases of nine aliases, nested nine times, are a gigabyte.
            raise SourceError(f"{file} uses aliases (*name): write the values out")
        return yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, BadDocumentError, ValueError, RecursionError) as error:
        raise SourceError(f"{file} cannot be read: {str(error) or type(error).__name__}") from error


def _raw(file: Path, source: str) -> bytes:
    most = MOST_BYTES.get(file.suffix.lower())
    if most is None:
        raise SourceError(f"{file} is none of {', '.join(MOST_BYTES)}: the source {source!r} reads these")
    require(file, source)
    try:
        if (size := file.stat().st_size) > most:
            raise SourceError(f"{file} has {size:,} bytes, more than {most:,}: split it into several sources")
        return file.read_bytes()
    except OSError as error:
        raise SourceError(f"{file} cannot be opened: {error.strerror or error}") from error


def rows(file: Path, source: str) -> Iterator[Row]:
    """Yield the rows of CSV, JSON Lines, or a JSON or YAML file that is one list."""
    match file.suffix.lower():
        case ".csv":
            yield from _csv(file, source)
        case ".jsonl":
            yield from _lines(file, source)
        case _:
            yield from numbered(read_data(file, source), file)


def numbered(data: Any, file: Path) -> Iterator[Row]:
    if not isinstance(data, list):
        raise SourceError(f"{file} must hold a list of rows")
    for number, values in enumerate(data, 1):
        if isinstance(values, dict):
            yield Row(number, values)
        else:
            yield Row(number, {}, "is no object with columns")


def _lines(file: Path, source: str) -> Iterator[Row]:
    raw = _raw(file, source)
    lines: list[str | bytes]
    try:
        lines = [*decode(raw).split("\n")]
    except BadDocumentError:  # then the readable lines are used
        lines = [*raw.split(b"\n")]
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Row(number, {}, f"{type(error).__name__}: {error}")
            continue
        yield Row(number, values) if isinstance(values, dict) else Row(number, {}, "is no object with columns")


def _csv(file: Path, source: str) -> Iterator[Row]:
    try:
        text = decode(_raw(file, source))
    except BadDocumentError as error:
        raise SourceError(f"{file} cannot be read: {error}") from error
    header = text.lstrip("\n").partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=header.count), strict=True)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        if len(set(names)) != len(names) or not any(names):
            raise SourceError(f"{file} must begin with a row of different column names, not with {names}")
        for cells in reader:
            number = reader.line_num
            values: dict[str, Any] = {n: c.strip() or None for n, c in zip(names, cells, strict=False) if n}
            if any(values.values()):
                wrong = "has more cells than the header: text with a separator in it needs quotes"
                yield Row(number, values, wrong if len(cells) > len(names) else "")
    except csv.Error as error:
        raise SourceError(f"{file} line {reader.line_num} is not CSV: {error}") from error
