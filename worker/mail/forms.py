"""This module finds what a web form writes around a customer's words.

Name: Lena              form
E-mail: l@z.example     form
Message:                form
The export is empty.    new, whatever it looks like: no mail program quoted or signed it
Sent by the form at …   form
"""

import re

from knowledge.languages.registry import in_any_layout
from worker.mail.lines import CELL, Line, Lines, divided
from worker.mail.notices import is_personal
from worker.mail.segments import Kind

_LABEL_END = rf"\s?(?:\*\s?)?(?::|\?(?={re.escape(CELL)}))\s{{0,5}}(?:{re.escape(CELL.strip())}\s)?"
_FIELD = re.compile(rf"[^:|\n]{{1,60}}(?::|{re.escape(CELL)})")
_KNOWN = re.compile(
    rf"(?:{in_any_layout(lambda layout: layout.form_fields)})\s?\*?\s?(?::|{re.escape(CELL)})", re.IGNORECASE
)
_MESSAGE = re.compile(
    rf"(?:{in_any_layout(lambda layout: layout.form_messages)})(?:{_LABEL_END}|\s?\*?\??(?:{re.escape(CELL)}|\?$))",
    re.IGNORECASE,
)
_FRAME = re.compile(rf"(?<!\w){in_any_layout(lambda layout: layout.form_frames)}", re.IGNORECASE)
_SEPARATOR = re.compile(r"[-_=*]{2,200}$")
_MOST_FIELDS = 30
_MOST_FOOTER = 8
_CHARACTERS = 300  # of a line that a form writes


def find_form(lines: Lines, source: str) -> tuple[Lines, list[Kind]] | None:
    """Return the lines of a form and what each is; None if the message does not begin as a form does."""
    place = _message(lines)
    if place is None:
        return None
    inside = list(lines)
    rest = _after_label(lines[place], source)
    if rest is not None:
        inside[place : place + 1] = rest
    divided_lines = Lines(inside)
    end = _start_of_footer(divided_lines, place + 1)
    if divided_lines.after(place + 1) >= end:
        return None
    kinds = [Kind.FORM] * (place + 1) + [Kind.NEW] * (end - place - 1) + [Kind.FORM] * (len(inside) - end)
    return divided_lines, kinds


def _message(lines: Lines) -> int | None:
    """Return the line with the name of the field that has the customer's words; None if there is no form."""
    known = fields = frames = number = 0
    i = lines.after(0)
    while i < len(lines) and number < _MOST_FIELDS:
        text = lines[i].text
        if lines[i].is_quoted or len(text) > 4000:
            return None
        frames += _is_frame(text)
        if _MESSAGE.match(text) and fields:
            footer = any(_is_frame(line.text) for line in lines[-_MOST_FOOTER:])
            return i if known >= 2 or (known + frames + footer >= 2) or frames else None
        fields += _FIELD.match(text) is not None
        known += _KNOWN.match(text) is not None
        if not (_FIELD.match(text) or _is_frame(text) or number == 0):
            return None
        number += 1
        i = lines.after(i + 1)
    return None


def _after_label(line: Line, source: str) -> tuple[Line, Line] | None:
    """Return the label and the words on its line; None if there are none, or their place is not known."""
    label = _MESSAGE.match(line.text)
    if label is None or not line.text[label.end() :].strip():
        return None
    position = label.end() + len(line.text[label.end() :]) - len(line.text[label.end() :].lstrip())
    return divided(line, position, source)


def _start_of_footer(lines: Lines, start: int) -> int:
    end, i = len(lines), lines.before(len(lines))
    for _ in range(_MOST_FOOTER):
        if i < start or not (_is_frame(lines[i].text) or (_SEPARATOR.match(lines[i].text) and end < len(lines))):
            break
        end, i = i, lines.before(i)
    return end


def _is_frame(text: str) -> bool:
    return len(text) <= _CHARACTERS and _FRAME.search(text) is not None and not is_personal(text)
