"""This module reads dates: 2026-11-27, 27.11.2026, 27 November 2026, November 27, le 1er novembre, 27 de noviembre."""

import re
from collections.abc import Mapping, Sequence

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_DAY = re.compile(r"\d{1,2}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ORDINALS = frozenset({"er", "st", "nd", "rd", "th"})
_BETWEEN = frozenset({"de", "of", "del"})  # "27 de noviembre de 2026"
_ANY = "?"


def date_of(text: str) -> str | None:
    """Return the date that a text without blanks is, as "2026-11-27"."""
    if found := _ISO.fullmatch(text):
        return _written(found[1], int(found[2]), found[3])
    if found := _DAY_FIRST.fullmatch(text):
        return _written(found[3], int(found[2]), found[1])
    return None


def date_at(words: Sequence[str], place: int, months: Mapping[str, int]) -> tuple[int, str] | None:
    """Return how many words the date at a place has, and the date; "?" stands for a year or a day that is not said."""
    if place >= len(words):
        return None
    if written := date_of(words[place]):
        return 1, written
    end = place
    if _DAY.fullmatch(words[place]):
        end = _over(words, place + 1, _ORDINALS | _BETWEEN)
        if end < len(words) and words[end] in months:
            year, after = _year(words, end + 1)
            return after - place, _written(year, months[words[end]], words[place])
        return None
    if words[place] in months and place + 1 < len(words):
        if _DAY.fullmatch(words[place + 1]):
            year, after = _year(words, _over(words, place + 2, _ORDINALS))
            return after - place, _written(year, months[words[place]], words[place + 1])
        year, after = _year(words, place + 1)
        if year != _ANY:
            return after - place, _written(year, months[words[place]], _ANY)
    return None


def same_date(one: str, other: str) -> bool:
    """Return whether two dates are the same, as far as both say it."""
    return all(_ANY in (a, b) or a == b for a, b in zip(one.split("-"), other.split("-"), strict=True))


def _year(words: Sequence[str], place: int) -> tuple[str, int]:
    """Return the year at a place and the place behind it; "?" and the same place if there is none."""
    behind = _over(words, place, _BETWEEN)
    if behind < len(words) and _YEAR.fullmatch(words[behind]):
        return words[behind], behind + 1
    return _ANY, place


def _over(words: Sequence[str], place: int, skipped: frozenset[str]) -> int:
    return place + 1 if place < len(words) and words[place] in skipped else place


def _written(year: str, month: int, day: str) -> str:
    return f"{year}-{month:02d}-{day if day == _ANY else f'{int(day):02d}'}"
