"""This module says rows of price books, issue lists and accounts in each of our languages, from their typed fields.

Passages of such rows are English. Where a sentence of one is what a row's fields give, it is said with what it is about,
and in each language that has words for all its values.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from knowledge.languages.registry import LANGUAGES
from knowledge.languages.row_words.base import RowWords
from knowledge.statements.base import Statement, StatementKind

ENGLISH = "en"  # of what a source writes of its rows
_EN = LANGUAGES[ENGLISH].rows
WRITTEN = {  # how the English sentence stands in the passage; a key is the name of its template in `RowWords`
    "invoice": _EN.invoice,
    "plan": _EN.plan.replace("{seats}", "{seats} paid seats"),
    "status": "The account status is {status}.",
    "renews": "The plan renews on {renews_on}.",
    "addons": "Add-ons: {addons}.",
    "no_addons": "Add-ons: none.",
    "price": _EN.price,
    "validity": "This price is valid from {valid_from} to {valid_until}.",
    "valid_since": "This price is valid from {valid_from}.",
    "fixed": "It is fixed.",
    "fixed_in": "It is fixed in {fixed_in}.",
    "wont_fix": "It will not be fixed.",
    "not_fixed": "It is not fixed yet.",
}
SETTLED = frozenset(
    {"paid", "refunded", "cancelled", "canceled", "void", "credited"}
)  # nothing of such an invoice is due
_OPTIONAL = re.compile(r"\[([^\]]*)\]")
_FIELD = re.compile(r"\{(\w+)\}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def row_statements(text: str, fields: Mapping[str, str]) -> Iterator[Statement]:
    """Yield the statements of a row whose sentences stand in `text`: English first, then the other languages."""
    for key, written in WRITTEN.items():
        source = _filled(written, fields)
        if source is None or source not in text:
            continue
        for code, language in LANGUAGES.items():
            said = _filled(getattr(language.rows, key), _in_words(fields, language.rows, code))
            if said is not None:
                yield Statement(said, source, StatementKind.ROW, code)


def _filled(template: str, values: Mapping[str, str | None]) -> str | None:
    """Return the template with values. None: one is missing, or has no word in the language."""

    def part(found: re.Match[str]) -> str:
        return found[1] if all(name in values for name in _FIELD.findall(found[1])) else ""

    wanted = _OPTIONAL.sub(part, template)
    if not all(values.get(name) for name in _FIELD.findall(wanted)):
        return None
    return _FIELD.sub(lambda found: str(values[found[1]]), wanted)


def _in_words(fields: Mapping[str, str], words: RowWords, code: str) -> dict[str, str | None]:
    """Return the fields as people write them in a language. None: the language has no word for the value."""
    said: dict[str, str | None] = {}
    for name, value in fields.items():
        match name:
            case "amount":
                said[name] = _amount(value, words)
            case "seats":
                said[name] = words.seats[value != "1"].format(value)
            case _ if code == ENGLISH:
                said[name] = value
            case "state":
                said[name] = words.states.get(value.lower())
            case "due" if fields.get("state", "").lower() in SETTLED:
                continue
            case "status":
                said[name] = words.statuses.get(value.lower())
            case "billing":
                said[name] = words.billing.get(value.lower())
            case "unit":
                said[name] = _unit(value, words)
            case "currency":
                said[name] = value.replace(" or ", f" {words.either} ")
            case _:
                said[name] = _day(value, words) if _DAY.fullmatch(value) else value
    return said


def _amount(value: str, words: RowWords) -> str:
    try:
        whole, _, cents = f"{Decimal(value):f}".partition(".")
    except InvalidOperation:
        return value
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", words.numbers.thousands, whole)
    return f"{grouped}{words.numbers.decimal}{cents}" if cents else grouped


def _day(value: str, words: RowWords) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    numbers = words.numbers
    number = numbers.first if day.day == 1 else str(day.day)
    return numbers.day.format(day=number, month=numbers.months[day.month - 1], year=day.year)


def _unit(value: str, words: RowWords) -> str | None:
    """Return "per paid seat and month" in another language, or None where a word of it is not known."""
    if value in words.units:
        return words.units[value]
    head, _, rest = value.partition(" ")
    parts = [words.units.get(part) for part in rest.split(" and ")]
    if head != "per" or not rest or not all(parts):
        return None
    return f"{words.units[head]} {f' {words.joined} '.join(map(str, parts))}"
