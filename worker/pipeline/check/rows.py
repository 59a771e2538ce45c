"""This module compares a claim with the typed fields of a row: an invoice, a profile, a price.

A claim may state a field only with that field's value. What a value is said of is told by the word beside it, in whatever
language: "due", "fällig", "échéance".
"""

from collections.abc import Iterator, Mapping, Sequence

from worker.pipeline.check.comparison import IMPLIED
from worker.pipeline.check.dates import same_date
from worker.pipeline.check.quantities import CURRENCIES, unit
from worker.pipeline.check.surroundings import ahead, around
from worker.pipeline.check.terms import Kind, Term, denies, terms

_DATES = {"rows.due": "due", "rows.renews": "renews_on", "order.until": "valid_until", "order.since": "valid_from"}
_STATES = frozenset(
    f"states.{name}" for name in "open unpaid paid overdue refunded cancelled active paused trial read_only".split()
)
_OF_ACCOUNTS = {"amount", "plan"}  # an issue has a state too, and is about things with states
_OFTEN = ("units.monthly", "units.yearly")


def field_problem(claim: Sequence[Term], fields: Mapping[str, str]) -> str | None:
    """Return what a claim says of a field that the row says otherwise; None if there is no such thing."""
    return next(_problems(claim, fields), None) if fields else None


def _problems(claim: Sequence[Term], fields: Mapping[str, str]) -> Iterator[str]:
    state = _meanings(fields.get("state") or fields.get("status") or "") if _OF_ACCOUNTS & set(fields) else frozenset()
    billing = _meanings(fields.get("billing", ""))
    for place, term in enumerate(claim):
        if (
            term.kind is Kind.DATE
            and (name := _date_field(claim, place, fields))
            and not same_date(term.value, fields[name])
        ):
            yield f"{name} is {fields[name]}, not {term.said}"
        elif term.kind is Kind.NUMBER and (name := _number_field(claim, place)) in fields:
            if terms(fields[name], None)[:1] and terms(fields[name], None)[0].value != term.value:
                yield f"{name} is {fields[name]}, not {term.said}"
        elif state & _STATES and (said := term.meanings & _STATES) and not _is_attribute(claim, place):
            implied = {other for meaning in said for other in IMPLIED.get(meaning, ())}
            denied = any(denies(t) for t in around(claim, place, 2, within="part"))
            if bool(state & (said | implied)) is denied:
                yield f"the state is {fields.get('state') or fields.get('status')}"
        elif billing and term.means(*_OFTEN) and not term.meanings & billing:
            yield f"billing is {fields['billing']}"


def _date_field(claim: Sequence[Term], place: int, fields: Mapping[str, str]) -> str:
    """Return the field that a date is said of: by the nearest word before it, or behind it in its part."""
    before = reversed(claim[max(0, place - 3) : place])
    for term in (*before, *around(claim, place, 2, within="part", before=False)):
        if term.kind is Kind.DATE:
            break
        if said := [name for meaning, name in _DATES.items() if meaning in term.meanings]:
            name = "date" if said[0] == "valid_from" and "date" in fields else said[0]
            return name if name in fields else ""
    return ""


def _number_field(claim: Sequence[Term], place: int) -> str:
    if any(term.means("rows.seats") for term in ahead(claim, place, 1)):
        return "seats"
    return "amount" if unit(claim, place) & set(CURRENCIES) else ""


def _is_attribute(claim: Sequence[Term], place: int) -> bool:
    """Return whether a state belongs to a noun: "paid seats"."""
    return any(term.means("rows.seats") for term in ahead(claim, place, 1))


def _meanings(text: str) -> frozenset[str]:
    return frozenset(meaning for term in terms(text.replace("_", " "), None) for meaning in term.meanings)
