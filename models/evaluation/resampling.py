"""This module says how far chance moves a figure that is no share of cases, by the bootstrap (Efron 1979): by its values for
many samples, drawn with replacement from the same cases. Two contenders are compared on the same samples."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.evaluation.scores import Share

Places = NDArray[np.int64]
Statistic = Callable[[Places], float]
"""A statistic returns a figure of the cases at some places; NaN where these cases say nothing about it."""

LEVEL = 0.95  # of an interval, unless another is wanted
_RESAMPLES = 1000
_MORE = 10  # times as many for a higher level: its ends lie where few samples fall


@dataclass(frozen=True)
class Mean:
    """A mean has an interval, of 95 % unless another level was asked for. All three are NaN where nothing can be said."""

    value: float
    low: float
    high: float

    @property
    def is_above(self) -> bool:
        """Return whether it is above zero beyond chance."""
        return self.low > 0

    @property
    def is_below(self) -> bool:
        return self.high < 0

    def __str__(self) -> str:
        return "-" if isnan(self.value) else f"{self.value:.3f} [{self.low:.2f}-{self.high:.2f}]"


Figure = Share | Mean


def as_json(figure: Figure) -> dict[str, Any]:
    if isinstance(figure, Share):
        return {"hits": figure.hits, "total": figure.total, "interval": [round(end, 3) for end in figure.interval]}
    if isnan(figure.value):
        return {"value": None, "interval": None}
    return {"value": round(figure.value, 3), "interval": [round(figure.low, 3), round(figure.high, 3)]}


def mean(statistic: Statistic, cases: int, level: float = LEVEL) -> Mean:
    """Return a statistic of all cases, with its interval."""
    value = statistic(np.arange(cases)) if cases else np.nan
    if isnan(value):
        return Mean(np.nan, np.nan, np.nan)
    random, block = np.random.default_rng(7), (_RESAMPLES, cases)
    drawn = [
        statistic(sample) for _ in range(_MORE if level > LEVEL else 1) for sample in random.integers(0, cases, block)
    ]
    low, high = np.nanquantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Mean(float(value), float(low), float(high))


def difference(first: Statistic, second: Statistic, cases: int, level: float = LEVEL) -> Mean:
    """Return by how much the second contender's statistic is higher, with its interval."""
    return mean(lambda places: second(places) - first(places), cases, level)


def macro_f1(labels: Places, chosen: Places) -> float:
    """Return the mean of the F1 of the classes that occur; -1 is a class that no case has, such as no answer."""
    size = int(max(labels.max(initial=0), chosen.max(initial=0))) + 1
    both = np.bincount(labels[labels == chosen], minlength=size)
    either = np.bincount(labels, minlength=size) + np.bincount(chosen[chosen >= 0], minlength=size)
    return float((2 * both[either > 0] / either[either > 0]).mean()) if len(labels) else np.nan
