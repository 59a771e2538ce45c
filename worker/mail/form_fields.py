"""This module tells the fields of a web form by their shape: a short label, and a value that belongs to it.

Name: Lena     Name | Lena     *Name*: Lena     <b>Name</b><br>Lena     Name:
                                                                         Lena
"""

import re
from dataclasses import dataclass

from knowledge.languages.registry import in_any_layout
from worker.mail.lines import CELL, Line, Lines
from worker.mail.notices import is_personal

_BORDER = CELL.strip()
_STAR = r"\s{0,2}\*?\s{0,2}"
_KNOWN = re.compile(rf"(?:{in_any_layout(lambda layout: layout.form_fields)}){_STAR}$", re.IGNORECASE)
_QUESTION = re.compile(
    rf"\W{{0,3}}{in_any_layout(lambda layout: layout.form_questions)}[\s?:*.]{{0,5}}$", re.IGNORECASE
)
_MESSAGE = re.compile(rf"(?:{in_any_layout(lambda layout: layout.form_messages)})[\s?*]{{0,4}}$", re.IGNORECASE)
_EXTRA = re.compile(rf"(?<!\w){in_any_layout(lambda layout: layout.form_extras)}", re.IGNORECASE)
_FOOTER = re.compile(rf"\W{{0,4}}{in_any_layout(lambda layout: layout.form_footers)}", re.IGNORECASE)
_FRAME = re.compile(rf"(?<!\w){in_any_layout(lambda layout: layout.form_frames)}", re.IGNORECASE)
_SEPARATOR = re.compile(r"[-_=*\u2013\u2014 ]{2,200}$")
_STARRED = re.compile(r"\*(?P<label>[^*:|]{1,60})\*?\s{0,2}:?\*?\s{0,5}")
_PADDED = re.compile(r"\s{3,}\S")
_EMAIL = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,200}(?:\s?\(mailto:[^()]{1,200}\)|\s?<[^<>]{1,200}>)?$")
_SENTENCE_END = re.compile(r"[^\W\d_]{3,}[.!?…]\s+\S")
_DATUM = re.compile(r"\d{1,2}[:./-]\d\d|\b(?:19|20)\d\d\b")
_WORD = re.compile(r"[^\W\d_]{2,}")
_BULLET = re.compile(r"\s{0,5}(?:[-•]|\d{1,2}[.)])\s")
_LABEL_CHARACTERS, _LABEL_WORDS = 60, 10
_CHARACTERS = 300  # of a line that a form writes
_FREE_WORDS = 9
_CONSENT = 20  # characters: "I agree"
_MOST_FOOTER = 12  # lines


@dataclass(frozen=True)
class FormField:
    """A field is a label and what stands behind it on its line."""

    label: str
    value: str
    place: int  # of the value in the line's text
    marked: bool  # the label is bold, starred, or the first cell of a table's row
    padded: bool  # the values stand in a column

    @property
    def is_known(self) -> bool:
        """Return whether nearly every form has such a field."""
        return _KNOWN.match(self.label) is not None

    @property
    def is_email(self) -> bool:
        return _EMAIL.match(self.value) is not None or (self.value.endswith(">") and "@" in self.value)

    @property
    def is_message(self) -> bool:
        """Return whether the label asks for a customer's words."""
        return _MESSAGE.match(self.label) is not None or self.is_question

    @property
    def is_question(self) -> bool:
        return _QUESTION.match(self.label) is not None

    @property
    def is_extra(self) -> bool:
        """Return whether the form itself filled the field in, or it stands below the words: page, address, consent."""
        return _EXTRA.search(self.label) is not None and (len(self.value) <= _CONSENT or not is_personal(self.value))

    @property
    def is_free(self) -> bool:
        """Return whether the value is a text and not a datum."""
        return is_free(self.value)


def field_of(line: Line) -> FormField | None:
    """Return the field that a line is; None if it is none."""
    text = line.text
    if not text or line.is_quoted or text[0] in "-\"'":
        return None
    starred = _STARRED.match(text)
    if starred and len(text[: starred.end()].rstrip()) > len(starred["label"]) + 1:
        return _checked(starred["label"], text, starred.end(), marked=True)
    head = text[: _LABEL_CHARACTERS + 30]
    colon, cell = head.find(":"), head.find(CELL)
    ends = [end for end in (colon, cell) if end > 0]
    question = head.find("? ") + 1
    if (
        question
        and (not ends or question < min(ends))
        and _QUESTION.match(text[:question])
        and text[question:].lstrip(" |:")
    ):
        return _checked(text[:question], text, question, marked=False)
    if ends:
        end = min(ends)
        place = end + (len(CELL) if end == cell else 1)
        bold = 0 < line.bold <= end + 3 and line.bold >= len(text[:end].strip()) - 1
        return _checked(
            text[:end], text, place, marked=bold or end == cell or text[place:].lstrip().startswith(_BORDER)
        )
    if line.bold:
        return _checked(text[: line.bold], text, line.bold, marked=True)
    field = _checked(text, text, len(text), marked=False)
    return field if field and (field.is_known or field.is_message) and not is_personal(text) else None


def is_free(text: str) -> bool:
    """Return whether a value is somebody's text: long, or with a sentence in it."""
    words = len(_WORD.findall(text[:1000]))
    if words >= _FREE_WORDS or (words >= 3 and text[-1:] in {".", "!", "?", "…", ":"}):
        return True
    return words >= 2 and (_SENTENCE_END.search(text[:1000]) is not None or text.endswith("?"))


def is_frame(text: str) -> bool:
    """Return whether a subject, or a line above the fields, says that a form wrote the message."""
    return len(text) <= _CHARACTERS and _FRAME.search(text) is not None and not is_personal(text)


def is_footer(text: str) -> bool:
    """Return whether a form wrote the line below the fields."""
    return len(text) <= _CHARACTERS and _FOOTER.match(text) is not None


def is_item(text: str) -> bool:
    return _BULLET.match(text) is not None


def start_of_footer(lines: Lines, start: int) -> int:
    """Return where the lines begin that the form added below the words: its own sentences, fields that it filled in, and
    any fields below a rule."""
    end, i = len(lines), lines.before(len(lines))
    for _ in range(_MOST_FOOTER):
        if i < start:
            break
        text, one = lines[i].text, field_of(lines[i])
        sure = end < len(lines)
        if is_footer(text) or (one is not None and one.is_extra and not one.is_free) or (is_separator(text) and sure):
            end = i
        elif one is None or not one.value or one.is_free or not sure:
            break  # else it may be the form's: a rule above it, or another such line, says so
        elif lines[i + 1].text and not lines[i - 1].text and _DATUM.search(one.value):
            end = i  # it begins a paragraph that the form ends: the day and the hour
        i = lines.before(i)
    return end


def is_separator(text: str) -> bool:
    return _SEPARATOR.match(text) is not None


def _checked(label: str, text: str, place: int, *, marked: bool) -> FormField | None:
    label = label.strip(" *|")
    rest = text[place:]
    value = rest.lstrip(" :*|")
    words = label.split()
    begins = label[:1].isupper() or label[:1] in "¿#" or label[:1].isdigit() or not label[:1].isascii() or marked
    if not begins or not words or len(label) > _LABEL_CHARACTERS or len(words) > _LABEL_WORDS:
        return None
    if not any(map(str.isalpha, label)) or rest.startswith("//") or ". " in label or ", " in label:
        return None
    return FormField(label, value, place + len(rest) - len(value), marked, _PADDED.match(rest) is not None)
