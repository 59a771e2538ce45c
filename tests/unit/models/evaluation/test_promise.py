"""A promise about the answers above a threshold, which holds as often as it says."""

import json
from collections.abc import Callable
from fractions import Fraction
from math import comb
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.evaluation import promise
from models.evaluation.promise import Promise, choose, choose_by_group, fewest, upper_bound
from models.evaluation.scores import Share

CASES = st.lists(st.tuples(st.floats(0, 1).map(lambda score: round(score, 1)), st.booleans()), max_size=150)
UNHURRIED = settings(deadline=None, max_examples=60)


@pytest.mark.parametrize(("error", "tickets"), [(0.1, (29, 46, 61)), (0.05, (59, 93, 124)), (0.02, (149, 236, 313))])
def test_the_fewest_tickets_for_a_promise(error: float, tickets: tuple[int, ...]) -> None:
    for errors, count in enumerate(tickets):
        assert fewest(errors, error) == count
        right = [False] * errors + [True] * (count - errors)
        made = choose([0.9] * count, right, error=error)
        assert (made.threshold, made.answered, made.errors, made.needed) == (0.9, count, errors, 0)
        assert made.bound <= error
        assert choose([0.9] * (count - 1), right[:-1], error=error).threshold is None


@UNHURRIED
@given(errors=st.integers(0, 30), right=st.integers(1, 100), level=st.sampled_from([0.8, 0.95, 0.99]))
def test_the_bound_is_where_so_few_errors_become_too_unlikely(errors: int, right: int, level: float) -> None:
    answered, bound = errors + right, Fraction(upper_bound(errors, errors + right, level))
    seen = sum(comb(answered, k) * bound**k * (1 - bound) ** (answered - k) for k in range(errors + 1))
    assert float(seen) == pytest.approx(1 - level, abs=1e-9)


def test_the_bound_of_nothing_or_of_errors_only_is_one() -> None:
    assert upper_bound(0, 0) == upper_bound(3, 3) == 1.0


def test_no_error_is_lost_to_a_rate_that_is_multiplied_back() -> None:
    """29 errors of 100 are 0.29, and int(100 * 0.29) is 28."""
    assert int(100 * 0.29) == 28
    assert upper_bound(29, 100) > upper_bound(28, 100)


@UNHURRIED
@given(CASES)
def test_what_it_says_of_the_tickets_is_so(cases: list[tuple[float, bool]]) -> None:
    made = choose([score for score, _ in cases], [ok for _, ok in cases], error=0.3)
    if made.threshold is None:
        assert (made.answered, made.errors, made.bound, made.coverage.hits) == (0, 0, 1.0, 0)
        return
    above = [ok for score, ok in cases if score >= made.threshold]  # whole groups of equal scores
    assert made.coverage == Share(len(above), len(cases))
    assert (made.answered, made.errors) == (len(above), above.count(False))
    assert made.bound == upper_bound(made.errors, made.answered) <= 0.3


@UNHURRIED
@given(CASES, st.randoms())
def test_neither_the_order_of_the_tickets_nor_the_scale_of_the_scores_counts(
    cases: list[tuple[float, bool]], random: Random
) -> None:  # type: ignore[no-untyped-def]
    shuffled = random.sample(cases, len(cases))
    one = choose([score for score, _ in cases], [ok for _, ok in cases], error=0.3)
    other = choose([10 * score - 3 for score, _ in shuffled], [ok for _, ok in shuffled], error=0.3)
    assert (one.answered, one.errors, one.needed) == (other.answered, other.errors, other.needed)


@UNHURRIED
@given(CASES, st.integers(0, 149))
def test_an_answer_that_is_right_instead_of_wrong_never_costs_coverage(
    cases: list[tuple[float, bool]], place: int
) -> None:
    scores, right = [score for score, _ in cases], [ok for _, ok in cases]
    better = [ok or n == place for n, ok in enumerate(right)]
    assert choose(scores, better, error=0.3).answered >= choose(scores, right, error=0.3).answered


@UNHURRIED
@given(CASES)
def test_the_thresholds_tested_do_not_depend_on_who_was_right(cases: list[tuple[float, bool]]) -> None:
    scores = [score for score, _ in cases]
    tested = {choose(scores, [ok] * len(cases), error=0.3).surest.total for ok in (True, False)}
    tested.add(choose(scores, [ok for _, ok in cases], error=0.3).surest.total)
    assert len(tested) == 1


def test_tickets_of_one_score_stand_or_fall_together() -> None:
    assert choose([0.9] * 29 + [0.5], [True] * 30).threshold == 0.5
    assert choose([0.9] * 28 + [0.5] * 2, [True] * 29 + [False]).threshold is None
    made = choose([0.9] * 40 + [0.1] * 20, [True] * 40 + [False] * 20)
    assert (made.threshold, made.answered) == (0.9, 40)


def test_testing_stops_at_the_first_failure() -> None:
    """The 100 tickets below would carry the promise, but a test before them failed."""
    right = [True] * 26 + [False] * 3 + [True] * 100
    made = choose(list(range(len(right), 0, -1)), right, error=0.1)
    assert upper_bound(3, len(right)) < 0.1
    assert (made.threshold, made.coverage, made.bound) == (None, Share(0, 129), 1.0)


@pytest.mark.parametrize(
    ("right", "needed"),
    [
        ([], 29),
        ([True] * 20, 9),
        ([False] * 20, 9),  # the least that any promise takes
        ([False] + [True] * 28, 47),  # as it is now, 76 with 3 errors would do
        ([False] * 10 + [True] * 19, None),
        ([False] * 2 + [True] * 18 + [False] + [True] * 9, None),  # 3 of 30: one in ten is what is promised
    ],
)
def test_how_many_more_tickets_are_needed(right: list[bool], needed: int | None) -> None:
    made = choose([0.9] * len(right), right)
    assert (made.threshold, made.needed) == (None, needed)


def test_the_surest_of_many_say_how_many_more_are_needed() -> None:
    made = choose(list(range(100, 0, -1)), [False] + [True] * 28 + [False] * 71)
    assert (made.surest, made.needed) == (Share(1, 29), 163)  # 76 of 263
    assert not made.is_short


ERRORS: dict[str, Callable[[Any], Any]] = {  # how often an answer with this score is wrong
    "useless": lambda score: 0.11 + 0 * score,
    "rounded": lambda score: 0.11 + 0 * score,
    "weak": lambda score: 0.3 * (1 - score),
}
ABOVE = ERRORS | {"weak": lambda score: 0.15 * (1 - score)}  # and an answer with this score or a higher one


@pytest.mark.parametrize("kind", sorted(ERRORS))
@pytest.mark.parametrize("size", [60, 200])
def test_it_is_broken_in_one_of_twenty_draws_at_most(kind: str, size: int) -> None:
    random = np.random.default_rng(5)
    broken, draws = 0, 2000
    for _ in range(draws):
        scores = random.random(size)
        if kind == "rounded":  # so that many tickets have one score
            scores = np.round(scores, 1)
        made = choose(scores.tolist(), (random.random(size) >= ERRORS[kind](scores)).tolist())
        broken += made.threshold is not None and ABOVE[kind](made.threshold) > made.error
    assert broken <= 0.05 * draws + 2 * (draws * 0.05 * 0.95) ** 0.5


def test_named_groups_hold_together_at_a_corrected_level() -> None:
    scores, right = [0.9] * 75, [True] * 75
    groups = ["billing"] * 36 + ["access"] * 35 + ["other"] * 4
    made = choose_by_group(scores, right, groups, ["billing", "access"])
    assert list(made) == ["billing", "access"]  # the others were not named
    assert made["billing"].level == pytest.approx(0.975)
    assert (made["billing"].threshold, made["access"].threshold) == (0.9, None)  # 36 are the fewest at 0.975
    assert made["access"].needed == 1


def test_a_named_group_without_tickets_has_a_promise_without_threshold() -> None:
    made = choose_by_group([0.9] * 29, [True] * 29, ["billing"] * 29, ["unheard"])
    assert (made["unheard"].threshold, made["unheard"].needed) == (None, 29)
    assert choose_by_group([], [], [], []) == {}


@UNHURRIED
@given(CASES)
def test_it_goes_through_json(cases: list[tuple[float, bool]]) -> None:
    made = choose([score for score, _ in cases], [ok for _, ok in cases], error=0.3)
    assert Promise.from_json(json.loads(json.dumps(made.as_json()))) == made


@pytest.mark.parametrize(
    ("scores", "right", "changes"),
    [
        ([0.9], [], {}),
        ([float("nan")], [True], {}),
        ([float("inf")], [True], {}),
        ([0.9], [True], {"error": 0.0}),
        ([0.9], [True], {"error": 1.0}),
        ([0.9], [True], {"level": 1.0}),
    ],
)
def test_what_is_no_confidence_or_no_promise_is_refused(
    scores: list[float], right: list[bool], changes: dict[str, float]
) -> None:
    with pytest.raises(ValueError, match=r"score|promise"):
        choose(scores, right, **changes)


def test_the_defaults_are_those_of_the_house() -> None:
    assert (promise.ERROR, promise.LEVEL) == (0.1, 0.95)
