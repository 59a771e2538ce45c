import numpy as np
import pytest

from models.evaluation.calibration import (
    brier_score,
    calibrate,
    expected_calibration_error,
    fit_temperature,
    perfect_band,
    reliability,
    scale,
)
from models.evaluation.scores import Share, precision_recall


def test_an_over_confident_model_is_made_humbler() -> None:
    temperature = fit_temperature([0.99] * 10, [True] * 7 + [False] * 3)
    assert temperature > 1
    assert scale(0.99, temperature) == pytest.approx(0.7, abs=0.05)


def test_a_wrong_answer_of_full_confidence_can_be_fitted_on() -> None:
    assert fit_temperature([1.0, 1.0, 1.0], [True, True, False]) > 1


def test_scaling_never_changes_the_order() -> None:
    assert scale(0.6, 3.0) < scale(0.7, 3.0) < scale(0.99, 3.0)


def test_a_field_without_temperature_keeps_its_probability() -> None:
    assert calibrate({"queue": 0.8}, {}) == {"queue": pytest.approx(0.8)}


def test_calibration_error_is_the_gap_between_confidence_and_accuracy() -> None:
    assert expected_calibration_error([0.9] * 10, [True] * 9 + [False]) == pytest.approx(0.0, abs=1e-9)
    assert expected_calibration_error([1.0] * 4, [True, True, False, False]) == pytest.approx(0.5)


def test_a_share_of_nothing_is_no_figure() -> None:
    assert Share.of([]).value is None
    assert str(Share.of([])) == "-"
    low, high = Share(50, 100).interval
    assert (low, high) == (pytest.approx(0.404, abs=0.01), pytest.approx(0.596, abs=0.01))


def test_precision_and_recall_count_from_their_own_side() -> None:
    precision, recall = precision_recall([(True, True), (True, False), (False, True), (False, True)])
    assert (precision, recall) == (Share(1, 2), Share(1, 3))


def test_the_brier_score_is_the_squared_distance_from_the_truth() -> None:
    assert brier_score([1.0, 0.5], [True, False]) == pytest.approx(0.125)
    assert brier_score([], []) == 0.0


def test_a_reliability_plot_has_the_bins_that_hold_a_case() -> None:
    low, high = reliability([0.05, 0.05, 0.95, 1.0], [False, True, True, True])
    assert (low.low, low.high, low.confidence, low.right) == (0.0, 0.1, pytest.approx(0.05), Share(1, 2))
    assert (high.low, high.high, high.confidence, high.right) == (0.9, 1.0, pytest.approx(0.975), Share(2, 2))
    assert low.right.interval[0] < 0.5 < low.right.interval[1]
    assert reliability([], []) == []


def test_a_perfectly_calibrated_model_lies_in_its_band_nineteen_times_of_twenty() -> None:
    random = np.random.default_rng(3)
    inside = 0
    for _ in range(200):
        probabilities = random.uniform(0.5, 1, 60)
        right = random.random(60) < probabilities
        low, high = perfect_band(probabilities.tolist(), draws=300)
        inside += low <= expected_calibration_error(probabilities.tolist(), right.tolist()) <= high
    assert 180 <= inside <= 199


def test_the_band_is_narrower_with_more_cases_always_the_same_and_nothing_for_nothing() -> None:
    assert perfect_band([0.8] * 1000)[1] < perfect_band([0.8] * 50)[1]
    assert perfect_band([0.8] * 50) == perfect_band([0.8] * 50)
    assert perfect_band([]) == (0.0, 0.0)


def test_an_over_confident_model_lies_above_the_band() -> None:
    probabilities, right = [0.95] * 100, [True] * 75 + [False] * 25
    assert expected_calibration_error(probabilities, right) > perfect_band(probabilities)[1]
