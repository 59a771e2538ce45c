"""A request for a person is found in any wording of our languages; talk about people, phones and robots is none."""

import json

import pytest

from knowledge.languages.registry import LANGUAGES
from worker.mail.clauses import LEANING, PERSON, Vocabulary, clauses
from worker.mail.lexicon import fold
from worker.mail.person import signal
from worker.mail.person.request import find_request
from worker.mail.view import MOST_CHARACTERS

REQUESTS = (
    "¿Hay alguien de carne y hueso ahí?",
    "Können Sie mich bitte mal anklingeln?",
    "Can I speak to a human, please?",
    "hooman plz",
    "Could a manager look into this and get back to me personally?",
    "I am not going to discuss this with an algorithm.",
    "is anybody there or am i talking to a wall",
    "please have somebody get in touch, I don't do chatbots",
    "Who do I phone about this?",
    "Give me a bell when you're free.",
    "OPERATOR!!!",
    "Who is in charge over there? I'd like to have a word with them.",
    "The import fails with error 4411. I tried three browsers. Your help pages do not cover it. I want to talk to an engineer.",
    "Ich möchte mit Ihrem Chef sprechen.",
    "Sitzt da wer oder ist das alles Computer?",
    "Mit Robotern diskutiere ich nicht.",
    "ich will keinen bot ich will einen mitarbeiter",
    "Bitte rufen Sie mich zurück.",
    "bitte rueckruf",
    "Wäre jemand so nett, mir kurz anzuläuten?",
    "Schluss mit den Bots. Ich will jemanden sprechen!",
    "Ich hätte gerne einen menschlichen Ansprechpartner.",
    "No pienso hablar con una máquina.",
    "pasame con un humano",
    "¿Me pueden llamar al 555 123 456?",
    "Quiero que me atienda una persona, no un robot.",
    "me podrían marcar a mi celular",
    "Exijo hablar con el responsable.",
    "Est-ce qu'il y a quelqu'un de réel derrière cet écran ?",
    "Arrêtez avec vos réponses automatiques, je veux quelqu'un.",
    "vous pouvez me passer un coup de bigo ?",
    "Je souhaite m'entretenir avec quelqu'un de votre équipe.",
    "rappelez moi svp",
    "J'exige de parler à votre hiérarchie.",
    "I want to talk to someone about renewing",
    "Can I talk to you about the invoice on the phone?",
    "Ich möchte mit jemandem über die Rechnung sprechen",
    "Je voudrais parler à quelqu'un d'un problème de facture",
    "Quiero hablar con una persona sobre la factura",
    "Please call me on 0555 1234567",
    "Meine Rückrufnummer ist 030 1234567",
)
OTHERS = (
    "Please do not call me, I work nights.",
    "What does the manager role allow that the team lead role doesn't?",
    "Our API callback is never called.",
    "Could somebody tell me what the error 'E_NO_CONTACT' means?",
    "The 'Talk to an expert' button on our own page does nothing.",
    "How do I add a second person to my account?",
    "I spoke to Brian on the phone yesterday and he fixed it. Thank you all!",
    "My manager wants to know when the outage ends.",
    "The robot vacuum does not dock.",
    "Hi team,\nthe export is empty.\n\nTechnician",
    "I'd prefer to keep this in writing, so please answer by email only.",
    "sie brauchen nicht anrufen, mail reicht mir. wo bleibt die sendungsnummer?",
    "Mein Chef braucht die Rechnungen vom letzten Jahr.",
    "Ich möchte einen Mitarbeiter anlegen.",
    "Diese winzige Schrift kann doch kein Mensch lesen!",
    "Wie rufe ich die Liste der Aufträge per API auf?",
    "Danke für den Anruf vorhin, es klappt jetzt.",
    "No me llamen por favor, escríbanme.",
    "El operador «!=» no lo reconoce el filtro.",
    "¿Cuántos agentes incluye el plan?",
    "Soy jefe de equipo y necesito ver los informes.",
    "Ne m'appelez pas, je préfère un mail.",
    "Je voudrais ajouter un employé.",
    "Numéro de reçu : 40-1187.",
    "Personne ne peut lire ces caractères gris !",
    "Je voudrais parler d'un problème de facture",
    "I want to talk about renewing",
    "Wie kann ich einen Mitarbeiter hinzufügen?",
    "I want to add a manager",
    "Ich möchte mit meinem Team sprechen, wie starte ich einen Anruf?",
    "How do I turn on live chat with agents?",
    "How do I reach customer service hours?",
    "I got a call from 0800 123456, is that you?",
    "Die Rückrufnummer 030 1234567 wird falsch angezeigt.",
    "Please call the API with 3 parameters: 1234567",
    "Zoom call 123 456 789 does not start",
    "Please call this function for me",
    "I'd like to hear the voice recording",
    "I want to talk about the cancellation terms",
    "Ich will über die Kündigung reden",
    "Quiero hablar sobre la baja",
    "Je veux discuter de la résiliation du contrat",
    "How do I switch off chat with agents?",
    "Can I add a technician to my plan?",
    "¿Cómo agrego un agente?",
    "Je veux rajouter un collègue",
    "Call 5550 1234 was not logged",
    "Bitte rufe die API mit 4711234 auf",
    "",
)


@pytest.mark.parametrize("text", REQUESTS)
def test_a_request_for_a_person_is_found(text: str) -> None:
    found = find_request(text)
    assert found is not None
    assert found.by_rule or found.by_signal


@pytest.mark.parametrize("text", OTHERS)
def test_talk_about_people_phones_and_robots_is_no_request(text: str) -> None:
    assert find_request(text) is None


def test_the_clause_that_asks_is_quoted_without_addresses() -> None:
    found = find_request("The export is empty. Please call me at https://evil.example or lena@evil.example now.")
    assert found is not None
    assert found.quote == "Please call me at … or … now"


def test_a_long_clause_is_cut() -> None:
    found = find_request("call me " + "because " * 12 + "x" * 5000)
    assert found is not None
    assert len(found.quote) <= 121


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "call me ",
        "talk, ",
        "not ",
        "(",
        "!",
        "!a",
        ": ",
        "que ",
        "…",
        "ü",
        "1 ",
        " - ",
        "the manager of the ",
        "\n",
        "x_",
    ],
)
def test_a_hostile_text_takes_no_longer_than_its_length(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert find_request(f"{text}a") == find_request(f"{text[:MOST_CHARACTERS]}")
    assert fold(text)


def test_only_the_part_that_models_read_is_searched() -> None:
    assert find_request("x " * MOST_CHARACTERS + ". Call me please.") is None


def test_a_call_is_declined_in_the_same_clause_only() -> None:
    assert find_request("You need not write to me, just call me.") is not None


@pytest.mark.parametrize("vocabulary", [PERSON, LEANING], ids=lambda vocabulary: vocabulary.field)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_beginning_is_one_word_and_no_entry_holds_an_accent(code: str, vocabulary: Vocabulary) -> None:
    words = getattr(LANGUAGES[code], vocabulary.field)
    for group in (*vocabulary.groups, "joining"):
        for entry in getattr(words, group):
            assert not (entry.endswith("*") and "_" in entry), entry
            assert all(ord(letter) < 128 for letter in entry), entry


def test_words_are_compared_without_accents_and_with_either_form_of_an_umlaut() -> None:
    assert fold("ZURÜCKRUFEN") == fold("zurueckrufen")
    assert fold("Llámenme") == "llamenme"


def test_a_relative_clause_stays_with_the_clause_before() -> None:
    texts = [clause.text for clause in clauses("Ich will, dass ein Mensch das liest, und zwar heute. Danke", PERSON)]
    assert texts == ["Ich will, dass ein Mensch das liest, und zwar heute", "Danke"]


def test_the_weights_name_known_groups_and_fit_their_training() -> None:
    held = json.loads(signal.WEIGHTS.read_text())
    known = {*PERSON.groups, "number"}
    assert {name.removeprefix(signal.BEFORE) for name in held["weights"]} <= known | {signal.LENGTH}
    assert 0.5 <= held["threshold"] < 1
