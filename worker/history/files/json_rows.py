"""This module reads JSON Lines, and a JSON array or an object with one, into flat rows."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

_DEEPEST = 3  # objects within objects
Found = list[tuple[int, dict[str, Any] | str]]  # line or item, and the object or what is wrong


def read(lines: Sequence[str]) -> tuple[Found, str]:
    """Return what stands in each line or item, and which of the two it is."""
    said = [(number, line.strip().lstrip("\ufeff")) for number, line in enumerate(lines, 1)]
    said = [(number, line) for number, line in said if line]
    if said and not said[0][1].startswith("[") and isinstance(_object(said[0][1]), dict) and not _wraps(said):
        return [(number, _object(line)) for number, line in said], "line"
    try:
        whole = json.loads("".join(lines).lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return [(number, _object(line)) for number, line in said], "line"
    items = whole if isinstance(whole, list) else _list_in(whole)
    if items is None:
        return [(1, whole if isinstance(whole, dict) else "it is no object")], "item"
    return [(n, one if isinstance(one, dict) else "it is no object") for n, one in enumerate(items, 1)], "item"


def flat(row: Mapping[str, Any], prefix: str = "", depth: int = 1) -> dict[str, Any]:
    """Return a row whose values are texts, numbers and lists: what stands in an object is named "requester.email"."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict) and value and depth < _DEEPEST:
            found |= flat(value, f"{prefix}{name}.", depth + 1)
        elif isinstance(value, bool):
            found[f"{prefix}{name}"] = "true" if value else "false"
        elif isinstance(value, int | float):
            found[f"{prefix}{name}"] = str(value)
        elif isinstance(value, dict):
            found[f"{prefix}{name}"] = json.dumps(value, ensure_ascii=False)
        else:
            found[f"{prefix}{name}"] = value
    return found


def _object(line: str) -> dict[str, Any] | str:
    try:
        read = json.loads(line)
    except RecursionError:
        return "it is no JSON: too many brackets"
    except ValueError as error:
        return f"it is no JSON: {getattr(error, 'msg', error)}"
    return read if isinstance(read, dict) else "it is no object"


def _wraps(said: Sequence[tuple[int, str]]) -> bool:
    """Return whether a file of one line is an object around the list of tickets."""
    only = _object(said[0][1]) if len(said) == 1 else ""
    return isinstance(only, dict) and len(only) <= 4 and _list_in(only) is not None


def _list_in(whole: Any) -> list[Any] | None:
    """Return the one list of objects in an object; a conversation is none."""
    if not isinstance(whole, dict) or any(name in whole for name in ("id", "subject", "messages")):
        return None
    lists = [one for one in whole.values() if isinstance(one, list) and one and isinstance(one[0], dict)]
    return lists[0] if len(lists) == 1 else None
