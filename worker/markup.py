"""HTML mail as text. Nothing of it is ever rendered: tags go, words stay, and what a person would not have seen goes
too, because that is where instructions to a model are hidden."""

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

_TAGS = (
    "html|head|body|p|div|br|table|tbody|tr|td|blockquote|script|style|span|ul|ol|li|font|b|i|u|a|em|strong|img|meta"
)
# A mail begins with a tag, or has one that makes blocks. A log line with <h1> or List<String> in it is plain text.
_HTML = re.compile(
    rf"\A\s*<(?:!doctype\b|!--|(?:{_TAGS})[\s/>])|"
    r"</?(?:html|body|p|div|table|blockquote|script|style|br)(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]{{0,300}})?/?>", re.IGNORECASE)
_BLOCK_TAGS = "p div tr li ul ol table blockquote h1 h2 h3 h4 h5 h6 section article header footer pre hr dt dd dl"
_UNSEEN_TAGS = "script style head title template noscript iframe object embed svg math canvas audio video"
_BLOCKS, _UNSEEN = frozenset(_BLOCK_TAGS.split()), frozenset(_UNSEEN_TAGS.split())
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?:font-size|opacity)\s*:\s*0(?![.\d]*[1-9])",
    re.IGNORECASE,
)
_SIGNATURES = frozenset({"gmail_signature", "moz-signature", "protonmail_signature_block"})
_STYLE_CHARACTERS = 2000


def looks_like_html(text: str) -> bool:
    return _HTML.search(text[:20_000]) is not None


def without_tags(text: str) -> str:
    """For one line, such as a subject."""
    return _ANY_TAG.sub(" ", text)


def to_text(html: str) -> str:
    """A line a block; the lines of a quote begin with "> ", as in a plain mail, so that one set of rules finds both."""
    lines = [_Line(0)]
    # A list instead of recursion: a mail of nothing but <div> must not end in a RecursionError. None ends a block.
    waiting: list[tuple[PageElement | None, int]] = [(BeautifulSoup(html, "html.parser"), 0)]
    while waiting:
        node, quotes = waiting.pop()
        if node is None:
            lines.append(_Line(quotes))
        elif isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):  # comments, doctype, CDATA
                lines[-1].words.append(str(node))
        elif isinstance(node, Tag) and not _is_unseen(node):
            inner = quotes + (node.name == "blockquote")
            if node.name == "br" or (node.name in _BLOCKS and not lines[-1].is_empty):
                lines.append(_Line(inner))
            lines[-1].quotes = inner
            if node.name in _BLOCKS:
                waiting.append((None, quotes))
            waiting.extend((child, inner) for child in reversed(node.contents))
    return "\n".join(line.text for line in _spaced(lines))


class _Line:
    def __init__(self, quotes: int) -> None:
        self.quotes = quotes
        self.words: list[str] = []

    @property
    def is_empty(self) -> bool:
        return not any(part.strip() for part in self.words)

    @property
    def text(self) -> str:
        words = " ".join("".join(self.words).split())
        return "> " * min(self.quotes, 5) + words if words else ""


def _spaced(lines: list[_Line]) -> list[_Line]:
    """At most one empty line in a row."""
    return [line for line, before in zip(lines, [None, *lines], strict=False) if not (
        line.is_empty and (before is None or before.is_empty)
    )]  # fmt: skip


def _is_unseen(tag: Tag) -> bool:
    if tag.name in _UNSEEN or "hidden" in tag.attrs:
        return True
    style, classes = tag.attrs.get("style") or "", tag.attrs.get("class") or ()
    return bool(_HIDDEN_STYLE.search(str(style)[:_STYLE_CHARACTERS])) or not _SIGNATURES.isdisjoint(classes)
