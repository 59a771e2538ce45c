"""This module reads files of JSON Lines: one object per line. An error names the file, and each bad line with what is wrong."""

import codecs
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from knowledge.errors import DataError

T = TypeVar("T")
_MOST_COMPLAINTS = 5  # about one line
_MOST_LINES = 20  # that an error names
_OTHER_MARKS = ((codecs.BOM_UTF32_LE, "UTF-32"), (codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16"))


def read_lines(path: Path, make: Callable[[int, dict[str, Any]], T]) -> list[T]:
    """Return what `make` returns for each line that is not blank, given its number (the first is 1) and its object.

    Only a newline ends a line, because a customer's text may hold other characters that look like line ends. A mark of UTF-8
    at the beginning, which some editors write, is none of the text. Raises `DataError` with all lines that are not an object
    or that `make` cannot use, and for a file that is not UTF-8; raises OSError if the file cannot be opened.
    """
    text = _text(path)
    made: list[T] = []
    bad: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                made.append(make(number, _object(line)))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                bad.append((number, _reason(error)))
    if bad:
        raise DataError(_told(path, text, bad))
    return made


def complaints(error: ValidationError) -> str:
    """Return Pydantic's errors in words, for the person who maintains the file; at most five of them."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    said = [f"{'.'.join(str(part) for part in e['loc']) or 'row'}: {e['msg']}" for e in found[:_MOST_COMPLAINTS]]
    return "; ".join(said) + (f"; and {len(found) - _MOST_COMPLAINTS} more" if len(found) > _MOST_COMPLAINTS else "")


def _text(path: Path) -> str:
    """Return the text of a file. Raises `DataError` for another encoding, and for a folder."""
    try:
        data = path.read_bytes()
    except IsADirectoryError as error:
        raise DataError(f"{path} is a folder: name a file of JSON Lines") from error
    for mark, name in _OTHER_MARKS:
        if data.startswith(mark):
            raise DataError(f"{path} is not UTF-8 but {name}: save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        kind = "it looks like UTF-16" if b"\0" in data[:1000] else "it may be Latin-1 or Windows-1252"
        raise DataError(
            f"{path} is not UTF-8 (byte {data[error.start]:#04x} in line {line}; {kind}): save it as UTF-8"
        ) from error


def _told(path: Path, text: str, bad: Sequence[tuple[int, str]]) -> str:
    if (query := _query(text)) is not None:
        return (
            f"{path} is one JSON document, not an object per line: `jq -c '{query}' {path} > lines.jsonl` writes lines"
        )
    if len(bad) == 1:
        return f"{path}, line {bad[0][0]}: {bad[0][1]}"
    lines = [f"  {path}, line {number}: {why}" for number, why in bad[:_MOST_LINES]]
    more = [f"  and {len(bad) - _MOST_LINES} more lines"] if len(bad) > _MOST_LINES else []
    return "\n".join([f"{len(bad)} lines of {path} cannot be used:", *lines, *more])


def _query(text: str) -> str | None:
    """Return what takes the rows out of a file that is a list of objects, or an object over several lines, as editors and
    exports write them; None for any other."""
    if text.lstrip()[:1] not in {"[", "{"}:
        return None
    try:
        known = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(known, list):
        return ".[]" if known and all(isinstance(row, dict) for row in known) else None
    return "." if "\n" in text.strip() else None


def _object(line: str) -> dict[str, Any]:
    row = json.loads(line)
    if not isinstance(row, dict):
        raise TypeError("is no object with columns")
    if "\\u" in line:
        try:
            json.dumps(row, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise TypeError("has half of a character (a lone surrogate), which cannot be stored") from error
    return row


def _reason(error: Exception) -> str:
    match error:
        case ValidationError():
            return complaints(error)
        case json.JSONDecodeError():
            return f"is not JSON: {error.msg} at character {error.pos + 1}"
        case KeyError():
            return f"{error} is missing"
        case RecursionError():
            return "is nested too deeply"
    return str(error)
