"""This module compares names however they are written: "Ticket-Nr.", "ticketNr" and "TICKET_NR" are the same words."""

import re
import unicodedata
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")
_SPELLED = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o"})


@lru_cache(maxsize=10_000)
def words(name: str) -> tuple[str, ...]:
    """Return the words of a name, small and without accents."""
    apart = _CAMEL.sub(" ", name).lower().translate(_SPELLED)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(sign))
    return tuple(_WORD.findall(plain))


def same(name: str) -> str:
    """Return a name by which it is compared with others."""
    return " ".join(words(name))


def stem(word: str) -> str:
    """Return a word without the endings of a plural, in any of our languages. Not exact: it is compared, not shown."""
    for ending in ("en", "es", "s", "n", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
