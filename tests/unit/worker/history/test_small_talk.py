"""What says nothing that a page could carry is told from what a page should say."""

import pytest

from worker.history.small_talk import is_small_talk

TALK = (
    "I have looked into it.",
    "Please let us know if you have any further questions.",
    "We will get back to you tomorrow.",
    "I've passed your wish on to our product team.",
    "We are sorry for the inconvenience.",
    "Which browser do you use?",
    "Ich habe mir Ihr Konto angesehen.",
    "Bei Fragen melden Sie sich bitte jederzeit.",
    "Wir bitten um Entschuldigung.",
    "N'hésitez pas à revenir vers nous.",
    "J'ai transmis votre demande à notre équipe.",
    "Merci pour votre message.",
    "He trasladado su sugerencia al equipo.",
    "Lamentamos las molestias.",
    "Quedo a su disposición.",
)
TELLING = (
    "Sorry, the export is limited to certain roles.",
    "We also take PayPal and Apple Pay.",
    "I have looked into it: the limit is 500 rows.",
    "Unfortunately exports are not possible on Starter.",
    "Thanks to the new connector, readings arrive every minute.",
    "Wir bieten auch Schulungen an.",
    "Es tut uns leid, aber der Versand in die Schweiz ist nicht möglich.",
    "Nous ne livrons pas en Belgique.",
    "La factura se envía el primer día del mes.",
    "Put the invoice number in the reference, otherwise we cannot tell who paid.",
)


@pytest.mark.parametrize("sentence", TALK)
def test_politeness_and_what_was_done_is_small_talk(sentence: str) -> None:
    assert is_small_talk(sentence)


@pytest.mark.parametrize("sentence", TELLING)
def test_what_states_something_is_none(sentence: str) -> None:
    assert not is_small_talk(sentence)
