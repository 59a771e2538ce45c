"""This module reads a plain text word by word, as names are made of words."""

import re
from collections.abc import Iterator

WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a text in small letters."""
    return (match[0].lower() for match in WORD.finditer(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")))
