"""This module defines what we write to people as a small tree of blocks. Each channel has a renderer for it: `plain`,
`markup` (HTML) and `markdown`. A block holds words only, so no text of a passage or a ticket can become markup.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Span:
    """A span is a piece of a line."""

    text: str
    url: str = ""  # rendered as a link where `harmless.address` allows it
    strong: bool = False


Line = tuple[Span, ...]


@dataclass(frozen=True)
class Paragraph:
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Heading:
    text: str  # without a colon: the plain text adds one


@dataclass(frozen=True)
class Item:
    line: Line
    below: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Listing:
    items: tuple[Item, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Quote:
    """A quote holds what is shown to be used or read by itself, such as the draft in a note."""

    blocks: "Document"


Block = Paragraph | Heading | Listing | Quote
Document = tuple[Block, ...]


def line(*parts: str | Span) -> Line:
    return tuple(Span(part) if isinstance(part, str) else part for part in parts if part != "")


def paragraph(*parts: str | Span) -> Paragraph:
    """Return a paragraph of one line."""
    return Paragraph((line(*parts),))


def paragraphs(text: str) -> Document:
    """Return plain text as blocks that look the same: an empty line ends a paragraph."""
    found = [part.strip("\n") for part in text.replace("\r\n", "\n").strip().split("\n\n")]
    return tuple(Paragraph(tuple(line(one) for one in part.split("\n"))) for part in found if part)


def listing(items: Sequence[str | Line | Item], *, numbered: bool = False) -> Listing:
    return Listing(tuple(map(_item, items)), numbered)


def _item(one: str | Line | Item) -> Item:
    if isinstance(one, Item):
        return one
    return Item(line(one) if isinstance(one, str) else one)


def as_json(document: Document) -> list[dict[str, Any]]:
    return [_block_json(block) for block in document]


def from_json(stored: Any) -> Document:
    """Return what `as_json` gave. Raises `ValueError` if it is not that."""
    try:
        return tuple(_block(one) for one in stored)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not a document: {error}") from error


def _block_json(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(lines):
            return {"paragraph": [_line_json(one) for one in lines]}
        case Heading(text):
            return {"heading": text}
        case Listing(items, numbered):
            rows = [
                {"line": _line_json(one.line), "below": [_line_json(below) for below in one.below]} for one in items
            ]
            return {"list": rows, "numbered": numbered}
        case Quote(blocks):
            return {"quote": as_json(blocks)}


def _line_json(one: Line) -> list[list[Any]]:
    return [[span.text, span.url, span.strong] for span in one]


def _block(stored: Mapping[str, Any]) -> Block:
    if "paragraph" in stored:
        return Paragraph(tuple(map(_line, stored["paragraph"])))
    if "heading" in stored:
        return Heading(_text(stored["heading"]))
    if "list" in stored:
        items = (Item(_line(one["line"]), tuple(map(_line, one["below"]))) for one in stored["list"])
        return Listing(tuple(items), bool(stored["numbered"]))
    return Quote(from_json(stored["quote"]))


def _line(stored: Any) -> Line:
    return tuple(Span(_text(text), _text(url), bool(strong)) for text, url, strong in stored)


def _text(stored: Any) -> str:
    if not isinstance(stored, str):
        raise TypeError("a text has the wrong type")
    return stored
