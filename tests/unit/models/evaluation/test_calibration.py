import pytest

from models.evaluation.calibration import (
    calibrate,
    expected_calibration_error,
    fit_temperature,
    lowest_threshold,
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


def test_the_threshold_is_the_lowest_one_that_keeps_its_promise() -> None:
    confidences, right = [0.9, 0.8, 0.7, 0.6, 0.5], [True, True, True, False, False]
    assert lowest_threshold(confidences, right, target=0.75, least=2) == 0.6
    assert lowest_threshold(confidences, right, target=1.0, least=2) == 0.7


def test_no_threshold_qualifies_is_a_result() -> None:
    assert lowest_threshold([0.9, 0.8], [False, False], target=0.9, least=1) is None
    assert lowest_threshold([0.9], [True], target=0.9, least=8) is None
