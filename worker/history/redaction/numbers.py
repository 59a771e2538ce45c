"""This module finds numbers that belong to somebody: payment cards, bank accounts, papers, machines on the network, vehicles."""

import re
from collections.abc import Iterator
from ipaddress import ip_address

from stdnum import iban, luhn
from stdnum.de import idnr
from stdnum.es import dni, nie
from stdnum.fr import nir

from knowledge.languages.registry import any_of
from worker.history.redaction.found import Kind, Span

_LONG = re.compile(r"(?<![\w.,/-])(?<!\d )\d(?:[ .-]{0,3}\d){11,18}(?![\w/]|[.,-]\d)")
_MASK = r"[xX*•#●∗]"
_MASKED = re.compile(
    rf"(?<![\w*])(?:\d{{4,6}}[ -]?)?(?:\d{{0,3}}{_MASK}{{2,4}}[ -]?){{1,4}}(?:{_MASK}{{1,12}}[ -]?){{0,4}}\d{{4}}(?![\w*])"
    rf"|(?<![\w*])(?:\d{{4}}[ -]?){{1,2}}\d{{0,2}}{_MASK}{{2,10}}(?:[ -]?{_MASK}{{2,4}}){{0,3}}(?:[ -]?\d{{2,4}})?(?![\w*])"
)
_CARD_STARTS = ("2", "3", "4", "5", "6")
_CARD_LENGTHS = range(13, 20)
_CARD_WORD = re.compile(rf"(?<!\w){any_of(lambda language: language.private.cards)}(?!\w)", re.IGNORECASE)
_BY_GROUPS = re.compile(r"\d{4}([ .-])\d{4}\1\d{4}\1\d{4}|\d{4}([ -])\d{6}\2\d{5}")
_IBAN_START = re.compile(r"(?<![a-zA-Z0-9])[a-zA-Z]{2}[ -]?\d[ -]?\d(?=[ .-]{0,2}[a-zA-Z0-9])")
_ACCOUNT = re.compile(
    rf"(?<!\w){any_of(lambda language: language.private.accounts)}(?: (?:is|ist|lautet|est|es))?[ :#.]{{0,3}}(?P<number>[A-Z]{{2}} ?\d{{2}}(?: ?[A-Z0-9]{{4}}){{2,7}}(?: ?[A-Z0-9]{{1,3}})?|\d[\d -]{{4,24}}\d)(?!\w)",
    re.IGNORECASE,
)
_LENGTHS = {
    **dict.fromkeys(("NO",), 15), **dict.fromkeys(("BE",), 16), **dict.fromkeys(("DK", "FI", "NL", "FO", "GL", "SD"), 18), **dict.fromkeys(("MK", "SI"), 19),
    **dict.fromkeys(("AT", "BA", "EE", "KZ", "LT", "LU", "XK", "MN"), 20), **dict.fromkeys(("CH", "HR", "LI", "LV", "CR"), 21), **dict.fromkeys(("BG", "BH", "DE", "GB", "GE", "IE", "ME", "RS", "VA"), 22),
    **dict.fromkeys(("AE", "GI", "IL", "IQ", "TL", "SO", "OM"), 23), **dict.fromkeys(("AD", "CZ", "ES", "MD", "PK", "RO", "SA", "SE", "SK", "TN", "VG"), 24), **dict.fromkeys(("LY", "PT", "ST"), 25),
    **dict.fromkeys(("IS", "TR"), 26), **dict.fromkeys(("FR", "GR", "IT", "MC", "MR", "SM", "BI", "DJ"), 27), **dict.fromkeys(("AL", "AZ", "BY", "CY", "DO", "GT", "HU", "LB", "NI", "PL", "SV"), 28),
    **dict.fromkeys(("BR", "EG", "PS", "QA", "UA"), 29), **dict.fromkeys(("JO", "KW", "MU", "YE"), 30), **dict.fromkeys(("MT", "SC"), 31), "LC": 32, "RU": 33,
}  # fmt: skip
_FEWEST_OF_IBAN, _FEWEST_OF_ACCOUNT = 10, 6  # digits
_V4 = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?(?![\w-]|\.\d)")
_V6 = re.compile(r"(?<![\w:.])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])")
_VERSION = re.compile(
    r"(?:\bv|version\w{0,2}|versión|release|build|firmware|update|driver|treiber|patch|stand)[ :.-]{0,3}$",
    re.IGNORECASE,
)
_ID_WORD = any_of(lambda language: language.private.ids)
_LABELLED_ID = re.compile(
    rf"(?<!\w){_ID_WORD}(?: (?:is|ist|lautet|est|es|number|no\.?|nr\.?|n[ºo°]\.?|:)){{0,2}}[ :#.]{{0,3}}(?P<number>(?=[\w/ .-]{{0,12}}\d)[A-Z0-9](?:[ ./-]?[A-Z0-9]){{4,17}})(?!\w)",
    re.IGNORECASE,
)
_DNI = re.compile(r"(?<![\w-])(?:\d{8}|\d{2}\.\d{3}\.\d{3}|[XYZxyz][ -]?\d{7})[ -]?[A-Za-z](?![\w-])")
_NIR = re.compile(r"(?<![\d-])[1278] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?![\d-])")
_NINO = re.compile(r"(?<![\w-])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![\w-])")
_SSN = re.compile(r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")
_IDNR = re.compile(r"(?<![\d/-])[1-9]\d(?: ?\d{3}){3}(?![\d/-])")
_SV = re.compile(r"(?<![\w-])\d{2} ?(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2} ?[A-Z] ?\d{3}(?![\w-])")
_PLATE_WORD = re.compile(rf"(?<!\w){any_of(lambda language: language.private.plates)}(?!\w)", re.IGNORECASE)
_PLATE = re.compile(
    r"(?<![\w-])(?:[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[ -]?\d{1,4}[EH]?|[A-Z]{2}-\d{3}-[A-Z]{2}|\d{4}[ -]?[BCDFGHJKLMNPRSTVWXYZ]{3}|[A-Z]{2}\d{2} ?[A-Z]{3})(?![\w-])"
)
_NEAR = 40  # signs between a word and the number that it is about


def numbers(text: str) -> Iterator[Span]:
    """Yield where the numbers of a plain text stand that are somebody's, but for phone numbers."""
    if not any(map(str.isdigit, text)):
        return
    yield from _ibans(text)
    yield from _cards(text)
    yield from _addresses(text)
    yield from _papers(text)
    if _PLATE_WORD.search(text):
        for match in _PLATE.finditer(text):
            if _PLATE_WORD.search(text[max(0, match.start() - 2 * _NEAR) : match.end() + _NEAR]):
                yield Span(match.start(), match.end(), Kind.PLATE)


def _cards(text: str) -> Iterator[Span]:
    for match in _LONG.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        said = _CARD_WORD.search(text[max(0, match.start() - _NEAR) : match.start()]) is not None
        is_card = len(digits) in _CARD_LENGTHS and digits.startswith(_CARD_STARTS) and luhn.is_valid(digits)
        if is_card or (said and _BY_GROUPS.fullmatch(match[0])):
            yield Span(match.start(), match.end(), Kind.CARD)
    for match in _MASKED.finditer(text):
        if sum(map(str.isdigit, match[0])) + len(re.findall(_MASK, match[0])) >= 8:
            yield Span(match.start(), match.end(), Kind.CARD)


def _ibans(text: str) -> Iterator[Span]:
    for match in _IBAN_START.finditer(text):
        length = _LENGTHS.get(match[0][:2].upper())
        if length is None:
            continue
        end, count = match.start(), 0
        for end in range(match.start(), min(len(text), match.start() + 3 * length)):
            if text[end].isascii() and text[end].isalnum():
                count += 1
                if count == length:
                    break
            elif text[end] not in " .-":
                break
        if count == length and iban.is_valid(re.sub(r"[ .-]", "", text[match.start() : end + 1]), check_country=False):
            yield Span(match.start(), end + 1, Kind.IBAN)
    for match in _ACCOUNT.finditer(text):
        digits = sum(map(str.isdigit, match["number"]))
        if digits >= (_FEWEST_OF_IBAN if match["number"][0].isalpha() else _FEWEST_OF_ACCOUNT):
            yield Span(match.start("number"), match.end("number"), Kind.IBAN)


def _addresses(text: str) -> Iterator[Span]:
    for match in (*_V4.finditer(text), *(_V6.finditer(text) if ":" in text else ())):
        try:
            address = ip_address(match[0].partition("/")[0])
        except ValueError:
            continue
        everybodys = address.is_loopback or address.is_unspecified or match[0].startswith("255.")
        if not everybodys and not _VERSION.search(text[max(0, match.start() - 20) : match.start()]):
            yield Span(match.start(), match.end(), Kind.IP)


def _papers(text: str) -> Iterator[Span]:
    for pattern, valid in (
        (_DNI, lambda s: dni.is_valid(s) or nie.is_valid(s)),
        (_NIR, nir.is_valid),
        (_IDNR, idnr.is_valid),
    ):
        for match in pattern.finditer(text):
            if valid(re.sub(r"[ .-]", "", match[0])):
                yield Span(match.start(), match.end(), Kind.ID)
    for pattern in (_NINO, _SSN, _SV):
        for match in pattern.finditer(text):
            yield Span(match.start(), match.end(), Kind.ID)
    for match in _LABELLED_ID.finditer(text):
        yield Span(match.start("number"), match.end("number"), Kind.ID)
