"""This module finds what can be checked literally in a sentence: numbers, dates, versions, addresses, identifiers and
protected names."""

import re
from collections.abc import Collection

from knowledge.languages.registry import all_words

_ADDRESS = re.compile(r"(?:https?://)?(?:[\w.+-]+@)?(?:[\w-]+\.)+[a-z]{2,}(?:/[\w./#?=&%-]*)?", re.IGNORECASE)
_IDENTIFIER = re.compile(r"\b[A-Z]{1,4}-[\dA-Z][\w-]*\b")
_NUMBER = re.compile(r"\d+(?:[.,:/\u00a0' -]?\d+)*")
_NUMBER_WORDS = all_words(lambda language: language.number_words)
_WORD = re.compile(r"[^\W\d_]+")


def facts(text: str, names: Collection[str] = ()) -> frozenset[str]:
    """Return the checkable facts of `text`, normalised so that "1,450" and "1450" or "HTTPS://X.example/" and
    "x.example" are the same. `names`: words that count as facts when they are written with a capital (plans,
    products)."""
    found: set[str] = set()
    rest = text
    for pattern in (_ADDRESS, _IDENTIFIER):
        found.update(_normalise_address(m) for m in pattern.findall(rest))
        rest = pattern.sub(" ", rest)
    found.update(normalise_number(m) for m in _NUMBER.findall(rest))
    words = _WORD.findall(rest)
    found.update(w.lower() for w in words if w.lower() in _NUMBER_WORDS)
    found.update(name for name in names if name in words)
    return frozenset(found)


def _normalise_address(text: str) -> str:
    return re.sub(r"^https?://", "", text.lower()).rstrip("/.")


def normalise_number(text: str) -> str:
    """Remove thousands separators and make a decimal comma a point; dates and times keep their parts."""
    if re.fullmatch(r"\d{1,3}([.,\u00a0' ]\d{3})+", text):
        return re.sub(r"\D", "", text)
    if re.fullmatch(r"\d+[.,]\d{1,2}", text):
        whole, _, part = text.replace(",", ".").partition(".")
        return f"{whole}.{part}".rstrip("0").rstrip(".") if len(part) == 2 else f"{whole}.{part}"
    return re.sub(r"\s+", " ", text)
