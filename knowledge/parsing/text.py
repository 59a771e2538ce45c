"""This module reads plain text: paragraphs between empty lines, list items where lines begin with a mark."""

import re

from knowledge.parsing.character_sets import decode
from knowledge.parsing.outline import Outline

_ITEM = re.compile(r"^\s{0,40}([-*•‣◦▪–]|\d{1,3}[.)])\s+(?=\S)")  # noqa: RUF001 - the dash that people type
_BULLETS = frozenset("-*•‣◦▪–")  # noqa: RUF001


def fill(outline: Outline, raw: bytes) -> None:
    add(outline, decode(raw))


def add(outline: Outline, text: str) -> None:
    """Add text to the outline. The lines of a paragraph are joined, because their breaks come from the width of a page."""
    paragraph: list[str] = []
    in_list = False
    for line in [*text.split("\n"), ""]:
        mark = _ITEM.match(line)
        if (mark or not line.strip()) and paragraph:
            outline.text(" ".join(paragraph))
            paragraph.clear()
        if mark:
            outline.item(0, "-" if mark[1] in _BULLETS else mark[1], line[mark.end() :])
            in_list = True
        elif not line.strip():
            in_list = False
        elif in_list:  # the item continues on this line
            outline.item(0, "", line)
        else:
            paragraph.append(line)
