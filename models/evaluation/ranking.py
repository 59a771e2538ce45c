"""This module measures how well a score puts right answers above wrong ones: the area under the ROC curve (AUC)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.evaluation.resampling import Statistic

Scores = Sequence[float] | NDArray[np.float64]
Labels = Sequence[bool] | NDArray[np.bool_]


def area(scores: Scores, right: Labels) -> float:
    """Return the probability that a right case has a higher score than a wrong one; a tie counts half. It is NaN where there
    is only one kind."""
    values, correct = np.asarray(scores, np.float64), np.asarray(right, np.bool_)
    hits, misses = values[correct], np.sort(values[~correct])
    if not len(hits) or not len(misses):
        return np.nan
    below, up_to = np.searchsorted(misses, hits, "left"), np.searchsorted(misses, hits, "right")
    return float((below + up_to).sum() / (2 * len(hits) * len(misses)))


def area_of(scores: Scores, right: Labels) -> Statistic:
    """Return the area as a statistic of the cases at some places."""
    values, correct = np.asarray(scores, np.float64), np.asarray(right, np.bool_)
    return lambda places: area(values[places], correct[places])
