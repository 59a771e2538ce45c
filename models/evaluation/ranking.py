"""This module measures how well a score puts right answers above wrong ones: the area under the ROC curve (AUC), with
intervals from resamples of the cases (bootstrap; paired where two scores are compared)."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
Scores = Sequence[float] | NDArray[np.float64]
Labels = Sequence[bool] | NDArray[np.bool_]


@dataclass(frozen=True)
class Estimate:
    """An estimate is a figure with its interval."""

    value: float
    low: float
    high: float

    def as_json(self) -> dict[str, Any]:
        return {name: round(number, 4) for name, number in asdict(self).items()}

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f} {self.high:.3f}]"


def area(scores: Scores, right: Labels) -> float:
    """Return the probability that a right case has a higher score than a wrong one; a tie counts half. It is 0.5 where there
    is only one kind."""
    values, correct = np.asarray(scores, np.float64), np.asarray(right, np.bool_)
    hits, misses = values[correct], np.sort(values[~correct])
    if not len(hits) or not len(misses):
        return 0.5
    below, up_to = np.searchsorted(misses, hits, "left"), np.searchsorted(misses, hits, "right")
    return float((below + up_to).sum() / (2 * len(hits) * len(misses)))


def area_with_interval(scores: Scores, right: Labels, level: float = 0.95, seed: int = 7) -> Estimate:
    """Return the area with its interval."""
    values, correct = np.asarray(scores, np.float64), np.asarray(right, np.bool_)
    drawn = [area(values[sample], correct[sample]) for sample in _resamples(correct, seed)]
    return _estimate(area(values, correct), drawn, level)


def gain(first: Scores, second: Scores, right: Labels, level: float = 0.95, seed: int = 7) -> Estimate:
    """Return by how much the area of the second score is above that of the first, on the same cases. The second is better
    beyond chance if the interval lies above 0."""
    one, other, correct = (np.asarray(first, np.float64), np.asarray(second, np.float64), np.asarray(right, np.bool_))
    drawn = [
        area(other[sample], correct[sample]) - area(one[sample], correct[sample])
        for sample in _resamples(correct, seed)
    ]
    return _estimate(area(other, correct) - area(one, correct), drawn, level)


def _resamples(right: NDArray[np.bool_], seed: int) -> Iterator[NDArray[np.int64]]:
    """Yield as many places as there are cases, drawn with replacement; right and wrong ones apart, so that none is without
    either."""
    random = np.random.default_rng(seed)
    hits, misses = np.flatnonzero(right), np.flatnonzero(~right)
    for _ in range(RESAMPLES if len(right) else 0):
        yield np.concatenate([random.choice(kind, len(kind)) for kind in (hits, misses) if len(kind)])


def _estimate(value: float, drawn: Sequence[float], level: float) -> Estimate:
    if not drawn:
        return Estimate(value, value, value)
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(value, float(low), float(high))
