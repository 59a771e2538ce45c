"""This module tells where a sentence of a reply ends: at . ! ? … or ; with white space behind it, or with a capital
directly behind it.

If one item holds two statements, the second can pass with the first. So a doubtful end counts as an end: a part of a true
sentence is true as well. Three things are no end: the point of an abbreviation inside a sentence, that of a day before its
month ("9. November"), and a mark with no white space behind it (1.5, x.example).
"""

import re
from collections.abc import Iterator

from knowledge.languages.registry import LANGUAGES, any_of, either

_END = re.compile(r"[.!?…;]+[\"'”’»)\]]*(?:\s+|$)|(?<=[\w)][.!?])(?=[A-ZÀ-Þ¿¡][a-zà-ÿ])")  # noqa: RUF001
_ANYTHING, _NUMBERS, _SMALL_LETTERS = (
    any_of(lambda language: language.abbreviations.before_anything),
    any_of(lambda language: language.abbreviations.before_numbers),
    any_of(lambda language: language.abbreviations.before_small_letters),
)
_GOES_ON = re.compile(rf"(?:^|[\s(]){_ANYTHING}\.$", re.IGNORECASE)
_GOES_ON_WITH_A_NUMBER = re.compile(rf"(?:^|[\s(]){_NUMBERS}\.$", re.IGNORECASE)
_DAY = re.compile(r"(?:^|\s)\d{1,2}\.$")
_MONTH = re.compile(
    rf"{either(month for each in LANGUAGES.values() for names in each.claims.months for month in names)}\b",
    re.IGNORECASE,
)
_GOES_ON_SMALL = re.compile(rf"\b(?:(?:\w\.){{2,}}|{_SMALL_LETTERS}\.)$", re.IGNORECASE)  # B.V.


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of `text` in order, without the white space around them."""
    start = 0
    for end in _END.finditer(text):
        so_far, rest = text[start : end.end()].strip(), text[end.end() :]
        if so_far and not _goes_on(so_far, rest):
            yield so_far
            start = end.end()
    if rest := text[start:].strip():
        yield rest


def _goes_on(so_far: str, rest: str) -> bool:
    tail, following = so_far[-12:], rest[:1]
    return bool(
        _GOES_ON.search(tail)
        or (following.isdigit() and _GOES_ON_WITH_A_NUMBER.search(tail))
        or (_DAY.search(tail) and _MONTH.match(rest))  # "am 9. November"
        or (following.islower() and _GOES_ON_SMALL.search(tail))
    )
