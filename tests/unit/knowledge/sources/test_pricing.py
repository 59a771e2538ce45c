"""Price books, and prices as a customer reads them."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.errors import SourceError
from knowledge.sources import money
from knowledge.sources.base import Item
from knowledge.sources.money import Tier
from knowledge.sources.pricing import PriceBook
from tests.unit.knowledge.reading import bad, documents, one

DATES = "valid_from: 2026-07-01, valid_until: 2027-06-30"


def book(folder: Path, *items: str, currency: str = "EUR") -> PriceBook:
    file = folder / "prices.yaml"
    file.write_text(f"currency: {currency}\nitems:\n" + "".join(f"- {{{item}}}\n" for item in items))
    return PriceBook("pricing", file)


def sheet(folder: Path, text: str, currency: str = "") -> PriceBook:
    file = folder / "prices.csv"
    file.write_text(text)
    return PriceBook("pricing", file, currency)


def text(source: PriceBook) -> str:
    return one(source).sections[0].text


def test_a_price_says_what_it_costs_and_until_when(tmp_path: Path) -> None:
    price = one(book(tmp_path, f"id: sms, name: SMS, amount: 0.09, unit: per message, note: Any plan., {DATES}"))
    assert price.sections[0].text == (
        "SMS costs 0.09 EUR per message. Any plan. This price is valid from 2026-07-01 to 2027-06-30."
    )
    assert (price.path, price.source, price.title) == ("pricing/sms", "pricing", "Price of SMS")
    assert (price.valid_from, price.valid_until) == (date(2026, 7, 1), date(2027, 6, 30))


def test_a_rule_without_an_amount_is_its_note(tmp_path: Path) -> None:
    rule = one(book(tmp_path, f"id: yearly, name: Yearly billing, amount: null, note: Two months are free., {DATES}"))
    assert (rule.title, rule.sections[0].text) == ("Yearly billing", "Two months are free.")


def test_a_row_may_have_its_own_currency_and_no_end(tmp_path: Path) -> None:
    source = book(tmp_path, "id: a, name: A, amount: 34.5, currency: USD, valid_from: 2026-07-01, valid_until: null")
    assert text(source) == "A costs 34.50 USD. This price is valid from 2026-07-01."
    assert one(source).valid_until is None


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("id: a, name: A, amount: 1, valid_from: 2026-07-01", "valid_until: Field required"),
        (f"id: a, name: A, amount: -1, {DATES}", "amount: "),
        (f"id: a, name: A, amount: 12 EUR, {DATES}", "amount: "),
        (f"id: a, name: A, amount: .nan, {DATES}", "amount: "),
        (f"id: a, name: A, {DATES}", "a row needs an amount, tiers or a note"),
        ("id: a, name: A, amount: 1, valid_from: 2026-07-01, valid_until: 2026-06-30", "is before valid_from"),
        (f"id: a, name: A, amount: 1, tiers: [{{amount: 1}}], {DATES}", "not both"),
        (f"id: a, name: A, tiers: [{{amount: 1}}, {{up_to: 2, amount: 1}}], {DATES}", "only the last tier"),
        (f"id: a, name: A, tiers: [{{up_to: 9, amount: 1}}, {{up_to: 2, amount: 1}}], {DATES}", "tier 2 ends at 2"),
    ],
)
def test_a_row_that_is_wrong_keeps_its_name_and_says_why(tmp_path: Path, item: str, reason: str) -> None:
    found = bad(book(tmp_path, item))
    assert (found.path, found.identified) == ("pricing/a", True)
    assert reason in found.reason


def test_a_price_without_a_currency_is_refused(tmp_path: Path) -> None:
    assert "currency" in bad(book(tmp_path, f"id: a, name: A, amount: 1, {DATES}", currency="")).reason


@pytest.mark.parametrize(
    "content",
    ["items: [", "currency: EUR", "- 1", "", "items: 3", "items: {a: 1}", "a: &a [x]\nitems: [*a]", "[" * 10_000],
)
def test_a_price_book_that_is_none_is_an_error_of_the_whole_source(tmp_path: Path, content: str) -> None:
    file = tmp_path / "prices.yaml"
    file.write_text(content)
    with pytest.raises(SourceError, match=r"prices\.yaml"):
        list(PriceBook("pricing", file).items())


def test_tiers_are_said_as_a_customer_would_understand_them(tmp_path: Path) -> None:
    tiers = "tiers: [{up_to: 10, amount: 12}, {up_to: 50, amount: 10}], each: seat, unit: per month"
    assert text(book(tmp_path, f"id: team, name: Team, {tiers}, {DATES}")) == (
        "Team is priced by tiers. The first 10 seats cost 12 EUR each per month, seats 11 to 50 cost 10 EUR each. "
        "This price is valid from 2026-07-01 to 2027-06-30."
    )


TIERS = {
    "free, single, open": [Tier(3, Decimal(0)), Tier(4, Decimal("5.5")), Tier(None, Decimal(4))],
    "one": [Tier(None, Decimal(7))],
    "first alone": [Tier(1, Decimal(9)), Tier(None, Decimal(8))],
}


@pytest.mark.parametrize(
    ("tiers", "steps", "brackets"),
    [
        (
            "free, single, open",
            "The first 3 seats are free, seat 4 costs 5.50 EUR per month, and every further seat costs 4 EUR.",
            "With 1 to 3 seats, each seat costs 0 EUR per month; with 4 seats, 5.50 EUR per month; "
            "with more than 4 seats, 4 EUR per month.",
        ),
        ("one", "Every seat costs 7 EUR per month.", "With any number of seats, each seat costs 7 EUR per month."),
        (
            "first alone",
            "The first seat costs 9 EUR per month, every further seat costs 8 EUR.",
            "With 1 seat, each seat costs 9 EUR per month; with more than 1 seats, 8 EUR per month.",
        ),
    ],
)
def test_tiers_of_every_shape(tiers: str, steps: str, brackets: str) -> None:
    assert money.steps(TIERS[tiers], "EUR", "seat", "seats", "per month") == steps
    assert money.brackets(TIERS[tiers], "EUR", "seat", "seats", "per month") == brackets


def test_a_sheet_has_a_price_a_row_and_a_tier_a_row(tmp_path: Path) -> None:
    source = sheet(
        tmp_path,
        "id;name;up_to;amount;unit;each;many;tiering;currency;valid_from;valid_until\n"
        "sms;SMS;;0.09;per message;;;;;2026-07-01;\n"
        "box;Box;10;12;;box;boxes;brackets;USD;2026-07-01;2027-06-30\n"
        "box;;;10;;;;;;;\n",
        currency="EUR",
    )
    sms, box = documents(source)
    assert sms.sections[0].text == "SMS costs 0.09 EUR per message. This price is valid from 2026-07-01."
    assert box.sections[0].text.startswith(
        "Box is priced by tiers. With 1 to 10 boxes, each box costs 12 USD; with more than 10 boxes, 10 USD."
    )


def test_a_price_changes_its_fingerprint_with_the_currency_of_its_book(tmp_path: Path) -> None:
    item = f"id: a, name: A, amount: 1, {DATES}"
    prints = set()
    for currency in ("EUR", "USD", "EUR"):
        (found,) = book(tmp_path, item, currency=currency).items()
        assert isinstance(found, Item)
        prints.add(found.fingerprint)
    assert len(prints) == 2


def test_a_price_book_may_be_json(tmp_path: Path) -> None:
    file = tmp_path / "prices.json"
    row = {"id": 7, "name": "A", "amount": 1450.0, "unit": "once", "valid_from": "2026-07-01", "valid_until": None}
    file.write_text(json.dumps({"currency": "EUR", "items": [row]}))
    price = one(PriceBook("pricing", file))
    assert (price.path, price.sections[0].text) == (
        "pricing/7",
        "A costs 1450 EUR once. This price is valid from 2026-07-01.",
    )
