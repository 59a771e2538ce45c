"""This module reads the headers of a mail in whatever shape a helpdesk gives them, and gives names in lower case with lists
of values.

    {"Name": "value"}   {"Name": ["value", …]}   [{"name": …, "value": …}, …]   [["Name", "value"], …]   ["Name: value", …]
    ["Name", "value", …]
    the raw text of a mail, up to its first empty line   any of these as JSON in a text

What is not a header is left out. Sizes are limited, because a stranger chooses the headers.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from typing import Any

Headers = Mapping[str, Sequence[str]]

_MOST_HEADERS = 500
_MOST_RAW = 200_000  # characters of raw text
_MOST_CHARACTERS = 2_000  # of a value
_MOST_VALUES = 100  # in a list
_MOST_ADDRESSES = 20
_MOST_WORDS = 60  # of RFC 2047 in a value; decoding takes time with their number times the length
_NAMES = ("name", "key", "header", "field", "header_name", "headername", "k", "n")
_VALUES = ("value", "values", "val", "v", "content", "text", "header_value", "headervalue", "data", "line")
_NAME = re.compile(r"[A-Za-z][\w.-]{0,99}", re.ASCII)
_LINE_END = re.compile(r"\r\n|\r|\n")
_COMMENT = re.compile(r"\([^()]{0,500}\)")
_PARAMETER = re.compile(r"; ?([\w-]{1,50}) ?= ?(?:\"([^\"]{0,500})\"|([^;\"\s]{1,500}))", re.ASCII)
_ADDRESS = re.compile(r"[^\s@<>\"(),;:]{1,100}@[^\s@<>\"(),;:]{1,255}")


def read_headers(given: object) -> dict[str, list[str]]:
    """Return the headers in `given`; empty where there are none. A name that stands twice has two values."""
    found: dict[str, list[str]] = {}
    for count, (name, value) in enumerate(_pairs(given)):
        if count == _MOST_HEADERS:
            break
        written = name.strip().rstrip(":").strip()
        if _NAME.fullmatch(written):
            said = " ".join(_decoded(value[:_MOST_CHARACTERS]).split())
            found.setdefault(written.lower().replace("_", "-"), []).append(said)
    return found


def keyword(value: str) -> str:
    """Return a value without its comments and parameters, in lower case: of `No (by hand); x=1` that is "no"."""
    return _COMMENT.sub(" ", value).partition(";")[0].strip(' "').lower()


def parameters(value: str) -> dict[str, str]:
    """Return the parameters of a value, in lower case: of `text/calendar; METHOD="REPLY"` those are {"method": "reply"}."""
    return {name.lower(): (quoted or plain).lower() for name, quoted, plain in _PARAMETER.findall(value)}


def addresses(values: Sequence[str]) -> list[str]:
    """Return the mail addresses in the first `_MOST_ADDRESSES` values, in lower case."""
    return [address.lower() for value in values[:_MOST_ADDRESSES] for address in _ADDRESS.findall(value)]


def _pairs(given: object) -> Iterator[tuple[str, str]]:
    if isinstance(given, str):
        yield from _of_text(given[:_MOST_RAW])
    elif isinstance(given, Mapping):
        for name, value in given.items():
            yield from ((str(name), said) for said in _values(value))
    elif isinstance(given, list | tuple):
        if _is_flat(given):
            given = list(zip(given[0::2], given[1::2], strict=True))
        for item in given[:_MOST_HEADERS]:
            yield from _of_item(item)


def _is_flat(given: Sequence[Any]) -> bool:
    """Return whether names and values take turns in one list: ["Auto-Submitted", "auto-replied", …]."""
    names = given[: 2 * _MOST_HEADERS : 2]
    return len(given) % 2 == 0 and all(isinstance(n, str) and _NAME.fullmatch(n.strip()) for n in names)


def _of_item(item: object) -> Iterator[tuple[str, str]]:
    if isinstance(item, str):
        yield from _lines(item)
    elif isinstance(item, Mapping):
        fields = {str(name).lower(): value for name, value in item.items()}
        name = next((fields[given] for given in _NAMES if isinstance(fields.get(given), str)), None)
        if name is None:
            yield from _pairs(item)  # {"Subject": "…"}
        else:
            value = next((fields[given] for given in _VALUES if given in fields), None)
            without_name = re.compile(rf"{re.escape(name)}\s?:", re.IGNORECASE) if "line" in fields else None
            for said in _values(value):
                yield name, without_name.sub("", said, count=1) if without_name else said
    elif isinstance(item, list | tuple) and len(item) == 2 and isinstance(item[0], str):
        yield from ((item[0], said) for said in _values(item[1]))


def _values(value: Any) -> Iterator[str]:
    """Yield the values that stand under one name."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, int | float):  # True as well: {"X-Autoreply": true}
        yield str(value)
    elif isinstance(value, list | tuple):
        for item in value[:_MOST_VALUES]:
            if isinstance(item, str):
                yield item
            elif isinstance(item, Mapping):
                yield from _structured(item)
    elif isinstance(value, Mapping):
        yield from _structured(value)


def _structured(value: Mapping[Any, Any]) -> Iterator[str]:
    """Yield the text of a value that a mail library has taken apart: {"value": "text/calendar", "params": {"method": …}}."""
    said = next(
        (value[name] for name in ("text", "value", "address", "email") if isinstance(value.get(name), str)), None
    )
    given = value.get("params")
    if said is not None:
        pairs = list(given.items())[:20] if isinstance(given, Mapping) else []
        yield "".join([said, *(f"; {name}={text}" for name, text in pairs if isinstance(text, str))])


def _of_text(text: str) -> Iterator[tuple[str, str]]:
    start = text.lstrip()
    if start[:1] in {"[", "{"}:
        try:
            yield from _pairs(json.loads(start))
        except (ValueError, RecursionError):
            pass
        else:
            return
    if "\n" not in start and "\\n" in start:  # escaped once too often
        start = start.replace("\\r", "").replace("\\n", "\n").replace("\\t", "\t")
    yield from _lines(start)


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Yield the headers of raw text. A line that begins with a blank goes on with the line before it."""
    name, parts = "", [""]
    for line in _LINE_END.split(text):
        if not line.strip():
            break
        if line[0] in " \t":
            parts.append(line)
            continue
        if name:
            yield name, " ".join(parts)
        name, _, value = line.partition(":")
        parts = [value]
    if name:
        yield name, " ".join(parts)


def _decoded(value: str) -> str:
    if "=?" not in value or value.count("=?") > _MOST_WORDS:
        return value
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):
        return value
