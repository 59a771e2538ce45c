"""This module makes a confidence match the share of right answers, by temperature scaling (Guo et al. 2017) of each
field's probability.

There is one temperature per field, fitted on handled tickets that the adapter was not trained on. A temperature above 1
reduces over-confidence; it never changes which answer was chosen.
"""

from collections.abc import Mapping, Sequence
from math import exp, log

_EDGE = 1e-6
_GRID = [round(0.25 * 1.08**i, 4) for i in range(55)]  # 0.25 to about 16


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


def lowest_threshold(
    confidences: Sequence[float], right: Sequence[bool], target: float, least: int = 8
) -> float | None:
    """Return the lowest confidence from which at least `target` of the cases are right, judged on `least` or more of
    them.

    None means that no threshold qualifies, which is a result, not an error (selective answering, El-Yaniv and Wiener
    2010).
    """
    ranked = sorted(zip(confidences, right, strict=True), reverse=True)
    best, hits = None, 0
    for count, (confidence, ok) in enumerate(ranked, 1):
        hits += ok
        if count >= least and hits / count >= target:
            best = confidence
    return best


def expected_calibration_error(probabilities: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Return the ECE (Naeini et al. 2015) over equal-width bins, 0 to 1; 0.0 for no data."""
    total = 0.0
    for index in range(bins):
        low, high = index / bins, (index + 1) / bins
        inside = [
            (p, ok)
            for p, ok in zip(probabilities, right, strict=True)
            if low <= p < high or (p == 1.0 and index == bins - 1)
        ]
        if inside:
            confidence = sum(p for p, _ in inside) / len(inside)
            accuracy = sum(ok for _, ok in inside) / len(inside)
            total += abs(confidence - accuracy) * len(inside)
    return total / len(probabilities) if probabilities else 0.0
