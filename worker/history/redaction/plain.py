"""This module makes a text plain, so that one pattern finds a thing however its signs are written, and remembers where each sign
came from."""

import re
import unicodedata
from dataclasses import dataclass
from html import unescape

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});|%(?:2[BbDdEe]|40|5[Ff])")
_IN_LINKS = {"%2b": "+", "%2d": "-", "%2e": ".", "%40": "@", "%5f": "_"}  # signs of an address, as a link has them
_PLAINER = {
    **dict.fromkeys("\u2018\u2019\u02bc\u00b4\u0060\u2032", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t", " "),
    **dict.fromkeys("\r\u2028\u2029\x0b\x0c\x85", "\n"),
}


@dataclass(frozen=True)
class Plain:
    """A plain text has plain quotation marks, dashes and blanks, no invisible sign, no entity of HTML, and the signs of
    addresses in links as they are."""

    text: str
    places: tuple[int, ...]  # of each of its signs in the text that it was made of, and the end of that

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of the plain text stands in the text that it was made of."""
        return self.places[start], max(self.places[end - 1] + 1, self.places[end])


def plain(text: str) -> Plain:
    """Return the plain form of a text, sign by sign: composed letters are one sign, and what shows nothing is left out."""
    if text.isascii() and not any(sign in text for sign in "&%\t\r`"):
        return Plain(text, tuple(range(len(text) + 1)))
    signs: list[str] = []
    places: list[int] = []
    last = 0
    for entity in _ENTITY.finditer(text):
        _add(text, last, entity.start(), signs, places)
        for sign in _simple(_IN_LINKS.get(entity[0].lower()) or unescape(entity[0])[:2]):
            signs.append(sign)
            places.append(entity.start())
        last = entity.end()
    _add(text, last, len(text), signs, places)
    return Plain("".join(signs), (*places, len(text)))


def _add(text: str, start: int, end: int, signs: list[str], places: list[int]) -> None:
    for place in range(start, end):
        sign = text[place]
        if sign.isascii():
            simple = _PLAINER.get(sign, sign)
        else:
            if (
                unicodedata.combining(sign)
                and signs
                and len(whole := unicodedata.normalize("NFC", signs[-1] + sign)) == 1
            ):
                signs[-1] = whole
                continue
            simple = _simple(sign)
        for one in simple:
            signs.append(one)
            places.append(place)


def _simple(text: str) -> str:
    kept = "".join(_PLAINER.get(c, c) for c in text if unicodedata.category(c) != "Cf")
    return "".join(_PLAINER.get(c, c) for c in unicodedata.normalize("NFKC", kept))
