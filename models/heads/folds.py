"""This module divides labelled tickets into folds that have every class in like shares."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

FOLDS = 5


def fold_of(labels: Sequence[object], folds: int = FOLDS, seed: int = 7) -> NDArray[np.int64]:
    """Return the fold of each ticket, 0 to `folds` - 1. A class with fewer tickets than folds is spread over some."""
    source = np.random.default_rng(seed)
    found = np.zeros(len(labels), np.int64)
    start = 0
    for label in sorted(set(map(str, labels))):
        own = source.permutation([place for place, one in enumerate(labels) if str(one) == label])
        found[own] = (np.arange(len(own)) + start) % folds
        start += len(own)
    return found


def splits(fold: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield, per fold, the places of the tickets outside and of those inside."""
    for number in range(int(fold.max(initial=0)) + 1):
        yield np.flatnonzero(fold != number), np.flatnonzero(fold == number)
