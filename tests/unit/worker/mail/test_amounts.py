"""Amounts of money in the notations that people use, and numbers that are none."""

from decimal import Decimal
from time import thread_time

import pytest

from worker.mail.amounts import amounts


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("refund 1,234.50 USD please", ["1234.50 USD"]),
        ("1.234,50 €", ["1234.50 €"]),
        ("CHF 1'200", ["1200 CHF"]),
        ("CHF 1’200.-", ["1200 CHF"]),
        ("500 euros", ["500 euros"]),
        ("€500", ["500 €"]),
        ("€ 500.", ["500 €"]),
        ("EUR500 or 500EUR", ["500 EUR", "500 EUR"]),
        ("1 234,50 €", ["1234.50 €"]),
        ("1\u202f234,50\u00a0€", ["1234.50 €"]),
        ("500,- € and 500.– CHF", ["500 €", "500 CHF"]),
        ("$1.5k, £2m", ["1500 $", "2000000 £"]),
        ("2k€", ["2000 €"]),
        ("US$ 700, A$ 5", ["700 US$", "5 A$"]),
        ("2 Mio. Euro; 1,5 Millionen Euro", ["2000000 Euro", "1500000 Euro"]),
        ("2 millions d'euros", ["2000000 euros"]),
        ("2 millones de euros", ["2000000 euros"]),
        ("2 mil euros, mille euros, tausend Euro", ["2000 euros", "1000 euros", "1000 Euro"]),
        ("thousands of dollars", ["1000 dollars"]),
        ("five hundred euros", ["500 euros"]),
        ("two thousand five hundred and fifty dollars", ["2550 dollars"]),
        ("a hundred pounds, twenty-five EUR", ["100 pounds", "25 EUR"]),
        ("fünfhundert Euro, eintausendzweihundertfünfzig Franken", ["500 Euro", "1250 Franken"]),
        ("Zweitausendfünfhundertundeinundzwanzig €", ["2521 €"]),
        ("cinq cents euros, quatre-vingt-dix euros, mille deux cents francs", ["500 euros", "90 euros", "1200 francs"]),
        ("quinientos euros, mil doscientos cincuenta y cinco dólares", ["500 euros", "1255 dólares"]),
        ("two million dollars", ["2000000 dollars"]),
        ("one of us, five seats, hundert Leute", []),
        ("500 US dollars and 500 Schweizer Franken", ["500 dollars", "500 Franken"]),
        ("500 pounds sterling, 500 livres sterling", ["500 sterling", "500 sterling"]),
        ("100 EUR 50 GBP", ["100 EUR", "50 GBP"]),
        ("EUR 100 GBP 50", ["100 EUR", "50 GBP"]),
        ("€500-600", ["500 €", "600 €"]),
        ("Total (EUR): 500", ["500 EUR"]),
        ("Betrag: 1.234,50EUR", ["1234.50 EUR"]),
        ("₹1,00,000", ["100000 ₹"]),
        ("1.234.567,89 €", ["1234567.89 €"]),
        ("0.500 €, 1,5 €", ["0.50 €", "1.50 €"]),
        ("it costs 500\nEUR", ["500 EUR"]),
        ("invoice F-2026-04417 of 2026-11-01 for 498 EUR", ["498 EUR"]),
        ("invoice 4411 500 EUR", ["500 EUR"]),
        ("order 12345, 500 seats, 50 %", []),
        ("I will try 500 times", []),
        ("call 030 1234567", []),
        ("1926 on nov 1", []),
        ("500\n\nEUR is our currency", []),
        ("", []),
    ],
)
def test_amounts_are_read_as_they_were_meant(text: str, values: list[str]) -> None:
    assert [str(amount) for amount in amounts(text)] == values


@pytest.mark.parametrize(
    ("text", "currencies"),
    [
        ("500 €", {"EUR"}),
        ("500 CAD", {"CAD"}),
        ("$500 CAD", {"CAD"}),
        ("US$500", {"USD"}),
        ("600 kr", {"CZK", "DKK", "ISK", "NOK", "SEK"}),
    ],
)
def test_a_sign_may_stand_for_several_currencies(text: str, currencies: set[str]) -> None:
    [amount] = amounts(text)
    assert amount.currencies == currencies


def test_a_dollar_is_one_of_several() -> None:
    [amount] = amounts("$500")
    assert amount.value == Decimal(500)
    assert {"USD", "CAD", "AUD"} <= amount.currencies


def test_digits_without_end_are_a_number() -> None:
    [amount] = amounts("9" * 50_000 + " EUR")
    assert amount.value > 10**1000


@pytest.mark.parametrize(
    "piece", ["5 ", "€", "5€", "1.", "1'", " 123", "k ", "m 5 ", "€5-5-", "EUR ", "d'", "5\n\n", " "]
)
def test_the_time_grows_with_the_length(piece: str) -> None:
    def seconds(characters: int) -> float:
        text = piece * (characters // len(piece))
        start = thread_time()
        list(amounts(text))
        return thread_time() - start

    seconds(1_000)
    assert seconds(40_000) < 25 * seconds(4_000) + 0.3
