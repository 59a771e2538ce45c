"""This module finds an answer that stands below a complete quote without marks.

Support wrote: / Which colour? / Regards / Ben      quoted: the closing and the name end it
                                                    an empty line
Blue, please.                                       new

Only where nothing new stands above the quote: below an answer, such a text is what the quoted writer added. A person who
says there that something was forgotten is heard. Where no closing and no name divide the two, all stays quoted, and the
model sees it whole.
"""

import re

from knowledge.languages.registry import in_any_layout
from worker.mail.devices import is_device
from worker.mail.lines import Lines
from worker.mail.notices import is_notice, may_be_notice
from worker.mail.persons import is_contact, is_name
from worker.mail.quote_headers import length_of_headers
from worker.mail.segments import Kind
from worker.mail.signatures import POSTSCRIPT, closes

_AFTERTHOUGHT = re.compile(rf"{in_any_layout(lambda layout: layout.afterthoughts)}(?!\w)", re.IGNORECASE)
_INTRODUCTION = re.compile(rf"{in_any_layout(lambda layout: layout.wrote)}\b.{{0,100}}:$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE_END = (".", "!", "?", "…")
_MOST_LINES = 300  # of a quote
_MOST_NAMES = 4  # lines below a closing
_NAME_CHARACTERS, _NAME_WORDS = 50, 6


def label_answer_below(lines: Lines, kinds: list[Kind], start: int, after: int, *, passed_on: bool = False) -> None:
    """Call new what stands below the quote that begins at `start`, with its first words at `after`, if its end is known.
    `passed_on`: it is a forwarded mail, and whoever passes it on may write above it and below it."""
    after = lines.after(after)
    after += length_of_headers(lines, after, introduced=True)
    if passed_on:
        place = min(_end_of_quote(lines, after), _end_of_marked_part(lines, after))
        if place < len(lines):
            kinds[place:] = [Kind.NEW] * (len(lines) - place)
        return
    above = any(kinds[i] is Kind.NEW and lines[i].text for i in range(start))
    end = min(len(lines), after + _MOST_LINES)
    if end < len(lines) or any(length_of_headers(lines, i) or _introduces(lines, i) for i in range(after, end)):
        return
    place = _afterthought(lines, after) if above else min(_end_of_quote(lines, after), _below_question(lines, after))
    if place < len(lines):
        kinds[place:] = [Kind.NEW] * (len(lines) - place)


def _below_question(lines: Lines, after: int) -> int:
    """Return where a paragraph follows the last question of a quote, if nothing below it closes the quoted mail: it is the
    answer, for its writer wrote nothing above."""
    last = next((i for i in range(len(lines) - 1, after - 1, -1) if lines[i].text.endswith("?")), len(lines))
    below = lines.after(last + 1)
    if below == len(lines) or lines[below - 1].text or not _is_answer(lines, below):
        return len(lines)
    return len(lines) if any(_ends(lines, i) for i in range(below, len(lines)) if lines[i].text) else below


def _end_of_marked_part(lines: Lines, after: int) -> int:
    """Return where words without a mark follow the marked lines that end a forwarded mail."""
    last = next((i for i in range(len(lines) - 1, after, -1) if lines[i].is_quoted), len(lines))
    below = lines.after(last + 1)
    apart = below < len(lines) and not lines[below - 1].text
    return below if apart and _is_answer(lines, below) else len(lines)


def _introduces(lines: Lines, i: int) -> bool:
    return "@" in lines[i].text and _INTRODUCTION.search(lines[i].text[:300]) is not None


def _end_of_quote(lines: Lines, after: int) -> int:
    """Return where the answer begins; the number of lines if that is not known."""
    for i in range(lines.after(after), len(lines)):
        text = lines[i].text
        if not text or lines.before(i) < after or not _ends(lines, i):
            continue
        below = _below_names(lines, i + 1)
        if below < len(lines) and not lines[below - 1].text and _is_answer(lines, below):
            return below
    return len(lines)


def _ends(lines: Lines, i: int) -> bool:
    """Return whether a line closes the quoted mail: a closing, or a name alone below a sentence."""
    text = lines[i].text[:120]
    named = closes(text)
    if named is not None:
        return named or ((i + 1 < len(lines) and _may_be_name(lines[i + 1].text)) or _may_be_name(_next(lines, i + 1)))
    last = not lines[i + 1].text if i + 1 < len(lines) else True
    return last and is_name(text, strict=True) and len(text.split()) <= 3 and lines[i - 1].text.endswith(_SENTENCE_END)


def _next(lines: Lines, i: int) -> str:
    following = lines.after(i)
    return lines[following].text if following < len(lines) else ""


def _may_be_name(text: str) -> bool:
    short = len(text) <= _NAME_CHARACTERS and len(text.split()) <= _NAME_WORDS and text[:1].isupper()
    return short and text[-1] not in ".!?…:" and not any(map(str.isdigit, text))


def _below_names(lines: Lines, i: int) -> int:
    """Return the first line with words below the names and addresses that follow a closing."""
    names = 0
    while i < len(lines):
        text = lines[i].text
        signs = is_contact(text) or text in {"--", "---"} or may_be_notice(text) or is_notice(text)
        if text and not signs:
            if not (_may_be_name(text) and names < _MOST_NAMES and (lines[i - 1].text or not names)):
                break
            names += 1
        i += 1
    return i


def _is_answer(lines: Lines, i: int) -> bool:
    """Return whether somebody's words begin at `i`, and not a program's or a postscript of the quoted writer."""
    text = lines[i].text
    if POSTSCRIPT.match(text) or is_notice(text) or may_be_notice(text) or lines[i].is_quoted or is_device(lines, i):
        return False
    return len(_WORD.findall(text[:500])) >= 2 or text.endswith(_SENTENCE_END) or any(map(str.isdigit, text))


def _afterthought(lines: Lines, after: int) -> int:
    """Return where somebody who answered above the quote says below it what was forgotten."""
    for i in range(after + 1, len(lines)):
        if lines[i].text and not lines[i - 1].text and _AFTERTHOUGHT.match(lines[i].text) and _closed(lines, after, i):
            return i
    return len(lines)


def _closed(lines: Lines, after: int, i: int) -> bool:
    return any(_ends(lines, j) for j in range(max(lines.after(after) + 1, i - 2 * _MOST_NAMES), i) if lines[j].text)
