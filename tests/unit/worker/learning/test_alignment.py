"""Which statements a sentence of an agent came from."""

import pytest

from benchmarks.alignment import SET
from knowledge.json_lines import read_lines
from tests.unit.worker.pipeline.builders import passage
from worker.learning.alignment import Rarity, align, compared, has, statements_of
from worker.learning.values import values

PAGE = (
    "A Ferrowick trial can be extended once by 14 days, so a trial lasts at most 35 days.",
    "An Admin can extend the trial under Settings > Billing > Overview > Extend trial.",
    "A second extension is not offered.",
    "Team costs 34 EUR per paid seat and month.",
    "Business costs 52 EUR per paid seat and month.",
)


def found(sentence: str, language: str | None = "en") -> set[int]:
    return {link.statement for link in align(sentence, PAGE, names={"Team", "Business"}, language=language)}


@pytest.mark.parametrize(
    ("sentence", "statements"),
    [
        ("A second extension is not offered.", {2}),
        ("You can have the trial extended once, by 14 days.", {0}),
        ("The trial can be extended once by 14 days, and a second extension is not offered.", {0, 2}),
        ("Open Settings > Billing > Overview and choose Extend trial.", {1}),
        ("Business costs 52 EUR per paid seat and month.", {4}),
        ("Team costs 34 EUR for each seat in a month.", {3}),
        ("We have told our colleagues in the warehouse about your pump.", set()),
        ("Thank you, and have a nice day!", set()),
        ("", set()),
    ],
)
def test_a_sentence_came_from_one_statement_from_several_or_from_none(sentence: str, statements: set[int]) -> None:
    assert found(sentence) == statements


def test_across_languages_facts_name_the_statement_where_only_one_has_them() -> None:
    assert found("Die Testphase kann einmal um 14 Tage auf höchstens 35 Tage verlängert werden.", "de") == {0}
    assert found("Business kostet 52 EUR je Platz und Monat.", "de") == {4}
    assert found("Eine zweite Verlängerung wird nicht angeboten.", "de") == set()
    assert found("Das kostet je Platz 99 EUR.", "de") == set()


def test_scores_are_shares_of_the_sentence() -> None:
    links = align("The trial can be extended once by 14 days, and a second extension is not offered.", PAGE)
    assert 0.5 <= sum(link.score for link in links) <= 1
    assert align(PAGE[2], PAGE)[0].score == 1


def test_a_rare_word_weighs_more_than_one_that_every_statement_has() -> None:
    weights = Rarity.of([f"The trial has step {n}." for n in range(9)] + ["The trial has a voucher."]).weigh(
        ["trial", "vouch"]
    )
    assert weights["vouch"] > 2 * weights["trial"]


def test_a_passage_without_statements_is_divided_now() -> None:
    shown = passage("Only the newest link works. It is valid for 60 minutes.", language="en")
    statements = statements_of(shown)
    assert statements[0].text == "Only the newest link works."
    assert len(compared(statements)) == len(statements) == 2
    assert has(shown, ["Only the newest link works."])
    assert not has(shown, ["Only the newest link works.", "It is valid for 15 minutes."])


def test_values_are_the_same_in_every_language() -> None:
    assert values("twelve seats, 20,000 rows, version 5.8.2") == values("zwölf Plätze, 20.000 Zeilen, Version 5.8.2")
    assert values("per E-Mail an das ERP-System") == frozenset()
    assert values("Auftrag AB-1234 an anna@b.example") == {"ab-1234", "anna@b.example"}
    assert values("auf Team, im Team", {"Team"}) == {"Team"}


def test_the_two_readers_are_met_as_often_as_they_meet_each_other() -> None:
    """Both readers named the same for 113 of 120; `python -m benchmarks.alignment` prints more."""
    rows = read_lines(SET, lambda _, row: row)
    rarity = Rarity.of({text for row in rows for text in row["statements"]})
    same = [0, 0]
    for row in rows:
        links = align(row["sentence"], row["statements"], rarity, language=row["language"])
        for reader in (0, 1):
            same[reader] += {link.statement + 1 for link in links} == set(row["labels"][reader])
    assert min(same) >= 0.88 * len(rows)
