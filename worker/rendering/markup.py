"""This module renders blocks as HTML. Every sign of a text is escaped, so no text becomes markup. Braces become entities,
because Zendesk would fill in `{{placeholders}}` that a customer wrote and a note repeats."""

from html import escape

from worker.rendering import harmless
from worker.rendering.blocks import Block, Document, Heading, Item, Line, Listing, Paragraph, Quote, Span


def text(document: Document) -> str:
    """Return the blocks as HTML, with the few elements that helpdesks and mail programs show: p, br, strong, a, ol, ul, li
    and blockquote."""
    return "".join(map(_block, document))


def _block(block: Block) -> str:
    match block:
        case Paragraph(lines):
            return f"<p>{_lines(lines)}</p>"
        case Heading(said):
            return f"<p><strong>{_escaped(said)}</strong></p>"
        case Listing(items, numbered):
            name = "ol" if numbered else "ul"
            return f"<{name}>{''.join(map(_item, items))}</{name}>"
        case Quote(blocks):
            return f"<blockquote>{text(blocks)}</blockquote>"


def _item(item: Item) -> str:
    return f"<li>{_lines((item.line, *item.below))}</li>"


def _lines(lines: tuple[Line, ...]) -> str:
    return "<br>".join("".join(map(_span, line)) for line in lines)


def _span(span: Span) -> str:
    said = _escaped(span.text)
    if span.strong:
        said = f"<strong>{said}</strong>"
    url = harmless.address(span.url) if span.url else None
    return said if url is None else f'<a href="{escape(url)}">{said}</a>'


def _escaped(text: str) -> str:
    return escape(harmless.words(text)).replace("{", "&#123;").replace("}", "&#125;")
