"""This module is the learned signal: how likely a message leans on a file, by weights for its groups of words.

Counted are the groups of each clause, each pair of them, the groups of the clause before, what the rule says, and a few
facts about the message. A message of many words is rated as a whole and sentence by sentence, because one sentence is
enough. The weights are made by `python -m worker.learning.leaning_signal`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from knowledge.languages.guess import guess
from knowledge.languages.registry import LANGUAGES
from worker.mail.answerable import PLACEHOLDER
from worker.mail.clauses import LEANING, NUMBER, Clause, clauses
from worker.mail.leaning import rule
from worker.signal import Features, Signal

WEIGHTS = Path(__file__).parent.parent / "data" / "leaning_signal.json"
RULE = "rule"
_LENGTHS = (3, 6, 12, 25)  # words
_LONG = f"more than {_LENGTHS[-1]}"
_MOST_SENTENCES = 60
_BEFORE = "before."
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s|\n")
_WORD = re.compile(r"\w+")
_LINK = re.compile(r"https?://\S{1,300}|\bwww\.\S{1,300}")
_TIME = re.compile(r"\b\d{1,2}:\d\d\b(?! ?(?:uhr|pm|am|h)\b)", re.IGNORECASE)  # of a recording; not an hour of the day
# In a sentence among others, "this" and "is that right?" mean what the others say.
_POINTING_BACK = frozenset({"this", "meaning", "nothing else"})
# Words that stand in for what is no word, and the group that each counts as.
_STAND_INS = {"linkstandin": "link", "markstandin": "mark", "filestandin": "named", "timestandin": "time"}


@dataclass(frozen=True)
class LeaningSignal(Signal):
    def rate(self, text: str) -> float:
        """Return how likely a message leans on a file: the highest of its sentences, in its language, or in every language
        if that is not clear."""
        return self.highest(features(text), guess(text))

    def highest(self, found: Mapping[str, list[Features]], language: str | None) -> float:
        known = found.values() if language is None or language not in found else [found[language]]
        return max(self.likelihood(part) for parts in known for part in parts)


def features(text: str) -> dict[str, list[Features]]:
    """Return what the signal knows of a message, by language: of the whole first, and of each sentence of a long one."""
    text = rule.without_closing(text[: rule.MOST_CHARACTERS])
    whole = _features(text, None)
    if len(_WORD.findall(text)) <= _LENGTHS[-1]:
        return {code: [found] for code, found in whole.items()}
    sentences = [part for part in _SENTENCE_END.split(text) if part.strip()][:_MOST_SENTENCES]
    parts = [whole, *(_features(sentence.rstrip(": "), _LONG, _POINTING_BACK) for sentence in sentences)]
    return {code: [part[code] for part in parts] for code in LANGUAGES}


def _features(text: str, length: str | None, without: frozenset[str] = frozenset()) -> dict[str, Features]:
    """Return what is known of a text in each language. `length`: of the message that it is a sentence of."""
    words = _with_stand_ins(text)
    count = len(_WORD.findall(words))
    known = list(clauses(words, LEANING))
    length = length or next((f"up to {most}" for most in _LENGTHS if count <= most), _LONG)
    facts = {
        length: True,
        "asks": "?" in words,
        "one clause": len(known) == 1,
        "ends open": rule.ends_open(words),
        RULE: rule.matches(text),
    }
    said = [name for name, holds in facts.items() if holds]
    beside = [name for name in said if name in {length, "asks", "one clause"}]
    return {
        code: dict.fromkeys(
            (*said, *sorted(set(_named([_groups(clause, language) - without for clause in known], beside)))), 1.0
        )
        for language, code in enumerate(LANGUAGES)
    }


def _named(known: list[set[str]], beside: list[str]) -> Iterator[str]:
    """Yield the groups of each clause, their pairs, and the groups of the clause before."""
    before: list[str] = []
    for groups in map(sorted, known):
        yield from groups or ["no group"]
        yield from (f"{first} + {second}" for first, second in combinations(groups, 2))
        yield from (f"{fact} + {group}" for fact in beside for group in groups)
        yield from (_BEFORE + group for group in before)
        before = groups


def _groups(clause: Clause, language: int) -> set[str]:
    stood_in = {group for word, group in _STAND_INS.items() if word in clause.text}
    return set(clause.groups[language] - {NUMBER}) | stood_in | ({"nothing else"} if clause.only[language] else set())


def _with_stand_ins(text: str) -> str:
    text = _LINK.sub(" linkstandin ", text)
    text = rule.MARK.sub(" markstandin ", PLACEHOLDER.sub(" markstandin ", text))
    return _TIME.sub(" timestandin ", rule.FILE.sub(" filestandin ", text))


@cache
def load() -> LeaningSignal:
    return LeaningSignal.read(WEIGHTS)
