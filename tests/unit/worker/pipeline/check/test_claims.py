"""What changes the meaning of a sentence is found, per kind and language; what says the same passes."""

import time

import pytest

from models.skills.reply import Action, Reply
from tests.unit.worker.pipeline.builders import passage, reply, ticket
from worker.domain import Finding, Passage, Statement
from worker.pipeline.check.check import check

NAMES = ("Starter", "Team", "Business", "Enterprise")
ROLES = "An Admin can delete a token. A Technician cannot delete tokens. Requesters are free on every plan."
LIMITS = (
    "The API accepts 300 requests per minute per token. A refund takes up to 5 working days. A file may hold at most 25 MB. "
    "Starter costs 19, Team 34 and Business 52 per paid seat and month. Business keeps the log for 1 year, and Enterprise "
    "keeps the log for 3 years."
)
ISSUE = "It affects Mobile app 5.8.0 to 5.8.1 on Android 14. Close the app before the update. It is fixed in 5.8.2."
INVOICE = "Invoice F-2026-04482 of 2026-11-09 for 1450 USD is paid, due 2026-11-23."
GERMAN = (
    "Eine Rückerstattung dauert höchstens 5 Arbeitstage. Der Link ist 60 Minuten gültig. Das Passwort muss mindestens 12 "
    "Zeichen lang sein. Das Zurücksetzen verkürzt die Sperre nicht. Die Rechnung ist offen."
)
FRENCH = (
    "Le lien est valable 60 minutes. La facture est payée. Vous pouvez exporter les données avant la fin du mois. "
    "La limite ne peut pas être augmentée. Le mot de passe doit contenir au moins 12 caractères."
)
SPANISH = (
    "El enlace es válido durante 60 minutos. La factura está pagada. Puede exportar los datos antes del fin de mes. "
    "El límite no se puede ampliar. La contraseña debe tener al menos 12 caracteres."
)


def held(sentence: str, text: str, language: str = "en", **changes: object) -> list[Finding]:
    told = passage(text, **{"title": "-", **changes})
    said = reply(sentence, language=language)
    found = check(ticket(language=None, body=""), said, [told], NAMES).findings
    return [finding for finding in found if finding.code != "wrong_language"]


@pytest.mark.parametrize(
    ("text", "sentence", "language"),
    [
        (ROLES, "A Technician cannot delete tokens.", "en"),
        (ROLES, "An Admin can delete a token, and Requesters are free on every plan.", "en"),
        (LIMITS, "The API accepts 300 requests per minute per token.", "en"),
        (LIMITS, "Team costs 34 per paid seat and month.", "en"),
        (LIMITS, "Enterprise keeps the log for 3 years.", "en"),
        (LIMITS, "A refund takes at most 5 business days.", "en"),
        (LIMITS, "A file may hold up to 25 MB, and a refund takes up to five working days.", "en"),
        (ISSUE, "It is fixed in 5.8.2.", "en"),
        (INVOICE, "Invoice F-2026-04482 of November 9, 2026 for 1,450 USD is settled.", "en"),
        (INVOICE, "Invoice F-2026-04482 of 2026-11-09 for 1450 USD is paid and was due 23 November 2026.", "en"),
        (INVOICE, "Rechnung F-2026-04482 vom 9. November 2026 über 1.450 USD ist bezahlt.", "de"),
        (INVOICE, "La factura F-2026-04482 del 2026-11-09 está pagada.", "es"),
        (INVOICE, "La facture F-2026-04482 du 9 novembre 2026 est payée.", "fr"),
        (GERMAN, "Der Link ist 60 Minuten gültig, und das Passwort muss mindestens 12 Zeichen lang sein.", "de"),
        (FRENCH, "Le lien est valable 60 minutes, et la facture est payée.", "fr"),
        (SPANISH, "El enlace es válido durante 60 minutos, y la factura está pagada.", "es"),
    ],
)
def test_what_the_passage_says_passes(text: str, sentence: str, language: str) -> None:
    assert held(sentence, text, language) == []


@pytest.mark.parametrize(
    ("text", "sentence", "language"),
    [
        pytest.param(INVOICE, "Invoice F-2026-04482 of 2026-11-09 for 1450 USD is open.", "en", id="state"),
        pytest.param(INVOICE, "Invoice F-2026-04482 is not paid.", "en", id="denied state"),
        pytest.param(INVOICE, "Rechnung F-2026-04482 vom 2026-11-09 ist offen.", "de", id="state, other language"),
        pytest.param(INVOICE, "La factura F-2026-04482 está vencida.", "es", id="state, Spanish of an English row"),
        pytest.param(INVOICE, "Invoice F-2026-04482 is paid, due 2026-11-09.", "en", id="due date"),
        pytest.param(INVOICE, "Invoice F-2026-04482 of 2026-11-23 for 1450 USD is paid.", "en", id="issue date"),
        pytest.param(INVOICE, "Invoice F-2026-04482 for 1450 EUR is paid.", "en", id="currency"),
        pytest.param(LIMITS, "The API accepts 300 requests per hour per token.", "en", id="rate"),
        pytest.param(LIMITS, "A refund takes up to 5 weeks.", "en", id="unit"),
        pytest.param(LIMITS, "A refund takes at least 5 working days.", "en", id="bound"),
        pytest.param(LIMITS, "A refund takes 5 working days.", "en", id="bound dropped"),
        pytest.param(LIMITS, "Team costs 52 per paid seat and month.", "en", id="price of another plan"),
        pytest.param(LIMITS, "Business keeps the log for 3 years.", "en", id="value of another plan"),
        pytest.param(ROLES, "A Technician can delete tokens.", "en", id="subject"),
        pytest.param(ROLES, "An Admin must delete a token.", "en", id="modal"),
        pytest.param(ROLES, "An Admin cannot delete a token.", "en", id="negation"),
        pytest.param(ROLES, "An Admin can't delete a token.", "en", id="contraction"),
        pytest.param(ROLES, "Requesters are free on every plan, and an Admin can delete tickets.", "en", id="joined"),
        pytest.param(ISSUE, "It is fixed in 5.8.1.", "en", id="version"),
        pytest.param(ISSUE, "It is not fixed in 5.8.2.", "en", id="not fixed"),
        pytest.param(ISSUE, "Close the app after the update.", "en", id="order"),
        pytest.param(GERMAN, "Eine Rückerstattung dauert höchstens 5 Wochen.", "de", id="unit, German"),
        pytest.param(GERMAN, "Eine Rückerstattung dauert mindestens 5 Arbeitstage.", "de", id="bound, German"),
        pytest.param(GERMAN, "Das Passwort kann mindestens 12 Zeichen lang sein.", "de", id="modal, German"),
        pytest.param(GERMAN, "Das Zurücksetzen verkürzt die Sperre.", "de", id="negation dropped, German"),
        pytest.param(GERMAN, "Die Rechnung ist bezahlt.", "de", id="state, German"),
        pytest.param(FRENCH, "Le lien est valable 60 heures.", "fr", id="unit, French"),
        pytest.param(FRENCH, "La facture est ouverte.", "fr", id="state, French"),
        pytest.param(FRENCH, "Vous devez exporter les données avant la fin du mois.", "fr", id="modal, French"),
        pytest.param(FRENCH, "Vous pouvez exporter les données après la fin du mois.", "fr", id="order, French"),
        pytest.param(FRENCH, "La limite peut être augmentée.", "fr", id="negation dropped, French"),
        pytest.param(SPANISH, "El enlace es válido durante 60 horas.", "es", id="unit, Spanish"),
        pytest.param(SPANISH, "La factura está abierta.", "es", id="state, Spanish"),
        pytest.param(SPANISH, "Debe exportar los datos antes del fin de mes.", "es", id="modal, Spanish"),
        pytest.param(SPANISH, "El límite se puede ampliar.", "es", id="negation dropped, Spanish"),
        pytest.param(SPANISH, "La contraseña debe tener como máximo 12 caracteres.", "es", id="bound, Spanish"),
    ],
)
def test_what_the_passage_does_not_say_is_held(text: str, sentence: str, language: str) -> None:
    assert [finding.code for finding in held(sentence, text, language)] in (["unsupported"], ["invented_fact"])


FIELDS = {
    "number": "F-1",
    "date": "2026-11-09",
    "amount": "52",
    "currency": "EUR",
    "state": "open",
    "due": "2026-11-23",
}
PROFILE = {"plan": "Team", "seats": "12", "billing": "monthly", "status": "active", "renews_on": "2026-12-01"}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (FIELDS, "Invoice F-1 is paid."),
        (FIELDS, "Invoice F-1 is due 2026-11-09."),
        (FIELDS, "Invoice F-1 is for 25 EUR."),
        (PROFILE, "Your workspace has 21 paid seats."),
        (PROFILE, "Your plan is billed yearly."),
        (PROFILE, "Your plan renews on 2026-12-10."),
    ],
)
def test_a_row_says_a_field_only_with_its_value(fields: dict[str, str], sentence: str) -> None:
    """The text of the row says whatever the sentence says: the fields alone decide."""
    assert held(sentence, sentence, fields=fields) != []


def test_a_field_with_its_own_value_passes() -> None:
    assert held("Invoice F-1 is not paid.", "Invoice F-1 is not paid.", fields=FIELDS) == []
    assert held("Your workspace has 12 paid seats.", "Your workspace has 12 paid seats.", fields=PROFILE) == []


def _chosen(sentence: str, ref: str, told: Passage) -> list[str]:
    said = Reply(Action.ANSWER, "en", (sentence,), {}, (ref,))
    result = check(ticket(language=None), said, [told], NAMES)
    return [finding.code for finding in result.findings] or [
        f"{a.passage and a.passage.ref} {a.support}" for a in result.attributions
    ]


def test_a_chosen_sentence_is_a_statement_of_the_passage_it_names() -> None:
    told = passage("Nothing of it.", statements=(Statement("The log is kept for 3 years. Ask us.", "-"),))
    assert _chosen("The log is kept for 3 years. Ask us.", told.ref, told) == [f"{told.ref} 1.0"]
    assert _chosen("The log is kept for 9 years. Ask us.", told.ref, told) == ["unsupported"]
    assert _chosen("The log is kept for 3 years. Ask us.", "docs/other.md#X", told) == ["unsupported"]


def test_a_chosen_sentence_asks_for_no_secret_and_names_no_foreign_place() -> None:
    for sentence, code in (("Please send us your password.", "secret"), ("See evil.example/x now.", "foreign_contact")):
        told = passage("-", statements=(Statement(sentence, "-"),))
        assert code in _chosen(sentence, told.ref, told)


@pytest.mark.parametrize("part", ["a.", "1,", "and ", "not ", "a-", "A1-", "20 ", "open, ", "5 days or ", "x@"])
def test_hostile_text_takes_no_longer_than_other_text(part: str) -> None:
    text = part * 2_000
    begun = time.thread_time()
    held(text[:400], text)
    assert time.thread_time() - begun < 10
