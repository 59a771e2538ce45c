"""This module tests that past tickets lose what says who somebody is, and keep what is learned from them."""

import time

import pytest

from benchmarks.redaction import alarms, judge, recall, words
from tests.unit.worker.history.private_lines import private_lines
from worker.company import Company, Contacts
from worker.history.redaction import PLACEHOLDER, Gazetteer, Kind, Redactor

COMPANY = Company(
    id="ferrowick",
    name="Ferrowick",
    signature="",
    queues={},
    escalation="",
    protected_names=frozenset({"Ferrowick Connector", "Planner", "Marina"}),
    contacts=Contacts(
        domains=frozenset({"ferrowick.example"}),
        emails=frozenset({"help@ferrowick-support.example"}),
        phones=frozenset({"+49 30 5550100"}),
        ibans=frozenset({"de89370400440532013000"}),
    ),
)


def redact(text: str, language: str = "en", gazetteer: Gazetteer | None = None) -> str:
    return Redactor(gazetteer or Gazetteer()).thread().redact(text, language)


def test_the_lines_it_was_built_on_lose_what_is_somebodys_and_little_else() -> None:
    judged = judge(private_lines())
    assert len(judged) >= 200
    for kind, share in recall(judged).items():
        assert share.hits >= 0.97 * share.total, (kind, [one.line.text for one in judged if one.missed])
    assert alarms(judged).total() <= words(judged) / 500


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("write to anna.berger@firma.example now", Kind.EMAIL),
        ("write to anna.berger＠firma.example now", Kind.EMAIL),
        ("write to an\u200bna@firma.example now", Kind.EMAIL),
        ("write to anna&#64;firma.example now", Kind.EMAIL),
        ('"anna berger"@firma.example', Kind.EMAIL),
        ("jürgen@bäckerei.example", Kind.EMAIL),
        ("anna [at] firma [dot] com", Kind.EMAIL),
        ("https://x.example/reset?mail=anna%2Eberger%40firma%2Eexample&lang=de", Kind.EMAIL),
        ("anna punkt berger at firma minus nord punkt de", Kind.EMAIL),
        ("4111-1111-1111-1111", Kind.CARD),
        ("４１１１ １１１１ １１１１ １１１１", Kind.CARD),
        ("4111 11** **** 1111", Kind.CARD),
        ("de89 3704 0044 0532 0130 00", Kind.IBAN),
        ("DE89-3704-0044-0532-0130-00", Kind.IBAN),
        ("call 0171/2345678", Kind.PHONE),
        ("call (030) 1234 5678", Kind.PHONE),
        ("+33 (0)6 12 34 56 78", Kind.PHONE),
        ("+49\u00a0171\u20112345678", Kind.PHONE),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig-sig_sig", Kind.TOKEN),
        ("-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----", Kind.TOKEN),
        ("password: hunter2", Kind.PASSWORD),
        ("Passwort „Sommer24“", Kind.PASSWORD),
        ("Lindenallee 14a, 20095 Hamburg", Kind.ADDRESS),
        ("the request came from 203.0.113.77", Kind.IP),
    ],
)
def test_a_thing_is_found_however_it_is_written(text: str, kind: Kind) -> None:
    found = Redactor().residue(text, "de")
    assert [one.kind for one in found] == [kind]
    assert text[found[0].start : found[0].end] == found[0].text
    assert not any(c.isdigit() for c in PLACEHOLDER.sub("", redact(text, "de")))


@pytest.mark.parametrize(
    "text",
    [
        "Order 4500123456 of 2026-11-03 for 1,250.00 EUR with 12 seats",
        "Rechnung F-2026-04205, Bestellnummer 0171234567, Version 10.2.3.4",
        "Commande n° 0612345678, facture 2025-1142 du 12/10/2025, 1 250,00 €",
        "Pedido 612345678, factura 2025/00123, versión 5.0.1",
        "Mein Passwort ist abgelaufen und das Kennwort wurde zurückgesetzt.",
        "The password is case-sensitive. My PIN was rejected.",
        "EAN 4006381333931, commit 3f786850e387550fdab836ed7e6dc881de23001b",
        "Will Mark as read come in May? Dear team, hello support",
        "Open Settings, then Billing, then Download.",
        "127.0.0.1 and 255.255.255.0",
    ],
)
def test_what_is_learned_stays(text: str) -> None:
    assert redact(text, "en") == text


def test_the_companys_own_stays() -> None:
    gazetteer = Gazetteer.made(COMPANY, people=["Marina"])
    text = (
        "Write to help@ferrowick-support.example or billing@ferrowick.example, call +49 30 5550100, pay to DE89 3704 0044 0532 "
        "0130 00. The Ferrowick Connector and Marina work with Planner."
    )
    assert redact(text, "en", gazetteer) == text
    assert "[EMAIL_1]" in redact("Write to billing@other.example", "en", gazetteer)


def test_an_agents_own_address_goes_also_at_the_companys_domain() -> None:
    gazetteer = Gazetteer.made(COMPANY, people=["Sabine Kessler"])
    assert redact("write to sabine.kessler@ferrowick.example", "en", gazetteer) == "write to [EMAIL_1]"


def test_placeholders_are_stable_within_a_thread() -> None:
    thread = Redactor().thread()
    first = thread.redact("Hello, my name is Anna Kowalski (anna@firma.example).", "en")
    second = thread.redact("Dear Anna, we wrote to ANNA@firma.example and to bob@firma.example. Kowalski knows.", "en")
    assert first == "Hello, my name is [NAME_1] ([EMAIL_1])."
    assert second == "Dear [NAME_1], we wrote to [EMAIL_1] and to [EMAIL_2]. [NAME_1] knows."
    assert Redactor().thread().redact("bob@firma.example") == "[EMAIL_1]"


def test_what_is_redacted_has_no_residue_and_is_not_redacted_again() -> None:
    redactor = Redactor(
        Gazetteer.made(people=["Anna Kowalski"], accounts=["Berger Logistik GmbH"], account_ids=["acc-berger"])
    )
    for line in private_lines():
        once = redactor.thread().redact(line.text, line.language)
        assert not redactor.residue(once, line.language), once
        assert redactor.thread().redact(once, line.language) == once


def test_people_and_accounts_that_we_know_are_found_without_a_word_beside_them() -> None:
    gazetteer = Gazetteer.made(
        COMPANY,
        people=["Xochitl Vandermeer", None, "help@desk.example"],
        accounts=["Berger Logistik GmbH"],
        account_ids=["acc-berger"],
        emails=["x@berger-log.example", "y@gmail.com"],
    )
    text = "vandermeer? Vandermeer from Berger Logistik GmbH (acc-berger, www.berger-log.example) uses gmail.com"
    assert (
        redact(text, "en", gazetteer)
        == "vandermeer? [NAME_1] from [COMPANY_1] ([ACCOUNT_1], [DOMAIN_1]) uses gmail.com"
    )
    assert (
        redact("Vandermeer's seat, Vandermeer\u2019s plan", "en", gazetteer) == "[NAME_1]'s seat, [NAME_1]\u2019s plan"
    )
    assert redact("ACC-BERGER, not acc-berger2", "en", gazetteer) == "[ACCOUNT_1], not acc-berger2"


@pytest.mark.parametrize(
    "part",
    ["a@", "a@a@a.", "a at a dot ", "+49 1", "A. ", "Anna Kowalski ", "Frau ", "\nA\n", "password is ", "token=", "Straße 1 ",
     "rue de la ", "DE89 ", "::", "1.", "**** ", "eyJa.", "-----BEGIN KEY-----", "e\u0301", "&amp;", '"a@', "von de la ", "1-"],
)  # fmt: skip
def test_hostile_text_takes_time_in_proportion_to_its_length(part: str) -> None:
    redactor = Redactor(Gazetteer.made(people=["Anna Kowalski", "a b"], accounts=["Berger GmbH"]))
    text = part * (100_000 // len(part))
    began = time.process_time()
    redactor.residue(text, "de")
    assert time.process_time() - began < 6  # seconds; it takes one on a free core
