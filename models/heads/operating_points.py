"""This module chooses from which probability a ticket is escalated or called urgent: the most that can be found at a
precision that people accept, on out-of-fold probabilities."""

import numpy as np
from numpy.typing import NDArray

DEFAULT = 0.5  # where no operating point has the precision


def lowest_with_precision(
    scores: NDArray[np.float64], true: NDArray[np.bool_], precision: float, default: float = DEFAULT
) -> float:
    """Return the lowest score from which at least the share `precision` of the cases is true, or `default`. Equal scores
    are taken together."""
    order = np.argsort(-scores, kind="stable")
    ranked, hits = scores[order], np.cumsum(true[order])
    shares = hits / np.arange(1, len(ranked) + 1)
    last = np.append(ranked[1:] != ranked[:-1], True) if len(ranked) else np.zeros(0, bool)
    good = np.flatnonzero(last & (shares >= precision))
    return float(ranked[good[-1]]) if len(good) else default


def recall_at_precision(scores: NDArray[np.float64], true: NDArray[np.bool_], precision: float) -> tuple[int, int]:
    """Return how many true cases are found at most with at least that precision, and how many there are."""
    threshold = lowest_with_precision(scores, true, precision, default=np.inf)
    return int((true & (scores >= threshold)).sum()), int(true.sum())
