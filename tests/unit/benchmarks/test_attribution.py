"""The benchmark counts references by section, over tickets, and those of tickets without an answer as missed."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import attribution
from benchmarks.attribution import Chosen, Judged
from models.evaluation.scores import Share
from worker.history.attribution_signal import Answer, Lesson
from worker.history.comparison import FEATURES, Compared
from worker.history.example import Example, Sentence
from worker.signal import Signal

A, B, C = "docs/a.md#A", "docs/b.md#B", "docs/c.md#C"


def answer(*carried: set[str], texts: tuple[str, ...] = ()) -> Answer:
    sentences = tuple(Sentence(text) for text in texts or ("It is so.",) * len(carried))
    example = Example("f", "1", "", "Q", "en", None, None, None, None, False, sentences=sentences)
    wanted = frozenset[str]().union(*carried)
    return Answer(example, tuple(map(frozenset, carried)), wanted, 0, reworded=False)


def test_precision_and_recall_are_over_references() -> None:
    judged = [
        Judged(answer({A}, {A}), (frozenset({A}), frozenset({A, B}))),
        Judged(answer({B, C}), (frozenset(),)),
    ]
    assert attribution._shares(judged, missed=1) == (Share(1, 2), Share(1, 4))
    assert [attribution._f1(one) for one in judged] == [pytest.approx(2 / 3), 0.0]


def test_politeness_finds_nothing_in_the_benchmark_either() -> None:
    features = np.ones((2, 1, len(FEATURES)))
    compared = Compared(features, np.zeros((2, 1), bool), ((frozenset(),), (frozenset(),)))
    own = answer(set(), {A}, texts=("We are sorry for the inconvenience.", "Labels are printed on A4."))
    [judged] = attribution._judged([Lesson(own, compared, (A,))], {0: Chosen(Signal(9.0, {}, 0.5), 0.5)})
    assert judged.found == (frozenset(), frozenset({A}))


def test_rows_of_the_set_have_sections_and_the_account_of_their_ticket(tmp_path: Path) -> None:
    row = {
        "id": "A-1", "ticket": None, "language": "de", "subject": "S", "body": "B",
        "sentences": [{"text": "x", "passages": [f"{A} (2)", A]}, {"text": "y", "passages": []}],
    }  # fmt: skip
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    [made] = attribution._reworded(path, [], {})
    assert made.carried == (frozenset({A}), frozenset())
    assert (made.wanted, made.example.language, made.example.account) == (frozenset({A}), "de", None)
    assert attribution._reworded(tmp_path / "none.jsonl", [], {}) == []
