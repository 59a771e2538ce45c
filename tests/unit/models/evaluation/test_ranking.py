"""How well a score puts right answers above wrong ones."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from models.evaluation.ranking import area, area_of
from models.evaluation.resampling import difference, mean

RANDOM = np.random.default_rng(1)
RIGHT = RANDOM.random(300) < 0.7
USELESS = RANDOM.random(300)
GOOD = RIGHT + RANDOM.normal(0, 0.8, 300)


@pytest.mark.parametrize("scores", [USELESS, GOOD, np.round(GOOD), np.zeros(300)])
def test_the_area_is_that_of_a_library_also_with_ties(scores: np.ndarray) -> None:
    assert area(scores, RIGHT) == pytest.approx(roc_auc_score(RIGHT, scores))


def test_one_kind_of_answer_says_nothing() -> None:
    assert np.isnan(area([0.1, 0.9], [True, True]))
    assert np.isnan(area([], []))


def test_an_interval_holds_its_figure_and_is_wider_at_a_higher_level() -> None:
    known, wide = mean(area_of(GOOD, RIGHT), 300), mean(area_of(GOOD, RIGHT), 300, level=0.999)
    assert wide.low < known.low < known.value < known.high < wide.high


def test_a_gain_beyond_chance_has_an_interval_above_zero() -> None:
    useless, good = area_of(USELESS, RIGHT), area_of(GOOD, RIGHT)
    assert difference(useless, good, 300).is_above
    assert difference(good, useless, 300).is_below
    same = difference(good, area_of(GOOD * 2, RIGHT), 300)
    assert (same.low, same.value, same.high) == (0, 0, 0)
