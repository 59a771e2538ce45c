"""The benchmark of promises: what it knows of a confidence, and the rules it compares."""

import numpy as np
import pytest

from benchmarks.promise import Confidence, confidences, each, measure, prefix
from models.evaluation.promise import fewest, upper_bound

KINDS = {kind.name: kind for kind in confidences(0.1)}


def test_the_true_error_of_the_surest_is_known() -> None:
    weak = KINDS["weak"].true_error()
    assert (weak[0], weak[-1]) == (pytest.approx(0.05), pytest.approx(0.2))
    assert weak[len(weak) // 3] == pytest.approx(0.1, abs=1e-4)
    assert KINDS["useless"].true_error() == pytest.approx(0.2)


def test_the_rule_of_before_takes_any_prefix_whose_share_is_high_enough() -> None:
    scores, right = np.arange(20, 0, -1.0), np.array([True] * 9 + [False] * 11)
    assert prefix(scores, right, 0.9) == 11.0  # 9 of 10
    assert prefix(scores, ~right, 0.9) is None
    assert prefix(scores[:7], right[:7], 0.9) is None  # fewer than 8


@pytest.mark.parametrize(("errors_at", "answered"), [((), 60), ((10,), 0), ((40,), 40), ((50, 55), 55)])
def test_a_test_at_each_ticket_stops_at_the_first_failure(errors_at: tuple[int, ...], answered: int) -> None:
    right = np.ones(60, dtype=np.bool_)
    right[list(errors_at)] = False
    threshold = each(np.arange(60, 0, -1.0), right, 0.1, 0.95)
    assert threshold == (61 - answered if answered else None)
    for count in range(fewest(0), answered + 1):
        assert upper_bound(int((~right[:count]).sum()), count) <= 0.1


def test_each_rule_is_judged_on_the_same_draws() -> None:
    lines = {line.rule: line for line in measure(KINDS["good"], 100, 300, 0.1, 0.95, seed=1)}
    assert set(lines) == {"promise", "each", "prefix"}
    assert (lines["promise"].broken.value or 0) < 0.05 < (lines["prefix"].broken.value or 0)
    assert 0 < lines["promise"].coverage < lines["prefix"].coverage
    assert lines["promise"].best == pytest.approx(0.761, abs=0.01)


def test_a_confidence_that_keeps_any_promise_is_never_broken() -> None:
    never = Confidence("never wrong", np.zeros_like)
    for line in measure(never, 40, 20, 0.1, 0.95, seed=1):
        assert (line.broken.hits, line.without.hits, line.best) == (0, 0, 1.0)
