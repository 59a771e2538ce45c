"""Rows of invoices, profiles, prices and known issues, in each language."""

from typing import Any

import pytest

from knowledge.passages import Document, Kind
from knowledge.sources.accounts import account_document
from knowledge.sources.known_issues import issue_document
from knowledge.sources.pricing import price_document
from knowledge.statements import Statement
from knowledge.statements.split import statements_of

ACCOUNT = {
    "id": "acc-1", "name": "Acme", "plan": "team", "seats": 12, "billing": "monthly", "currency": "EUR", "status": "active",
    "renews_on": "2026-12-01", "addons": ["sandbox"], "version": "5.8.2",
    "invoices": [
        {"number": "F-1", "date": "2026-10-01", "amount": 1498.5, "currency": "EUR", "status": "open", "due": "2026-10-15"},
        {"number": "F-2", "date": "2026-11-02", "amount": 20, "currency": "EUR", "status": "paid", "due": "2026-11-16"},
        {"number": "F-3", "date": "2026-11-02", "amount": 20, "currency": "EUR", "status": "in dispute"},
    ],
    "past_tickets": [{"id": "T-1", "date": "2026-01-02", "subject": "Oven: cold", "summary": "Their oven was off. We told them.",
                      "outcome": "solved"}],
}  # fmt: skip


def of(document: Document, heading: str = "") -> list[Statement]:
    [section] = [one for one in document.sections if one.heading == heading]
    title = f"{document.title} > {heading}" if heading else document.title
    return list(
        statements_of(
            document.kind, title, section.text, blocks=section.blocks, fields=section.fields, language=document.language
        )
    )


def by_language(statements: list[Statement], starts: str) -> dict[str | None, str]:
    return {one.language: one.text for one in statements if one.source.startswith(starts)}


@pytest.fixture
def account() -> Document:
    return account_document("accounts", ACCOUNT, {"version": "App version {value}."})


def test_an_open_invoice_is_said_in_each_language_with_days_and_amounts_as_people_write_them(account: Document) -> None:
    assert by_language(of(account, "invoice F-1"), "Invoice") == {
        "en": "Invoice F-1 of 2026-10-01 for 1498.50 EUR is open, due 2026-10-15.",
        "de": "Die Rechnung F-1 vom 1. Oktober 2026 über 1.498,50 EUR ist offen, fällig am 15. Oktober 2026.",
        "fr": "La facture F-1 du 1er octobre 2026 d'un montant de 1\u00a0498,50 EUR est en attente de paiement, "
        "échéance le 15 octobre 2026.",
        "es": "La factura F-1 del 1 de octubre de 2026 por 1.498,50 EUR está pendiente de pago, "
        "con vencimiento el 15 de octubre de 2026.",
    }


def test_of_a_paid_invoice_other_languages_name_no_day_of_payment_and_unknown_states_are_said_in_english_only(
    account: Document,
) -> None:
    assert by_language(of(account, "invoice F-2"), "Invoice")["de"] == (
        "Die Rechnung F-2 vom 2. November 2026 über 20 EUR ist bezahlt."
    )
    assert set(by_language(of(account, "invoice F-3"), "Invoice")) == {"en"}


def test_fields_are_typed_values(account: Document) -> None:
    profile, first, _, third, ticket = account.sections
    assert first.fields == {
        "number": "F-1", "date": "2026-10-01", "amount": "1498.50", "currency": "EUR", "state": "open", "due": "2026-10-15",
    }  # fmt: skip
    assert "due" not in third.fields
    assert profile.fields == {
        "version": "5.8.2", "name": "Acme", "plan": "Team", "seats": "12", "billing": "monthly", "currency": "EUR",
        "status": "active", "renews_on": "2026-12-01", "addons": "sandbox",
    }  # fmt: skip
    assert ticket.fields["outcome"] == "solved"
    assert Document.from_json(account.to_json()) == account


def test_a_profile_says_each_field_with_the_name_of_the_account(account: Document) -> None:
    said = of(account, "profile")
    assert by_language(said, "Acme is on") == {
        "en": "Acme is on the Team plan with 12 paid seats, billed monthly in EUR.",
        "de": "Acme nutzt den Tarif Team mit 12 bezahlten Plätzen, monatlich abgerechnet in EUR.",
        "fr": "Acme a la formule Team avec 12 postes payants, facturée au mois en EUR.",
        "es": "Acme tiene el plan Team con 12 puestos de pago, con facturación mensual en EUR.",
    }
    assert by_language(said, "The plan renews")["fr"] == "La formule du compte Acme se renouvelle le 1er décembre 2026."
    assert by_language(said, "The account status")["en"] == "The account status of Acme is active."
    assert by_language(said, "Add-ons")["es"] == "Los complementos de Acme son: sandbox."
    assert said[-1].text == "Acme: App version 5.8.2."


def test_a_past_ticket_is_one_statement(account: Document) -> None:
    [one] = of(account, "ticket T-1")
    assert one.text == "Past ticket T-1 of 2026-01-02, Oven: cold: Their oven was off. We told them. Outcome: solved."
    long = {**ACCOUNT, "past_tickets": [{**ACCOUNT["past_tickets"][0], "summary": "They waited for the man. " * 30}]}  # type: ignore[index, dict-item]
    said = of(account_document("accounts", long, {}), "ticket T-1")
    assert said[0].text == "Past ticket T-1 of 2026-01-02, Oven: cold: They waited for the man."
    assert said[-1].text == "Past ticket T-1 of 2026-01-02, Oven: cold: Outcome: solved."


def price(**changes: Any) -> list[Statement]:
    row = {"id": "team", "name": "Team", "amount": 34, "unit": "per paid seat and month", "valid_from": "2026-07-01"}
    return of(price_document("pricing", {**row, "valid_until": "2027-06-30", **changes}, "EUR or USD"))


def test_a_price_is_said_with_its_unit_and_its_days_never_without_what_they_are_about() -> None:
    said = price(note="Team has an API and three storerooms.")
    assert by_language(said, "Team costs") == {
        "en": "Team costs 34 EUR or USD per paid seat and month.",
        "de": "Team kostet 34 EUR oder USD pro bezahltem Platz und Monat.",
        "fr": "Team coûte 34 EUR ou USD par poste payant et par mois.",
        "es": "Team cuesta 34 EUR o USD por puesto de pago y mes.",
    }
    assert by_language(said, "This price")["en"] == "The price of Team is valid from 2026-07-01 to 2027-06-30."
    assert by_language(said, "This price")["de"] == "Der Preis von Team gilt vom 1. Juli 2026 bis zum 30. Juni 2027."
    said = price(note="Old price.")
    assert by_language(said, "Old price") == {None: "Team costs 34 EUR or USD per paid seat and month. Old price."}


def test_a_unit_without_a_word_in_a_language_is_not_said_in_it() -> None:
    assert set(by_language(price(unit="per pallet"), "Team costs")) == {"en"}
    assert by_language(price(unit=None, valid_until=None), "This price")["es"] == (
        "El precio de Team es válido desde el 1 de julio de 2026."
    )


def test_tiers_are_said_as_they_stand() -> None:
    said = price(amount=None, tiers=[{"up_to": 10, "amount": 12}, {"amount": 9}], each="seat")
    assert (
        "The first 10 seats cost 12 EUR or USD each per paid seat and month, every further seat costs 9 EUR or USD."
        in [one.text for one in said]
    )


def issue(status: str = "fixed", fixed_in: str | None = "3.4.1") -> list[Statement]:
    row = {
        "id": "FW-1",
        "title": "The app closes",
        "status": status,
        "fixed_in": fixed_in,
        "symptom": "The camera closes the app.",
    }
    row |= {"affects": "app 5.8", "workaround": "Use the gallery of the phone.", "updated": "2026-11-01"}
    return of(issue_document("issues", row, ""))


def test_the_lines_of_a_known_issue_name_the_issue() -> None:
    said = [one.text for one in issue() if one.language in {None, "en"}]
    assert said == [
        "Known issue FW-1: The app closes.",
        "Known issue FW-1: The app closes. It affects app 5.8.",
        "Known issue FW-1: The app closes. The camera closes the app.",
        "Use the gallery of the phone.",
        "Known issue FW-1 (The app closes) is fixed in 3.4.1.",
    ]
    assert by_language(issue(), "It is fixed")["de"] == "Das bekannte Problem FW-1 ist mit 3.4.1 behoben."
    assert by_language(issue("open", None), "It is not")["fr"] == "Le problème connu FW-1 n'est pas encore corrigé."


@pytest.mark.parametrize(
    "note", ["Only for new customers.", "Old price.", "Nur für Vereine.", "Hors TVA.", "Solo para escuelas."]
)
def test_a_price_is_not_said_without_a_note_that_limits_it(note: str) -> None:
    fields = {"name": "Team", "amount": "29", "currency": "EUR"}
    said = statements_of(Kind.PRICING, "Price of Team", f"Team costs 29 EUR. {note}", fields=fields)
    assert [one.text for one in said] == [f"Team costs 29 EUR. {note}"]


def test_a_price_is_said_alone_where_its_note_adds_something() -> None:
    fields = {"name": "Team", "amount": "29", "currency": "EUR"}
    text = "Team costs 29 EUR. It includes 5 GB of storage."
    said = {one.text for one in statements_of(Kind.PRICING, "Price of Team", text, fields=fields)}
    assert {"Team costs 29 EUR.", "Team kostet 29 EUR.", text} <= said


def test_a_long_past_ticket_keeps_its_number_where_an_index_has_no_fields() -> None:
    text = f"Past ticket T-1 of 2026-01-02, Cold oven: {'They waited for the man. ' * 30}Outcome: solved."
    said = statements_of(Kind.ACCOUNT, "Acme > ticket T-1", text)
    assert {one.lead for one in said} == {"Past ticket T-1 of 2026-01-02, Cold oven:"}


def test_one_seat_is_said_in_the_singular() -> None:
    said = of(account_document("accounts", {**ACCOUNT, "seats": 1}, {}), "profile")
    assert {language: text.partition(",")[0] for language, text in by_language(said, "Acme is on").items()} == {
        "en": "Acme is on the Team plan with 1 paid seat",
        "de": "Acme nutzt den Tarif Team mit 1 bezahltem Platz",
        "fr": "Acme a la formule Team avec 1 poste payant",
        "es": "Acme tiene el plan Team con 1 puesto de pago",
    }
