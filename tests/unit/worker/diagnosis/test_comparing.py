"""Two sentences say the same, or state different facts of the same thing."""

import pytest

from worker.diagnosis.comparing import differ, opposes, says

NAMES = ("Team", "Business")


@pytest.mark.parametrize(
    ("claim", "said", "is_said"),
    [
        ("The magic link is valid for 15 minutes.", ["A magic link is valid for 15 minutes and works once."], True),
        ("The magic link is valid for 15 minutes.", ["A magic link is valid for 30 minutes and works once."], False),
        ("An Admin opens Settings and exports the list.", ["Labels are printed on sheets."], False),
        ("Team costs 34 per seat.", ["Business costs 34 per seat."], False),
        ("Der Link ist 15 Minuten gültig.", ["Der Link ist 15 Minuten gültig und gilt einmal."], True),
    ],
)
def test_a_reply_says_a_claim_with_its_facts_or_not(claim: str, said: list[str], is_said: bool) -> None:
    assert says(claim, said, NAMES) is is_said


def test_what_the_customer_wrote_need_not_be_repeated() -> None:
    claim = "The workspace becomes read-only when the invoice is 30 days overdue, and nothing is deleted."
    said = ["The workspace becomes read-only when the invoice is overdue for too long, and nothing is deleted."]
    assert not says(claim, said)
    assert says(claim, said, known="We are 30 days overdue. What now?")


@pytest.mark.parametrize(
    ("one", "other", "facts"),
    [
        ("Our magic link is valid for 15 minutes only.", "The magic link is valid for 30 minutes.", ("15",)),
        ("The reset link is valid for 60 minutes.", "The magic link is valid for 15 minutes.", ()),
        ("Team costs 34 per paid seat.", "Business costs 52 per paid seat.", ()),
        ("The link is valid for 15 minutes.", "The link is valid for 15 minutes.", ()),
        ("Die Sperre endet nach 30 Minuten von selbst.", "Die Sperre endet nach 60 Minuten von selbst.", ("30",)),
        ("Le lien reste valable 15 minutes.", "Le lien reste valable 30 minutes.", ("15",)),
        ("El enlace caduca en 15 minutos y sirve una vez.", "El enlace caduca en 30 minutos y sirve una vez.", ("15",)),
    ],
)
def test_sentences_about_the_same_thing_differ_in_their_numbers(one: str, other: str, facts: tuple[str, ...]) -> None:
    assert differ(one, other, NAMES) == facts


def test_half_of_the_words_are_enough_where_nothing_else_carries_the_claim() -> None:
    one, other = "The link stays valid for 15 minutes.", "The opened link is valid for 30 minutes."
    assert differ(one, other) == ()
    assert differ(one, other, nearly=True) == ("15",)
    longer = "A Pico is descaled every 8 weeks; the lamp turns orange when it is due."
    assert differ("You descale the Pico every 6 weeks.", longer, nearly=True) == ("6",)


def test_prices_of_two_things_are_no_two_facts_about_one() -> None:
    boxes = ("Box M", "Box S")
    assert differ("We ship to Oslo for 12 EUR per box.", "A large box costs 42 EUR per box.", nearly=True) == ()
    assert differ("Box M costs 26 EUR per box.", "Box S costs 14 EUR per box.", boxes, nearly=True) == ()
    assert differ("Box M costs 26 EUR per box.", "Box M costs 24 EUR per box.", boxes) == ("26",)


@pytest.mark.parametrize(
    ("one", "other", "is_opposite"),
    [
        ("A gift card cannot be used in parts.", "A gift card is valid for 3 years and can be used in parts.", True),
        ("Your gift subscription renews by itself.", "A gift subscription does not renew by itself.", True),
        ("Sie können das Abo nicht pausieren.", "Sie können ein Abo bis zu 12 Wochen pausieren.", True),
        ("It does not renew by itself.", "A gift subscription has 3 boxes and does not renew by itself.", False),
        ("We do not charge you for the new box.", "A box that is late is sent again free of charge.", False),
        ("Please do not descale it with vinegar.", "The Pico machine must be descaled every 8 weeks.", False),
        (
            "A counter that jumps back needs a filter.",
            "Without a filter, a lower count of the counter is refused.",
            False,
        ),
        ("Zum Anmelden braucht man einen Code.", "Ohne einen Code kann sich niemand anmelden.", False),
        ("To move the order of a plan, open Plans and set its order.", "Plans of an old site create no order.", False),
        (
            "Si faltan signos, la lista no está guardada en UTF-8.",
            "La lista debe estar guardada en UTF-8 y ser breve.",
            False,
        ),
        ("A gift card cannot buy a machine.", "A gift card is valid for 3 years and can be used in parts.", False),
    ],
)
def test_who_denies_what_the_other_says_does_not_say_it(one: str, other: str, is_opposite: bool) -> None:
    assert opposes(one, other) is is_opposite
    assert opposes(other, one) is is_opposite
    assert not (is_opposite and says(one, [other]))
