import pytest

from worker.mail.asked.vague import is_vague

VAGUE = [
    "I need help.",
    "Help!!",
    "It doesn't work",
    "hello? anyone there?",
    "Hi team, I have a problem with your software. Can you help me please?",
    "It’s not working on my phone since yesterday",
    "Ich brauche Hilfe.",
    "Bei uns geht seit heute früh gar nichts mehr",
    "J'ai besoin d'aide.",
    "Bonjour, ça ne marche pas, pouvez-vous m'aider ?",
    "Necesito ayuda.",
    "Hola, no funciona nada desde esta mañana",
]
CLEAR = [
    "The export is empty.",
    "refund please",
    "Where is my invoice?",
    "error 429",
    "password forgotten",
    "Konto gesperrt",
    "Passwort vergessen",
    "Mot de passe oublié",
    "Facture introuvable",
    "Olvidé mi contraseña",
    "Cuenta bloqueada",
    "2FA",
]


@pytest.mark.parametrize("text", VAGUE)
def test_a_ticket_that_says_nothing_is_vague(text: str) -> None:
    assert is_vague("", text)


@pytest.mark.parametrize("text", CLEAR)
def test_a_short_ticket_that_says_something_is_not(text: str) -> None:
    assert not is_vague("", text)


def test_the_subject_counts() -> None:
    assert is_vague("Re: Help", "it does not work")
    assert not is_vague("Export to Excel", "it does not work")


@pytest.mark.parametrize("text", ["help " * 40_000, "a" * 200_000, "' " * 100_000, "n't" * 66_000, "\u0300" * 200_000])
def test_a_long_text_is_not_vague(text: str) -> None:
    assert not is_vague(text, text)
