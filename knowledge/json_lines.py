"""This module reads files of JSON Lines: one object per line. An error names the file and the number of the line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from knowledge.errors import DataError

T = TypeVar("T")
_MOST_COMPLAINTS = 5


def read_lines(path: Path, make: Callable[[int, dict[str, Any]], T]) -> list[T]:
    """Return what `make` returns for each line that is not blank, given its number (the first is 1) and its object.

    Only a newline ends a line, because a customer's text may hold other characters that look like line ends. Raises
    `DataError` at the first line that is not an object or that `make` cannot use, and for a file that is not UTF-8;
    raises OSError if the file cannot be opened.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8: {error}") from error
    made = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                made.append(make(number, _object(line)))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                raise DataError(f"{path}, line {number}: {_reason(error)}") from error
    return made


def complaints(error: ValidationError) -> str:
    """Return Pydantic's errors in words, for the person who maintains the file; at most five of them."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    said = [f"{'.'.join(str(part) for part in e['loc']) or 'row'}: {e['msg']}" for e in found[:_MOST_COMPLAINTS]]
    return "; ".join(said) + (f"; and {len(found) - _MOST_COMPLAINTS} more" if len(found) > _MOST_COMPLAINTS else "")


def _object(line: str) -> dict[str, Any]:
    row = json.loads(line)
    if not isinstance(row, dict):
        raise TypeError("is no object with columns")
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
