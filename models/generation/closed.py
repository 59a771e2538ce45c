"""This module writes the grammar of a closed schema: one whose every value is one of some that it names, with lists whose
items differ.

JSON schema says that with `enum`, `const` and `uniqueItems`, and no engine for grammars keeps the last of these. Here a
bit per item says whether it was written. So a list never repeats itself, in whatever order its items come.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from models.skills.fields import compact

MOST_ITEMS = 64  # a grammar has so many bits

Write = Callable[[Any], str]
"""It writes a value as JSON. There are several ways, and a tokenizer may not have all of them."""


def is_closed(schema: Mapping[str, Any]) -> bool:
    """Return whether the schema names every value, and no list has more items than there are bits."""
    if "anyOf" in schema:
        return all(is_closed(option) for option in schema["anyOf"])
    if schema.get("type") == "object":
        return all(is_closed(value) for value in schema["properties"].values())
    if schema.get("type") == "array":
        return schema.get("maxItems") == 0 or (bool(schema.get("uniqueItems")) and len(_items(schema)) <= MOST_ITEMS)
    return "const" in schema or "enum" in schema


def grammar(schema: Mapping[str, Any], write: Write) -> str:
    """Return the grammar of a closed schema, as llguidance reads it."""
    rules = _Rules(write)
    start = rules.of(schema)
    return "\n".join([f"start: {start}", *rules.lines])


def items(schema: Mapping[str, Any], write: Write) -> Iterator[str]:
    """Yield the items of all lists of a closed schema, as JSON."""
    for part in (*schema.get("anyOf", ()), *schema.get("properties", {}).values()):
        yield from items(part, write)
    if schema.get("type") == "array" and schema.get("maxItems") != 0:
        yield from map(write, _items(schema))


def longest(schema: Mapping[str, Any], write: Write, cost: Callable[[Sequence[str], int], int]) -> int:
    """Return how much a closed schema can take: a byte counts one, and `cost` says how much so many of these items cost."""
    if "anyOf" in schema:
        return max(longest(option, write, cost) for option in schema["anyOf"])
    if schema.get("type") == "object":
        values = schema["properties"].items()
        return 2 + sum(len(compact(name).encode()) + 2 + longest(value, write, cost) for name, value in values)
    if schema.get("type") == "array":
        known = [write(value) for value in _items(schema)]
        most = min(int(schema.get("maxItems", len(known))), len(known))
        return 2 + most + cost(known, most)
    return max(len(write(value).encode()) for value in _values(schema))


def without_unique_items(schema: Any) -> Any:
    """Return the schema without the one keyword that no engine for grammars knows; some refuse it."""
    if isinstance(schema, Mapping):
        return {key: without_unique_items(value) for key, value in schema.items() if key != "uniqueItems"}
    return [without_unique_items(value) for value in schema] if isinstance(schema, list | tuple) else schema


def _items(schema: Mapping[str, Any]) -> list[Any]:
    return list(schema.get("items", {}).get("enum", ()))


def _values(schema: Mapping[str, Any]) -> list[Any]:
    return [schema["const"]] if "const" in schema else list(schema["enum"])


class _Rules:
    def __init__(self, write: Write) -> None:
        self._write = write
        self.lines: list[str] = []

    def of(self, schema: Mapping[str, Any]) -> str:
        """Return the name of a rule for the schema; its rules are added."""
        if "anyOf" in schema:
            return self._add(" | ".join(self.of(option) for option in schema["anyOf"]))
        if schema.get("type") == "object":
            parts = [f"{_text(compact(name) + ':')} {self.of(value)}" for name, value in schema["properties"].items()]
            return self._add(" ".join([_text("{"), f" {_text(',')} ".join(parts), _text("}")]))
        if schema.get("type") == "array":
            return self._list(schema)
        return self._add(" | ".join(_text(self._write(value)) for value in _values(schema)))

    def _list(self, schema: Mapping[str, Any]) -> str:
        known = [_text(self._write(value)) for value in _items(schema)]
        most, least = min(schema.get("maxItems", len(known)), len(known)), schema.get("minItems", 0)
        if not most:
            return self._add(_text("[]"))
        name, bits = f"list{len(self.lines)}", f"[0:{len(known)}]"
        choice = " | ".join(
            f"{item} {name}_rest::set_bit({bit}) %if bit_clear({bit})" for bit, item in enumerate(known)
        )
        self.lines.append(f"{name}_item::_: {choice}")
        more = f"{_text(',')} {name}_item::_ %if bit_count_lt({bits}, {most})"
        self.lines.append(f"{name}_rest::_: {_text(']')} %if bit_count_ge({bits}, {least}) | {more}")
        begin = f"{_text('[')} {name}_item::0x0"
        return self._add(begin if least else f"{_text('[]')} | {begin}")

    def _add(self, body: str) -> str:
        name = f"rule{len(self.lines)}"
        self.lines.append(f"{name}: {body}")
        return name


def _text(text: str) -> str:
    """Return a text as the grammar has it. The one character that JSON has and the grammar has not is escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
