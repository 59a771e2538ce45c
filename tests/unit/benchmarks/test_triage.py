"""The benchmark of triage on public sets, with a few made-up questions."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import triage
from models.heads.fit import BASELINES

WORDS = ("card", "pin", "rate")


class Encoder:
    """It points at the word of the question."""

    def encode(self, texts: list[str]) -> np.ndarray:
        rows = np.array([[float(word in text) for word in WORDS] + [0.1] for text in texts], np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [(f"question {n} about a {WORDS[n % 3]}", WORDS[n % 3]) for n in range(90)]
    (tmp_path / "banking77").mkdir()
    for name, part in (("train", rows), ("test", rows[:30])):
        with (tmp_path / "banking77" / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("text", "category"), *part])
    strange = [[f"what is the weather {n}", "oos"] for n in range(20)]
    parts = {"train": rows, "val": rows[:60], "test": rows[:30]}
    parts |= dict.fromkeys(("oos_train", "oos_val", "oos_test"), strange)
    (tmp_path / "clinc150").mkdir()
    (tmp_path / "clinc150" / "data.json").write_text(json.dumps(parts), encoding="utf-8")
    return tmp_path


def test_banking77_is_measured_whole_and_with_few_examples_beside_every_baseline(data: Path) -> None:
    found = triage.measure_banking(data, Encoder(), draws=2, limit=None)
    assert (found["full"].hits, found["full"].total) == (30, 30)
    assert found["full, majority"].hits == 10
    assert set(found) >= {f"full, {name}" for name in BASELINES}
    assert len(found["10 per intent, heads"]) == 2


def test_what_no_intent_is_likely_for_is_out_of_scope(data: Path) -> None:
    found = triage.measure_clinc(data, Encoder())
    assert found["in scope"].hits == 30
    assert found["out of scope found, by nearest question"].hits == 20
    assert found["in scope lost, by probability"].value <= 0.1
