"""This module drops what a mail program quotes from earlier messages."""

import re

from knowledge.languages.registry import LANGUAGES, any_of, either

# "On Tue, 18 Nov 2025 at 10:12, Support <s@x> wrote:"; mail programs name the day.
_ATTRIBUTIONS = [language.mail.attribution for language in LANGUAGES.values()]
_WHOLE = either(rf"{start}\b.{{4,250}}\b{end}" for start, end in _ATTRIBUTIONS)
_START = either(start for start, _ in _ATTRIBUTIONS)
_ATTRIBUTION = re.compile(rf"^{_WHOLE}\s?:$", re.IGNORECASE)
_ATTRIBUTION_START = re.compile(rf"^{_START}\b.{{0,40}}\d", re.IGNORECASE)
_BY_MACHINE = re.compile(r"\b\d{1,2}[:.h]\d\d\b|@")  # a person who tells what somebody wrote gives no time of day
_ORIGINAL = re.compile(
    rf"^\W*(?:-{{2,}}\s*{any_of(lambda language: language.mail.original)}\s*-{{2,}}|##- .{{1,120}} -##|_{{20,}})$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(rf"^\W*{any_of(lambda language: language.mail.forwarded)}\b", re.IGNORECASE)
_HEADER_FIRST = re.compile(rf"^\*?{any_of(lambda language: language.mail.first_header)}\s?:", re.IGNORECASE)
_HEADER_NEXT = re.compile(
    rf"^\*?{any_of(lambda language: language.mail.other_headers)}\s?"
    rf"{any_of(lambda language: language.mail.header_particle)}?\s?:",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^\s?>")


def without_thread(lines: list[str]) -> list[str]:
    """Return the lines without what a mail program quoted from earlier messages.

    A forwarded mail is kept, because the customer wants it to be read. A quote that no mail program introduces and that
    has words below it is kept too, because customers paste errors and a colleague's words that way.
    """
    kept: list[str] = []
    i = 0
    while i < len(lines):
        if _FORWARDED.match(lines[i]):
            return kept + lines[i:]
        length = _introduction(lines, i)
        if not length:
            kept.append(lines[i])
            i += 1
            continue
        inside = bool(_QUOTED.match(lines[i]))
        i = _skip_empty(lines, i + length)
        if not inside and not (i < len(lines) and _QUOTED.match(lines[i])):
            return kept  # an unmarked quote runs to the end
        while i < len(lines) and (_QUOTED.match(lines[i]) or not lines[i]):
            i += 1  # answers between the lines of a marked quote are the customer's
    return kept


def _introduction(lines: list[str], i: int) -> int:
    """Return how many lines, from `i` on, introduce a quoted message; 0 if none do. Mail programs break an introduction
    at 80 characters."""
    line = lines[i].lstrip("> ")
    if _ORIGINAL.match(line[:250]):
        return 1
    if _HEADER_FIRST.match(line[:50]):
        headers = [after for after in lines[i + 1 : i + 6] if _HEADER_NEXT.match(after.lstrip("> ")[:50])]
        return 1 if len(headers) >= 2 else 0
    if not _ATTRIBUTION_START.match(line[:60]):
        return 0
    for length in (1, 2, 3):
        joined = " ".join(part.lstrip("> ") for part in lines[i : i + length])
        if len(joined) <= 300 and _ATTRIBUTION.match(joined):
            following = _skip_empty(lines, i + length)
            marked = following < len(lines) and bool(_QUOTED.match(lines[following]))
            return length if marked or _BY_MACHINE.search(joined) else 0
    return 0


def _skip_empty(lines: list[str], i: int) -> int:
    while i < len(lines) and not lines[i]:
        i += 1
    return i


def without_last_quote(lines: list[str]) -> list[str]:
    """Return the lines without a quote at their end: with nothing below it, it is the thread, whether introduced or
    not."""
    end = len(lines)
    while end and (not lines[end - 1] or _QUOTED.match(lines[end - 1])):
        end -= 1
    return lines[:end]
