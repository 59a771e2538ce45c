"""How well a score puts right answers above wrong ones."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from models.evaluation.ranking import area, area_with_interval, gain

RANDOM = np.random.default_rng(1)
RIGHT = RANDOM.random(300) < 0.7
USELESS = RANDOM.random(300)
GOOD = RIGHT + RANDOM.normal(0, 0.8, 300)


@pytest.mark.parametrize("scores", [USELESS, GOOD, np.round(GOOD), np.zeros(300)])
def test_the_area_is_that_of_a_library_also_with_ties(scores: np.ndarray) -> None:
    assert area(scores, RIGHT) == pytest.approx(roc_auc_score(RIGHT, scores))


def test_one_kind_of_answer_says_nothing() -> None:
    assert area([0.1, 0.9], [True, True]) == area([], []) == 0.5
    assert area_with_interval([], []).value == 0.5


def test_an_interval_holds_its_figure_and_is_wider_at_a_higher_level() -> None:
    known, wide = area_with_interval(GOOD, RIGHT), area_with_interval(GOOD, RIGHT, level=0.999)
    assert wide.low < known.low < known.value < known.high < wide.high
    assert area_with_interval(GOOD, RIGHT) == known


def test_a_gain_beyond_chance_has_an_interval_above_zero() -> None:
    assert gain(USELESS, GOOD, RIGHT).low > 0
    assert gain(GOOD, USELESS, RIGHT).high < 0
    same = gain(GOOD, GOOD * 2, RIGHT)
    assert (same.low, same.value, same.high) == (0, 0, 0)
