"""Gaps are grouped by meaning, named by what several askers wrote, and shown without anything of a customer."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from worker.history.example import Example, Sentence
from worker.history.gaps import lines, report
from worker.history.gaps_page import page
from worker.history.grouping import groups_of, nearest_first
from worker.history.telling import NAMELESS, telling

CARRIED, GAP = Sentence("A.", ("docs/a#A",), 0.9), Sentence("We offer it.")
TOPICS = ("printer", "invoice", "training")


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """A topic is a direction; every text has a little of its own."""
    rows = []
    for number, text in enumerate(texts):
        row = np.random.default_rng(number).normal(0, 0.05, 12)
        row[[n for n, topic in enumerate(TOPICS) if topic in text.lower()]] += 1.0
        rows.append(row / np.linalg.norm(row))
    return np.array(rows, np.float32)


def example(
    number: int,
    body: str,
    *sentences: Sentence,
    queue: str | None = "billing",
    account: str | None = None,
    month: int = 1,
) -> Example:
    at = datetime(2026, month, 3, tzinfo=UTC)
    return Example(
        "f", str(number), "", body, "en", account or f"acc-{number}", None, queue, "normal", False, (), sentences, at=at
    )


EXAMPLES = [
    *(example(n, f"Our printer jams, no {n}", GAP, month=1 + n % 2) for n in range(6)),
    *(example(10 + n, f"Is there training on site <{n}>", GAP, CARRIED, queue="sales") for n in range(4)),
    example(20, "invoice", CARRIED),
    example(21, "invoice", Sentence("Thanks!", small_talk=True)),
    example(22, "something else", GAP, queue=None),
]


def test_the_report_counts_answers_sentences_and_queues() -> None:
    found = report(EXAMPLES, encode, lambda one: one.body)
    assert (found.tickets, found.answers, found.carried, found.partly, found.nothing) == (13, 12, 1, 4, 7)
    assert (found.sentences, found.sentences_carried, found.small_talk) == (16, 5, 1)
    assert found.queues["billing"] == {"answers": 7, "partly": 0, "nothing": 6}
    assert found.queues["sales"] == {"answers": 4, "partly": 4, "nothing": 0}
    printer, training = found.groups
    assert (printer.answers, printer.uncarried, printer.worth) == (6, 1.0, 6.0)
    assert (training.answers, training.uncarried, training.worth) == (4, 0.5, 2.0)
    assert "printer" in printer.name
    assert "training" in training.name
    assert printer.months == {"2026-01": 3, "2026-02": 3}
    assert found.alone == 1
    assert found.headline().startswith(
        "7 of 12 answers rest on nothing in your knowledge, 4 in part; the largest groups"
    )
    assert found.to_json()["groups"][0]["queues"] == {"billing": 6}


def test_what_is_not_redacted_is_not_shown() -> None:
    found = report(EXAMPLES, encode, lambda one: None if "printer" in one.body else one.body)
    printer = next(group for group in found.groups if group.answers == 6)
    assert (printer.questions, printer.name) == ((), NAMELESS)


def test_no_gaps_give_a_report_without_groups() -> None:
    found = report([example(1, "x", CARRIED)], encode, lambda one: one.body)
    assert (found.groups, found.alone, found.nothing) == ((), 0, 0)
    assert list(lines(found, 5))
    assert "What your knowledge lacks" in page(found)


def test_a_text_becomes_no_markup_on_the_page() -> None:
    made = page(report(EXAMPLES, encode, lambda one: f"{one.body} <script>alert(1)</script>"))
    assert "<script" not in made
    assert "&lt;script&gt;" in made


def test_lines_name_the_groups_and_how_many_more_there_are() -> None:
    told = list(lines(report(EXAMPLES, encode, lambda one: one.body), 1))
    assert any(line.startswith("1. ") and "printer" in line for line in told)
    assert any("1 more groups" in line for line in told)


def test_vectors_are_grouped_by_what_they_mean() -> None:
    vectors = encode([f"printer {n}" for n in range(5)] + [f"invoice {n}" for n in range(3)] + ["x", "y"])
    assert groups_of(vectors) == [[0, 1, 2, 3, 4], [5, 6, 7]]
    assert sorted(nearest_first(vectors, [0, 1, 2])) == [0, 1, 2]
    assert groups_of(vectors[:2]) == []
    twice = np.concatenate([vectors, vectors])  # copies are nearer than what is about the same
    assert [len(places) for places in groups_of(twice)] == [10, 6]


def test_a_name_has_only_words_of_several_askers() -> None:
    texts = ["The Zorglub printer of [NAME_1] jams", "A printer jams", "The weather"]
    assert telling(texts, ["a", "b", "c"], [[0, 1]]) == ["jams, printer"]
    assert telling(texts, ["a", "a", "c"], [[0, 1]]) == [NAMELESS]
    assert telling(["my Premium plan", "a premium plan"], ["a", "b"], [[0, 1]], ["Premium"]) == ["plan, Premium"]
