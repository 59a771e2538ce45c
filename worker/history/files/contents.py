"""This module says what a value looks like: an address, a date, a yes, a language."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from worker.history.words import same

_EMAIL = re.compile(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]{1,190}\.[^\s@<>,;\".]{2,24}")
_IN_BRACKETS = re.compile(r"<\s*([^<>\s]{3,254})\s*>\s*\Z")
_NUMBER = re.compile(r"[+-]?\d{1,18}(?:[.,]\d{1,9})?")
_BARE = re.compile(r"[\d\s.,:/+TZ-]{1,30}", re.ASCII)
_CLOCK = r"(?:[T ,]+(?:at|um|a|à|kl\.?)?\s*(?P<h>\d{1,2})[:h.](?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,]\d{1,9})?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}(?!\d))?(?:\s*\(?[A-Z]{2,5}\)?)?(?:\s*Uhr)?)?"  # noqa: E501
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})" + _CLOCK, re.ASCII)
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>\d{4}|\d{2})" + _CLOCK, re.ASCII)
_NAMED = re.compile(
    r"(?:[^\W\d_]{2,10}\.?,?\s+)?(?:(?P<d>\d{1,2})(?:\.|st|nd|rd|th|er)?[\s/-]+(?:de\s+)?(?P<m>[^\W\d_]{3,10})\.?|"
    r"(?P<m2>[^\W\d_]{3,10})\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?),?[\s/-]+(?:del?\s+)?(?P<y>\d{4}|\d{2}(?!\d))"
    + _CLOCK
)
_MONTHS = """
jan january januar janvier enero ene janv jaen|feb february februar fevrier febrero fevr|mar march marz maerz mars marzo mrz|
apr april avril abril avr abr|may mai mayo|jun june juni juin junio|jul july juli juillet julio juil|
aug august aout agosto ago|sep sept september septembre septiembre|oct october oktober octobre octubre okt|
nov november novembre noviembre|dec december dezember decembre diciembre dez dic
"""
_MONTH = {name: number for number, names in enumerate(_MONTHS.split("|"), 1) for name in names.split()}
_YES = frozenset("true yes y 1 x ja j wahr oui o vrai si s verdadero cierto t".split())
_NO = frozenset("false no n 0 nein falsch non faux falso f".split())
_LANGUAGES = {
    "en": "en eng english englisch anglais ingles", "de": "de deu ger german deutsch allemand aleman",
    "fr": "fr fra fre french franzosisch francais frances", "es": "es spa spanish spanisch espagnol espanol castellano",
    "it": "it ita italian italienisch italien italiano", "nl": "nl nld dut dutch niederlandisch neerlandais holandes",
    "pt": "pt por portuguese portugiesisch portugais portugues", "pl": "pl pol polish polnisch polonais polaco",
}  # fmt: skip
_LANGUAGE = {name: code for code, names in _LANGUAGES.items() for name in names.split()}
_OLDEST, _NEWEST = datetime(1990, 1, 1, tzinfo=UTC), timedelta(days=400)  # a time beyond is a mistake
_EXCEL = datetime(1899, 12, 30, tzinfo=UTC)  # day zero of a spreadsheet


def is_email(value: str) -> bool:
    return email_in(value) is not None


def email_in(value: str) -> str | None:
    """Return the address of a value that is one, also of "Ann <ann@x.example>"."""
    said = value.strip()
    if len(said) > 400:
        return None
    bracketed = _IN_BRACKETS.search(said)
    said = bracketed[1] if bracketed else said.removeprefix("mailto:")
    return said.lower() if _EMAIL.fullmatch(said) else None


def is_number(value: str) -> bool:
    return _NUMBER.fullmatch(value.strip()) is not None


def whole(value: str) -> int | None:
    """Return a small number without a sign, also as programs write one that may be missing: "2.0"."""
    said = value.strip()
    said = said.removesuffix(".0") if said.isascii() else ""
    return int(said) if said.isdecimal() and len(said) < 5 else None


def truth(value: str) -> bool | None:
    said = same(value)
    return True if said in _YES else False if said in _NO else None


def language_in(value: str) -> str | None:
    """Return the code of a language that is named by its code or its name: "de-AT", "German"."""
    said = same(value).split()
    return _LANGUAGE.get(said[0]) if said and len(said) <= 2 else None


def shown(value: str) -> str:
    """Return a value that was no date as it may be told: what has words may be a customer's."""
    return repr(value) if _BARE.fullmatch(value) else "a text"


def is_day_or_month(value: str) -> bool:
    """Return whether a date can be read with the day or with the month first. One with dots has the day first."""
    match = _YEAR_LAST.fullmatch(value.strip())
    return (
        match is not None and "." not in value.split(maxsplit=1)[0] and int(match["a"]) <= 12 and int(match["b"]) <= 12
    )


def month_first(values: Iterable[str]) -> bool | None:
    """Return whether the dates of a column are written month first; None where no date tells it."""
    clocks = False
    for value in values:
        if (match := _YEAR_LAST.fullmatch(value.strip())) and "." not in value.split(maxsplit=1)[0]:
            first, second = int(match["a"]), int(match["b"])
            if first > 12:
                return False
            if second > 12:
                return True
            clocks = clocks or bool(match["half"])
    return True if clocks else None


def is_date(value: str) -> bool:
    """Return whether a value is a date, with the day or with the month first."""
    return date_in(value) is not None or date_in(value, months_first=True) is not None


def date_in(value: str, *, months_first: bool = False) -> datetime | None:
    """Return the moment that a value is, in UTC where it names no zone. None for what is no date."""
    said = value.strip()
    if not said or len(said) > 60:
        return None
    try:
        at = _written(said, months_first) or _counted(said) or _in_mail(said)
    except (ValueError, OverflowError, TypeError):
        return None
    return at if at is not None and _OLDEST <= at <= datetime.now(UTC) + _NEWEST else None


def _written(said: str, months_first: bool) -> datetime | None:
    if match := _YEAR_FIRST.fullmatch(said):
        return _moment(match, int(match["y"]), int(match["m"]), int(match["d"]))
    if match := _YEAR_LAST.fullmatch(said):
        swapped = months_first and "." not in said.split(maxsplit=1)[0]
        day, month = (int(match["b"]), int(match["a"])) if swapped else (int(match["a"]), int(match["b"]))
        return _moment(match, _year(match["y"]), month, day)
    if match := _NAMED.fullmatch(said):
        number = _MONTH.get(same(match["m"] or match["m2"]))
        return _moment(match, _year(match["y"]), number, int(match["d"] or match["d2"])) if number else None
    return None


def _year(said: str) -> int:
    return int(said) + 2000 if len(said) == 2 else int(said)


def _moment(match: re.Match[str], year: int, month: int, day: int) -> datetime:
    hour, minute, second = (int(match[name] or 0) for name in ("h", "mi", "s"))
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
    zone: timezone = UTC
    said = match["zone"]
    if said and said[0] in "+-":
        away = timedelta(hours=int(said[1:3]), minutes=int(said[-2:]))
        zone = timezone(away if said[0] == "+" else -away)
    return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)


def _counted(said: str) -> datetime | None:
    """Return the moment of seconds or milliseconds since 1970, or of days in a spreadsheet."""
    if not _NUMBER.fullmatch(said):
        return None
    number = float(said.replace(",", "."))
    if 6e8 < number < 5e9:
        return datetime.fromtimestamp(number, UTC)
    if 6e11 < number < 5e12:
        return datetime.fromtimestamp(number / 1000, UTC)
    return (_EXCEL + timedelta(days=number)).replace(microsecond=0) if 32_000 < number < 60_000 else None


def _in_mail(said: str) -> datetime | None:
    if ":" not in said or not said[:1].isalpha():
        return None
    at = parsedate_to_datetime(said)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
