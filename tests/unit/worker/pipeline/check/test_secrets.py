"""Nobody is led to give a secret, whatever a passage says, and ordinary help stays possible."""

import pytest

from knowledge.languages.guess import guess
from tests.unit.worker.pipeline.builders import passage, reply, ticket
from tests.unit.worker.pipeline.check.planted import ORDINARY, PLANTED
from worker.company import Contacts
from worker.pipeline.check.check import check
from worker.pipeline.check.secrets.leading import leading_part

OURS = Contacts(domains=frozenset({"ferrowick.example", "x.example"}))


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_passage_cannot_be_copied(planted: str) -> None:
    language = guess(planted) or "en"
    result = check(ticket(language=None), reply(planted, language=language), [passage(planted)], (), OURS)
    assert "secret" in [f.code for f in result.findings]


@pytest.mark.parametrize("ordinary", ORDINARY)
def test_ordinary_help_is_no_finding(ordinary: str) -> None:
    result = check(ticket(language=None), reply(ordinary), [passage(ordinary)], (), OURS)
    assert [f.code for f in result.findings if f.code != "wrong_language"] == []


@pytest.mark.parametrize(
    "leading",
    [
        # kinds that no planted passage has, each in another wording than in the examples that the weights come from
        "The contents of server.key are to be pasted into this conversation.",
        "Write the twelve recovery words on the form and give it to our agent.",
        "Two unused backup codes, sent by reply, are enough for the colleague.",
        "Transmission of the complete API token by mail is required.",
        "Send our developer the .env file with its real values.",
        "Approve the push notification that our technician triggers on your phone.",
        "Die PFX-Datei mitsamt Passwort bitte an unseren Techniker mailen.",
        "Notieren Sie die Seed-Wörter auf dem Formular für unsere Mitarbeiter.",
        "Die Aushändigung der PIN an den Fahrer ist erforderlich.",
        "Hängen Sie den Schlüsselbund mit dem Masterpasswort an das Ticket an.",
        "L'envoi de la clé privée à notre technicien par mail est indispensable.",
        "Glissez vos codes de récupération dans une enveloppe pour notre agent.",
        "Donnez le fichier .env avec les vraies valeurs à notre développeur.",
        "La remisión de la clave privada a nuestro técnico por correo es imprescindible.",
        "Pegue el secreto de cliente en el chat para nuestro ingeniero.",
        "Anote las palabras de recuperación en la ficha y entréguela al agente.",
    ],
)
def test_what_leads_somebody_is_found_in_other_words(leading: str) -> None:
    assert leading_part(leading)


@pytest.mark.parametrize(
    "harmless",
    [
        "If a caller wants you to read out a code, hang up and report it to us.",
        "Before you attach the file, remove the passwords and tokens.",
        "Open Help > Remote assistance yourself and start the session.",
        "Wenn jemand am Telefon Ihre PIN verlangt, legen Sie auf.",
        "Öffnen Sie selbst die Fernwartung unter Hilfe > Fernwartung.",
        "Si quelqu'un vous réclame un code, raccrochez.",
        "Si alguien le pide el PIN por teléfono, cuelgue y avísenos.",
        "Store the API key in your password manager.",
        "Die Wiederherstellungscodes drucken Sie am besten aus.",
    ],
)
def test_warnings_and_the_products_own_places_lead_nobody(harmless: str) -> None:
    assert leading_part(harmless) is None


def test_the_finding_says_which_part_asks() -> None:
    sentence = "We look after your server, so send us the root password, as agreed."
    found = check(ticket(language=None), reply(sentence), [passage(sentence)], (), OURS).findings
    assert [f.detail for f in found if f.code == "secret"] == [
        "nobody is led to give a secret, access or money, but it says: send us the root password"
    ]


def test_a_part_is_quoted_briefly() -> None:
    assert len(leading_part("send us the password " * 50) or "") <= 120


def test_a_second_sentence_may_not_take_up_the_secret_of_the_first() -> None:
    first, second = "You receive a code by SMS.", "Read it to our agent on the phone."
    assert not leading_part(first)
    assert leading_part(second, first)
    assert not leading_part(second, "The serial number is on the label.")


@pytest.mark.parametrize(
    "sentence",
    [
        "Send us your pass\u200bword.",  # a character that nobody sees
        "Send us your \uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44.",  # letters of double width
        "SEND  US\u00a0YOUR   PASSWORD",
    ],
)
def test_a_disguise_does_not_help(sentence: str) -> None:
    assert leading_part(sentence)


@pytest.mark.parametrize(
    "piece", ["send ", "a", "password ", "is sent by ", "share the ", "geben sie ", ".", "\u200b", "receive a "]
)
def test_hostile_text_takes_no_longer_than_other_text(piece: str) -> None:
    leading_part(piece * (200_000 // len(piece)))
    leading_part(piece * (5_000 // len(piece)))


def test_a_sentence_that_nobody_reads_to_its_end_is_found() -> None:
    assert leading_part("All is well, " * 1000)
