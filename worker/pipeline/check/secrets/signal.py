"""This module is the learned signal about secrets: how likely a sentence asks, by weights for the groups of words in it.

The weights are made by `python -m worker.learning.secret_signal` from `data/secret_examples.jsonl`. They see groups, pairs
of groups, and kinds of groups in threes; no word has a weight of its own.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from itertools import combinations
from pathlib import Path

from knowledge.languages.base import Language
from knowledge.languages.guess import guess
from knowledge.languages.registry import LANGUAGES
from knowledge.languages.secrets.base import SecretWords
from knowledge.languages.signs.base import SecretSigns
from worker.pipeline.check.secrets.parts import CUTTERS, whole_words
from worker.pipeline.check.secrets.rule import MENU, NOUNS
from worker.signal import Signal

DATA = Path(__file__).parent / "data"
WEIGHTS = DATA / "secret_signal.json"
Groups = frozenset[str]

_NOT_GROUPS = {"nouns", "harmless", "joints", "calling"}
_ANYWHERE = ("refusing", "hiding", "hanging_up", "strangers", "prompts", "calming", "whole", "own")
_OF_ANY_LANGUAGE = {
    "menu": MENU,
    "quoted": re.compile(r"[«„“\"»][^«»„“”\"]{1,60}[»“”\"«]"),
    "address": re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}|@\w{1,64}"),
    "link": re.compile(r"https?://|\bwww\."),
    "question": re.compile(r"\?"),
    "qr": re.compile(r"\bqr\b", re.IGNORECASE),
}
# A kind joins groups that do the same in a sentence, so that a pair seen once tells about its neighbours.
_KINDS: Mapping[str, frozenset[str]] = {
    kind: frozenset(groups.split())
    for kind, groups in {
        "SECRET": "words.nouns keys papers files answers",
        "GIVING": "words.giving words.asking handing",
        "NEEDING": "needing ready words.demanding",
        "RECEIVING": "words.receivers us people channels address",
        "LETTING": "approving granting installing words.starting",
        "DOOR": "prompts carriers rights lines words.remote",
        "GUARD": "guards words.protection",
        "LOWERING": "lowering words.switching_off",
        "MONEY": "moved words.tender words.accounts",
        "PAYING": "transferring words.paying",
        "ORDINARY": "places menu making keeping describing own harmless",
        "REFUSING": "refusing words.warnings",
        "HIDING": "hiding",
        "WARNING_OF": "strangers hanging_up",
    }.items()
}


# Without one of these nothing is given away: "read it to our agent" is judged by the rule, with the sentence before it.
_OBJECTS = _KINDS["SECRET"] | _KINDS["DOOR"] | _KINDS["GUARD"] | _KINDS["MONEY"] | {"qr"}


@dataclass(frozen=True)
class SecretSignal(Signal):
    def find(self, sentence: str) -> str | None:
        """Return the part of a plain sentence that asks most clearly; None if the sentence does not ask."""
        likelihood, code = max((self.rate_in(sentence, code), code) for code in _languages(sentence))
        if likelihood < self.threshold:
            return None
        return max(CUTTERS[code].parts(sentence), key=lambda part: self.likelihood(features(part, code)))

    def rate(self, sentence: str) -> float:
        return max(self.rate_in(sentence, code) for code in _languages(sentence))

    def rate_in(self, sentence: str, code: str) -> float:
        """Return how likely a plain sentence asks, if it is in the language with this code."""
        found = features(sentence, code)
        return self.likelihood(found) if not _OBJECTS.isdisjoint(found) else 0.0


def features(sentence: str, code: str) -> dict[str, float]:
    """Return what the signal knows of a plain sentence in the language with this code."""
    groups = sorted(groups_of(sentence, code))
    kinds = [f"+{kind}" for kind, members in _KINDS.items() if not members.isdisjoint(groups)]
    names = (*groups, *kinds, *_joined(groups, 2), *_joined(kinds, 2), *_joined(kinds, 3))
    return dict.fromkeys(names, 1.0)


def groups_of(sentence: str, code: str) -> Groups:
    """Return the groups of words in a sentence. Parts that warn count for little: only what is in `_ANYWHERE`."""
    cutter, patterns = CUTTERS[code], _patterns(code)
    parts = cutter.parts(sentence)
    live = [part for part in parts if not cutter.warns(part)]
    found = {name for name, pattern in patterns.items() if any(pattern.search(part) for part in live)}
    found |= {name for name in _ANYWHERE if patterns[name].search(sentence)}
    found |= {name for name, pattern in _OF_ANY_LANGUAGE.items() if pattern.search(sentence)}
    if len(live) < len(parts):
        found.add("warned")
    if cutter.harmless.search(sentence):
        found.add("said_harmless")
    return frozenset(found)


@cache
def load() -> SecretSignal:
    return SecretSignal.read(WEIGHTS)


def _languages(sentence: str) -> tuple[str, ...]:
    """Return the language of a sentence; all of ours if it cannot be told, or is said to be another one."""
    code = guess(sentence)
    return (code,) if code is not None and code in LANGUAGES else tuple(LANGUAGES)


def _joined(names: list[str], number: int) -> Iterator[str]:
    return ("&".join(chosen) for chosen in combinations(names, number))


@cache
def _patterns(code: str) -> dict[str, re.Pattern[str]]:
    language: Language = LANGUAGES[code]
    signs = {field.name: whole_words(getattr(language.signs, field.name)) for field in fields(SecretSigns)}
    named = [field.name for field in fields(SecretWords) if field.name not in _NOT_GROUPS]
    words = {f"words.{name}": whole_words(getattr(language.secrets, name)) for name in named}
    return signs | words | {"words.nouns": NOUNS}
