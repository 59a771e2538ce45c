"""A calibrator turns the probability that a model gives its answer into the share of such answers that are right.

There are three: temperature (Guo et al. 2017) divides the log-odds by one number, Platt scaling (1999) also moves them, and
isotonic regression (Zadrozny and Elkan 2002) follows any rising curve. They are compared by cross-fitting: each case is
judged by a calibrator that was fitted on the other folds, so every labelled ticket counts and none judges itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from models.evaluation.calibration import Band, brier_score, expected_calibration_error, fit_temperature, perfect_band

Method = Literal["temperature", "platt", "isotonic"]
METHODS: tuple[Method, ...] = get_args(Method)  # simplest first
FOLDS = 5
_EDGE = 1e-6


@dataclass(frozen=True)
class Calibrator:
    """A calibrator is a method and its numbers: the temperature; slope and offset of the log-odds; or the probabilities
    between which a curve is straight, followed by its values there."""

    method: Method
    numbers: tuple[float, ...]

    def apply(self, probabilities: Sequence[float]) -> list[float]:
        """Return the calibrated probabilities. A higher one never becomes the lower one."""
        values = np.asarray(probabilities, dtype=np.float64)
        if self.method == "isotonic":
            places, heights = np.split(np.array(self.numbers), 2)
            return [float(v) for v in np.interp(values, places, heights)]
        slope, offset = (1 / self.numbers[0], 0.0) if self.method == "temperature" else self.numbers
        return [float(v) for v in 1 / (1 + np.exp(-(slope * _log_odds(values) + offset)))]

    def as_json(self) -> dict[str, Any]:
        return {"method": self.method, "numbers": list(self.numbers)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Calibrator":
        """Return what `as_json` gave. Raises `ValueError` if it is not that."""
        made = cls(values.get("method", ""), tuple(values.get("numbers", ())))
        if not made._is_sound():
            message = f"this is no calibrator: {values}"
            raise ValueError(message)
        return made

    def _is_sound(self) -> bool:
        numbers = self.numbers
        if not all(isinstance(n, float | int) and np.isfinite(n) for n in numbers):
            return False
        if self.method == "isotonic":
            half = len(numbers) // 2
            places, heights = numbers[:half], numbers[half:]
            rises = all(a < b for a, b in pairwise(places)) and all(a <= b for a, b in pairwise(heights))
            return len(numbers) >= 2 and len(places) == len(heights) and rises
        if self.method == "temperature":
            return len(numbers) == 1 and numbers[0] > 0
        return self.method == "platt" and len(numbers) == 2 and numbers[0] >= 0


@dataclass(frozen=True)
class Fit:
    """A fit says how good a method is on cases that its calibrators have not seen."""

    probabilities: tuple[float, ...]  # calibrated, in the order of the cases
    log_loss: float
    brier: float
    calibration_error: float
    band: Band  # of the calibration error of a perfectly calibrated model


def fit(method: Method, probabilities: Sequence[float], right: Sequence[bool]) -> Calibrator:
    """Return the calibrator that is fitted on all of these cases; one that changes nothing if there are none."""
    if not probabilities:
        return Calibrator("temperature", (1.0,))
    if method == "temperature":
        return Calibrator(method, (fit_temperature(probabilities, right),))
    values, correct = np.asarray(probabilities, dtype=np.float64), np.asarray(right, dtype=np.bool_)
    return _fit_platt(values, correct) if method == "platt" else _fit_isotonic(values, correct)


def cross_fit(
    method: Method, probabilities: Sequence[float], right: Sequence[bool], folds: int = FOLDS, seed: int = 7
) -> list[float]:
    """Return each probability, calibrated by a calibrator that was fitted on the other folds."""
    values, correct = np.asarray(probabilities, dtype=np.float64), np.asarray(right, dtype=np.bool_)
    fold_of = np.random.default_rng(seed).permutation(len(values)) % folds
    result = np.empty(len(values))
    for fold in range(folds):
        inside = fold_of == fold
        made = fit(method, values[~inside].tolist(), correct[~inside].tolist())
        result[inside] = made.apply(values[inside].tolist())
    return [float(v) for v in result]


def compare(
    probabilities: Sequence[float], right: Sequence[bool], folds: int = FOLDS, seed: int = 7
) -> dict[Method, Fit]:
    """Return how good each method is, by cross-fitting on the same folds."""
    fits = {}
    for method in METHODS:
        fitted = cross_fit(method, probabilities, right, folds, seed)
        loss = float(np.mean(_losses(fitted, right))) if fitted else 0.0
        error = expected_calibration_error(fitted, right)
        fits[method] = Fit(tuple(fitted), loss, brier_score(fitted, right), error, perfect_band(fitted))
    return fits


def choose(
    probabilities: Sequence[float], right: Sequence[bool], folds: int = FOLDS, seed: int = 7
) -> tuple[Calibrator, dict[Method, Fit]]:
    """Return the calibrator to use, fitted on all cases, and the comparison.

    It is the simplest method whose log loss no other one beats beyond chance (paired, two standard errors).
    """
    fits = compare(probabilities, right, folds, seed)
    best = METHODS[0]
    for method in METHODS[1:]:
        gain = _losses(fits[best].probabilities, right) - _losses(fits[method].probabilities, right)
        if len(gain) > 1 and gain.mean() > 1.96 * gain.std(ddof=1) / np.sqrt(len(gain)):
            best = method
    return fit(best, probabilities, right), fits


def _fit_platt(values: NDArray[np.float64], correct: NDArray[np.bool_]) -> Calibrator:
    """Fit slope and offset to Platt's softened truth, which keeps them finite where the cases can be parted. The slope
    never falls below zero: a confidence that says the opposite of what it should becomes the mean."""
    from scipy.optimize import minimize

    hits, misses = int(correct.sum()), int((~correct).sum())
    truth = np.where(correct, (hits + 1) / (hits + 2), 1 / (misses + 2))
    odds = _log_odds(values)

    def loss(line: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        moved = line[0] * odds + line[1]
        surplus = 1 / (1 + np.exp(-moved)) - truth
        return float(np.mean(np.logaddexp(0, moved) - truth * moved)), np.array(
            [np.mean(surplus * odds), surplus.mean()]
        )

    found = minimize(loss, (0.0, 0.0), jac=True, method="L-BFGS-B", bounds=((0, None), (None, None)))
    return Calibrator("platt", (float(found.x[0]), float(found.x[1])))


def _fit_isotonic(values: NDArray[np.float64], correct: NDArray[np.bool_]) -> Calibrator:
    """Fit a rising curve, which never claims more than so many cases can show (Laplace's rule)."""
    from sklearn.isotonic import IsotonicRegression  # a worker applies calibrators, and never fits one

    edge = 1 / (len(values) + 2)
    model = IsotonicRegression(y_min=edge, y_max=1 - edge, out_of_bounds="clip").fit(values, correct.astype(np.float64))
    return Calibrator("isotonic", (*map(float, model.X_thresholds_), *map(float, model.y_thresholds_)))


def _log_odds(values: NDArray[np.float64]) -> NDArray[np.float64]:
    clipped = np.clip(values, _EDGE, 1 - _EDGE)
    return np.asarray(np.log(clipped / (1 - clipped)))


def _losses(probabilities: Sequence[float], right: Sequence[bool]) -> NDArray[np.float64]:
    values = np.clip(np.asarray(probabilities, dtype=np.float64), _EDGE, 1 - _EDGE)
    return np.asarray(-np.log(np.where(np.asarray(right, dtype=np.bool_), values, 1 - values)))
