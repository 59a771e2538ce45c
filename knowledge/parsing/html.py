"""This module reads what a person sees of an HTML page. Scripts, navigation, hidden and struck-out text are left out.

It uses lxml: BeautifulSoup takes 27 times as long to build a tree of 200,000 tags, and a kilobyte per tag.
"""

import re
from collections.abc import Sequence
from typing import Any, Protocol

from lxml import etree
from lxml import html as lxml_html

from knowledge.errors import BadDocumentError
from knowledge.parsing import html_table
from knowledge.parsing.character_sets import decode_html
from knowledge.parsing.outline import Outline, one_line

HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Readers do not see these, or not all readers do; a price that is struck out is no longer valid.
_SKIPPED = frozenset(
    "script style template noscript head nav svg math iframe object embed canvas audio video map area input button select "
    "textarea datalist dialog s strike del".split()
)
_AROUND = frozenset({"header", "footer", "aside"})  # of the site; inside an article they belong to the article
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data dfn em font i img ins kbd label mark q rp rt ruby samp small span strong "
    "sub sup time tt u var wbr".split()
)
_HIDDEN = re.compile(r"(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden)", re.IGNORECASE)
_PERMALINKS = frozenset({"¶", "#", "§", "🔗"})  # what documentation tools put after a heading
LONGEST_LINK = 120  # a longer address is for machines and would fill half of a passage


def fill(outline: Outline, raw: bytes) -> None:
    root = read(decode_html(raw), outline.limits.depth)
    if root is None:
        return
    mains = root.xpath("//main") or root.xpath("//article")
    start = mains[0] if len(mains) == 1 else root
    walker = Walker(outline, around=start is root)
    walker.block(start)
    walker.flush()
    if not outline.title:
        named = root.xpath("//h1") or root.xpath("//title")
        outline.title = one_line(named[0].text_content()) if named else ""


def read(text: str, depth: int) -> Any:
    """Return the root element, or None if there is none. Raises `BadDocumentError` if it is nested too deeply."""
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = lxml_html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:  # nothing but blanks and comments
        return None
    deep = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        deep += 1 if event == "start" else -1
        if deep > depth + 2:  # html and body do not count
            raise BadDocumentError(f"is nested more than {depth} elements deep")
    return root


def link(text: str, address: str | None) -> str:
    """Return the address of a link in brackets, or "" if a customer cannot open it. The address is part of the answer."""
    address = (address or "").strip()
    if address.startswith("mailto:"):
        address = address.removeprefix("mailto:").partition("?")[0]
    elif not address.startswith(("https://", "http://")):
        return ""
    if len(address) > LONGEST_LINK or not text:
        return ""
    return "" if text.rstrip("/") in address else f" ({address})"


class Sink(Protocol):
    """A sink is what a walker writes to: the outline, or one line."""

    def heading(self, level: int, text: str) -> None: ...
    def text(self, text: str) -> None: ...
    def item(self, depth: int, marker: str, text: str) -> None: ...
    def code(self, text: str) -> None: ...
    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None: ...


class Walker:
    """A walker visits elements in reading order. Recursion is bounded, because `read` refuses what is nested too deeply."""

    def __init__(self, sink: Sink, *, around: bool = False, links: bool = True) -> None:
        self.sink = sink
        self._links = links
        self._skipped = _SKIPPED | _AROUND if around else _SKIPPED
        self._buffer: list[str] = []
        self._item: tuple[int, str] | None = None  # depth and marker of the list item we are in

    def flush(self) -> None:
        text = "".join(self._buffer)
        self._buffer.clear()
        if not text.strip():
            return
        if self._item is None:
            self.sink.text(text)
        else:
            depth, marker = self._item
            self.sink.item(depth, marker, text)
            self._item = (depth, "")

    def block(self, element: Any) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in self._skipped or _hidden(element):
            return
        if tag in HEADINGS:
            self.flush()
            self.sink.heading(HEADINGS[tag], self._inside(element, links=False))
        elif tag in _INLINE:
            self._inline(element, tag)
        elif tag == "pre":
            self.flush()
            self.sink.code(element.text_content())
        elif tag == "table" and html_table.is_data(element):
            self.flush()
            self.sink.table(*html_table.grid(element, self._inside))
        elif tag in {"ul", "ol", "menu"}:
            self._list(element, ordered=tag == "ol")
        elif tag == "dt":  # its meaning follows
            self.flush()
            self._children(element)
            self._buffer.append(": ")
        elif tag == "dd":
            self._children(element)
            self.flush()
        else:
            self.flush()
            self._children(element)
            self.flush()

    def _inline(self, element: Any, tag: str) -> None:
        if tag == "br":
            self._buffer.append("\n")
        elif tag == "img":
            self._buffer.append(f" {element.get('alt') or ''} ")
        elif tag != "a":
            self._children(element)
        elif element.text_content().strip() not in _PERMALINKS:
            start = len(self._buffer)
            self._children(element)
            if self._links:
                self._buffer.append(link(one_line("".join(self._buffer[start:])), element.get("href")))

    def _children(self, element: Any) -> None:
        self._buffer.append(_folded(element.text))
        for child in element:
            self.block(child)
            self._buffer.append(_folded(child.tail))

    def _inside(self, element: Any, *, links: bool = True) -> str:
        """Return the text of a cell or a heading on one line, whatever elements are in it."""
        line = _Line()
        inner = Walker(line, links=links)
        inner._children(element)
        inner.flush()
        return " ".join(line.parts)

    def _list(self, element: Any, *, ordered: bool) -> None:
        self.flush()
        outer = self._item
        depth = outer[0] + 1 if outer else 0
        number = _number(element.get("start"))
        for child in element:
            if child.tag == "li":
                self._item = (depth, f"{number}." if ordered else "-")
                self._children(child)
                self.flush()
                number += 1
            else:  # a list directly in a list is invalid but common
                self.block(child)
        self._item = outer


class _Line:
    """This sink takes everything as parts of one line."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def heading(self, level: int, text: str) -> None:  # noqa: ARG002 - a heading in a cell has no level
        self.parts.append(one_line(text))

    def text(self, text: str) -> None:
        self.parts.append(one_line(text))

    def item(self, depth: int, marker: str, text: str) -> None:  # noqa: ARG002 - a list in a cell has no indent
        self.parts.append(one_line(text))

    def code(self, text: str) -> None:
        self.parts.append(one_line(text))

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.parts.extend(" ".join(row) for row in (header, *rows))


def _hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search((element.get("style") or "")[:2_000]))


def _folded(text: str | None) -> str:
    """Return the text with line breaks as blanks, because only <br> breaks a line."""
    return text.replace("\n", " ") if text else ""


def _number(start: str | None) -> int:
    return int(start) if start and start.isascii() and start.isdigit() and len(start) < 6 else 1
