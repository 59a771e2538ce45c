"""What becomes of a text of a set, and what is counted."""

import pytest

from benchmarks.language import contender, load, measure, outcome, shares
from knowledge.languages.guess import OTHER
from models.evaluation.scores import Share


@pytest.mark.parametrize(
    ("language", "told", "becomes"),
    [
        ("de", "de", "ours right"),
        ("de", "en", "ours as ours"),
        ("de", OTHER, "ours to a person"),
        ("de", None, "ours unknown"),
        ("sk", OTHER, "foreign to a person"),
        ("sk", "de", "foreign as ours"),
        ("sk", None, "foreign unknown"),
        ("none", None, "none right"),
        ("none", "en", "none wrong"),
        ("mixed", "fr", "mixed right"),
        ("mixed", OTHER, "mixed wrong"),
    ],
)
def test_a_text_has_one_outcome(language, told, becomes):
    assert outcome({"language": language}, told) == becomes


def test_a_share_is_of_the_texts_on_its_side():
    rows = [{"language": "de"}, {"language": "fr"}, {"language": "nl"}]
    assert shares(zip(rows, ["de", None, OTHER], strict=True)) == {
        "foreign to a person": Share(1, 1),
        "ours right": Share(1, 2),
        "ours unknown": Share(1, 2),
    }


@pytest.mark.parametrize(("name", "told"), [("deskhand", OTHER), ("small words", OTHER), ("py3langid", OTHER)])
def test_every_contender_that_is_installed_tells_a_foreign_text(name, told):
    assert contender(name)("Nie mogę się zalogować, proszę o pomoc, hasło już nie działa") == told


def test_of_the_development_set_hardly_anything_foreign_goes_on_and_hardly_anything_of_ours_goes_to_a_person():
    rows = load("dev")
    found = shares(zip(rows, measure("deskhand", ["dev"])["told"]["dev"], strict=True))
    assert found["foreign to a person"].hits >= 0.95 * found["foreign to a person"].total
    assert "ours to a person" not in found
    assert found["ours right"].hits >= 0.85 * found["ours right"].total


def test_a_demo_text_has_a_language_and_a_length():
    assert {(row["language"], row["length"]) for row in load("demo")} >= {("de", "short"), ("en", "long")}
