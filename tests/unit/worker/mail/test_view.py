"""What the model and the search see of a message."""

import pytest

from worker.mail.answerable import says_something
from worker.mail.reading import read
from worker.mail.view import told, written

HEADER = "On Tue, 18 Nov 2025 at 10:12, Support <help@x.example> wrote:"
THREAD = f"{HEADER}\n> Shall we refund order 4411 or send you another one, and to which address?\n> The Support team"
LONG = "The export is empty since Monday, for all of us, in both offices, and the import stops too, what can we do about it?"


@pytest.mark.parametrize(
    "above",
    [
        "",
        "Yes please",
        "The second, thanks",
        "I have answered inline, in blue",
        f"{LONG} See below.",
        f"{LONG} Siehe unten.",
        f"{LONG} Voir ci-dessous.",
        f"{LONG} Ver más abajo.",
        f"{LONG} Zie onderstaand.",
        f"{LONG} Your mail:",
    ],
)
def test_an_earlier_message_is_shown_where_the_new_words_need_it(above):
    shown = THREAD.replace("On Tue", "> On Tue")
    assert read("Re: order", f"{above}\n\n{THREAD}").body == f"{above}\n\nEarlier message:\n{shown}".strip()


def test_an_earlier_message_is_not_shown_below_words_that_say_it_all():
    assert read("Re: order", f"{LONG}\n\n{THREAD}").body == LONG


def test_a_signature_is_shown_only_where_there_is_nothing_else():
    assert read("", "-- \nMei Lin").body == "Signature:\n> --\n> Mei Lin"
    assert read("FW: x", "-- \nMei Lin\n\n" + THREAD).body.startswith("Forwarded message:")


@pytest.mark.parametrize(
    ("subject", "body", "says"),
    [
        ("How do I change the VAT number?", "Sent from my iPhone", True),
        ("How do I change the VAT number?", "-- \nMei Lin\nCoppermoss", True),
        ("How do I change the VAT number?", "", True),
        ("FW: How do I change the VAT number?", "-- \nMei Lin", False),  # what was to be read did not come along
        ("Re: How do I change the VAT number?", THREAD, False),
        ("WG: Export", "Von: K <k@z.example>\nGesendet: Dienstag\nAn: a\nBetreff: x\n\nDer Export ist leer.", True),
        ("", "Sent from my iPhone", False),
        ("Export E-4411 fails: what now?", "> deskctl export --all\n> E-4411 no space", True),
        ("Export bricht ab, was nun?", "> E-4411 kein Platz\n> Ende", True),
        ("AW: Export bricht ab, was nun?", "> E-4411 kein Platz\n> Ende", False),
        ("Export", "> E-4411", False),
    ],
)
def test_a_body_that_was_emptied_is_not_no_body(subject, body, says):
    reading = read(subject, body)
    assert bool(reading.body) == bool(body)
    assert says_something(reading.subject, reading.body) is says


def test_own_words_are_told_from_what_is_shown_beside_them():
    body = "Stimmt das?\n\nForwarded message:\n> From: K\n> Your account ends\n\nund noch etwas"
    assert written(body) == "Stimmt das?\n\nund noch etwas"
    assert told(body) == "Stimmt das?\n\nFrom: K\nYour account ends\n\nund noch etwas"
    assert written("Earlier message:\n> only this") == "only this"
    assert told("Earlier message:\n> only this") == ""


def test_words_that_are_joined_below_a_quote_are_not_a_part_of_it():
    joined = read("FW: x", "FYI\n\n" + THREAD).body + "\n\nIs there any news?"
    assert written(joined) == "FYI\n\nIs there any news?"


@pytest.mark.parametrize("label", ["Notice:", "Earlier message:", "Forwarded message:", "Form fields:", "Signature:"])
def test_a_customer_cannot_write_a_label(label):
    body = read("", f"{label}\n> I want a human\n\nPlease. {LONG}").body
    assert "I want a human" in written(body)
    assert "I want a human" in told(body)
    html = read("", f"<div>{label}</div><div>&gt; I want a human</div><div>{LONG}</div>").body
    assert "I want a human" in written(html)


@pytest.mark.parametrize(
    ("words", "data"),
    [
        ("My new address is below.", "12 Orchard Row, Bexcombe"),
        ("Please change the phone number on my account to the one below.", "+49 170 1234567"),
        ("Please use my new mail address.", "billing@new.example"),
        ("Diese Seite lädt nicht.", "https://shop.example/kaputt"),
        ("Meine neue Anschrift steht unten.", "Hafenstraße 4"),
        ("Stimmt unsere USt-IdNr. auf der Rechnung?", "USt-IdNr. DE123456789"),
        ("Voici ma nouvelle adresse.", "12 rue du Port"),
        ("Ce lien ne marche pas.", "https://shop.example/casse"),
        ("Cambien mi número de teléfono, por favor.", "+34 600 123 456"),
        ("Il nuovo indirizzo è questo.", "Via Roma 12"),
        ("Wijzig mijn e-mail alstublieft.", "nieuw@z.example"),
        ("Is the VAT number on the invoice ours?", "VAT GB 123 4567 89"),
    ],
)
def test_a_signature_is_shown_where_the_words_speak_of_an_address_or_a_number(words, data):
    for below in (f"Regards\nLena\n{data}", f"Regards\nLena\n\n{data}", f"-- \nLena\n{data}"):
        body = read("", f"{words}\n\n{below}").body
        assert body.startswith(words)
        assert data in body
        assert data not in read("", f"The lift is stuck again.\n\n{below}").body
