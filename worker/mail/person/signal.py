"""This module is the learned signal: how likely a clause asks for a person, by weights for its groups of words.

The weights are made by `python -m worker.learning.person_signal` from `worker/mail/data/person_examples.jsonl`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from worker.mail.clauses import NUMBER, PERSON, Clause, Groups
from worker.signal import Signal

DATA = Path(__file__).parent.parent / "data"
WEIGHTS = DATA / "person_signal.json"
LENGTH = "words"  # a long clause that mentions people asks less often
BEFORE = "before."  # of a group in the clause before
_LONG = 18  # words
_COUNTED = frozenset(PERSON.groups) - {"fillers"} | {NUMBER}  # they say nothing by themselves


@dataclass(frozen=True)
class PersonSignal(Signal):
    def find(self, text: Sequence[Clause]) -> Clause | None:
        """Return the clause that asks most clearly; None if none does."""
        likelihood, clause = max(self.rate(text), default=(0.0, None), key=lambda rated: rated[0])
        return clause if likelihood >= self.threshold else None

    def rate(self, text: Sequence[Clause]) -> Iterator[tuple[float, Clause]]:
        """Yield the likelihood of each clause in each language. A clause that declines a call asks for none."""
        for before, clause in zip((None, *text), text, strict=False):
            for language, groups in enumerate(clause.groups):
                if groups and "declining" not in groups:
                    yield self.likelihood(features(clause, before, language)), clause


def features(clause: Clause, before: Clause | None, language: int) -> dict[str, float]:
    """Return what the signal knows of a clause. `language` counts as the registry does."""
    found = dict.fromkeys(sorted(clause.groups[language] & _COUNTED), 1.0)
    earlier: Groups = before.groups[language] & _COUNTED if before else frozenset()
    found |= dict.fromkeys((BEFORE + group for group in sorted(earlier)), 1.0)
    return found | {LENGTH: min(clause.words, _LONG) / _LONG}


@cache
def load() -> PersonSignal:
    return PersonSignal.read(WEIGHTS)
