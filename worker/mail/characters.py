"""This module keeps the characters of a text that a reader sees, and gives those that look alike one form."""

import re
import unicodedata

_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANKS = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2800\u115f\u1160\u3164\uffa0]")
# NFKC only here, where it undoes a disguise; elsewhere it would turn 10² into 102.
_DISGUISED = re.compile("[\uff01-\uff5e\U0001d400-\U0001d7ff]+")
_SELECTORS = re.compile("[\u034f\ufe00-\ufe0f\u180b-\u180e\U000e0100-\U000e01ef]")  # shown only through their neighbour
_DROPPED = frozenset({"Cc", "Cf", "Co", "Cs"})  # control, invisible and directional, private use, half a character
_MOST_MARKS = 5  # on one letter; normalising a run of marks takes time with the square of its length


def visible(text: str) -> str:
    """Return `text` without control, invisible and directional characters. Each line break is a newline, each blank a
    space."""
    text = _BLANKS.sub(" ", _BREAKS.sub("\n", text))
    if text.isascii():
        return "".join(c for c in text if c == "\n" or c.isprintable())
    kept: list[str] = []
    marks = 0
    for character in _SELECTORS.sub("", text):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if character == "\n" or (marks <= _MOST_MARKS and unicodedata.category(character) not in _DROPPED):
            kept.append(character)
    plain = _DISGUISED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), "".join(kept))
    return unicodedata.normalize("NFC", plain)
