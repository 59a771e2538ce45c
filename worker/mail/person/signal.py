"""This module is the learned signal: how likely a clause asks for a person, by weights for its groups of words.

The weights are made by `python -m worker.learning.person_signal` from `worker/mail/data/person_examples.jsonl`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from worker.mail.clauses import NUMBER, PERSON, Clause
from worker.mail.lexicon import Groups
from worker.signal import Signal

DATA = Path(__file__).parent.parent / "data"
WEIGHTS = DATA / "person_signal.json"
LENGTH = "words"  # a long clause that mentions people asks less often
BEFORE = "before."  # of a group in the clause before
_LONG = 18  # words
_COUNTED = frozenset(PERSON.groups) - {"fillers", "about", "addressing"} | {NUMBER}  # they say nothing by themselves


@dataclass(frozen=True)
class PersonSignal(Signal):
    def find(self, text: Sequence[Clause]) -> Clause | None:
        """Return the clause that asks most clearly; None if none does."""
        likelihood, clause = max(self.rate(text), default=(0.0, None), key=lambda rated: rated[0])
        return clause if likelihood >= self.threshold else None

    def rate(self, text: Sequence[Clause]) -> Iterator[tuple[float, Clause]]:
        """Yield the likelihood of each clause in each language that it may ask in."""
        for before, clause in zip((None, *text), text, strict=False):
            for language in range(len(clause.groups)):
                if may_ask(clause, language):
                    yield self.likelihood(features(clause, before, language)), clause


def may_ask(clause: Clause, language: int) -> bool:
    """Return whether a clause may ask for a person. One that declines a call or reports one does not. One about a thing of a
    product, in the language that it is written in, does not in another, which shares a few words with it."""
    groups = clause.groups[language]
    if not groups or "declining" in groups:
        return False
    if "reporting" in groups and not {"machines", "refusing", "talking"} <= groups:
        return False
    most = max(map(len, clause.groups))
    is_topic = any(len(g) == most and "topics" in g and "asking" not in g for g in clause.groups)
    return len(groups) == most or not is_topic


def features(clause: Clause, before: Clause | None, language: int) -> dict[str, float]:
    """Return what the signal knows of a clause. `language` counts as the registry does."""
    found = dict.fromkeys(sorted(clause.groups[language] & _COUNTED), 1.0)
    earlier: Groups = before.groups[language] & _COUNTED if before else frozenset()
    found |= dict.fromkeys((BEFORE + group for group in sorted(earlier)), 1.0)
    return found | {LENGTH: min(clause.words, _LONG) / _LONG}


@cache
def load() -> PersonSignal:
    return PersonSignal.read(WEIGHTS)
