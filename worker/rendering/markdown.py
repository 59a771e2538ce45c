"""This module renders blocks as Markdown (CommonMark). Signs of a text that mean something there are escaped."""

import re

from worker.rendering import harmless
from worker.rendering.blocks import Block, Document, Heading, Item, Line, Listing, Paragraph, Quote, Span

_MEANING = re.compile(r"([\\`*_\[\]<>|~&#])")
_AT_START = re.compile(r"^(\s*)([-+=])")  # of a line: a list, a rule, the line below a heading
_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])")


def text(document: Document) -> str:
    """Return the blocks as Markdown."""
    return "\n\n".join(map(_block, document))


def _block(block: Block) -> str:
    match block:
        case Paragraph(lines):
            return "\\\n".join(map(_line, lines))
        case Heading(said):
            return f"**{_escaped(said)}**"
        case Listing(items, numbered):
            marks = (f"{number}. " if numbered else "- " for number in range(1, len(items) + 1))
            return "\n".join(_item(mark, item) for mark, item in zip(marks, items, strict=True))
        case Quote(blocks):
            return "\n".join(f"> {one}".rstrip() for one in text(blocks).split("\n"))


def _item(mark: str, item: Item) -> str:
    indent = "\\\n" + " " * len(mark)
    return mark + indent.join(map(_line, (item.line, *item.below)))


def _line(line: Line) -> str:
    said = "".join(map(_span, line)).replace("![", "\\![")  # a link is no picture
    return _NUMBER.sub(r"\1\\\2", _AT_START.sub(r"\1\\\2", said))


def _span(span: Span) -> str:
    said = _escaped(span.text)
    if span.strong and said.strip():
        said = f"**{said.strip()}**"
    url = harmless.address(span.url) if span.url else None
    return said if url is None else f"[{said}](<{url}>)"


def _escaped(text: str) -> str:
    return _MEANING.sub(r"\\\1", harmless.words(text))
