"""A person looks at a sample of the labels; the answers stay, and say how far each rule is right."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.errors import DataError
from models.evaluation.scores import Share
from tests.support.past import company
from worker.db.past_reviews import Review
from worker.history import review_file
from worker.history.example import Example
from worker.history.reviewing import (
    BY_PERSON,
    NO_RULE,
    SAMPLE,
    agreement,
    corrected,
    left_to_do,
    rule_of,
    sample,
)

COMPANY = company()


def example(row: int, rule: str | None = None, reason: str = "not_covered") -> Example:
    known = Example("desk", str(row), "S", "=How?", "en", None, None, "billing", "normal", False)
    return replace(known, escalate=True, reasons=(reason,), rules=(rule,)) if rule else known


LABELLED = {row: example(row, "tag" if row % 10 == 0 else "boss" if row == 7 else None) for row in range(500)}


def right(row: int) -> Review:
    known = LABELLED[row]
    reason = known.reasons[0] if known.escalate else None
    return Review(reason, rule_of(known), reason)


def test_the_sample_has_as_many_of_each_rule_as_there_are() -> None:
    chosen = sample(LABELLED, {})
    counts = [sum(rule_of(LABELLED[row]) == rule for row in chosen) for rule in ("boss", "tag", NO_RULE)]
    assert counts in ([1, 25, 24], [1, 24, 25])
    assert sample(LABELLED, {}) == chosen
    assert sample(LABELLED, {}, seed=8) != chosen
    assert len(set(chosen)) == SAMPLE


def test_what_was_looked_at_counts_until_its_label_is_another() -> None:
    chosen = sample(LABELLED, {})
    reviews = {row: right(row) for row in chosen}
    assert left_to_do(LABELLED, reviews) == 0
    changed = LABELLED | {7: example(7, "other rule")}
    assert sample(changed, reviews) == [7]
    assert left_to_do({1: example(1)}, {}) == 1


def test_agreement_is_told_per_rule() -> None:
    reviews = {row: right(row) for row in range(40)}
    reviews[10] = Review("not_covered", "tag", None)
    reviews[1] = Review(None, NO_RULE, "asks_for_person")
    found = agreement(LABELLED, reviews)
    assert found == {"boss": Share(1, 1), "tag": Share(3, 4), NO_RULE: Share(34, 35)}
    assert list(found)[-1] == NO_RULE


def test_a_correction_stays_when_the_rules_change() -> None:
    away = corrected(example(1, "tag"), Review("not_covered", "tag", None))
    assert (away.escalate, away.reasons, away.rules) == (False, (), (BY_PERSON,))
    added = corrected(example(1), Review(None, NO_RULE, "asks_for_person"))
    assert (added.escalate, added.reasons, added.rules) == (True, ("asks_for_person",), (BY_PERSON,))
    other = corrected(example(1, "tag"), Review("not_covered", "tag", "angry_or_at_risk"))
    assert other.reasons == ("angry_or_at_risk",)
    later = corrected(example(1, "new rule"), Review("not_covered", "tag", None))
    assert not later.escalate
    agreed = corrected(example(1, "tag"), Review("not_covered", "tag", "not_covered"))
    assert agreed == example(1, "tag")


class Plain:
    """It redacts one name."""

    def thread(self) -> "Plain":
        return self

    def redact(self, text: str, language: str | None = None) -> str:
        return text.replace("Ann", "[NAME_1]")


@pytest.mark.parametrize("name", ["labels.csv", "labels.jsonl"])
def test_a_file_is_filled_in_and_read_back(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    known = {1: example(1, "tag"), 2: example(2), 3: example(3, "tag"), 4: example(4)}
    rows = [review_file.shown(replace(one, body="=Ann asks"), Plain()) for one in known.values()]
    file.write_text(review_file.as_text(rows, json_lines=name.endswith("jsonl")), encoding="utf-8", newline="")
    text = file.read_text(encoding="utf-8")
    assert "Ann" not in text
    assert name.endswith("jsonl") or "'=[NAME_1] asks" in text  # no table program computes it
    filled = text.split("\n")
    for line, verdict in ((0, "right"), (1, "asks_for_person"), (2, " Wrong ")):
        place = line + (0 if name.endswith("jsonl") else 1)
        old = filled[place].rstrip("\r")
        filled[place] = old.replace('"verdict": ""', f'"verdict": "{verdict}"') if "{" in old else old + verdict
    file.write_text("\n".join(filled), encoding="utf-8")
    ids = {f"desk:{row}": row for row in known}
    assert review_file.read(file, ids, COMPANY) == {
        1: Review("not_covered", "tag", "not_covered"),
        2: Review(None, NO_RULE, "asks_for_person"),
        3: Review("not_covered", "tag", None),
    }


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8"])
def test_a_file_may_come_back_in_the_encoding_of_a_table_program(tmp_path: Path, encoding: str) -> None:
    file, known = tmp_path / "labels.csv", example(1, "Rückgabe")
    [header, row, *_] = review_file.as_text([review_file.shown(known, Plain())], json_lines=False).splitlines()
    file.write_text(f"{header}\n{row}right\n", encoding=encoding)
    review = Review("not_covered", "Rückgabe", "not_covered")
    assert review_file.read(file, {"desk:1": 1}, COMPANY) == {1: review}


def test_what_happened_to_a_ticket_names_nobody() -> None:
    assert review_file.shown(replace(example(1), tags=("for Ann",)), Plain())["happened"].startswith(
        "tags for [NAME_1]"
    )


def test_everything_that_is_wrong_in_a_file_is_said(tmp_path: Path) -> None:
    file = tmp_path / "labels.csv"
    rows = ["id;label;rule;verdict", "desk:1;none;no rule;wrong", "desk:9;none;;right", "desk:1;not_covered;tag;maybe"]
    file.write_text("\ufeff" + "\r\n".join(rows), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        review_file.read(file, {"desk:1": 1}, COMPANY)
    assert [line.split(":")[0].strip() for line in str(caught.value).splitlines()[1:]] == ["line 2", "line 3", "line 4"]
    file.write_text("a,b\n1,2", encoding="utf-8")
    with pytest.raises(DataError, match="no columns id and verdict"):
        review_file.read(file, {}, COMPANY)
