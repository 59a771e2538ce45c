"""This module turns what is seen of tickets into the rows that a head multiplies.

A row is made of blocks. Each head names the blocks it reads, so the simplest baselines are heads as well: without any
block a head knows only how frequent each class is, and with `words` alone it is TF-IDF with logistic regression.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log1p
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from models.heads.neighbours import Neighbours
from models.heads.seen import Seen

Block = Literal["words", "vector", "votes", "anchors", "facts", "evidence"]
Rows = NDArray[np.float32]

# A regularised head reads more from a block with larger numbers. Chosen on folds of the demo's tickets: with 1 the votes
# and anchors change little beside 768 numbers of the vector.
SCALE: dict[Block, float] = {"words": 1.0, "vector": 1.0, "votes": 3.0, "anchors": 3.0, "facts": 0.5, "evidence": 1.0}
BUCKETS = 2**15  # into which the words of a text are hashed
LONG = 7.0  # log of the length of a long ticket: the length of a text becomes a number near 1


@dataclass(frozen=True)
class Layout:
    """A layout says what the columns of each block mean."""

    facts: tuple[tuple[str, str], ...]  # (name, value), such as ("plan", "team")
    anchors: Rows  # (options, dimensions): vectors of the descriptions of the options
    rarity: Rows  # (BUCKETS,): inverse document frequency; empty where no head reads words
    neighbours: Neighbours

    def of(self, seen: Sequence[Seen], *, training: bool = False) -> "Features":
        """Return the features of tickets. In `training`, no ticket votes on itself."""
        return Features(self, tuple(seen), training)


@dataclass(frozen=True)
class Features:
    """These are the features of some tickets. Each block is computed once, when the first head asks for it."""

    layout: Layout
    seen: tuple[Seen, ...]
    training: bool = False

    def rows(self, blocks: Sequence[Block], head: str, classes: int) -> Any:
        """Return the rows for a head: a dense array of shape (tickets, columns), or a sparse one with `words`."""
        makers: dict[Block, Callable[[], Any]] = {
            "words": lambda: self._words,
            "vector": lambda: self._vectors,
            "votes": lambda: self.layout.neighbours.votes(head, classes, self._cosines) * SCALE["votes"],
            "anchors": lambda: self._vectors @ self.layout.anchors.T * SCALE["anchors"],
            "facts": lambda: self._facts,
            "evidence": lambda: np.asarray([one.evidence for one in self.seen], np.float32) * SCALE["evidence"],
        }
        parts = [makers[block]() for block in blocks]
        if not parts:
            return np.zeros((len(self.seen), 0), np.float32)
        if blocks[0] == "words":
            from scipy.sparse import hstack

            return hstack(parts, format="csr")
        return np.hstack(parts)

    @cached_property
    def _vectors(self) -> Rows:
        return np.stack([one.vector for one in self.seen]).astype(np.float32)

    @cached_property
    def _cosines(self) -> Rows:
        own = [one.key for one in self.seen] if self.training else []
        return self.layout.neighbours.cosines(self._vectors, own)

    @cached_property
    def _facts(self) -> Rows:
        rows = [
            [
                *(float(one.facts.get(name, "") == value) for name, value in self.layout.facts),
                log1p(len(one.text)) / LONG,
            ]
            for one in self.seen
        ]
        return np.asarray(rows, np.float32) * SCALE["facts"]

    @cached_property
    def _words(self) -> Any:
        from sklearn.preprocessing import normalize

        return normalize(counted([one.text for one in self.seen]).multiply(self.layout.rarity[None, :]).tocsr())


def counted(texts: Sequence[str]) -> Any:
    """Return how often each text has each word and each run of two to five letters, damped: sparse, (texts, BUCKETS)."""
    from sklearn.feature_extraction.text import HashingVectorizer

    shared = {"n_features": BUCKETS, "alternate_sign": False, "norm": None}
    words = HashingVectorizer(ngram_range=(1, 2), **shared).transform(texts)
    parts = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5), **shared).transform(texts)
    counts = (words + parts).tocsr()
    counts.data = 1 + np.log(counts.data)
    return counts


def rarity(texts: Sequence[str]) -> Rows:
    """Return the inverse document frequency of each bucket, smoothed as in scikit-learn, of shape (BUCKETS,)."""
    having = np.asarray((counted(texts) > 0).sum(axis=0)).ravel()
    return np.asarray(np.log((1 + len(texts)) / (1 + having)) + 1, np.float32)


def facts_of(seen: Sequence[Seen]) -> tuple[tuple[str, str], ...]:
    """Return the columns of the block of facts: each value that two or more tickets have."""
    counts: dict[tuple[str, str], int] = {}
    for one in seen:
        for pair in one.facts.items():
            counts[pair] = counts.get(pair, 0) + 1
    return tuple(sorted(pair for pair, count in counts.items() if count > 1))
