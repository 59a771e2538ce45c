import json

import pytest

from knowledge.languages.guess import OTHER, guess, guess_document
from tests.support.paths import DEMO

TICKETS = DEMO / "tickets"


@pytest.mark.parametrize("name", ["train", "test", "inbound"])
def test_on_the_handled_tickets_it_answers_nearly_always_and_is_nearly_always_right(name):
    rows = [json.loads(line) for line in (TICKETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    guesses = [(row["language"], guess(f"{row['subject']}\n{row['body']}")) for row in rows]
    answered = [(said, guessed) for said, guessed in guesses if guessed]
    assert len(answered) >= 0.9 * len(rows)
    assert sum(said == guessed for said, guessed in answered) >= 0.98 * len(answered)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I cannot log in", "en"),
        ("how much", "en"),
        ("Wie ändere ich das Passwort?", "de"),
        ("geht nicht, bitte um hilfe", "de"),
        ("mot de passe oublié", "fr"),
        ("ca marche pas depuis hier", "fr"),
        ("no me deja entrar, ayuda por favor", "es"),
        ("¿Cuánto cuesta?", "es"),
    ],
)
def test_few_words_are_enough(text, language):
    assert guess(text) == language


@pytest.mark.parametrize(
    "text",
    ["", "👍", "1234 5678", "ERROR NullPointerException foo.bar:12", "F-2026-04417", "Hallo", "app crash 5 µm", "VPN?"],
)
def test_what_says_no_language_is_not_guessed(text):
    assert guess(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "hoe kan ik mijn wachtwoord veranderen? het werkt niet meer",
        "Buongiorno, come posso cambiare la password? Non funziona più",
        "Olá, não consigo entrar na conta, podem ajudar?",
        "Hej, jag kan inte logga in på kontot och vet inte varför",
        "Nie mogę się zalogować",
        "Jeg kan ikke logge ind på min konto",
        "Şifremi değiştiremiyorum",
        "Kuinka vaihdan salasanan ja miksi sovellus ei toimi enää tänään toivottavasti joku auttaa minua pian",
        "كيف يمكنني تغيير كلمة المرور؟",
        "Как изменить пароль?",
        "שלום",
        "日本語のメールです",
    ],
)
def test_another_language_is_neither_taken_for_one_of_ours_nor_for_too_little_to_tell(text):
    assert guess(text) == OTHER


def test_names_of_other_languages_do_not_make_an_english_ticket_another():
    assert guess("Łukasz Świątek and Zoë Ångström cannot log in") == "en"


@pytest.mark.parametrize("name", ["train", "test", "inbound"])
def test_none_of_the_handled_tickets_is_taken_for_another_language(name):
    rows = [json.loads(line) for line in (TICKETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    assert OTHER not in {guess(f"{row['subject']}\n{row['body']}") for row in rows}


def test_a_pasted_english_log_does_not_make_a_german_ticket_english():
    log = "\n".join("2026-11-19T23:14:02Z the connection to the server was not established" for _ in range(20))
    assert guess(f"Der Connector läuft nicht mehr, was kann ich tun?\n{log}") == "de"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wie ändere ich das Passwort? Man kann es hier nicht mehr sehen, wenn es einmal gespeichert ist.", "de"),
        ("Als je het wachtwoord niet meer weet, kan je het hier niet zien maar wel een nieuw vragen.", OTHER),
        ("Если вы забыли пароль, запросите новый на странице входа.", OTHER),
        ("Plan: Team; Price: 49 EUR; Billing period: monthly; Seats: 25; Storage: 100 GB; Support: e-mail", None),
        (
            "E1001 Overheat\nE1002 Undervoltage\nE1003 Overcurrent\nE1004 Motor stall\nE1005 Sensor fault\nE1006 Leak",
            None,
        ),
        ("Nominal flow 40 m³/h, head 32 m, impeller Ø 210 mm, seal SiC/SiC, IP55, 400 V 50 Hz, weight 118 kg", None),
        ("", None),
    ],
)
def test_a_document_without_prose_is_in_no_language(text, language):
    assert guess_document(text) == language


def test_the_documents_of_the_demo_are_in_the_languages_their_names_say():
    for path in (TICKETS.parent / "docs").rglob("*.md"):
        said = path.name[:2] if path.name[2:3] == "-" else "en"
        assert guess_document(path.read_text(encoding="utf-8")) == said
