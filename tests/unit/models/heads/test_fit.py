from dataclasses import replace

import numpy as np
import pytest

from models.heads.fit import BASELINES, CANDIDATES, FEWEST, Recipe, baseline_accuracy, fit
from models.heads.folds import fold_of
from models.heads.operating_points import lowest_with_precision, recall_at_precision
from tests.unit.models.heads.builders import QUEUES, anchors, tickets

FAST = (Recipe(("vector",), 3.0), Recipe(("vector", "votes", "anchors", "facts", "evidence"), 3.0))


def test_heads_learn_what_they_are_shown_and_say_how_sure_they_are() -> None:
    seen, queues = tickets()
    fitted = fit(seen, {"queue": queues}, anchors(), recipes=FAST)
    new, wanted = tickets(30, seed=9)
    found = fitted.heads["queue"].probabilities(fitted.layout.of(new))
    assert found.sum(axis=1) == pytest.approx(1)
    assert sum(QUEUES[best] == one for best, one in zip(found.argmax(axis=1), wanted, strict=True)) >= 27
    assert fitted.out_of_fold["queue"].accuracy > 0.85


def test_labels_that_say_nothing_give_no_confidence() -> None:
    """A head on noise must not look good: its figures are out of fold, and no ticket votes on itself."""
    seen, queues = tickets(120, noise=1.0)
    shuffled = list(np.random.default_rng(3).permutation(queues))
    fitted = fit(seen, {"queue": shuffled}, anchors(), recipes=CANDIDATES)
    known = fitted.out_of_fold["queue"]
    assert known.accuracy < 0.5
    assert known.probabilities.max(axis=1).mean() < 0.6


def test_the_recipe_of_least_loss_is_chosen() -> None:
    seen, queues = tickets()
    fitted = fit(seen, {"queue": queues}, anchors(), recipes=(BASELINES["majority"], FAST[0]))
    assert fitted.heads["queue"].blocks == ("vector",)
    # where the vectors say nothing, the most frequent class is the best there is
    blind = [replace(one, vector=seen[0].vector) for one in seen]
    labels = ["access"] * 80 + ["data"] * 10
    fitted = fit(blind, {"queue": labels}, anchors(), recipes=(FAST[0], BASELINES["majority"]))
    assert fitted.out_of_fold["queue"].accuracy == pytest.approx(80 / 90)


@pytest.mark.parametrize("name", BASELINES)
def test_every_baseline_is_fitted_in_the_same_way(name: str) -> None:
    seen, queues = tickets()
    accuracy = baseline_accuracy(seen, {"queue": queues}, BASELINES[name])["queue"]
    assert accuracy == pytest.approx(1 / 3, abs=0.01) if name == "majority" else accuracy > 0.8


def test_too_few_tickets_are_said_and_left_alone() -> None:
    seen, queues = tickets()
    rare = ["a" if place < 4 else "b" for place in range(len(seen))]
    few = ["a" if place % 2 else "b" for place in range(FEWEST - 1)] + [None] * (len(seen) - FEWEST + 1)
    fitted = fit(seen, {"queue": queues, "rare": rare, "few": few}, anchors(), recipes=FAST[:1])
    assert set(fitted.heads) == {"queue"}
    assert fitted.skipped == {
        "rare": "1 of 2 options have 5 tickets, at least 2 must have",
        "few": "29 labelled tickets, at least 30 are needed",
    }


def test_unlabelled_tickets_are_left_out_of_one_head_only() -> None:
    seen, queues = tickets()
    some = [queue if place < 60 else None for place, queue in enumerate(queues)]
    fitted = fit(seen, {"queue": queues, "field": some}, anchors(), recipes=FAST)
    assert len(fitted.out_of_fold["field"].labels) == 60
    assert len(fitted.out_of_fold["queue"].labels) == 90


def test_a_class_with_one_ticket_breaks_nothing() -> None:
    seen, queues = tickets()
    fitted = fit(seen, {"queue": [*queues[:-1], "alone"]}, anchors(), recipes=CANDIDATES[:2])
    assert "alone" in fitted.heads["queue"].classes
    assert np.isfinite(fitted.heads["queue"].probabilities(fitted.layout.of(seen))).all()


def test_folds_hold_every_class_in_like_shares() -> None:
    fold = fold_of(["a"] * 50 + ["b"] * 10)
    assert [int((fold[:50] == number).sum()) for number in range(5)] == [10] * 5
    assert [int((fold[50:] == number).sum()) for number in range(5)] == [2] * 5


def test_an_operating_point_takes_equal_scores_together() -> None:
    scores, true = np.array([0.9, 0.8, 0.8, 0.1]), np.array([True, True, False, True])
    assert lowest_with_precision(scores, true, 0.9) == 0.9
    assert lowest_with_precision(scores, true, 0.75) == 0.1
    assert lowest_with_precision(scores, np.zeros(4, bool), 0.5) == 0.5
    assert recall_at_precision(scores, true, 0.9) == (1, 3)
    assert recall_at_precision(scores, np.zeros(4, bool), 0.9) == (0, 0)


def test_tickets_without_a_label_for_a_head_have_no_vote_on_it() -> None:
    """Else a field that few tickets have would be calibrated on other votes than it gets in service."""
    seen, queues = tickets(150)
    some = [queue if place < 40 else None for place, queue in enumerate(queues)]
    fitted = fit(seen, {"field": some}, anchors(), recipes=(BASELINES["neighbours"],))
    new, wanted = tickets(30, seed=9)
    features = fitted.layout.of(new)
    assert features.rows(("votes",), "field", 3).sum(axis=1) == pytest.approx(
        3.0
    )  # every row has votes, times their scale
    right = fitted.heads["field"].probabilities(features).argmax(axis=1)
    assert sum(QUEUES[best] == one for best, one in zip(right, wanted, strict=True)) >= 25
