"""This module tells where a sentence ends: at . ! ? … with white space behind it, or with a capital directly behind it.

Two things are no end: the point of an abbreviation inside a sentence, and a mark with no white space behind it (1.5,
x.example). What is read to be checked and what is read to be said divide doubtful places differently.
"""

import re
from collections.abc import Callable, Iterator

from knowledge.languages.registry import LANGUAGES, any_of, either

_END = re.compile(r"[.!?…;]+[\"'”’»)\]]*(?:\s+|$)|(?<=[\w)][.!?])(?=[A-ZÀ-Þ¿¡][a-zà-ÿ])")  # noqa: RUF001
_WHOLE_END = re.compile(
    r"[.!?…]+(?:[\"'”’“»)\]]|\s(?=»))*(?:\s+|$)|(?<=[\w)][.!?])(?=[A-ZÀ-Þ¿¡][a-zà-ÿ])|[。！？]"  # noqa: RUF001
)
_ANYTHING, _NUMBERS, _SMALL_LETTERS = (
    any_of(lambda language: language.abbreviations.before_anything),
    any_of(lambda language: language.abbreviations.before_numbers),
    any_of(lambda language: language.abbreviations.before_small_letters),
)
_GOES_ON = re.compile(rf"(?:^|[\s(]){_ANYTHING}\.$", re.IGNORECASE)
_GOES_ON_WITH_A_NUMBER = re.compile(rf"(?:^|[\s(]){_NUMBERS}\.$", re.IGNORECASE)
_GOES_ON_SMALL = re.compile(rf"\b(?:(?:\w\.){{2,}}|{_SMALL_LETTERS}\.)$", re.IGNORECASE)  # B.V.
_SHORTENED = re.compile(rf"(?:^|[\s(])(?:{_NUMBERS}|{_SMALL_LETTERS})\.$", re.IGNORECASE)
_INITIAL = re.compile(r"(?:^|[\s(])[A-ZÀ-Þ]\.$")  # "M. Dupont"
_DAY = re.compile(r"(?:^|\s)\d{1,2}\.$")
_MONTH = re.compile(
    rf"{either(month for each in LANGUAGES.values() for names in each.claims.months for month in names)}\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(rf"(?:^|\s){any_of(lambda language: language.statement.ordinals)}\s\d{{1,3}}\.$", re.IGNORECASE)


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of `text` in order, without the white space around them, as a check reads them.

    A semicolon ends one too. If one item holds two statements, the second can pass a check of shared words. So a
    doubtful end counts as an end: a part of a true sentence is true as well.
    """
    for start, end in _parted(text, _END, _goes_on):
        yield text[start:end]


def whole_sentences(text: str) -> Iterator[str]:
    """Yield the sentences of `text` in order, without the white space around them, as somebody would say them.

    A doubtful end is none, because half a sentence must not be said: not a semicolon, and not a point before a small
    letter or behind an ordinal number ("am 15. September"), an abbreviation ("max. Größe") or an initial.
    """
    for start, end in _parted(text, _WHOLE_END, _goes_on_whole):
        yield text[start:end]


def _parted(text: str, ends: re.Pattern[str], goes_on: Callable[[str, str], bool]) -> Iterator[tuple[int, int]]:
    start = 0
    for end in ends.finditer(text):
        so_far = text[start : end.end()].strip()
        if so_far and not goes_on(so_far[-16:], text[end.end() : end.end() + 16]):
            yield _trimmed(text, start, end.end())
            start = end.end()
    if text[start:].strip():
        yield _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    first = start + len(part) - len(part.lstrip())
    return first, first + len(part.strip())


def _goes_on(tail: str, rest: str) -> bool:
    following = rest[:1]
    return bool(
        _GOES_ON.search(tail[-12:])
        or (following.isdigit() and _GOES_ON_WITH_A_NUMBER.search(tail[-12:]))
        or (_DAY.search(tail) and _MONTH.match(rest))  # "am 9. November"
        or (following.islower() and _GOES_ON_SMALL.search(tail[-12:]))
    )


def _goes_on_whole(tail: str, rest: str) -> bool:
    return _goes_on(tail, rest) or (
        tail.endswith(".")
        and (
            rest[:1].islower()
            or any(doubtful.search(tail) is not None for doubtful in (_ORDINAL, _SHORTENED, _INITIAL))
        )
    )
