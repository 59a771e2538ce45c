"""This module tells the encoding of a file: a byte order mark, UTF-8 where it is valid, UTF-16 by its zeros, else the older
encoding in which the signs beyond ASCII are letters and marks of our languages. What it found is shown, and a person may name
another. (A library that knows all languages takes short French texts for Polish ones.)"""

import codecs
from pathlib import Path

from worker.errors import Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like UTF-16, so it is looked at first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLDER = ("cp1252", "mac_roman", "cp850")  # the likeliest first, which takes a draw
_EXPECTED = frozenset("äöüßÄÖÜéèêëàâáçîïíñóôœùûúÉÈÀÁÇÍÑÓÔŒÚ€«»„“”‘’–—…¿¡°§·´`©®™\u00a0")  # noqa: RUF001 - what people type
_SAMPLE = 200_000  # bytes
_CHUNK = 1 << 20
_ZEROS = 0.2  # of the bytes at even or odd places, in a text of UTF-16


def encoding_of(path: Path) -> str:
    """Return the name of a file's encoding. Raises `Refused` for a file that is no text."""
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if (wide := _wide(start)) is not None:
        return wide
    if b"\0" in start:
        raise Refused(f"{path} is no text: neither CSV nor JSON Lines (a spreadsheet can be saved as CSV)")
    return "utf-8" if _is_utf8(path) else _older(path)


def _wide(start: bytes) -> str | None:
    half = max(len(start) // 2, 1)
    even, odd = start[0::2].count(0) / half, start[1::2].count(0) / half
    if odd > _ZEROS and not even > _ZEROS / 4:
        return "utf-16-le"
    return "utf-16-be" if even > _ZEROS and not odd > _ZEROS / 4 else None


def _is_utf8(path: Path) -> bool:
    """Return whether the whole file is UTF-8: the first sign that is none may stand in its last line."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _older(path: Path) -> str:
    """Return the likeliest older encoding. The lines that have signs beyond ASCII tell it; a file may begin with many that
    have none."""
    telling, size = [], 0
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                telling.append(line)
                size += len(line)
            if size > _SAMPLE:
                break
    said = b"".join(telling)
    return max(_OLDER, key=lambda name: (_expected(said, name), -_OLDER.index(name)))


def _expected(said: bytes, encoding: str) -> int:
    """Return how many signs beyond ASCII are of our languages, less those that are not."""
    signs = [sign for sign in said.decode(encoding, errors="replace") if not sign.isascii()]
    return sum(1 if sign in _EXPECTED else -1 for sign in signs)
