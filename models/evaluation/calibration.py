"""This module makes a confidence match the share of right answers, by temperature scaling (Guo et al. 2017) of each
field's probability, and measures how well it matches.

There is one temperature per field, fitted on handled tickets that the adapter was not trained on. A temperature above 1
reduces over-confidence; it never changes which answer was chosen. `models.evaluation.calibrators` has other ways.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.evaluation.scores import Share

Band = tuple[float, float]
_EDGE = 1e-6
_GRID = [round(0.25 * 1.08**i, 4) for i in range(55)]  # 0.25 to about 16


@dataclass(frozen=True)
class Bin:
    """A bin is one point of a reliability plot."""

    low: float
    high: float
    confidence: float  # mean probability of its cases
    right: Share


def scale(probability: float, temperature: float) -> float:
    """Return `probability` (0 to 1) with its log-odds divided by `temperature`."""
    p = min(max(probability, _EDGE), 1 - _EDGE)
    return 1 / (1 + exp(-log(p / (1 - p)) / temperature))


def calibrate(probabilities: Mapping[str, float], temperatures: Mapping[str, float]) -> dict[str, float]:
    return {field: scale(p, temperatures.get(field, 1.0)) for field, p in probabilities.items()}


def fit_temperature(probabilities: Sequence[float], right: Sequence[bool]) -> float:
    """Return the temperature with the least negative log likelihood; 1.0 when there is nothing to fit on."""
    if not probabilities:
        return 1.0

    def loss(temperature: float) -> float:
        scaled = [scale(p, temperature) for p in probabilities]
        return -sum(log(max(p if ok else 1 - p, _EDGE)) for p, ok in zip(scaled, right, strict=True))

    return min(_GRID, key=loss)


def expected_calibration_error(probabilities: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Return the ECE (Naeini et al. 2015) over equal-width bins, 0 to 1; 0.0 for no data."""
    return float(_errors(_array(probabilities), np.asarray(right, dtype=np.float64)[None, :], bins)[0])


def brier_score(probabilities: Sequence[float], right: Sequence[bool]) -> float:
    """Return the Brier score (1950), the mean squared distance of the probability from the truth: 0 is best; 0.0 for no
    data."""
    distance = _array(probabilities) - np.asarray(right, dtype=np.float64)
    return float(np.mean(distance**2)) if distance.size else 0.0


def perfect_band(probabilities: Sequence[float], bins: int = 10, draws: int = 2000, seed: int = 7) -> Band:
    """Return the 95 % band of the ECE that a perfectly calibrated model has on as many cases with these probabilities.

    Chance alone gives a small set an error above zero; only an ECE above the band speaks against a model.
    """
    values = _array(probabilities)
    if not values.size:
        return 0.0, 0.0
    random = np.random.default_rng(seed)
    errors = np.concatenate(
        [_errors(values, random.random((size, values.size)) < values, bins) for size in _blocks(draws, values.size)]
    )
    low, high = np.quantile(errors, (0.025, 0.975))
    return float(low), float(high)


def reliability(probabilities: Sequence[float], right: Sequence[bool], bins: int = 10) -> list[Bin]:
    """Return the points of a reliability plot: the bins of equal width that hold any case, lowest first."""
    values, correct = _array(probabilities), np.asarray(right, dtype=np.bool_)
    places = _places(values, bins)
    return [
        Bin(place / bins, (place + 1) / bins, float(values[inside].mean()), Share.of(correct[inside].tolist()))
        for place in range(bins)
        if (inside := places == place).any()
    ]


def _array(probabilities: Sequence[float]) -> NDArray[np.float64]:
    return np.asarray(probabilities, dtype=np.float64)


def _places(values: NDArray[np.float64], bins: int) -> NDArray[np.int64]:
    """Return the number of each value's bin; 1.0 belongs to the last one."""
    return np.minimum((values * bins).astype(np.int64), bins - 1)


def _errors(values: NDArray[np.float64], right: NDArray[Any], bins: int) -> NDArray[np.float64]:
    """Return the ECE of each row of `right`."""
    if not values.size:
        return np.zeros(len(right))
    members = np.eye(bins)[_places(values, bins)]
    return np.asarray(np.abs((values - right) @ members).sum(axis=1) / values.size)


def _blocks(draws: int, width: int) -> list[int]:
    """Return sizes that add up to `draws`, each of some megabytes at most."""
    most = max(1, 500_000 // width)
    return [min(most, draws - start) for start in range(0, draws, most)]
