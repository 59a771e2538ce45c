"""This module makes the weights of the learned signal for messages that lean on a file.

    python -m worker.learning.leaning_signal

Learned from are `worker/mail/data/leaning_examples.jsonl`, the tickets of the demo, which lean on nothing, and some
examples inside a ticket of their language, so that a long message with one sentence that leans is known. The threshold is
chosen on messages that the weights have not seen.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from knowledge.handled_tickets import load_handled
from knowledge.json_lines import read_lines
from knowledge.languages.guess import guess
from knowledge.languages.registry import LANGUAGES
from worker.learning.weights import FOLDS, fit
from worker.mail.leaning.signal import RULE, WEIGHTS, LeaningSignal, features
from worker.signal import Features

EXAMPLES = WEIGHTS.with_name("leaning_examples.jsonl")
TICKETS = Path("demo/tickets/train.jsonl")
# Nine tickets of the demo do lean on a file.
_LEANING_TICKETS = frozenset("TR-1025 TR-1029 TR-3025 TR-5050 TR-5059 TR-6046 TR-7017 TR-7058 TR-7068".split())
MOST_FALSE_ALARMS = 0.04  # of the examples that lean on nothing; the writer of the words has read them
MOST_FALSE_TICKETS = 0.02
STRENGTH = 0.5
_LEAST_WORDS = 5  # of an example that is put into a ticket: "look" means nothing there
_EACH = 3  # one in so many: with more, single sentences of calm tickets are rated too high
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Example:
    id: str
    language: str
    leans: bool
    text: str
    seen_by_rule: bool = False  # the rule was written with it in view, so what the rule says of it teaches nothing
    made: bool = False  # an example inside a ticket

    @cached_property
    def features(self) -> dict[str, list[Features]]:
        return features(self.text)

    @cached_property
    def guessed(self) -> str | None:
        return guess(self.text)

    @cached_property
    def lesson(self) -> Features:
        whole = self.features[self.language][0]
        return {name: value for name, value in whole.items() if name != RULE} if self.seen_by_rule else whole

    @property
    def fold(self) -> int:
        """The fold that the example is held out in; scenarios with one number in four languages share theirs."""
        return int(_NUMBER.findall(self.id)[-1]) % FOLDS


def load_examples(path: Path) -> list[Example]:
    """Return the examples of a file. Raises `DataError` that names the line which is wrong."""

    def example(_: int, row: Any) -> Example:
        leans = {"leans": True, "none": False}[row["label"]]
        return Example(row["id"], row["language"], leans, row["text"], row.get("seen_by_rule", False))

    return list(read_lines(path, example))


def load_tickets(path: Path) -> list[Example]:
    return [
        Example(t.id, t.language, False, t.body)
        for t in load_handled(path)
        if t.id not in _LEANING_TICKETS and t.language in LANGUAGES
    ]


def inside_tickets(examples: Sequence[Example], tickets: Sequence[Example]) -> Iterator[Example]:
    """Yield some examples above or below a ticket of their language and fold."""
    for number, example in enumerate(examples[::_EACH]):
        hosts = [t for t in tickets if t.language == example.language and t.fold == example.fold]
        if hosts and len(example.text.split()) >= _LEAST_WORDS:
            ticket = hosts[number % len(hosts)].text
            text = f"{ticket}\n{example.text}" if number % 2 else f"{example.text}\n{ticket}"
            yield Example(example.id, example.language, example.leans, text, example.seen_by_rule, made=True)


def learn(examples: Sequence[Example], threshold: float = 0.5) -> LeaningSignal:
    """Return the signal that fits the examples."""
    return fit(
        LeaningSignal,
        [e.lesson for e in examples],
        [e.leans for e in examples],
        threshold,
        strength=STRENGTH,
        least=0.03,
    )


def rate_unseen(examples: Sequence[Example]) -> list[float]:
    """Return the rating of each example by a signal that was learned from the other folds."""
    signals = [learn([e for e in examples if e.fold != fold]) for fold in range(FOLDS)]
    return [signals[e.fold].highest(e.features, e.guessed) for e in examples]


def choose_threshold(
    examples: Sequence[Example], tickets: Sequence[Example], rate: Callable[[Example], float]
) -> float:
    """Return the lowest threshold with few enough false alarms, of the examples that lean on nothing and of the tickets."""
    rated = [rate(e) for e in examples if not e.leans and not e.seen_by_rule]
    of_tickets = [rate(t) for t in tickets]
    for percent in range(30, 100):
        if (
            _share(rated, percent / 100) <= MOST_FALSE_ALARMS
            and _share(of_tickets, percent / 100) <= MOST_FALSE_TICKETS
        ):
            return percent / 100
    return 1.0


def _share(rated: Iterable[float], threshold: float) -> float:
    flags = [rating >= threshold for rating in rated]
    return sum(flags) / len(flags) if flags else 0.0


def material() -> tuple[list[Example], list[Example], list[Example]]:
    """Return the examples, the tickets, and the examples inside tickets."""
    examples, tickets = load_examples(EXAMPLES), load_tickets(TICKETS)
    return examples, tickets, list(inside_tickets([e for e in examples if not e.seen_by_rule], tickets))


def main() -> None:
    examples, tickets, made = material()
    known = [*examples, *tickets, *made]
    rated = dict(zip(map(id, known), rate_unseen(known), strict=True))
    threshold = choose_threshold(examples, tickets, lambda example: rated[id(example)])
    learn(known, threshold).write(WEIGHTS)


if __name__ == "__main__":
    main()
