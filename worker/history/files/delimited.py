"""This module reads delimited files (CSV) record by record, and survives a broken one.

`csv` of the standard library reads on to the end of the file after a quotation mark that is never closed. Here a record
that is broken costs its first line: it is reported, and reading goes on in the next line.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t", "|")
_LONGEST = 2_000  # lines of one record; a quotation mark that stays open longer was never closed
_SAMPLE = 400  # lines that tell the dialect
_SEP = re.compile(r"sep=(.)", re.IGNORECASE)


@dataclass(frozen=True)
class Dialect:
    delimiter: str
    escape: bool = False  # a quotation mark within quotation marks is written \" and not ""


@dataclass(frozen=True)
class Record:
    """A record is one row of a file. `line`: where it begins, from 1."""

    line: int
    values: Sequence[str]


@dataclass(frozen=True)
class Broken:
    """A broken record is a line that cannot be read."""

    line: int
    why: str


class _Unreadable(Exception):
    pass


def dialect_of(lines: Sequence[str]) -> Dialect:
    """Return the dialect whose records are the most alike: the same number of columns, several of them, none broken."""
    sample = lines[:_SAMPLE]
    if sample and (said := _SEP.fullmatch(sample[0].strip())):
        return Dialect(said[1])
    tried = [Dialect(delimiter, escape) for escape in (False, True) for delimiter in DELIMITERS]
    return max(tried, key=lambda dialect: (_fits(dialect, sample), -tried.index(dialect)))


def _fits(dialect: Dialect, sample: Sequence[str]) -> float:
    found = list(records(sample, dialect))
    if len(sample) == _SAMPLE and found:
        found = found[:-1]  # the sample may end within a record
    good = [len(one.values) for one in found if isinstance(one, Record)]
    if not good:
        return 0.0
    header = good[0]
    alike = sum(1 for columns in good if columns == header) / len(found)
    _, most = Counter(good).most_common(1)[0]
    several = min(header, 4) / 4 if header > 1 else 0.05
    return several * (0.8 * alike + 0.2 * most / len(found)) + (0.001 * header if alike > 0.9 else 0)


def records(lines: Sequence[str], dialect: Dialect) -> Iterator[Record | Broken]:
    """Yield the records of physical lines, each with its line end. Empty lines are none."""
    at = 1 if lines and _SEP.fullmatch(lines[0].strip()) else 0
    while at < len(lines):
        if not lines[at].strip("\r\n \ufeff"):
            at += 1
            continue
        try:
            values, after = _record(lines, at, dialect)
            yield Record(at + 1, values)
            at = after
        except _Unreadable as error:
            yield Broken(at + 1, str(error))
            at += 1


def _record(lines: Sequence[str], at: int, dialect: Dialect) -> tuple[list[str], int]:
    """Return the values of the record that begins in a line, and the line after it."""
    first, line, place, values = at, lines[at], 0, []
    while True:
        start = place
        while start < len(line) and line[start] == " ":
            start += 1
        if start < len(line) and line[start] == '"':
            value, line, at, place = _quoted(lines, first, at, start + 1, dialect)
        else:
            value, place = _bare(line, place, dialect.delimiter)
        values.append(value)
        if place >= len(line) or line[place] in "\r\n":
            return values, at + 1
        place += 1  # the delimiter


def _bare(line: str, place: int, delimiter: str) -> tuple[str, int]:
    end = line.find(delimiter, place)
    if end < 0:
        end = len(line.rstrip("\r\n"))
    return line[place:end], end


def _quoted(lines: Sequence[str], first: int, at: int, place: int, dialect: Dialect) -> tuple[str, str, int, int]:
    """Return a value within quotation marks, and where it ends: the line, its number, and the place behind the mark."""
    line, parts = lines[at], []
    while True:
        end = line.find('"', place)
        if end < 0:
            parts.append(line[place:])
            at += 1
            if at >= len(lines) or at - first > _LONGEST:
                raise _Unreadable("a quotation mark is opened and never closed")
            line, place = lines[at], 0
        elif dialect.escape and _is_escaped(line, end, place):
            parts.append(line[place : end - 1] + '"')
            place = end + 1
        elif not dialect.escape and line.startswith('""', end):
            parts.append(line[place : end + 1])
            place = end + 2
        else:
            parts.append(line[place:end])
            place = end + 1
            while place < len(line) and line[place] == " ":
                place += 1
            if place < len(line) and line[place] not in ("\r", "\n", dialect.delimiter):
                raise _Unreadable("a quotation mark stands in the middle of a value")
            return "".join(parts), line, at, place


def _is_escaped(line: str, end: int, start: int) -> bool:
    count = 0
    while end - count - 1 >= start and line[end - count - 1] == "\\":
        count += 1
    return count % 2 == 1
