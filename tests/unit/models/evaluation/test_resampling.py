"""Figures that are no shares of cases, with their intervals."""

from math import isnan

import numpy as np
import pytest

from models.evaluation.resampling import Mean, as_json, difference, macro_f1, mean
from models.evaluation.scores import Share


def test_a_mean_has_the_interval_that_the_sample_gives_it() -> None:
    values = np.array([0.0, 1.0] * 50)
    found = mean(lambda places: float(values[places].mean()), 100)
    assert found.value == 0.5
    assert found.low == pytest.approx(0.40, abs=0.02)
    assert found.high == pytest.approx(0.60, abs=0.02)
    assert str(found) == f"0.500 [{found.low:.2f}-{found.high:.2f}]"


def test_a_difference_is_of_the_same_cases() -> None:
    noise = np.random.default_rng(3).normal(size=40)
    found = difference(lambda p: float(noise[p].mean()), lambda p: float(noise[p].mean() + 0.1), 40)
    assert found.value == pytest.approx(0.1)
    assert found.is_above
    assert not found.is_below


def test_what_cannot_be_said_is_neither_above_nor_below() -> None:
    for found in (mean(lambda _: np.nan, 5), mean(lambda _: 1.0, 0)):
        assert isnan(found.value)
        assert not (found.is_above or found.is_below)
        assert str(found) == "-"
        assert as_json(found) == {"value": None, "interval": None}


def test_macro_f1_counts_no_answer_as_wrong() -> None:
    labels = np.array([0, 0, 1, 1])
    assert macro_f1(labels, labels) == 1.0
    assert macro_f1(labels, np.array([0, 0, -1, -1])) == 0.5
    assert macro_f1(labels, np.array([0, 0, 0, 0])) == pytest.approx((4 / 6) / 2)


def test_json_of_both_kinds() -> None:
    assert as_json(Share(1, 2)) == {"hits": 1, "total": 2, "interval": [0.095, 0.905]}
    assert as_json(Mean(0.5, 0.25, 0.75)) == {"value": 0.5, "interval": [0.25, 0.75]}
