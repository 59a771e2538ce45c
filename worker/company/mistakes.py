"""This module says what is wrong in a company file, each mistake with its line, what is allowed, and what was meant."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from worker.company.rules import Effect
from worker.company.toml_lines import Place, line_of

WHOLE = "whole"  # the type of an error of the schema whose message is a sentence by itself
_LISTED: tuple[tuple[str, ...], ...] = (("rules",), ("history", "escalation"))  # lists of tables
_LONGEST = 60  # characters of a key or a value that are shown or compared
_WANTED = {
    "string_type": "a text",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "float_type": "a number",
    "int_type": "a whole number",
}
_MISSING: Mapping[Place, str] = {
    ("id",): ': a short name for what is learned from your tickets, such as id = "acme"',
}


@dataclass(frozen=True)
class Mistake:
    """A mistake is one thing that the company must correct."""

    line: int
    says: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.says}"


@dataclass(frozen=True)
class Complaint:
    """A complaint is a mistake at a place of the file. The words begin with the entry, and the table stands before them."""

    place: Place
    says: str

    def located(self, data: Mapping[str, Any], lines: dict[Place, int]) -> Mistake:
        table = _table(self.place, data)
        return Mistake(line_of(self.place, lines), f"{table} {self.says}" if table else self.says)


def complaints_of(error: ValidationError, allowed: Mapping[str, Collection[str]]) -> Iterable[Complaint]:
    """Yield what the schema refuses. `allowed`: the entries of a table by its kind ("" is the whole file)."""
    for found in error.errors(include_url=False):
        place, kind = found["loc"], found["type"]
        name = named(place)
        if kind == "extra_forbidden":
            known = allowed[_kind_of_table(place)]
            yield Complaint(place, f"has no entry {quoted(place[-1])}{_instead(str(place[-1]), known)}")
        elif kind == "missing":
            yield Complaint(place, f"has no entry '{place[-1]}', which it needs{_MISSING.get(place, '')}")
        elif kind == WHOLE:
            yield Complaint(place, found["msg"])
        elif kind == "value_error":
            yield Complaint(place, f"{name} {found['ctx']['error']}")
        else:
            wanted = f"a list of tables [[{'.'.join(map(str, place))}]]" if place in _LISTED else _WANTED.get(kind)
            said = f"is {wanted}, not {_kind(found['input'])}" if wanted else found["msg"]
            yield Complaint(place, f"{name} {said}")


def named(place: Place) -> str:
    """Return an entry as a person names it within its table: "phrases.en, item 2"."""
    inner = place[_depth(place) :]
    keys = ".".join(quoted(key) for key in inner if isinstance(key, str))
    items = "".join(f", item {key + 1}" for key in inner if isinstance(key, int))
    return (keys or "it") + items


def near(word: str, known: Collection[str]) -> str:
    """Return a hint at what was meant, and at what is allowed."""
    close = get_close_matches(word[:_LONGEST].lower(), known, n=1, cutoff=0.7)
    return f": did you mean {close[0]}?" if close else f"; allowed: {', '.join(known) or 'none, for the file has none'}"


def quoted(value: object) -> str:
    """Return a key or a value on one line, in harmless signs."""
    text = str(value)
    text = text if text.isprintable() and text else repr(text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _instead(word: str, known: Collection[str]) -> str:
    """Return what to write in place of an unknown entry. An effect of a rule is often taken for one."""
    effects = [str(effect) for effect in Effect]
    if not get_close_matches(word[:_LONGEST], known, n=1, cutoff=0.7):
        close = get_close_matches(word[:_LONGEST], effects, n=1, cutoff=0.8)
        if close:
            return f': did you mean {close[0]}? It is written as effect = "{close[0]}" in a table [[rules]]'
    return near(word, known)


def _depth(place: Place) -> int:
    """Return how many keys of a place name its table."""
    if _kind_of_table(place) == "voice":
        return len(place) - 1
    for listed in _LISTED:
        if place[: len(listed)] == listed and len(place) > len(listed):
            return len(listed) + 1
    if len(place) > 1 and place[0] in {"brands", "fields"}:
        return 2
    return 1 if len(place) > 1 and isinstance(place[1], str) else 0


def _kind_of_table(place: Place) -> str:
    """Return what kind of table an entry stands in; "" is the whole file."""
    if place[:1] == ("voice",) and len(place) == 3:
        return "voice"
    if place[:1] == ("brands",) and place[2:3] == ("voice",) and len(place) == 5:
        return "voice"
    if place[:2] == ("history", "escalation") and len(place) > 3:
        return "history.escalation"
    return str(place[0]) if len(place) > 1 else ""


def _table(place: Place, data: Mapping[str, Any]) -> str:
    depth = _depth(place)
    if depth and place[: depth - 1] in _LISTED:
        rule: Any = data
        for key in place[:depth]:
            rule = rule[key]
        name, listed = rule.get("name") if isinstance(rule, dict) else None, ".".join(map(str, place[: depth - 1]))
        which = f'"{quoted(name)}"' if isinstance(name, str) and name else str(int(place[depth - 1]) + 1)
        return f"[[{listed}]] {which}:"
    return f"[{'.'.join(quoted(key) for key in place[:depth])}]" if depth else ""


def _kind(value: object) -> str:
    """Return what a value is in the words of TOML."""
    match value:
        case bool():
            return "true or false"
        case str():
            return "a text"
        case int() | float():
            return "a number"
        case dict():
            return "a table"
        case list():
            return "a list"
        case date() | time():
            return "a date"
    return "this"
