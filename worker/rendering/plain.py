"""This module renders blocks as plain text, for mails without HTML, logs and terminals."""

from worker.rendering import harmless
from worker.rendering.blocks import Block, Document, Heading, Line, Listing, Paragraph, Quote, Span


def text(document: Document) -> str:
    """Return the blocks as plain text. A heading stands directly above what it is for, everything else apart."""
    said = ""
    for place, block in enumerate(document):
        between = "" if place == 0 else "\n" if isinstance(document[place - 1], Heading) else "\n\n"
        said += between + _block(block)
    return said


def _block(block: Block) -> str:
    match block:
        case Paragraph(lines):
            return "\n".join(map(_line, lines))
        case Heading(said):
            return f"{harmless.words(said)}:"
        case Listing(items, numbered):
            rows: list[str] = []
            for number, item in enumerate(items, 1):
                mark = f"{number}. " if numbered else "- "
                rows.append(mark + _line(item.line))
                rows += [" " * len(mark) + _line(one) for one in item.below]
            return "\n".join(rows)
        case Quote(blocks):
            return text(blocks)


def _line(line: Line) -> str:
    return "".join(map(_span, line))


def _span(span: Span) -> str:
    said = harmless.words(span.text)
    url = harmless.address(span.url) if span.url else None
    return said if url is None or url == said else f"{said} ({url})"
