"""This module finds what a mail program quotes from earlier messages, and what it passes on.

headers, "-----Original Message-----", "On ..., Support <s@x.example> wrote:"     a quote, to the end of the message
lines with ">" below one of them                                                 a quote, as long as they go on
lines with ">" that no program introduced                                        new: customers paste errors that way
"""

import re
from collections.abc import Sequence

from knowledge.languages.registry import in_any_layout
from worker.mail.below import label_answer_below
from worker.mail.lines import Lines
from worker.mail.notices import is_banner
from worker.mail.quote_headers import CLOCK, DAY, length_of_headers
from worker.mail.segments import Kind

_ON = in_any_layout(lambda layout: layout.on)
_WROTE = in_any_layout(lambda layout: layout.wrote)
_ON_A_DAY = re.compile(rf"{_ON}\b.{{0,40}}\d", re.IGNORECASE)
_VERB = re.compile(rf"\b{_WROTE}\b", re.IGNORECASE)
_DATED = re.compile(r"\d{4}-\d\d-\d\d .{0,60}<[^<>\s]{3,100}@[^<>\s]{3,100}>\s?:$")  # "2025-11-18 10:12 GMT+1 S <s@x>:"
_BETWEEN_DASHES = re.compile(r"-{3,10} ?[^-].*-{3,10}$")
_NAMED_ADDRESS = re.compile(
    r"[^\W_].{0,3}[<(\[](?:mailto:)?[^<>()\s@]{1,64}@[\w-]{1,63}\.\w"
)  # "Support <s@x.example>"
_TOLD = re.compile(rf"(?<!\w){in_any_layout(lambda layout: layout.told)}", re.IGNORECASE)
_ADDRESS = re.compile(r"@[\w-]{1,63}\.\w")
_MOST_INTRODUCTION = 300  # characters, in at most three lines

_DASHES = r"[-_*=\u2013\u2014 ]{2,80}"
_ORIGINAL = re.compile(rf"{_DASHES}{in_any_layout(lambda layout: layout.original)}{_DASHES}$", re.IGNORECASE)
_FORWARDED = re.compile(rf"(?:{_DASHES})?{in_any_layout(lambda layout: layout.forwarded)}(?:{_DASHES}|\s?:)$", re.I)
_ABOVE_THIS = re.compile(
    rf"##-? .{{1,120}} -?##$|\W{{0,12}}(?:\w{{1,10}},? ){{0,2}}{in_any_layout(lambda layout: layout.reply_above)}.{{0,60}}$",
    re.IGNORECASE,
)
_QUOTING = re.compile(rf"{in_any_layout(lambda layout: layout.quoting)} .{{1,150}}@.{{1,100}}:$", re.IGNORECASE)
# "Mobilis Care, Feb 20, 2025, 09:15 GMT:", as ticket systems write it; a person who dates a log gives no time zone
_NAMED_AND_DATED = re.compile(
    r"[^\W\d_][^:,\d]{1,60}(?:\([^()]{1,60}\))?,\s.{0,40}\b(?:19|20)\d\d\b.{0,12}\b\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[AP]M)?"
    r" (?:GMT|UTC|CES?T|MES?Z|BST|WES?T|[ECMP][SD]T|[+-]\d\d)\S{0,6}:$"
)
_TEXT_BEHIND = re.compile(
    r"@[^\s<>@:]{3,100}>?(?: [\w ]{2,30})?\s?:(?=\s{2,}\S)"
)  # Yahoo begins the quote on the same line
_CONSOLE = re.compile(
    r"(?:[$#<] ?\S|PS [A-Z]:|[A-Z]:\\|>>> ?\S|\[?\d{4}-\d\d-\d\d[ T]\d\d:\d\d|\w{1,20}@[\w-]{1,40}[:~ ])"
)
_PROMPT = re.compile(r">>> [^>\s]")  # of Python; a quote does not go on at its third level
_RULE = re.compile(r"_{20,200}$")


def label_thread(lines: Lines, kinds: list[Kind], *, forward: bool, reply: bool) -> None:
    """Say in `kinds` which lines are quoted or forwarded. `forward` and `reply`: the subject says that the message passes
    another one on, or answers one. Without either, headers inside a message are those of one that is passed on."""
    i, introduced = 0, False
    while i < len(lines):
        length, kind, marked = _introduction(lines, i, forward=forward, reply=reply)
        if not length:
            end = _end_of_marked(lines, i)
            if end > i and introduced and not _is_pasted(lines, i, end, kinds):
                kinds[i:end] = [Kind.QUOTED] * (end - i)
            i = max(end, i + 1)
            continue
        if not marked:
            kinds[i:] = [kind] * (len(lines) - i)
            _return_marked_answers(lines, kinds, i)
            end = _end_of_container(lines, i)
            if end < len(lines):
                kinds[end:] = [Kind.NEW] * (len(lines) - end)
            else:
                label_answer_below(lines, kinds, i, i + length, passed_on=kind is Kind.FORWARDED)
            return
        introduced = True
        end = _end_of_marked(lines, lines.after(i + length))
        kinds[i:end] = [kind] * (end - i)
        i = end


def label_only_quote(lines: Lines, kinds: list[Kind], *, forward: bool, reply: bool) -> None:
    """Say in `kinds` that marked lines are a quote where nothing else is there, or where they end an answer."""
    end = len(lines)
    while end and (not lines[end - 1].text or (lines[end - 1].is_quoted and kinds[end - 1] is Kind.NEW)):
        end -= 1
    start = lines.after(end)
    only = start == lines.after(0)
    if start < len(lines) and (only or ((forward or reply) and not lines.is_announced(start))):
        kinds[start:] = [Kind.FORWARDED if forward else Kind.QUOTED] * (len(lines) - start)


def _introduction(lines: Lines, i: int, *, forward: bool, reply: bool) -> tuple[int, Kind, bool]:
    """Return how many lines introduce an earlier message (0 if none do), what that is, and whether its lines are marked."""
    quoted = Kind.FORWARDED if forward else Kind.QUOTED
    line = lines[i].bare
    if not line or (i and lines[i].is_quoted and lines[i - 1].is_quoted):
        return 0, quoted, False
    inside = lines[i].is_quoted
    after = _first_with_words(lines, i + 1)
    pasted = lines.is_announced(i)
    if _FORWARDED.match(line[:200]) and length_of_headers(lines, after, introduced=True):
        return 1, Kind.FORWARDED, inside
    if _ORIGINAL.match(line[:200]) and (not pasted or length_of_headers(lines, after, introduced=True)):
        return 1, quoted, inside
    if _RULE.match(line[:201]) and _are_of_mail(lines, after):
        return 1, quoted, inside
    if _ABOVE_THIS.match(line[:130]):
        first = lines.before(i)  # with nothing but a warning above it, the answer stands somewhere below
        return 1, quoted, inside or first < 0 or (lines.before(first) < 0 and is_banner(lines[first].text[:500]))
    length = length_of_headers(lines, i, expected=reply or forward)
    if length:
        return length, quoted if reply else Kind.FORWARDED, inside
    length = _attribution(lines, i)
    if length:
        following = lines.after(i + length)
        return length, quoted, inside or (following < len(lines) and lines[following].is_quoted)
    return 0, quoted, False


def _are_of_mail(lines: Lines, i: int) -> bool:
    """Return whether headers below a rule are a mail's: a log has fields too, but no address and no date beside them."""
    length = length_of_headers(lines, i, introduced=True)
    return any(_ADDRESS.search(line.text[:300]) or DAY.search(line.text[:300]) for line in lines[i : i + length])


def _first_with_words(lines: Lines, i: int) -> int:
    """Return the first line from `i` on that has more than a quote's mark, or the third."""
    for _ in range(3):
        i = lines.after(i)
        if i == len(lines) or lines[i].bare:
            break
        i += 1
    return i


def _attribution(lines: Lines, i: int) -> int:
    """Return how many lines, from `i` on, say who wrote the quote below; 0 if none do. Mail programs break such a line at
    80 characters."""
    for length in (1, 2, 3):
        part = lines[i : i + length]
        joined = " ".join(line.bare.strip() for line in part)
        behind = _TEXT_BEHIND.search(joined[: _MOST_INTRODUCTION + 200])
        if behind and _ON_A_DAY.match(joined):
            joined = joined[: behind.end()]
        if len(joined) > _MOST_INTRODUCTION or (length > 1 and not (part[-1].text and _ON_A_DAY.match(joined))):
            return 0
        if not joined.endswith((":", "\N{FULLWIDTH COLON}")) and not _BETWEEN_DASHES.match(joined):
            continue
        if _NAMED_AND_DATED.match(joined):
            return length
        if not (
            _DATED.match(joined) or _QUOTING.match(joined) or (_VERB.search(joined) and any(map(str.isdigit, joined)))
        ):
            continue
        following = lines.after(i + length)
        marked = following < len(lines) and lines[following].is_quoted
        if marked:
            return length if _ADDRESS.search(joined) or _ON_A_DAY.match(joined) or CLOCK.search(joined) else 0
        # A person who tells what somebody wrote marks no lines, and does not write as a program does.
        programs = _NAMED_ADDRESS.search(joined) or _BETWEEN_DASHES.match(joined)
        return length if programs and CLOCK.search(joined) and not _TOLD.search(joined) else 0
    return 0


def _end_of_marked(lines: Lines, i: int) -> int:
    """Return the line after the marked ones that begin at `i`. An empty line ends them, unless marked ones go on below it
    to the end of the message."""
    start = i
    while i < len(lines) and lines[i].is_quoted:
        i += 1
    return len(lines) if i > start and lines.end_of_marked(i) == len(lines) else i


def _end_of_container(lines: Lines, i: int) -> int:
    """Return the first line with words below the element that a mail program set around the quote at `i`."""
    if not lines[i].contained:
        return len(lines)
    return next((j for j in range(i, len(lines)) if lines[j].text and not lines[j].contained), len(lines))


def _is_pasted(lines: Lines, start: int, end: int, kinds: Sequence[Kind]) -> bool:
    """Return whether the writer of a message marked these lines: something announces them, or they stand below a quote
    with nothing between them, and words follow."""
    beside = [lines[j].text for j in (start - 1, end) if 0 <= j < len(lines)]
    if any(_CONSOLE.match(text[:200]) for text in beside) or _PROMPT.match(lines[start].text[:200]):
        return True
    last = lines.before(start)
    if last < 0 or kinds[last] is Kind.NEW:
        return lines.is_announced(start)
    return last < start - 1 and lines.after(end) < len(lines)


def _return_marked_answers(lines: Lines, kinds: list[Kind], start: int) -> None:
    """Call the lines with ">>>" in an unmarked quote new, if the writer says above that they are the answers."""
    if any(">>>" in line.text and not line.is_quoted for line in lines[:start]):
        for i in range(start, len(lines)):
            if lines[i].text.startswith(">>>"):
                kinds[i] = Kind.NEW
