"""This module finds what a web form writes around a customer's words. It knows a form by its shape: fields from the first line
on, one of which has a text. Points say how sure that is, because people write two or three such lines too.

Name: Lena              form
E-mail: l@z.example     form
Message:                form
The export is empty.    new, whatever it looks like: no mail program quoted or signed it
What have you tried?    form: it asks for a second text
All of it.              new
Sent by the form at …   form
"""

import re
from dataclasses import dataclass, field

from knowledge.languages.registry import in_any_layout
from worker.mail.form_fields import FormField, field_of, is_frame, is_free, is_item, is_separator, start_of_footer
from worker.mail.lines import Line, Lines, divided
from worker.mail.quote_headers import length_of_headers
from worker.mail.segments import Kind

_GREETING = re.compile(r"[^\n]{1,60},$")
_FORWARDED = re.compile(rf"(?<!\w){in_any_layout(lambda layout: layout.forwarded)}", re.IGNORECASE)
_MOST_FIELDS = 40
_MOST_ABOVE = 3  # lines of a form above its fields
_ENOUGH = 4  # points


@dataclass
class _Head:
    """The head of a form is what stands above the customer's words."""

    frames: int = 0
    known: set[str] = field(default_factory=set)  # their labels
    emails: int = 0
    marked: int = 0
    padded: int = 0
    inline: int = 0  # fields with their value on the same line
    fields: int = 0
    place: int = -1  # the line with the words
    position: int = 0  # of the words in that line
    is_labelled: bool = False  # the label asks for words

    def points(self, *, subject: bool, footer: bool) -> int:
        """Return how sure it is that a form wrote this."""
        shape = (
            (self.fields >= 2)
            + (self.fields >= 3)
            + (self.fields >= 5)
            + 2 * (self.marked >= 2)
            + (self.marked >= 3)
            + (self.padded >= 2)
        )
        return (
            shape
            + 2 * (subject + bool(self.frames) + footer)
            + min(3, len(self.known))
            + 2 * bool(self.emails)
            + self.is_labelled
        )


def find_form(lines: Lines, source: str, subject: str = "") -> tuple[Lines, list[Kind]] | None:
    """Return the lines of a form and what each is; None if the message does not begin as a form does."""
    head = None if length_of_headers(lines, lines.after(0)) else _head(lines, says_form=is_frame(subject))
    if head is None:
        return None
    end = start_of_footer(lines, head.place + 1)
    if head.points(subject=is_frame(subject), footer=end < lines.before(len(lines)) + 1) < _ENOUGH:
        return None
    inside: list[Line] = list(lines[: head.place])
    kinds = [Kind.FORM] * head.place
    rest = divided(lines[head.place], head.position, source) if head.position else None
    if rest is not None:
        inside += rest
        kinds += [Kind.FORM, Kind.NEW]
    elif head.position and not head.is_labelled:
        return None
    else:
        inside.append(lines[head.place])
        kinds.append(Kind.NEW if head.position or not _is_label(lines[head.place], head) else Kind.FORM)
    _take_words(lines, head, end, source, inside, kinds)
    inside += lines[end:]
    kinds += [Kind.FORM] * (len(lines) - end)
    if not any(kind is Kind.NEW and line.text for line, kind in zip(inside, kinds, strict=True)):
        return None
    return Lines(inside), kinds


def _head(lines: Lines, *, says_form: bool) -> _Head | None:
    """Return what stands above the customer's words; None if there are no fields, or other words among them."""
    head = _Head()
    i, above = lines.after(0), 0
    while i < len(lines) and head.fields < _MOST_FIELDS:
        text = lines[i].text
        one = field_of(lines[i])
        if lines[i].is_quoted or len(text) > 4000 or _FORWARDED.search(text[:200]):
            return None
        if not head.fields and (one is None or is_frame(text)) and not is_separator(text):
            above += 1
            if not is_frame(text) and (
                above > 1 or _GREETING.match(text[:70]) or is_free(text) or text.endswith((":", "!"))
            ):
                return None
            head.frames += is_frame(text)
            if above > _MOST_ABOVE:
                return None
        elif is_separator(text):
            pass
        elif one is None:
            unlabelled = not lines[i - 1].text and (says_form or head.frames) and len(head.known) >= 2
            head.place = i
            return head if unlabelled else None
        else:
            i = _take_field(lines, i, one, head)
            if head.place >= 0:
                return head
        i = lines.after(i + 1)
    return None


def _take_field(lines: Lines, i: int, one: FormField, head: _Head) -> int:
    """Count a field in the head; return its last line. Set the head's place if the customer's words begin there."""
    following = lines.after(i + 1)
    after = field_of(lines[following]) if following < len(lines) else None
    last = i
    if one.is_message and not (after and after.is_message and not one.is_free):
        head.place, head.is_labelled = i, True
        head.position = one.place if one.value else 0
    elif one.value:
        if one.is_free and not one.is_extra and head.fields:
            head.place, head.position = i, one.place
        head.inline += 1
    elif following < len(lines) and after is None:
        below = lines[following + 1].text if following + 1 < len(lines) else ""
        goes_on = bool(below) and field_of(lines[following + 1]) is None
        if (head.inline >= 2 and head.inline == head.fields) or is_free(lines[following].text) or goes_on:
            head.place, head.is_labelled = i, one.marked
        else:
            head.emails += "@" in lines[following].text
            last = following
    if head.place < 0 or head.place != i or not head.is_labelled:
        head.fields += 1
        head.known |= {one.label.lower()} if one.is_known else set()
        head.emails += one.is_email
    head.marked += one.marked
    head.padded += one.padded
    return last


def _is_label(line: Line, head: _Head) -> bool:
    """Return whether the line above the words is a label, and not their first line."""
    one = field_of(line)
    return one is not None and (head.is_labelled or not one.value)


def _take_words(lines: Lines, head: _Head, end: int, source: str, inside: list[Line], kinds: list[Kind]) -> None:
    """Add the lines between the first words and the footer: the labels of further fields are the form's."""
    marked = head.marked >= 2
    start = len(inside)
    value_below = -1
    for i in range(head.place + 1, end):
        line = lines[i]
        one = field_of(line)
        is_field = one is not None and ((marked and one.marked) or (one.is_question and not one.value))
        if is_field and one is not None:
            following = lines.after(i + 1)
            rest = divided(line, one.place, source) if one.value and (one.is_free or one.is_message) else None
            if rest is not None:
                inside += rest
                kinds += [Kind.FORM, Kind.NEW]
                continue
            inside.append(line)
            kinds.append(Kind.NEW if one.value and one.is_free and not one.is_extra else Kind.FORM)
            short = following < end and not is_free(lines[following].text) and not is_item(lines[following].text)
            if not one.value and not one.is_message and head.inline < 2 and short:
                value_below = following
            continue
        inside.append(line)
        kinds.append(
            Kind.FORM
            if i == value_below or (not line.text and len(inside) > start + 1 and kinds[-1] is Kind.FORM)
            else Kind.NEW
        )
