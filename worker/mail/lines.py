"""This module divides a message into the lines that a reader sees. Each line knows which part of the source it came from, so
that what is said about a line is said about the source, and nothing of the source is lost."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import overload

from worker.mail.characters import visible

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*+(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|\Z)")
_BREAKS = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_MOST_TEXT = 100_000  # characters of a plain text that are read
ITALIC = "italic"  # in place of a colour
CELL = " | "  # between two cells of a table


@dataclass(frozen=True, slots=True)
class Line:
    """A line is what stands between two line breaks, as a reader sees it."""

    text: str
    start: int  # where its part of the source begins; it ends where the next line begins
    signature: bool = False  # the mail program marked it as part of the signature
    delimiter: bool = False  # it is the line "-- ", which mail programs write above a signature (RFC 3676)
    bold: int = 0  # so many characters at its beginning are bold, or the head of a table's row
    colour: str = ""  # of all its words, in small letters, if they have one
    contained: bool = False  # it stands in the element that a mail program sets around a quote
    splits: tuple[
        tuple[int, int], ...
    ] = ()  # places in the text where it may be divided, and their places in the source

    @property
    def is_quoted(self) -> bool:
        """Return whether the line begins with the mark of a quote."""
        return self.text[:2].lstrip().startswith(">")

    @property
    def bare(self) -> str:
        """Return the text without marks of quotes and emphasis before it."""
        return self.text[:1000].lstrip("> *\t")


def of_text(text: str) -> list[Line]:
    """Return the lines of a plain text. What lies beyond the limit belongs to the last line's part of the source."""
    lines = []
    for match in _LINE.finditer(text[:_MOST_TEXT]):
        if not match[0]:
            break
        raw = match[0].rstrip(_BREAKS)
        lines.append(Line(visible(raw).rstrip(), match.start(), delimiter=raw == "-- "))
    return lines


def divided(line: Line, position: int, source: str) -> tuple[Line, Line] | None:
    """Return a line as two, the second of which begins at `position`; None if the place in the source is not known."""
    places = dict(line.splits)
    if not line.splits and source.startswith(line.text[:position], line.start):
        places = {position: line.start + position}
    if position not in places:
        return None
    first = replace(line, text=line.text[:position].rstrip().removesuffix(CELL.strip()).rstrip(), splits=())
    return first, replace(line, text=line.text[position:].lstrip(" :*"), start=places[position], bold=0, splits=())


class Lines(Sequence[Line]):
    """These are the lines of a message, with the places that every rule asks for: each is computed once, so that no message
    is looked at more than a few times."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = list(lines)
        last, self._before = -1, []
        for i, line in enumerate(self._lines):
            self._before.append(last)
            last = i if line.text else last
        self._before.append(last)
        size = len(self._lines)
        self._after, self._block = [size] * (size + 1), [size] * (size + 1)
        for i in range(size - 1, -1, -1):
            line = self._lines[i]
            self._after[i] = i if line.text else self._after[i + 1]
            self._block[i] = self._block[i + 1] if line.is_quoted or not line.text else i

    @overload
    def __getitem__(self, i: int) -> Line: ...
    @overload
    def __getitem__(self, i: slice) -> list[Line]: ...
    def __getitem__(self, i: int | slice) -> Line | list[Line]:
        return self._lines[i]

    def __len__(self) -> int:
        return len(self._lines)

    def before(self, i: int) -> int:
        """Return the last line above `i` that is not empty; -1 if there is none."""
        return self._before[i]

    def after(self, i: int) -> int:
        """Return the first line from `i` on that is not empty; the number of lines if there is none."""
        return self._after[min(i, len(self._lines))]

    def end_of_marked(self, i: int) -> int:
        """Return the first line from `i` on that is neither empty nor marked as quoted."""
        return self._block[i]

    def is_announced(self, i: int) -> bool:
        """Return whether the line above `i` leads on to it: a customer pastes something there."""
        above = self._before[i]
        return above >= 0 and leads_on(self._lines[above].text)


def leads_on(text: str) -> bool:
    """Return whether a line announces what stands below it."""
    return text[-20:].rstrip("> *_").endswith((":", "\N{FULLWIDTH COLON}"))
