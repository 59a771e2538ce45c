import pytest

from knowledge.sentences import sentences, whole_sentences


@pytest.mark.parametrize(
    "one",
    [
        "Prices, e.g. Team, rise by 1.5 EUR.",
        "Ferrowick B.V. charges Dutch VAT.",
        "Das gilt z. B. Montag, d. h. nicht heute.",
        "Rechnung Nr. 4 ist offen",
        "Ouvrez p. ex. Paramètres à app.ferrowick.example.",
        "Open version 5.8.2 at help.x.example/a.b now!",
        "CSV, XLSX etc. are read.",
    ],
)
def test_a_point_inside_a_sentence_does_not_end_it(one: str) -> None:
    assert list(sentences(one)) == [one]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It ends. we go on.", ["It ends.", "we go on."]),
        ("It ends.We go on", ["It ends.", "We go on"]),
        ("It costs 5. We go on", ["It costs 5.", "We go on"]),
        ("It ends; it goes on", ["It ends;", "it goes on"]),
        ("The answer is no. We go on", ["The answer is no.", "We go on"]),
        ("CSV, XLSX etc. We go on", ["CSV, XLSX etc.", "We go on"]),
        ('He said "go." Then left', ['He said "go."', "Then left"]),
        ("Was? ¡Sí! Oui…  ", ["Was?", "¡Sí!", "Oui…"]),
        ("  ", []),
    ],
)
def test_every_other_end_is_one(text: str, parts: list[str]) -> None:
    assert list(sentences(text)) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It rises; it falls. It ends.", ["It rises; it falls.", "It ends."]),
        (
            "Fällig am 15. September und am 1. Oktober. Danach nicht.",
            ["Fällig am 15. September und am 1. Oktober.", "Danach nicht."],
        ),
        ("Prices do not incl. VAT. It is added.", ["Prices do not incl. VAT.", "It is added."]),
        (
            "Der Nachweis gem. § 14 fehlt. Es sind 2 Mio. Euro.",
            ["Der Nachweis gem. § 14 fehlt.", "Es sind 2 Mio. Euro."],
        ),
        ("Die max. Größe ist 5 MB. Mehr geht nicht.", ["Die max. Größe ist 5 MB.", "Mehr geht nicht."]),
        ("M. Dupont répond. Merci.", ["M. Dupont répond.", "Merci."]),
        ("Apps for iOS. iPads too. Done.", ["Apps for iOS. iPads too.", "Done."]),
        ("Cliquez sur « Envoyer. » Puis attendez.", ["Cliquez sur « Envoyer. »", "Puis attendez."]),
        ("See app.x.example/a.b now! Go on.", ["See app.x.example/a.b now!", "Go on."]),
        (" ", []),
    ],
)
def test_what_is_said_is_not_cut_at_a_doubtful_end(text: str, parts: list[str]) -> None:
    assert list(whole_sentences(text)) == parts
