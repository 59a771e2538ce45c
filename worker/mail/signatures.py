"""This module finds what stands below the last words of a mail: closing, name, the data of a firm, the line of a device.

Nothing but a name, a title and an address may follow a closing: an order's number, an error or a sentence below it is what
the customer forgot to say, and then the closing stays with the customer's words too.
"""

import re
from collections.abc import Sequence

from knowledge.languages.registry import in_any_layout
from worker.mail.lines import Lines
from worker.mail.notices import may_be_notice
from worker.mail.persons import is_contact, is_name
from worker.mail.segments import Kind

_DEVICE = re.compile(rf"{in_any_layout(lambda layout: layout.devices)}", re.IGNORECASE)
_CLOSING = re.compile(rf"{in_any_layout(lambda layout: layout.closings)}(?=[\W\s]|$)", re.IGNORECASE)
_THANKS = re.compile(rf"{in_any_layout(lambda layout: layout.thanks)}(?=[\W\s]|$)", re.IGNORECASE)
_POSTSCRIPT = re.compile(r"(?:P\.?\s?S\.?|N\.?\s?B\.?|P\.?\s?D\.?)(?:\s?:|\s|$)")
_DASHES = frozenset({"--", "---", "\N{EM DASH}"})
_CLAUSES = re.compile(r"[,?]|[.!] ")
_DEVICE_CHARACTERS = 90
_MOST_LINES = 18  # of a signature


def label_signature(lines: Lines, kinds: list[Kind]) -> None:
    """Say in `kinds` which of the new lines are a signature."""
    for i, line in enumerate(lines):
        if line.signature and kinds[i] is Kind.NEW and not _goes_on(line.text):
            kinds[i] = Kind.SIGNATURE
    end = len(lines)
    while end:
        start = end
        while start and kinds[start - 1] is kinds[end - 1]:
            start -= 1
        if kinds[start] is Kind.NEW:
            _label_block(lines, kinds, start, end)
        end = start


def _label_block(lines: Lines, kinds: list[Kind], start: int, end: int) -> None:
    """Find the signature that ends a block of new lines."""
    last = lines.before(end)
    while last >= start and _is_device(lines, last):
        kinds[last:end] = [Kind.SIGNATURE] * (end - last)
        end, last = last, lines.before(last)
    first = max(start, last - 2 * _MOST_LINES)
    for i in range(first, last + 1):
        tail = [line.text for line in lines[i : last + 1]]
        if sum(map(bool, tail)) > _MOST_LINES or lines.is_announced(i) or not tail[0]:
            continue
        length = _length_of_signature(
            tail,
            alone=lines.before(i) < 0,
            apart=not i or not lines[i - 1].text,
            delimiter=lines[i].delimiter,
        )
        if length:
            kinds[i : i + length] = [Kind.SIGNATURE] * length
            if i + length > last:
                kinds[i:end] = [Kind.SIGNATURE] * (end - i)
            return


def _length_of_signature(tail: Sequence[str], *, alone: bool, apart: bool, delimiter: bool) -> int:
    """Return how many lines of a block's end are its signature, beginning with the first; 0 if that begins none. `alone`: nothing
    stands above it. `apart`: an empty line does, or nothing. `delimiter`: it is "-- ", with the blank."""
    rest = tail[1:]
    if tail[0] in _DASHES:
        strict = not (delimiter and apart)
        begins = rest and (is_name(rest[0], strict=strict) or is_contact(rest[0]) or may_be_notice(rest[0]))
        if not begins or not (apart or delimiter):
            return 0
    elif alone:
        return 0  # a lone "Best regards" stays: it is all the customer said
    else:
        named = _closes(tail[0][:120])
        following = next((line for line in rest if line), "")
        stands_alone = not following and _CLOSING.match(tail[0][:120])
        if named is None or not (named or stands_alone or is_name(following, strict=True)):
            return 0
    for number, line in enumerate(rest, 1):
        below_empty = number > 1 and not rest[number - 2]
        if line and not _may_sign(line, strict=below_empty):
            return number if below_empty and _POSTSCRIPT.match(line) else 0
    return len(tail)


def _closes(line: str) -> bool | None:
    """Return whether a line closes a mail and names its writer (True) or not (False); None if it does not close one."""
    for pattern in (_CLOSING, _THANKS):
        closing = pattern.match(line)
        if closing:
            named = line[closing.end() :].strip(" ,.!;:\N{EN DASH}-")
            if not named:
                return False
            return True if is_name(named, strict=True) else None
    return None


def _is_device(lines: Lines, i: int) -> bool:
    text = lines[i].text
    short = len(text) <= _DEVICE_CHARACTERS and not _CLAUSES.search(text)
    return short and _DEVICE.match(text) is not None and not lines.is_announced(i)


def _may_sign(line: str, *, strict: bool) -> bool:
    return line in _DASHES or is_contact(line) or may_be_notice(line) or is_name(line, strict=strict)


def _goes_on(line: str) -> bool:
    """Return whether a customer wrote on in the place of the signature."""
    return line.endswith("?") or _POSTSCRIPT.match(line) is not None
