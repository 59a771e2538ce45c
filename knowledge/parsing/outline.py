"""This module collects what a parser finds, in reading order, into sections; every format ends in the same shape."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.errors import BadDocumentError
from knowledge.parsing.base import Limits, Parsed
from knowledge.passages import Block, BlockKind, Section

# A heading becomes part of a reference, and a reference must fit a unique index.
LONGEST_HEADING = 200
# Control characters, soft hyphens, zero-width spaces and byte-order marks: no reader sees them, and Postgres refuses NUL.
_INVISIBLE = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(127, 133), *range(134, 160), 0xAD, 0x200B, 0xFEFF]
)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass
class _Growing:
    """A growing section is one that is not finished."""

    level: int
    heading: str
    trail: tuple[str, ...]
    blocks: list[Block] = field(default_factory=list)


class Outline:
    def __init__(self, limits: Limits, *, first_heading_is_title: bool = True) -> None:
        self.title = ""
        self.limits = limits
        self._first_heading_is_title = first_heading_is_title
        self._sections = [_Growing(0, "", ())]
        self._above: list[tuple[int, str]] = []  # level and text of the headings that enclose what comes next
        self._lines: list[str] = []  # of the list that is open
        self._depth = 0  # of its last item
        self._characters = 0

    def heading(self, level: int, text: str) -> None:
        """Begin a section. The first heading of level 1 is the document's title."""
        self._close_list()
        heading = one_line(text)
        if level == 1 and self._first_heading_is_title and not self.title:
            self.title = heading
            self._above.clear()
            return
        if not heading:
            return
        self._count(heading)
        while self._above and self._above[-1][0] >= level:
            self._above.pop()
        short = heading if len(heading) <= LONGEST_HEADING else f"{heading[: LONGEST_HEADING - 1]}…"
        self._sections.append(_Growing(level, short, tuple(text for _, text in self._above)))
        self._above.append((level, short))
        if short != heading:  # it is not a heading but a paragraph that was formatted like one
            self.text(heading)

    def text(self, text: str) -> None:
        """Add a paragraph. Its line breaks are the writer's own; blanks are folded."""
        self._close_list()
        lines = [line for line in (one_line(part) for part in text.split("\n")) if line]
        self._block(BlockKind.TEXT, "\n".join(lines))

    def item(self, depth: int, marker: str, text: str) -> None:
        """Add one item of a list, on one line. Without a marker it continues the item before."""
        folded = one_line(text)
        if not folded:
            return
        self._count(folded)
        if not marker and self._lines and depth == self._depth:
            self._lines[-1] += f" {folded}"
        else:
            self._lines.append(f"{'  ' * min(depth, 10)}{marker}{' ' if marker else ''}{folded}")
        self._depth = depth

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Add each row as a line that names its values. Without a header, two columns are a name and its value."""
        self._close_list()
        names = [one_line(name) for name in header]
        lines: list[str] = []
        for row in rows:
            cells = [one_line(cell) for cell in row]
            line = _row(names, cells)
            if line:
                self._count(line)
                lines.append(line)
        if not lines and any(names):
            lines.append("; ".join(name for name in names if name))
        if lines:
            self._sections[-1].blocks.append(Block(BlockKind.TABLE, "\n".join(lines)))

    def code(self, text: str) -> None:
        self._close_list()
        lines = [_clean(line).rstrip() for line in text.expandtabs(4).split("\n")]
        self._block(BlockKind.CODE, "\n".join(lines).strip("\n"))

    def parsed(self, fallback: str) -> Parsed:
        """Return the finished document. `fallback` is the title of a document that has none."""
        self._close_list()
        if not self.title:
            self._promote()
        sections = tuple(Section(s.heading, s.trail, tuple(s.blocks)) for s in self._sections if s.blocks)
        return Parsed((self.title or one_line(fallback) or "untitled")[: LONGEST_HEADING * 2], sections)

    def _promote(self) -> None:
        """Make the heading that is above everything else the title, because many articles begin with h2."""
        before, *rest = self._sections
        if before.blocks or not rest or any(section.level <= rest[0].level for section in rest[1:]):
            return
        self.title, rest[0].heading = rest[0].heading, ""
        for section in rest[1:]:
            section.trail = section.trail[1:]

    def _block(self, kind: BlockKind, text: str) -> None:
        if text.strip():
            self._count(text)
            self._sections[-1].blocks.append(Block(kind, text))

    def _close_list(self) -> None:
        if self._lines:
            self._sections[-1].blocks.append(Block(BlockKind.LIST, "\n".join(self._lines)))
            self._lines = []

    def _count(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > self.limits.characters:
            raise BadDocumentError(f"has more than {self.limits.characters:,} characters of text: split it")


def one_line(text: str) -> str:
    """Return the text with blanks folded and without what no reader sees."""
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return _SURROGATE.sub("\ufffd", text.translate(_INVISIBLE))


def _row(names: Sequence[str], cells: Sequence[str]) -> str:
    if not any(names) and len(cells) == 2 and all(cells):
        return ": ".join(cells)
    parts = []
    for number, cell in enumerate(cells):
        name = names[number] if number < len(names) else ""
        if cell:
            parts.append(f"{name}: {cell}" if name and name != cell else cell)
    return "; ".join(parts)
