"""This module makes the weights of the learned signal for requests for a person.

    python -m worker.learning.person_signal

An example is labelled as a whole, and one clause of it asks: in each round that clause is the one that the weights of
the round before rate highest. The threshold is chosen on clauses that the weights have not seen.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.json_lines import read_lines
from knowledge.languages.registry import LANGUAGES
from worker.learning.weights import FOLDS, fit
from worker.mail.clauses import PERSON, Clause, clauses
from worker.mail.person import rule
from worker.mail.person.signal import DATA, WEIGHTS, PersonSignal, features

EXAMPLES = DATA / "person_examples.jsonl"
LEAST_PRECISION = 0.975
_ROUNDS = 4
_CODES = list(LANGUAGES)


@dataclass(frozen=True)
class Example:
    text: str
    language: str
    asks: bool
    clauses: tuple[Clause, ...]


def load_examples(path: Path) -> list[Example]:
    """Return the examples of a file. Raises `DataError` that names the line which is wrong."""

    def example(_: int, row: Any) -> Example:
        text, language, label = row["text"], row["language"], row["label"]
        return Example(text, language, {"person": True, "none": False}[label], tuple(clauses(text, PERSON)))

    return list(read_lines(path, example))


def learn(examples: Sequence[Example], threshold: float = 0.5) -> PersonSignal:
    """Return the signal that fits the examples."""
    found = [_features(example) for example in examples]
    signal = PersonSignal(0.0, {}, threshold)
    for number in range(_ROUNDS):
        rows, labels = [], []
        for example, own in zip(examples, found, strict=True):
            chosen = own if number == 0 or not example.asks else [max(own, key=signal.likelihood)]
            rows += chosen
            labels += [example.asks] * len(chosen)
        signal = fit(PersonSignal, rows, labels, threshold, strength=1.0)
    return signal


def rate_unseen(examples: Sequence[Example], fold_of: Callable[[int], int]) -> list[float]:
    """Return the rating of each example by a signal that was learned from the other folds."""
    rated = [0.0] * len(examples)
    for fold in range(FOLDS):
        signal = learn([example for number, example in enumerate(examples) if fold_of(number) != fold])
        for number, example in enumerate(examples):
            if fold_of(number) == fold:
                rated[number] = max((rating for rating, _ in signal.rate(example.clauses)), default=0.0)
    return rated


def choose_threshold(examples: Sequence[Example], rated: Sequence[float]) -> float:
    """Return the lowest threshold at which rule and signal together are precise enough. Recall comes first: the examples
    were read by whoever wrote the words, so new wordings are rated lower than these."""
    ruled = [rule.find(example.clauses) is not None for example in examples]
    for percent in range(30, 100):
        asked = [e.asks for e, own, r in zip(examples, ruled, rated, strict=True) if own or r >= percent / 100]
        if asked and sum(asked) >= LEAST_PRECISION * len(asked):
            return percent / 100
    return 1.0


def scenario_folds(examples: Sequence[Example]) -> Callable[[int], int]:
    """Return the fold of each example. The examples were written as scenarios in four languages and shuffled, and an
    index of scenarios was not kept, so those that share a rare word or number stand in one fold."""
    parent = list(range(len(examples)))

    def root(number: int) -> int:
        while parent[number] != number:
            number = parent[number]
        return number

    for numbers in _sharing(examples):
        for other in numbers[1:]:
            parent[root(other)] = root(numbers[0])
    order = {group: place for place, group in enumerate(dict.fromkeys(map(root, range(len(examples)))))}
    return lambda number: order[root(number)] % FOLDS


def _sharing(examples: Sequence[Example]) -> Iterable[list[int]]:
    """Return the examples that share a word with a digit or a capital inside a sentence, if at most four do."""
    holders: dict[str, list[int]] = {}
    for number, example in enumerate(examples):
        words = example.text.split()
        rare = {w.strip(".,;:!?'\"«»()") for w in words[1:] if any(map(str.isdigit, w)) or w[:1].isupper()}
        for word in rare:
            if len(word) > 2:
                holders.setdefault(word, []).append(number)
    return [numbers for numbers in holders.values() if 1 < len(numbers) <= 4]


def _features(example: Example) -> list[dict[str, float]]:
    language = _CODES.index(example.language)
    return [
        features(clause, before, language)
        for before, clause in zip((None, *example.clauses), example.clauses, strict=False)
    ]


def main() -> None:
    examples = load_examples(EXAMPLES)
    learn(examples, choose_threshold(examples, rate_unseen(examples, scenario_folds(examples)))).write(WEIGHTS)


if __name__ == "__main__":
    main()
