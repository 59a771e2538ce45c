"""This module finds amounts of money in what somebody wrote: 1,234.50 USD, 1.234,50 €, CHF 1'200.-, $1.5k, 2 Mio. Euro.

A number is an amount only beside a currency. The text is cut into numbers, signs and words once, and each number looks at
a few of its neighbours, so the time grows with the length of the text.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.sources.money import plain
from worker.company.currencies import CODES
from worker.mail.lexicon import fold
from worker.mail.number_words import JOINING, is_number, times_of, value_of

Currencies = frozenset[str]  # codes; a sign such as $ has several

_TOKEN = re.compile(
    r"(?P<number>\d++(?:[.,'’´`]\d++| \d{3}(?!\d))*+)"  # noqa: RUF001 - the apostrophes that people type
    r"|(?P<sign>(?<![^\W\d_])(?:US|CA|AU|NZ|HK|MX|[ACSR])?\$|[$€£¥₹₽₺₴₪₩฿]|zł|Kč)"
    r"|(?P<word>[^\W\d_]++)"
)
_NEAR = re.compile(r"(?:[.,][-–—]{1,2}|\.|['’])?[ \t]*\n?[ \t]*")  # noqa: RUF001 - dashes that people type
_RANGE = re.compile(r"[ \t]*[-–—][ \t]*")  # noqa: RUF001
_NEAR_BEFORE = re.compile(r"\.?[):=]{0,2}[ \t]*\n?[ \t]*")  # "Fr. 500", "Total (EUR): 500"
_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "HKD", "SGD", "MXN"})
_CROWNS = frozenset({"SEK", "NOK", "DKK", "ISK", "CZK"})
_PESOS = frozenset({"MXN", "ARS", "CLP", "COP"})
_SIGNS: Mapping[str, Currencies] = {
    "$": _DOLLARS, "us$": frozenset({"USD"}), "ca$": frozenset({"CAD"}), "c$": frozenset({"CAD"}),
    "au$": frozenset({"AUD"}), "a$": frozenset({"AUD"}), "nz$": frozenset({"NZD"}), "hk$": frozenset({"HKD"}),
    "mx$": frozenset({"MXN"}), "s$": frozenset({"SGD"}), "r$": frozenset({"BRL"}), "€": frozenset({"EUR"}),
    "£": frozenset({"GBP"}), "¥": frozenset({"JPY", "CNY"}), "₹": frozenset({"INR"}), "₺": frozenset({"TRY"}),
    "₴": frozenset({"UAH"}), "₪": frozenset({"ILS"}), "₩": frozenset({"KRW"}), "฿": frozenset({"THB"}),
    "₽": frozenset({"RUB"}), "zł": frozenset({"PLN"}), "kč": frozenset({"CZK"}),
}  # fmt: skip
_NAMES: Mapping[str, Currencies] = {
    fold(name): currencies
    for names, currencies in (
        ("euro euros euronen", frozenset({"EUR"})),
        ("dollar dollars dólar dólares buck bucks", _DOLLARS),
        ("pound pounds quid sterling sterlings esterlinas Pfund", frozenset({"GBP"})),
        ("franc francs Franken Fränkli fr frs sfr franco francos", frozenset({"CHF"})),
        ("kr krone kroner kronen krona kronor crowns couronnes coronas", _CROWNS),
        ("peso pesos", _PESOS),
        ("yen yens", frozenset({"JPY"})),
        ("yuan rmb", frozenset({"CNY"})),
        ("rupee rupees rupien roupies rupias", frozenset({"INR"})),
        ("zloty zlotys złoty złotych", frozenset({"PLN"})),
        ("reais", frozenset({"BRL"})),
        ("forint forints", frozenset({"HUF"})),
        ("lei", frozenset({"RON"})),
        ("rand", frozenset({"ZAR"})),
        ("soles", frozenset({"PEN"})),
    )
    for name in names.split()
}
_BEFORE = {"euro", "fr", "frs", "sfr", "kr", "rmb"}  # names that also stand before a number
_IN_ANY_CASE = {"EUR", "USD", "GBP", "CHF"}  # codes that are no words
_BETWEEN = {
    fold(word)
    for word in """
    de d of us american amerikanische amerikanischer amerikanischen canadian kanadische kanadischen australian
    australische australischen swiss schweizer british britische britischen livres libras pfund danish swedish
    norwegian dänische schwedische norwegische
    """.split()
}
_TIMES: Mapping[str, int] = {
    **dict.fromkeys(("k", "tsd"), 1_000),
    **dict.fromkeys(("m", "mio", "mn", "mln"), 1_000_000),
    **dict.fromkeys(("bn", "billion", "mrd", "milliarde", "milliarden", "milliard", "milliards"), 1_000_000_000),
}
_STERLING = {"sterling", "sterlings", "esterlinas"}
_JOINED = re.compile(r"[ \t]*(?:-|\n)?[ \t]*")  # between the words of a number
_MOST_WORDS = 12  # of a number
_MOST_BETWEEN = 3  # words between a number and its currency


@dataclass(frozen=True)
class Amount:
    """An amount is a sum of money. Its currency may be one of several: "$ 500" does not say of which country."""

    value: Decimal
    currencies: Currencies
    unit: str  # the sign or the word that stands beside the number, one of those above

    def __str__(self) -> str:
        """Return the amount in harmless signs, however it was written."""
        return f"{plain(self.value)} {self.unit}"


@dataclass(frozen=True)
class _Token:
    kind: str  # number, sign or word
    text: str
    gap: str  # what stands between the token before and this one

    @property
    def near(self) -> bool:
        return _NEAR.fullmatch(self.gap) is not None


@dataclass(frozen=True)
class _Unit:
    currencies: Currencies
    text: str


def amounts(text: str) -> Iterator[Amount]:
    """Yield the amounts of a text, in their order."""
    found = list(_tokens(unicodedata.normalize("NFKC", text)))
    used = -1  # the last token that belongs to a number before it
    last: _Unit | None = None  # of the number before, if it stood before it: "€ 500 - 600"
    for place, token in enumerate(found):
        if place <= used:
            continue
        values, end = _values(found, place)
        if not values:
            continue
        before = _unit_before(found, place) if place - 1 > used else None
        if before is None and last is not None and _RANGE.fullmatch(token.gap):
            before = last
        last = before
        factor, end = _factor(found, end) if token.kind == "number" else (1, end)
        used = end - 1
        behind, end = _unit_behind(found, end)
        if before is not None:
            is_clearer = behind is not None and behind.currencies < before.currencies  # "$500 CAD"
            unit = behind if behind is not None and is_clearer else before
            yield Amount(values[0] * factor, unit.currencies, unit.text)
        elif behind is not None:
            used = end
            yield Amount(values[-1] * factor, behind.currencies, behind.text)


def _tokens(text: str) -> Iterator[_Token]:
    last = 0
    for match in _TOKEN.finditer(text):
        yield _Token(match.lastgroup or "", match[0], text[last : match.start()])
        last = match.end()


def _unit_before(found: Sequence[_Token], place: int) -> _Unit | None:
    if place == 0 or not _NEAR_BEFORE.fullmatch(found[place].gap):
        return None
    token = found[place - 1]
    known = _unit(token)
    return known if token.kind == "sign" or token.text.upper() in CODES or fold(token.text) in _BEFORE else None


def _unit_behind(found: Sequence[_Token], place: int) -> tuple[_Unit | None, int]:
    """Return the currency that stands from a place on, and where it stands."""
    for end in range(place, min(place + _MOST_BETWEEN, len(found))):
        if not found[end].near:
            break
        known = _unit(found[end])
        is_named_further = end + 1 < len(found) and fold(found[end + 1].text) in _STERLING and found[end + 1].near
        if known is not None and not is_named_further:
            return known, end
        if known is None and fold(found[end].text) not in _BETWEEN:
            break
    return None, place


def _unit(token: _Token) -> _Unit | None:
    known: Currencies | None = None
    if token.kind == "sign":
        known = _SIGNS[token.text.casefold()]
    elif token.kind == "word":
        code = token.text.upper()
        is_code = code in CODES and (token.text == code or code in _IN_ANY_CASE)  # "try" is a word
        known = frozenset({code}) if is_code else _NAMES.get(fold(token.text))
    return _Unit(known, token.text) if known else None


def _factor(found: Sequence[_Token], place: int) -> tuple[int, int]:
    """Return by how much the words from a place on multiply a number ("1.5 million"), and where they end."""
    factor = 1
    while place < len(found) and factor < 1_000_000 and found[place].near and found[place].kind == "word":
        word = fold(found[place].text)
        times = _TIMES.get(word) or times_of(word)
        if times is None:
            break
        factor, place = factor * times, place + 1
    return factor, place


def _values(found: Sequence[_Token], place: int) -> tuple[list[Decimal], int]:
    """Return the number that begins at a place, and where it ends; several numbers where blanks stand between them."""
    token = found[place]
    if token.kind == "word":
        return _spelled(found, place)
    if token.kind != "number":
        return [], place
    groups = token.text.split(" ")
    head, middle = groups[0], groups[1:-1]
    is_one = head.isdecimal() and len(head) <= 3 and all(map(str.isdecimal, middle))
    return [_number("".join(groups))] if is_one else [_number(group) for group in groups], place + 1


def _spelled(found: Sequence[_Token], place: int) -> tuple[list[Decimal], int]:
    """Return the number that words from a place on make: "two thousand five hundred and fifty"."""
    words: list[str] = []
    end = place
    while end < min(place + _MOST_WORDS, len(found)) and (end == place or _JOINED.fullmatch(found[end].gap)):
        word = fold(found[end].text)
        follows = fold(found[end + 1].text) if end + 1 < len(found) else ""
        if found[end].kind == "word" and is_number(word):
            words.append(word)
        elif not (words and word in JOINING and is_number(follows)):
            break
        end += 1
    value = value_of(words) if words else None
    return ([value] if value is not None else []), end


def _number(text: str) -> Decimal:
    """Return the value of digits with points, commas and apostrophes. Three digits behind a single mark are thousands."""
    text = re.sub("['’´`]", "", text)  # noqa: RUF001
    groups = re.split("[.,]", text)
    marks = [sign for sign in text if sign in ".,"]
    if not marks:
        return Decimal(text)
    tail = groups[-1]
    if len(set(marks)) == 2:
        is_decimal = marks.count(marks[-1]) == 1
    elif len(marks) == 1:
        is_decimal = len(tail) != 3 or len(groups[0]) > 3 or not groups[0].strip("0")
    else:
        is_decimal = len(tail) < 3
    return Decimal("".join(groups[:-1]) + "." + tail) if is_decimal else Decimal("".join(groups))
