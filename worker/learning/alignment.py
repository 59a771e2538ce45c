"""This module maps a sentence that an agent wrote to the statements of the passages that it came from.

A sentence may join two statements, or come from none: then it is a gap, and nobody learns from it. Within one language the
words decide, each weighted by how rare it is among the statements, and facts count double. Across languages only facts can
be compared: if they are in exactly one statement, the sentence came from it; else only the passage is known.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from knowledge.languages.guess import OTHER, guess
from knowledge.statements import split
from knowledge.statements.base import Statement
from worker.domain import Passage
from worker.learning.values import values
from worker.mail.asked.lexicon import lexicon, tokens
from worker.mail.asked.questions import stem

# Chosen on the handled tickets of the demo that are not in benchmarks/sets/alignment.jsonl.
MIN_COVERED = 0.5  # of a sentence's weight: less is a gap
MOST = 3  # statements of one sentence
_COMPARED = 8  # the nearest statements, of which the best few are looked for
_FACT = 2.0
_UNSAID = 0.2  # what is lost by statements of which the sentence says nothing
_FURTHER = 0.13  # of a sentence's weight, that a further statement has to add
_ORDER = 0.1  # what words in the same order add, against a statement with the same words in another


@dataclass(frozen=True)
class Link:
    """A link says that a sentence came from a statement. Its score is the share of the sentence's weight, 0 to 1."""

    statement: int  # its place among those that were compared
    score: float


@dataclass(frozen=True)
class Rarity:
    """Rarity weighs a word by how few statements have it."""

    counts: Mapping[str, int]
    total: int

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Rarity":
        counts, total = Counter[str](), 0
        for total, text in enumerate(texts, 1):  # noqa: B007 - the last number is the count
            counts.update(set(stems_of(text)))
        return cls(counts, total)

    def weigh(self, words: Collection[str]) -> dict[str, float]:
        return {word: math.log(1 + (self.total + 1) / (self.counts.get(word, 0) + 0.5)) for word in words}


def statements_of(passage: Passage) -> tuple[Statement, ...]:
    """Return what a reply may say of a passage. An index of before has no statements: then they are made now."""
    return passage.statements or split.statements_of(
        passage.kind, passage.title, passage.text, fields=passage.fields, language=passage.language
    )


def compared(statements: Sequence[Statement]) -> list[str]:
    """Return what each statement adds. A lead belongs to it where no other statement says that."""
    said = {text for each in statements for text in (each.text, each.own) if text != each.lead}
    return [each.own if each.lead in said or not each.lead else each.text for each in statements]


def has(passage: Passage, sources: Collection[str]) -> bool:
    """Return whether a passage has all these statements, with or without their leads."""
    return set(sources) <= {said for each in statements_of(passage) for said in (each.text, each.own, each.source)}


def align(
    sentence: str,
    statements: Sequence[str],
    rarity: Rarity | None = None,
    names: Collection[str] = (),
    language: str | None = None,
) -> tuple[Link, ...]:
    """Return the statements that a sentence came from, the most telling first; none for a gap. `names`: plans and products.
    `language`: of the sentence, where it is known."""
    rarity = rarity or Rarity.of(statements)
    written = language or guess(sentence)
    same = [place for place, said in enumerate(statements) if not _differ(written, guess(said))]
    foreign = [place for place in range(len(statements)) if place not in same]
    return _by_words(sentence, statements, same, rarity, names) or _by_facts(sentence, statements, foreign, names)


def _by_words(
    sentence: str, statements: Sequence[str], places: Sequence[int], rarity: Rarity, names: Collection[str]
) -> tuple[Link, ...]:
    said = stems_of(sentence)
    weights = rarity.weigh(set(said))
    facts = {word for fact in values(sentence, names) for word in stems_of(fact)}
    weights = {word: weight * (_FACT if word in facts else 1.0) for word, weight in weights.items()}
    if not weights:
        return ()
    order = set(pairwise(said))
    known = {place: _Compared.of(stems_of(statements[place]), weights, order, rarity) for place in places}
    near = sorted((p for p in places if known[p].covered), key=lambda p: (-known[p].share, p))[:_COMPARED]
    sets = [chosen for size in range(1, MOST + 1) for chosen in combinations(near, size)]
    best = max(sets, key=lambda chosen: _value([known[p] for p in chosen], weights), default=())
    links: list[Link] = []
    left, whole = dict(weights), sum(weights.values())
    for place in best:
        new = known[place].covered & left.keys()
        links.append(Link(place, round(sum(left.pop(word) for word in new) / whole, 3)))
    return tuple(links) if sum(link.score for link in links) >= MIN_COVERED else ()


@dataclass(frozen=True)
class _Compared:
    """A statement was compared with a sentence."""

    covered: frozenset[str]  # words of the sentence that it has
    share: float  # of the sentence's weight
    said: float  # weight of what the sentence says of it
    whole: float  # weight of all that it says
    ordered: float  # share of the sentence's pairs of words that it has in the same order

    @classmethod
    def of(
        cls, words: Sequence[str], weights: Mapping[str, float], order: Collection[tuple[str, str]], rarity: Rarity
    ) -> "_Compared":
        own = rarity.weigh(set(words))
        covered = frozenset(own.keys() & weights.keys())
        share = sum(weights[word] for word in covered) / sum(weights.values())
        said = sum(own[word] for word in covered)
        ordered = len(set(pairwise(words)) & set(order)) / max(len(order), 1)
        return cls(covered, share, said, sum(own.values()), ordered)


def _value(chosen: Sequence[_Compared], weights: Mapping[str, float]) -> float:
    """Return how well some statements together explain a sentence: much of it, with little that it does not say."""
    words = frozenset[str]().union(*(one.covered for one in chosen))
    covered = sum(weights[word] for word in words) / sum(weights.values())
    unsaid = 1 - sum(one.said for one in chosen) / sum(one.whole for one in chosen)
    ordered = sum(one.ordered for one in chosen)
    return covered - _UNSAID * unsaid - _FURTHER * (len(chosen) - 1) + _ORDER * min(ordered, 1.0)


def _by_facts(
    sentence: str, statements: Sequence[str], places: Sequence[int], names: Collection[str]
) -> tuple[Link, ...]:
    stated = values(sentence, names)
    holders = [place for place in places if stated and stated <= values(statements[place], names)]
    return (Link(holders[0], 1.0),) if len(holders) == 1 else ()


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and OTHER not in {one, other} and one != other


def stems_of(text: str) -> list[str]:
    """Return the words of a text that tell something, as stems."""
    return list(_stems(text))


def _stems(text: str) -> Iterator[str]:
    small = lexicon(None).small
    for word in tokens(text):
        if (len(word) > 1 or word.isdigit()) and word not in small:
            yield stem(word)
