"""This module makes the weights of the learned signal about secrets.

    python -m worker.learning.secret_signal

The examples of one scenario stand in one fold: those of one kind ("otp", "screen_share") in one language, or the same ones
in several languages. So the threshold is chosen on scenarios that the weights have not seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from knowledge.json_lines import read_lines
from worker.learning.weights import FOLDS, fit
from worker.pipeline.check.secrets import rule
from worker.pipeline.check.secrets.parts import plain
from worker.pipeline.check.secrets.signal import DATA, WEIGHTS, SecretSignal, features

EXAMPLES = DATA / "secret_examples.jsonl"
MOST_ALARMS = 0.04  # of good examples; a third of them are plain sentences of the unit tests
MOST_DEMO_ALARMS = 10  # of weights that have not seen them; those that are kept raise fewer
DEMO = "demo"
_STRENGTH = 1.0
_LEAST = 0.05


@dataclass(frozen=True)
class Example:
    id: str
    language: str
    kind: str  # "demo": a sentence of the demo's documents and replies
    bad: bool
    text: str

    scenario: str  # the examples of one idea

    @property
    def fold(self) -> int:
        return crc32(self.scenario.encode()) % FOLDS


def load_examples(path: Path) -> list[Example]:
    """Return the examples of a file. Raises `DataError` that names the line which is wrong."""

    def example(_: int, row: Any) -> Example:
        bad = {"bad": True, "good": False}[row["label"]]
        return Example(row["id"], row["language"], row["kind"], bad, row["text"], row.get("scenario", row["id"]))

    return list(read_lines(path, example))


def learn(examples: Sequence[Example], threshold: float = 0.5) -> SecretSignal:
    """Return the signal that fits the examples."""
    rows = [features(plain(example.text), example.language) for example in examples]
    labels = [example.bad for example in examples]
    return fit(SecretSignal, rows, labels, threshold, strength=_STRENGTH, least=_LEAST)


def learn_folds(examples: Sequence[Example], threshold: float = 0.5) -> list[SecretSignal]:
    """Return a signal per fold, learned from the other folds."""
    return [learn([e for e in examples if e.fold != fold], threshold) for fold in range(FOLDS)]


def choose_threshold(examples: Sequence[Example], rated: Sequence[float]) -> float:
    """Return the lowest threshold at which rule and signal together raise few enough false alarms. Recall comes first: the
    examples were read by whoever wrote the words, so new wordings are rated lower than these."""
    good = [(e, rating) for e, rating in zip(examples, rated, strict=True) if not e.bad]
    alarmed = [(e, 1.0 if rule.find(plain(e.text), "") else rating) for e, rating in good]
    others = [rating for e, rating in alarmed if e.kind != DEMO]
    demo = [rating for e, rating in alarmed if e.kind == DEMO]
    for percent in range(30, 100):
        least = percent / 100
        if (
            sum(rating >= least for rating in others) <= MOST_ALARMS * len(others)
            and sum(rating >= least for rating in demo) <= MOST_DEMO_ALARMS
        ):
            return least
    return 1.0


def main() -> None:
    examples = load_examples(EXAMPLES)
    folds = learn_folds(examples)
    rated = [folds[example.fold].rate(plain(example.text)) for example in examples]
    learn(examples, choose_threshold(examples, rated)).write(WEIGHTS)


if __name__ == "__main__":
    main()
