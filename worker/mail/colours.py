"""This module finds answers between the lines of a quote that differ from it only by colour, bold letters, italics or ">>".

They count only where the words above the quote announce them ("see my answers in red below"): programs colour much else.
"""

import re
from colorsys import rgb_to_hls

from knowledge.languages.registry import in_any_layout
from worker.mail.lines import ITALIC, Line, Lines
from worker.mail.segments import Kind

_ANNOUNCED = re.compile(rf"(?<!\w){in_any_layout(lambda layout: layout.in_colour)}(?!\w)", re.IGNORECASE)
_HEX = re.compile(r"#([0-9a-f]{6})(?:[0-9a-f]{2})?$")
_SHORT_HEX = re.compile(r"#([0-9a-f])([0-9a-f])([0-9a-f])[0-9a-f]?$")
_DECIMAL = re.compile(r"rgba?\(\s{0,3}(\d{1,3})[ ,]{1,3}(\d{1,3})[ ,]{1,3}(\d{1,3})")
_LINKS = frozenset({"#0563c1", "#0000ee", "#954f72", "#1155cc", "#467886", "#1f497d"})  # of programs, not of people
_NAMED = frozenset(
    """
    red blue green orange purple magenta fuchsia teal crimson darkred darkblue darkgreen darkorange navy maroon olive violet
    brown firebrick royalblue dodgerblue seagreen forestgreen limegreen lime tomato indigo deeppink mediumblue
    """.split()
)
_LEAST_SATURATION = 0.3
_MOST_CHARACTERS = 4000  # of the words above the quote


def label_coloured(lines: Lines, kinds: list[Kind]) -> None:
    """Call the lines of a quote new that have a colour of their own, where the words above the quote say so."""
    quote = next((i for i, kind in enumerate(kinds) if kind is not Kind.NEW), len(lines))
    above = "\n".join(line.text for line in lines[:quote])[:_MOST_CHARACTERS]
    if not says_between(above):
        return
    marked = any(line.is_quoted and not line.text.startswith(">>") for line in lines[quote:])
    coloured = [i for i in range(quote, len(lines)) if lines[i].text and _stands_out(lines[i], marked=marked)]
    quoted = sum(1 for i in range(quote, len(lines)) if lines[i].text)
    if 5 * len(coloured) <= 4 * quoted:  # else the quoted mail as a whole has this colour
        for i in coloured:
            kinds[i] = Kind.NEW if kinds[i] is Kind.QUOTED else kinds[i]


def says_between(above: str) -> bool:
    """Return whether words announce that answers stand between the lines of a quote."""
    return _ANNOUNCED.search(above[:_MOST_CHARACTERS]) is not None


def _stands_out(line: Line, *, marked: bool) -> bool:
    bold = line.bold >= len(line.text)
    return is_vivid(line.colour) or line.colour == ITALIC or bold or (not marked and line.text.startswith(">>"))


def is_vivid(colour: str) -> bool:
    """Return whether a person chose a colour: it is neither a grey nor the one that programs give to links."""
    if colour in _LINKS:
        return False
    if colour in _NAMED:
        return True
    red_green_blue = _parts(colour)
    if red_green_blue is None:
        return False
    _, light, saturation = rgb_to_hls(*(part / 255 for part in red_green_blue))
    return saturation >= _LEAST_SATURATION and 0.15 <= light <= 0.85


def _parts(colour: str) -> tuple[int, int, int] | None:
    digits = _HEX.match(colour)
    if digits:
        return int(digits[1][:2], 16), int(digits[1][2:4], 16), int(digits[1][4:], 16)
    short = _SHORT_HEX.match(colour)
    if short:
        return int(short[1] * 2, 16), int(short[2] * 2, 16), int(short[3] * 2, 16)
    decimal = _DECIMAL.match(colour)
    return (min(255, int(decimal[1])), min(255, int(decimal[2])), min(255, int(decimal[3]))) if decimal else None
