"""Texts that stand in the data more than once."""

from collections import Counter

import numpy as np
import pytest

from tests.unit.worker.learning.dataset.tickets import row
from worker.learning.dataset import alike, repeats
from worker.learning.dataset.finding import Finding, Kind
from worker.learning.dataset.row import Row

TEXT = "Since Monday the parts list of the north hall shows 12 filters, but we counted 9 of them on the shelf."


def found(*rows: Row) -> list[Finding]:
    return list(repeats.findings(rows, repeats.repeats(rows)))


def kinds(*rows: Row) -> Counter[Kind]:
    return Counter(finding.kind for finding in found(*rows))


@pytest.mark.parametrize(
    "copy",
    [
        TEXT,
        TEXT.upper(),
        TEXT.replace(" ", "  ").replace(", ", ",\n"),
        f"Hello Anna,\n\n{TEXT}",
        f"Guten Tag,\n{TEXT}\n\nMit freundlichen Grüßen\nJonas Weber",
        f"{TEXT}\n\nOn Mon, 2 Nov 2026 at 10:02, Deskhand <a@b.example> wrote:\n> We have received your ticket.",
    ],
)
def test_a_text_is_the_same_whatever_stands_around_it(copy: str) -> None:
    [finding] = found(row(id="T-1", body=TEXT), row(line=2, id="T-2", body=copy))
    assert (finding.kind, finding.suggested, finding.confidence) == (Kind.DUPLICATE, "T-1", 1.0)


def test_a_nearly_same_text_is_found_and_another_one_is_not() -> None:
    near = row(line=2, id="T-2", body=TEXT.replace("Monday", "Tuesday"))
    other = row(
        line=3, id="T-3", body="Since Monday the parts of the north hall cannot be ordered: the button is grey."
    )
    [finding] = found(row(id="T-1", body=TEXT), near, other)
    assert (finding.kind, finding.row.ticket.id) == (Kind.DUPLICATE, "T-2")
    assert "% of the text of T-1" in finding.why


def test_a_copy_in_another_file_is_a_leak() -> None:
    first, second = row(id="T-1", body=TEXT), row("test.jsonl", 7, id="T-9", body=TEXT)
    near = row("test.jsonl", 8, id="T-10", body=TEXT.replace("Monday", "Tuesday"))
    assert kinds(first, second, near) == {Kind.LEAK: 2}
    assert "train.jsonl, line 1" in found(first, second)[0].why


def test_an_id_that_stands_twice_is_found() -> None:
    other = "A wholly different text about the calendar feed, which shows nothing at all since last week."
    assert [(f.kind, f.field) for f in found(row(body=TEXT), row(line=2, body=other))] == [(Kind.DUPLICATE, "id")]
    assert [(f.kind, f.field) for f in found(row(body=TEXT), row("test.jsonl", body=other))] == [(Kind.LEAK, "id")]


def test_the_same_text_with_other_labels_is_a_contradiction() -> None:
    rows = [row(line=n, id=f"T-{n}", body=TEXT, queue="assets-parts") for n in (1, 2)]
    odd = row(line=3, id="T-3", body=TEXT, queue="data")
    [finding] = [f for f in found(*rows, odd) if f.kind is Kind.CONTRADICTION]
    assert (finding.row.ticket.id, finding.field, finding.label, finding.suggested) == (
        "T-3", "queue", "data", "assets-parts",
    )  # fmt: skip


def test_short_texts_with_other_subjects_are_not_the_same() -> None:
    assert (
        found(row(id="T-1", subject="Invoice", body="see subject"), row(id="T-2", subject="Push", body="see subject"))
        == []
    )


def test_copies_stand_in_one_group() -> None:
    rows = [row(id="T-1", body=TEXT), row(id="T-2"), row(id="T-3", body=TEXT)]
    one, other, copy = repeats.groups(rows, repeats.repeats(rows))
    assert one == copy != other


def test_many_texts_of_one_form_take_no_more_than_a_few_comparisons_each(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    monkeypatch.setattr(alike, "shared", lambda one, other: compared.append(1) or 0.0)
    source = np.random.default_rng(1)
    form = "A request came in through the portal of your company. Please look at it as soon as you can. Its number is "
    texts = [f"{form}{source.integers(10**9)}" for _ in range(300)]
    list(alike.alike(texts, ["train"] * 300))
    assert 0 < len(compared) < 300 * 299 / 2
