"""This module reads reStructuredText with docutils, with everything switched off that reads outside the document.

docutils does not know Sphinx's roles and directives: the words of a role are kept, the text of directives that only
frame text is kept, and other directives (a table of contents, generated reference) are left out.
"""

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import Directive, directives

from knowledge.errors import BadDocumentError
from knowledge.parsing.character_sets import decode
from knowledge.parsing.html import link
from knowledge.parsing.outline import Outline

LONGEST_LINE = 100_000  # docutils leaves out the whole text that has a longer one
_SETTINGS = {
    "_disable_config": True,  # a docutils.conf beside the document must have no effect
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 5,
    "halt_level": 5,
    "warning_stream": False,
    "input_encoding": "unicode",
    "syntax_highlight": "none",
    "smart_quotes": False,
    "doctitle_xform": True,
    "docinfo_xform": False,
    "sectnum_xform": False,
    "line_length_limit": LONGEST_LINE,
}
_SEVERE = 4
_ROLE = re.compile(r"^:[a-zA-Z][\w:+.-]{0,40}:`([^`]{0,500})`$")
_TARGET = re.compile(r"^!?~?(.{1,400}?)\s{0,5}<[^<>]{0,400}>$", re.DOTALL)
_FRAMES = ("versionadded", "versionchanged", "deprecated", "seealso", "tabs", "tab", "tab-item", "tab-set", "details")


class _Frame(Directive):
    """A frame keeps its content; its argument ("versionadded:: 5.8", "tab:: Windows") becomes a line before it."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = None

    def run(self) -> list[nodes.Node]:
        found = nodes.container()
        if self.arguments:
            line = self.arguments[0]
            if self.name.startswith("version") or self.name == "deprecated":
                version, _, rest = " ".join(line.split()).partition(" ")
                line = f"{self.name.removeprefix('version').capitalize()} in {version}. {rest}"
            found += nodes.paragraph("", "", nodes.Text(line))
        self.state.nested_parse(self.content, self.content_offset, found)
        return [found]


for _name in _FRAMES:
    directives.register_directive(_name, _Frame)


def fill(outline: Outline, raw: bytes) -> None:
    text = decode(raw)
    if max(map(len, text.split("\n"))) > LONGEST_LINE:
        raise BadDocumentError(f"has a line of more than {LONGEST_LINE:,} characters: break it")
    tree = publish_doctree(text, settings_overrides=dict(_SETTINGS))
    outline.title = " ".join(str(tree.get("title", "")).split())
    _Reader(outline).children(tree, 0)


class _Reader:
    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._level = 1
        self._item: tuple[int, str] | None = None  # depth and marker of the current list item

    def children(self, node: Any, depth: int) -> None:
        if depth > self._outline.limits.depth:
            raise BadDocumentError(f"is nested more than {self._outline.limits.depth} levels deep")
        for child in node.children:
            self._block(child, depth + 1)

    def _block(self, node: Any, depth: int) -> None:
        if _is_beside_the_text(node):
            return
        match node:
            case nodes.system_message():  # severe: a title with a level that does not fit the others
                for shown in node.findall(nodes.literal_block):
                    self._outline.text(shown.astext().split("\n")[0])
            case nodes.title() if isinstance(node.parent, nodes.section):
                self._outline.heading(self._level, _text(node))
            case nodes.section():
                self._level += 1
                self.children(node, depth)
                self._level -= 1
            case nodes.literal_block() | nodes.doctest_block() | nodes.math_block():
                self._outline.code(node.astext())
            case nodes.table():
                self._table(node)
            case nodes.bullet_list() | nodes.enumerated_list() | nodes.definition_list() | nodes.field_list():
                self._list(node, depth)
            case nodes.option_list():
                for item in node.children:
                    self._outline.item(0, "-", ": ".join(_text(part) for part in item.children))
            case _:
                self._words(node, depth)

    def _words(self, node: Any, depth: int) -> None:
        match node:
            case nodes.line_block():
                self._paragraph("\n".join(_text(line) for line in node.findall(nodes.line)))
            case nodes.Admonition() | nodes.container() | nodes.block_quote() | nodes.compound() | nodes.topic():
                self._framed(node, depth)
            case nodes.image():
                self._paragraph(str(node.get("alt", "")))
            case nodes.TextElement():
                self._paragraph(_text(node))
            case _:
                self.children(node, depth)

    def _framed(self, node: Any, depth: int) -> None:
        """Put the name of an admonition before its words, because without it they say something else."""
        if (
            isinstance(node, nodes.Element)
            and isinstance(node, nodes.Admonition)
            and not isinstance(node, nodes.admonition)
        ):
            inner = next((child for child in node.children if isinstance(child, nodes.paragraph)), None)
            if inner is not None:
                inner.insert(0, nodes.Text(f"{type(node).__name__.capitalize()}: "))
        self.children(node, depth)

    def _paragraph(self, text: str) -> None:
        if self._item is None:
            self._outline.text(text)
            return
        depth, marker = self._item
        self._outline.item(depth, marker, text)
        self._item = (depth, "")

    def _list(self, node: Any, depth: int) -> None:
        outer = self._item
        level = outer[0] + 1 if outer else 0
        start = int(node.get("start", 1))
        for number, item in enumerate(node.children, start):
            marker = f"{number}." if isinstance(node, nodes.enumerated_list) else "-"
            self._item = (level, marker)
            if isinstance(item, nodes.definition_list_item | nodes.field):
                name, meaning = item.children[0], item.children[-1]
                self._paragraph(f"{_text(name)}:")
                self.children(meaning, depth + 1)
            else:
                self.children(item, depth + 1)
        self._item = outer

    def _table(self, node: Any) -> None:
        for title in node.findall(nodes.title):
            self._outline.text(_text(title))
        head: list[list[str]] = []
        rows: list[list[str]] = []
        for row in node.findall(nodes.row):
            cells = [_text(entry) for entry in row.children]
            (head if isinstance(row.parent, nodes.thead) else rows).append(cells)
        self._outline.table(head[0] if head else [], [*head[1:], *rows])


def _is_beside_the_text(node: Any) -> bool:
    match node:
        case nodes.system_message():
            return int(node.get("level", 0)) < _SEVERE
        case nodes.title():
            return isinstance(node.parent, nodes.document)
        case nodes.field_list():  # ":orphan:", author and date
            return isinstance(node.parent, nodes.document) and node.parent.index(node) <= 1
        case _:
            return isinstance(node, nodes.comment | nodes.substitution_definition | nodes.target)


def _text(node: Any) -> str:
    return "".join(_parts(node))


def _parts(node: Any) -> Iterator[str]:
    for child in node.children:
        match child:
            case nodes.problematic():
                yield _role(child.astext())
            case nodes.reference():
                words = child.astext()
                yield words + link(words, child.get("refuri"))
            case nodes.Text():
                yield child.astext().replace("\n", " ")
            case nodes.image():
                yield str(child.get("alt", ""))
            case nodes.system_message() | nodes.comment():
                pass
            case nodes.Inline() | nodes.math():
                yield from _parts(child)
            case _:  # a paragraph or a list inside a cell
                yield f"{_text(child)} "


def _role(text: str) -> str:
    """Return the words of a role: "Refunds" for :ref:`Refunds <billing-refunds>`."""
    role = _ROLE.match(text)
    if role is None:
        return text
    target = _TARGET.match(role[1])
    return target[1] if target else role[1].lstrip("!~")
