"""This module finds what stands below the last words of a mail: closing, name, the data of a firm, the line of a device.

Nothing but a name, a title and an address may follow a closing: an order's number, an error or a sentence below it is what
the customer forgot to say, and then the closing stays with the customer's words too.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from knowledge.languages.registry import in_any_layout
from worker.mail.devices import is_device
from worker.mail.lines import Lines
from worker.mail.met import names_in
from worker.mail.notices import is_notice, is_personal, may_be_notice
from worker.mail.persons import NO_NAME, is_contact, is_name, is_surely_name
from worker.mail.segments import Kind

_CLOSING = re.compile(rf"{in_any_layout(lambda layout: layout.closings)}(?=[\W\s]|$)", re.IGNORECASE)
_THANKS = re.compile(rf"{in_any_layout(lambda layout: layout.thanks)}(?=[\W\s]|$)", re.IGNORECASE)
POSTSCRIPT = re.compile(r"(?:P\.?\s?S\.?|N\.?\s?B\.?|P\.?\s?D\.?)(?:\s?:|\s|$)")
_DASHES = frozenset({"--", "---", "\N{EM DASH}"})
_BETWEEN = " ,.!;:/|&\N{EN DASH}\N{EM DASH}-"  # a closing and what stands beside it
_AND = re.compile(r"^(?:and|und|et|y|e|en|&) ", re.IGNORECASE)
_MOST_CLOSINGS = 3  # on a line
_ABOUT_PEOPLE = re.compile(rf"(?<!\w){in_any_layout(lambda layout: layout.about_people)}(?!\w)", re.IGNORECASE)
_SAID_CHARACTERS = 80  # of the line above a name
_ANY_CLOSING = re.compile(r"[^\W\d_]\S{0,20}(?: \S{1,20}){0,3},$")  # "Sportivement," or "Hälsningar,": in any language
_ITEM = re.compile(r"\s{0,5}(?:[-*•]\s|\d{1,2}[.)]\s)")
_NUMBER = re.compile(r"\d{4}")
_QUOTES = "\"'\u201c\u201e\u00ab\u2018"
_MOST_NAME_LINES, _SHORT_QUESTION = 4, 40
_MOST_BLOCK, _BLOCK_CHARACTERS = 8, 100
_FEWEST_CHOICES = 3
_MOST_LINES = 18  # of a signature


def label_signature(lines: Lines, kinds: list[Kind]) -> None:
    """Say in `kinds` which of the new lines are a signature."""
    if not _is_all(lines, kinds):
        for i, line in enumerate(lines):
            if line.signature and kinds[i] is Kind.NEW and not _goes_on(line.text):
                kinds[i] = Kind.SIGNATURE
    known = names_in(lines, kinds)
    end = len(lines)
    while end:
        start = end
        while start and kinds[start - 1] is kinds[end - 1]:
            start -= 1
        if kinds[start] is Kind.NEW:
            _label_block(lines, kinds, start, end, known)
        end = start


def _is_all(lines: Lines, kinds: Sequence[Kind]) -> bool:
    """Return whether somebody typed a whole mail where the program keeps the signature: no word stands outside it, and it
    has words that are no signature's."""
    own = [i for i, kind in enumerate(kinds) if kind is Kind.NEW and lines[i].text]
    if not all(lines[i].signature for i in own):
        return False
    return any(
        not (_may_sign(lines[i].text, strict=False) or is_device(lines, i) or closes(lines[i].text[:120]) is not None)
        for i in own
    )


def _label_block(lines: Lines, kinds: list[Kind], start: int, end: int, known: frozenset[str]) -> None:
    """Find the signature that ends a block of new lines."""
    last = lines.before(end)
    while last >= start and is_device(lines, last):
        kinds[last:end] = [Kind.SIGNATURE] * (end - last)
        end, last = last, lines.before(last)
    first = max(start, last - 2 * _MOST_LINES)
    for i in range(first, last + 1):
        tail = [line.text for line in lines[i : last + 1]]
        if sum(map(bool, tail)) > _MOST_LINES or lines.is_announced(i) or not tail[0]:
            continue
        if _lists_choices(lines[lines.before(i)].text if lines.before(i) >= 0 else "", tail):
            continue
        length = _length_of_signature(
            tail,
            alone=lines.before(i) < 0,
            apart=not i or not lines[i - 1].text,
            delimiter=lines[i].delimiter,
        ) or _length_of_name(lines, i, start, tail, known)
        if length:
            kinds[i : i + length] = [Kind.SIGNATURE] * length
            if i + length > last:
                kinds[i:end] = [Kind.SIGNATURE] * (end - i)
            return


def _length_of_signature(tail: Sequence[str], *, alone: bool, apart: bool, delimiter: bool) -> int:
    """Return how many lines of a block's end are its signature, beginning with the first; 0 if that begins none. `alone`: nothing
    stands above it. `apart`: an empty line does, or nothing. `delimiter`: it is "-- ", with the blank."""
    rest = tail[1:]
    if delimiter and apart and is_short_block(rest):
        return len(tail)
    if tail[0] in _DASHES:
        strict = not (delimiter and apart)
        begins = rest and (is_name(rest[0], strict=strict) or is_contact(rest[0]) or may_be_notice(rest[0]))
        if not begins or not (apart or delimiter):
            return 0
    elif alone:
        return 0  # a lone "Best regards" stays: it is all the customer said
    else:
        named = closes(tail[0][:120])
        following = next((line for line in rest if line), "")
        stands_alone = not following and _CLOSING.match(tail[0][:120])
        if named is None or not (named or stands_alone or is_name(following, strict=True)):
            return 0
    if tail[0] not in _DASHES and "--" in rest and is_short_block(rest[rest.index("--") + 1 :]):
        rest = rest[: rest.index("--")]  # the closing stands above a signature
    said = [number for number, line in enumerate(rest, 1) if line]
    if any(map(_shouts, (rest[number - 1] for number in said[1:]))) and not any(
        is_contact(line) for line in rest if line
    ):
        return 0  # "DISK FULL"
    paragraph: Sequence[str] = ()
    for number in said:
        line = rest[number - 1]
        below_empty = number > 1 and not rest[number - 2]
        if below_empty and number > said[0]:
            paragraph = list(takewhile(bool, rest[number - 1 :]))
        signs = _may_stand_apart(line, paragraph) if paragraph else _may_sign(line, strict=below_empty)
        if not signs:
            return number if below_empty and POSTSCRIPT.match(line) else 0
    return len(tail)


def _length_of_name(lines: Lines, i: int, start: int, tail: Sequence[str], known: frozenset[str]) -> int:
    """Return how many lines of a block's end are the name of its writer, with a title and a firm, without a closing; 0 if
    that is not sure: "Google Chrome" is an answer."""
    above = lines.before(i)
    if above < start or lines[i - 1].text or len(tail) > _MOST_NAME_LINES:
        return 0
    said = lines[above].text
    sure = is_surely_name(tail[0]) and not (said.endswith("?") and len(said) < _SHORT_QUESTION)
    if _ABOUT_PEOPLE.search(said[-_SAID_CHARACTERS:]):
        return 0
    words = {word.strip(".,").lower() for word in tail[0].split()}
    met = is_name(tail[0], strict=True) and len(words) <= 4 and bool(words & known)
    closed = (
        len(tail) == 2
        and _ANY_CLOSING.match(tail[0])
        and said.endswith((".", "!", ")", "…"))
        and is_name(tail[1], strict=True)
    )
    if not (sure or met or (closed and len(tail[1].split()) <= 3)):
        return 0
    return len(tail) if all(_may_stand_below_name(line) for line in tail[1:]) else 0


def _may_stand_below_name(line: str) -> bool:
    return _may_sign(line, strict=False) or (
        0 < len(line) <= 50 and len(line.split()) <= 6 and line[-1] not in ".!?:;" and not _NUMBER.search(line)
    )


def is_short_block(lines: Sequence[str]) -> bool:
    """Return whether what stands below the mark of a signature is one: a few short lines, none of which is a sentence, a
    question or an item of a list."""
    said = [line for line in lines if line]
    if not said or len(said) > _MOST_BLOCK:
        return False
    return all(may_be_notice(line) or is_notice(line) or is_contact(line) or _is_short(line) for line in said)


def _is_short(line: str) -> bool:
    if len(line) > _BLOCK_CHARACTERS or line.endswith(("?", ":")) or _ITEM.match(line) or is_personal(line):
        return False
    if NO_NAME.match(line):  # "Click Export"
        return False
    return len(line.split()) <= 4 or not line.endswith((".", "!")) or line[0] in _QUOTES


def closes(line: str) -> bool | None:
    """Return whether a line closes a mail and names its writer (True) or not (False); None if it does not close one. A
    closing may stand there in several languages."""
    rest, closed = line, False
    for _ in range(_MOST_CLOSINGS):
        closing = _CLOSING.match(rest) or _THANKS.match(rest)
        if closing is None:
            break
        closed, rest = True, _AND.sub("", rest[closing.end() :].strip(_BETWEEN))
        if not rest:
            return False
    return True if closed and is_name(rest, strict=True) else None


def _may_stand_apart(line: str, paragraph: Sequence[str]) -> bool:
    """Return whether a line may belong to a signature below the empty line that follows the name. Bare words are an error or
    a demand there, unless an address or a number stands beside them, as beside a firm's name."""
    if line in _DASHES or is_contact(line) or may_be_notice(line) or is_notice(line) or is_surely_name(line):
        return True
    contacts = sum(map(is_contact, paragraph))
    return is_name(line, strict=True) and 2 * contacts >= len(paragraph)


def _shouts(line: str) -> bool:
    """Return whether a line is of several words in capitals, as an error is."""
    return line.isupper() and len([word for word in line.split() if len(word) > 2 and word.isalpha()]) >= 2


def _lists_choices(said: str, tail: Sequence[str]) -> bool:
    """Return whether what stands below a closing are the things that the question above it is about, and no names."""
    words = [line for line in tail[1:] if line]
    return said.endswith("?") and len(words) >= _FEWEST_CHOICES and all(line.isalnum() for line in words)


def _may_sign(line: str, *, strict: bool) -> bool:
    return line in _DASHES or is_contact(line) or may_be_notice(line) or is_name(line, strict=strict)


def _goes_on(line: str) -> bool:
    """Return whether a customer wrote on in the place of the signature."""
    return line.endswith("?") or POSTSCRIPT.match(line) is not None
