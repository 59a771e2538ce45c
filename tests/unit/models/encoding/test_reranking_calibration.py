"""Logits to probabilities, and the probability below which nothing is found."""

import math

import numpy as np
import pytest

from models.encoding.reranker import Calibration
from models.training.reranking import calibrate


def probability(fitted: Calibration, logit: float) -> float:
    return 1 / (1 + math.exp(-(fitted.scale * logit + fitted.offset)))


def sample(amount: int, scale: float, offset: float, seed: int = 1) -> tuple[list[float], list[bool]]:
    source = np.random.default_rng(seed)
    logits = source.normal(0, 3, amount)
    right = source.random(amount) < 1 / (1 + np.exp(-(scale * logits + offset)))
    return logits.tolist(), right.tolist()


@pytest.mark.parametrize(("scale", "offset"), [(1.0, 0.0), (0.5, -3.0), (2.0, 1.0)])
def test_on_a_noisy_sample_it_finds_the_curve_the_sample_was_drawn_from(scale: float, offset: float) -> None:
    fitted = calibrate(*sample(20_000, scale, offset))
    assert fitted.scale == pytest.approx(scale, rel=0.1)
    assert fitted.offset == pytest.approx(offset, abs=0.15)


def test_a_probability_is_as_often_right_as_it_says() -> None:
    logits, right = sample(20_000, 0.7, -2.0)
    fitted = calibrate(logits, right)
    values = np.array([probability(fitted, logit) for logit in logits])
    for low in np.arange(0, 1, 0.2):
        chosen = (values >= low) & (values < low + 0.2)
        assert np.mean(np.array(right)[chosen]) == pytest.approx(values[chosen].mean(), abs=0.03)


@pytest.mark.parametrize("amount", [2, 20, 2000])
@pytest.mark.parametrize("gap", [0.01, 1.0, 30.0])
def test_a_separable_sample_gives_finite_values_in_the_right_order(amount: int, gap: float) -> None:
    """Without care the fit runs away to an infinite slope, and the threshold to exactly one or to nothing."""
    logits = [gap * (1 + n / amount) for n in range(amount)] + [-gap * (1 + n / amount) for n in range(amount)]
    right = [True] * amount + [False] * amount
    fitted = calibrate(logits, right)
    assert all(map(math.isfinite, (fitted.scale, fitted.offset, fitted.threshold)))
    assert fitted.scale > 0
    values = [probability(fitted, logit) for logit in logits]
    assert min(values[:amount]) > 0.5 > max(values[amount:])
    assert 0.5 < fitted.threshold < 1
    assert sum(value >= fitted.threshold for value in values[:amount]) >= 0.99 * amount


@pytest.mark.parametrize("amount", [100, 1000])
def test_the_threshold_keeps_99_of_100_right_ones(amount: int) -> None:
    logits, right = sample(amount * 20, 1.0, -3.0)
    fitted = calibrate(logits, right)
    kept = [probability(fitted, x) >= fitted.threshold for x, y in zip(logits, right, strict=True) if y]
    assert 0.985 <= np.mean(kept) <= 1.0
    half = calibrate(logits, right, keep=0.5)
    assert (half.scale, half.offset) == (fitted.scale, fitted.offset)
    assert half.threshold > fitted.threshold


def test_a_few_right_ones_among_thousands_of_wrong_ones_are_fitted() -> None:
    source = np.random.default_rng(3)
    logits = [*source.normal(4, 1, 30), *source.normal(0, 1, 1500)]
    fitted = calibrate(logits, [True] * 30 + [False] * 1500)
    assert fitted.scale > 0
    assert probability(fitted, 6) > 0.9
    assert probability(fitted, 0) < 0.02
    assert 0 < fitted.threshold < 0.9


@pytest.mark.parametrize(
    ("logits", "right"),
    [([], []), ([1.0], [True]), ([1.0], [False]), ([1.0, 2.0], [True, True]), ([-50.0, 900.0, 3.0], [False, True, True]),
     ([2.0, 2.0, 2.0], [True, False, True]), ([-1.0, 1.0], [True, False])],
)  # fmt: skip
def test_odd_samples_give_finite_values(logits: list[float], right: list[bool]) -> None:
    fitted = calibrate(logits, right)
    assert all(map(math.isfinite, (fitted.scale, fitted.offset, fitted.threshold)))
    assert 0 <= fitted.threshold <= 1


def test_without_a_right_one_nothing_is_dropped() -> None:
    assert calibrate([1.0, -1.0], [False, False]).threshold == 0.0
    assert calibrate([], []) == Calibration(1.0, 0.0, 0.0)
