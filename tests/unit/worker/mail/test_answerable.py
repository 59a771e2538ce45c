import pytest

from worker.mail.answerable import is_answerable, says_something
from worker.mail.reading import read
from worker.mail.subject import clean_subject


@pytest.mark.parametrize(
    "body",
    [
        "",
        "   \n\n",
        "🧊🧊😭🔧❓❓",
        "👍",
        "?!",
        "7",
        "\u200b\u202e\ufeff",
        "<p></p><script>alert(1)</script>",
        "[image: screenshot.png]",
        "[cid:image001.png@01D9]",
        "screenshot.png",
        "See attached.",
        "siehe Anhang",
        "Voir pièce jointe, merci",
        "ver archivo adjunto",
        "https://example.com/a/b",
        "-- \nMei Lin\nCoppermoss Brewing",
        "> only a quote\n> of what we wrote",
    ],
)
def test_what_asks_nothing_is_not_answerable(body):
    assert not is_answerable(read("", body).body)


@pytest.mark.parametrize(
    "body", ["help", "how much??", "VPN?", "不能登录", "error again", "report empty, screenshot attached"]
)
def test_a_few_words_are_answerable(body):
    assert is_answerable(read("", body).body)


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "(no subject)",
        "No Subject",
        "Kein Betreff",
        "AW: kein Betreff",
        "(sans objet)",
        "Pas d'objet",
        "Sin asunto",
        "Fwd: Fwd:",
        "RE:",
        "Re[2]: AW: WG:",
        "WG: Foto",
        "RE: screenshot",
        "TR: facture.pdf",
        "TR : capture",
        "RV: imagen adjunta",
        "[EXTERNAL] Fwd: IMG_2041.jpg",
        "Scan_2026-11-22.pdf",
        "Rechnung",
        "Invoice attached",
        "Bild von der Anlage",
        "Hello",
    ],
)
def test_without_a_body_a_subject_that_asks_nothing_is_nothing(subject):
    assert not says_something(clean_subject(subject), "")


@pytest.mark.parametrize(
    "subject",
    [
        "How do I change the VAT number?",
        "Re: reset link never arrives",
        "WG: Foto lässt sich nicht hochladen",
        "TR : facture en double",
        "cannot log in",
        "no subject line in notifications",
        "Asunto urgente: no puedo entrar",
    ],
)
def test_without_a_body_a_subject_that_asks_is_enough(subject):
    assert says_something(clean_subject(subject), "")


def test_with_a_body_the_subject_does_not_count():
    assert not says_something("How do I change the VAT number?", "See attached.")
    assert says_something("Fwd:", "VPN?")
