"""Calibrators: they repair a confidence, keep its order, and go through JSON."""

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.evaluation import calibrators
from models.evaluation.calibration import brier_score
from models.evaluation.calibrators import METHODS, Calibrator, Method

CASES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


def over_confident(size: int, seed: int = 1) -> tuple[list[float], list[bool]]:
    """A model whose log-odds are three times what they should be."""
    random = np.random.default_rng(seed)
    odds = random.normal(0.5, 1.0, size)
    right = random.random(size) < 1 / (1 + np.exp(-odds))
    return (1 / (1 + np.exp(-3 * odds))).tolist(), right.tolist()


@pytest.mark.parametrize("method", METHODS)
@settings(deadline=None, max_examples=40)
@given(cases=CASES)
def test_it_never_turns_an_order_round_and_survives_json(method: Method, cases: list[tuple[float, bool]]) -> None:
    made = calibrators.fit(method, [p for p, _ in cases], [ok for _, ok in cases])
    calibrated = made.apply(sorted(p for p, _ in cases))

    assert all(a <= b + 1e-12 for a, b in pairwise(calibrated))
    assert all(0 <= p <= 1 for p in calibrated)
    assert Calibrator.from_json(json.loads(json.dumps(made.as_json()))) == made


@pytest.mark.parametrize("method", METHODS)
def test_it_makes_an_over_confident_model_better_on_cases_it_has_not_seen(method: Method) -> None:
    probabilities, right = over_confident(400)
    assert brier_score(calibrators.cross_fit(method, probabilities, right), right) < brier_score(probabilities, right)


def test_no_case_judges_itself() -> None:
    probabilities, right = over_confident(50)
    changed = [not right[0], *right[1:]]
    for method in METHODS:
        one, other = (calibrators.cross_fit(method, probabilities, truth) for truth in (right, changed))
        assert one[0] == other[0]
        assert one[1:] != other[1:]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("truth", [True, False])
def test_cases_that_are_all_right_or_all_wrong_give_no_certainty(method: Method, truth: bool) -> None:
    [calibrated] = calibrators.fit("platt" if method == "temperature" else method, [0.9] * 8, [truth] * 8).apply([0.9])
    assert 0 < calibrated < 1
    assert (calibrated > 0.5) is truth


@pytest.mark.parametrize("method", METHODS)
def test_without_cases_nothing_is_changed(method: Method) -> None:
    assert calibrators.fit(method, [], []).apply([0.3]) == [pytest.approx(0.3)]
    assert calibrators.cross_fit(method, [], []) == []
    assert calibrators.cross_fit(method, [0.3], [True]) == [pytest.approx(0.3)]


def test_a_confidence_that_says_the_opposite_becomes_the_mean() -> None:
    made = calibrators.fit("platt", [0.9] * 20 + [0.1] * 20, [False] * 20 + [True] * 20)
    assert made.apply([0.9, 0.1]) == [pytest.approx(0.5), pytest.approx(0.5)]


def test_the_simplest_method_is_chosen_unless_another_one_is_better_beyond_chance() -> None:
    chosen, fits = calibrators.choose(*over_confident(300))
    assert chosen.method == "temperature"
    assert set(fits) == set(METHODS)
    assert all(0 < fit.band[0] < fit.band[1] for fit in fits.values())

    random = np.random.default_rng(2)
    odds = random.normal(0, 1, 2000)
    moved = (1 / (1 + np.exp(-(odds + 2)))).tolist()  # a temperature cannot move the log-odds
    right = (random.random(2000) < 1 / (1 + np.exp(-odds))).tolist()
    assert calibrators.choose(moved, right)[0].method == "platt"


def test_no_cases_compare_to_nothing() -> None:
    chosen, fits = calibrators.choose([], [])
    assert chosen.apply([0.7]) == [pytest.approx(0.7)]
    assert fits["isotonic"].probabilities == ()


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"method": "temperature", "numbers": []},
        {"method": "temperature", "numbers": [0]},
        {"method": "temperature", "numbers": ["2"]},
        {"method": "temperature", "numbers": [float("nan")]},
        {"method": "platt", "numbers": [-1, 0]},
        {"method": "isotonic", "numbers": [0.1, 0.2, 0.3]},
        {"method": "isotonic", "numbers": [0.5, 0.1, 0.2, 0.3]},
        {"method": "pickle", "numbers": [1]},
    ],
)
def test_what_is_no_calibrator_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no calibrator"):
        Calibrator.from_json(values)
