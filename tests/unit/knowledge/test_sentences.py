import pytest

from knowledge.sentences import sentences


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
