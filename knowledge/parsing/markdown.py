"""This module reads CommonMark with tables by markdown-it-py, which stays linear on endless brackets and quotes."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.parsing.character_sets import decode
from knowledge.parsing.outline import Outline

_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.{0,20000}?)\n(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title[ \t]{0,9}[:=][ \t]{0,9}(.{1,400})$", re.MULTILINE)
_FENCED_DIV = re.compile(r"^[ ]{0,3}:{3,}.*$", re.MULTILINE)  # ":::note": the text between is Markdown again
_ALERT = re.compile(r"\A\[!([A-Za-z]{1,20})\]\s{0,3}")  # "> [!WARNING]"
_HEADING_ID = re.compile(r"\s{0,9}\{#[\w.:-]{1,200}\}\s{0,9}$")  # "## Refunds {#refunds}"
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]{0,20})(?=[\s/>])")
_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def fill(outline: Outline, raw: bytes) -> None:
    text = decode(raw)
    front = _FRONT_MATTER.match(text)
    body = text[front.end() :] if front else text
    _Reader(outline).read(_MARKDOWN.parse(_FENCED_DIV.sub("", body)))
    if front and not outline.title:
        title = _FRONT_TITLE.search(front[2])
        outline.title = title[1].strip().strip("\"'") if title else ""


class _Reader:
    """A reader visits the tokens once; `_lists` holds the open lists, outermost first."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._lists: list[str] = []  # the marker of the current item; "" once its first line is written
        self._heading = 0  # level of the open heading; 0: there is none
        self._table: list[list[str]] | None = None

    def read(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            match token.type:
                case "heading_open":
                    self._heading = int(token.tag[1])
                case "heading_close":
                    self._heading = 0
                case "bullet_list_open" | "ordered_list_open":
                    self._lists.append("")
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "list_item_open":
                    self._lists[-1] = f"{token.info}." if token.info else "-"
                case "fence" | "code_block":
                    self._outline.code(token.content)
                case "html_block":
                    self._html(token.content)
                case "table_open":
                    self._table = []
                case "tr_open" if self._table is not None:
                    self._table.append([])
                case "table_close" if self._table is not None:
                    self._outline.table(self._table[0], self._table[1:])
                    self._table = None
                case "inline":
                    self._inline(token.children or [])

    def _inline(self, tokens: Sequence[Token]) -> None:
        if self._heading:  # it becomes part of references, which must not hold an address
            self._outline.heading(self._heading, _HEADING_ID.sub("", _text(tokens, links=False)))
        elif self._table is not None:
            self._table[-1].append(_text(tokens))
        else:
            self._paragraph(_ALERT.sub(lambda match: f"{match[1].capitalize()}: ", _text(tokens)))

    def _paragraph(self, text: str) -> None:
        if not self._lists:
            self._outline.text(text)
            return
        self._outline.item(len(self._lists) - 1, self._lists[-1], text)
        self._lists[-1] = ""

    def _html(self, content: str) -> None:
        tag = _TAG.match(content.lstrip())
        if tag and not _known(tag[1]):  # "<subdomain> is the first part …": a placeholder, not HTML
            self._paragraph(content)
            return
        from knowledge.parsing import html

        root = html.read(content, self._outline.limits.depth)
        if root is not None:
            walker = html.Walker(self._outline)
            walker.block(root)
            walker.flush()


def _text(tokens: Sequence[Token], *, links: bool = True) -> str:
    return "".join(_parts(tokens, links=links))


def _parts(tokens: Sequence[Token], *, links: bool) -> Iterator[str]:
    struck = 0  # a price that is struck out is no longer valid
    link = ""
    inside: list[str] = []
    for token in tokens:
        part = ""
        match token.type:
            case "s_open" | "s_close":
                struck += 1 if token.type == "s_open" else -1
            case "text" | "text_special" | "code_inline":
                part = token.content
            case "softbreak":
                part = " "
            case "hardbreak":
                part = "\n"
            case "image":
                part = _text(token.children or [])
            case "html_inline":
                part = _inline_html(token.content)
            case "link_open":
                link, inside = str(token.attrGet("href") or ""), []
            case "link_close" if links:
                part = _link("".join(inside), link)
        if not struck:
            inside.append(part)
            yield part


def _link(text: str, address: str) -> str:
    from knowledge.parsing import html

    return html.link(text.strip(), address)


def _inline_html(content: str) -> str:
    tag = _TAG.match(content)
    if tag is None:  # a comment or a declaration
        return ""
    if tag[1].lower() == "br":
        return "\n"
    return "" if _known(tag[1]) else content


def _known(tag: str) -> bool:
    from lxml.html import defs

    return tag.lower() in defs.tags
