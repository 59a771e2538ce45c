"""This module finds phone numbers, national and international, and leaves the numbers of orders and invoices alone."""

import re
from collections.abc import Iterator

import phonenumbers

from knowledge.languages.registry import any_of
from worker.history.redaction.found import Kind, Span

_NUMBER = re.compile(r"(?<![\w.,/#@-])(?:\+ ?|\(\+? ?|00 ?)?\(?\d(?:[ ./()-]{0,3}\d){4,16}(?![\w%]|[.,]\d)")
_GLUED = re.compile(r"(?<![\w+])\+\d[\d ()./-]{6,20}\d(?!\w)")
_WORD = re.compile(
    rf"(?<!\w){any_of(lambda language: language.private.phones)}(?: ?(?:is|ist|lautet|est|es|n[ºo°]\.?|nr\.?|no\.?|number))?(?: [^\W\d]{{1,12}})?[\s:.=(\"'#/-]{{0,4}}$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s?\(?(?:mobile?|handy|mobil|privat|cell|office|büro|home|work|portable|fixe|móvil|fijo|whatsapp|tel)(?!\w)",
    re.IGNORECASE,
)
_NO_PHONE = re.compile(
    rf"(?<!\w)(?:{any_of(lambda language: language.private.numbers)})(?: ?(?:is|ist|lautet|est|es|von|from|of|de|mit|with|n[ºo°]\.?|nr\.?|no\.?))?(?: [^\W\d]{{1,4}}[-.]?)?[\s:.#(\"'/-]{{0,4}}$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:\d{4}[-./ ]\d{1,2}[-./ ]\d{1,2}|\d{1,2}[-./ ]{1,2}\d{1,2}[-./ ]{1,2}\d{4}|\d{1,2}[./]\d{1,2}[./]\d{2})(?:[ T,]{1,2}\d{1,2}(?::\d\d)?)?|\d{1,2}\.?\d{0,2}\.? ?- ?\d{1,2}\.\d{1,2}\.?(?:\d{4})?|\d{4} ?[-/] ?\d{2,4}"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .]\d{3})+")
_MONEY = re.compile(r"\s?(?:€|\$|£|eur\b|euros?\b|usd\b|chf\b|gbp\b|kb\b|mb\b|gb\b|ms\b|km\b|kg\b|%)", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,2000}")
_EXTENSION = re.compile(r",? ?(?:x|ext\.?|extension|durchwahl|dw|poste|app\.?) ?\.?\d{1,5}(?!\w)", re.IGNORECASE)
_REGIONS = {"de": ("DE", "AT", "CH"), "fr": ("FR", "BE", "CH"), "es": ("ES",), "en": ("GB", "US", "IE")}
_ALL = ("DE", "FR", "ES", "GB", "US", "AT", "CH", "NL", "IT", "BE", "IE")
_SEVERAL_GROUPS = re.compile(r"\d+(?:[ ./()-]+\d+){2,}")
_NORTH_AMERICAN = re.compile(r"(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}")
_CALLING = re.compile(rf"(?<!\w){any_of(lambda language: language.private.phones)}(?!\w)", re.IGNORECASE)
_SEVERAL = re.compile(r"\d{2,5}(?:[ -]\d{2,5}){1,4}")
_FEWEST, _MOST = 7, 15
_SHORTEST = 5  # where a word says that it is one
_BEFORE = 60  # signs before a number that may say what it is


def phones(text: str, language: str | None) -> Iterator[Span]:
    """Yield where the phone numbers of a plain text stand."""
    called = _CALLING.search(text) is not None
    links = [match.span() for match in _LINK.finditer(text)]
    for match in (*_NUMBER.finditer(text), *_GLUED.finditer(text)):
        if any(start <= match.start() < end for start, end in links):
            continue
        start, end = _trimmed(text, match.start(), match.end())
        before = text[max(0, start - _BEFORE) : start].rpartition("\n\n")[2]
        in_brackets = (
            called
            and text[start - 1 : start] == "("
            and text[end : end + 1] == ")"
            and _SEVERAL.fullmatch(text[start:end])
        )
        if in_brackets or _is_phone(text[start:end], before, text[end : end + 20], language):
            extension = _EXTENSION.match(text, end)
            yield Span(start, extension.end() if extension else end, Kind.PHONE)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the number without a parenthesis that has no other end."""
    while text[start:end].count("(") > text[start:end].count(")") and text[start] == "(":
        start += 1
    if text[end : end + 1] == ")" and text[start:end].count("(") > text[start:end].count(")"):
        end += 1
    return start, end


def _is_phone(written: str, before: str, behind: str, language: str | None) -> bool:
    digits = re.sub(r"\D", "", written)
    if len(digits) > _MOST + 2 or _DATE.fullmatch(written):
        return False
    said = _WORD.search(before) is not None or _BEHIND.match(behind) is not None
    if said and not _MONEY.match(behind):
        return len(digits) >= _SHORTEST
    if len(digits) < _FEWEST or _NO_PHONE.search(before):
        return False
    if written.startswith(("+", "(+")) or (written.startswith("00") and len(digits) > 10):
        return len(digits) >= _FEWEST + 1
    if _MONEY.match(behind) or (_THOUSANDS.fullmatch(written) and not written.startswith("0")):
        return _is_spanish(written, digits, language) and not _MONEY.match(behind)
    if written.startswith(("0", "(0")):
        return (
            8 <= len(digits) <= 13
            and (len(digits) >= 9 or _SEVERAL_GROUPS.fullmatch(written) is not None)
            and _possible(digits, language)
        )
    if _NORTH_AMERICAN.fullmatch(written):
        return True
    return _is_spanish(written, digits, language) or (
        _SEVERAL_GROUPS.fullmatch(written) is not None and len(digits) >= 8 and _valid(digits, language)
    )


def _is_spanish(written: str, digits: str, language: str | None) -> bool:
    """Return whether nine digits are a Spanish number, which has no zero before it."""
    if len(digits) != 9 or digits[0] not in "6789":
        return False
    return (language == "es" or _SEVERAL_GROUPS.fullmatch(written) is not None) and phonenumbers.is_valid_number(
        phonenumbers.parse(digits, "ES")
    )


def _possible(digits: str, language: str | None) -> bool:
    return any(
        phonenumbers.is_possible_number(phonenumbers.parse(digits, region))
        for region in (*_REGIONS.get(language or "", ()), *_ALL)
    )


def _valid(digits: str, language: str | None) -> bool:
    return any(
        phonenumbers.is_valid_number(phonenumbers.parse(digits, region))
        for region in _REGIONS.get(language or "", _ALL)
    )
