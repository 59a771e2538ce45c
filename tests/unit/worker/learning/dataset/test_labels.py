"""Labels that the other tickets speak against."""

import numpy as np
import pytest

from tests.unit.worker.learning.dataset.tickets import row
from worker.learning.dataset import confident, folds
from worker.learning.dataset.finding import worst_first
from worker.learning.dataset.labels import doubted
from worker.learning.dataset.row import Row
from worker.learning.dataset.views import by_words

ABOUT = {
    "billing": ("invoice", "refund", "card", "payment", "tax", "charge"),
    "access": ("password", "login", "code", "role", "session", "user"),
    "mobile": ("phone", "tablet", "offline", "photo", "sync", "scan"),
}
PLANTED = 78  # its true queue is the first one


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """200 rows, one with a wrong queue."""
    source = np.random.default_rng(3)
    made = []
    for number in range(200):
        queue = sorted(ABOUT)[number % 3]
        words = " ".join(source.choice(ABOUT[queue], 4))
        labelled = "mobile" if number == PLANTED else queue
        made.append(row(line=number + 1, id=f"T-{number}", body=f"we have trouble with {words} today", queue=labelled))
    return made


def test_a_planted_wrong_label_is_the_worst_of_200_rows(rows: list[Row]) -> None:
    found = doubted(rows, range(200), {"words": by_words([each.ticket.text for each in rows])})
    worst = worst_first(found.findings)[0]
    true = sorted(ABOUT)[PLANTED % 3]
    assert (worst.row.ticket.id, worst.field, worst.label, worst.suggested) == (f"T-{PLANTED}", "queue", "mobile", true)
    assert (worst.confidence or 0) > 0.5
    assert found.agreement["words"]["queue accuracy"].total == 200  # type: ignore[union-attr]


def test_fields_with_one_label_and_rare_labels_are_named_and_left_alone(rows: list[Row]) -> None:
    odd = [*rows, row(id="T-odd", queue="sales", body="we have trouble with a quote")]
    found = doubted(odd, range(201), {"words": by_words([each.ticket.text for each in odd])})
    assert {finding.field for finding in found.findings} == {"queue"}
    assert [sentence.partition(":")[0] for sentence in found.skipped] == ["queue", "priority", "escalate", "reason"]
    assert "sales" in found.skipped[0]


def test_the_confident_joint_of_a_worked_example() -> None:
    probabilities = np.array([[0.9, 0.1], [0.8, 0.2], [0.2, 0.8], [0.3, 0.7], [0.6, 0.4], [0.1, 0.9]])
    labels = [0, 0, 0, 1, 1, 1]
    assert confident.thresholds(probabilities, labels) == pytest.approx([0.6333, 0.6667], abs=1e-3)
    assert confident.doubts(probabilities, labels) == [confident.Doubt(2, 1, pytest.approx(-0.6))]


def test_a_row_that_reaches_no_threshold_is_doubted_if_another_class_leads_far() -> None:
    easy = np.array([[0.99, 0.01], [0.99, 0.01], [0.01, 0.99], [0.01, 0.99], [0.1, 0.9], [0.4, 0.6]])
    assert [doubt.place for doubt in confident.doubts(easy, [0, 0, 1, 1, 0, 1])] == [4]


def test_a_class_without_rows_is_never_suggested() -> None:
    probabilities = np.array([[0.5, 0.1, 0.4], [0.1, 0.5, 0.4]])
    assert confident.doubts(probabilities, [0, 1]) == []


def test_copies_stand_in_one_fold_and_each_fold_has_every_label() -> None:
    judged = folds.judged("queue", ["a", "b"] * 25, [number // 4 for number in range(50)])
    assert judged is not None
    for group in range(13):
        assert len(set(judged.folds[4 * group : 4 * group + 4])) == 1
    assert sorted(set(judged.folds)) == list(range(folds.FOLDS))


def test_a_row_is_judged_by_other_rows_alone() -> None:
    """Two copies with different labels, in one fold, teach each other nothing."""
    vectors = np.eye(40)
    vectors[1] = vectors[0]
    judged = folds.judged("queue", ["a", "b"] * 20, [0, 0, *range(2, 40)])
    assert judged is not None
    found = folds.unseen(judged, vectors)
    assert found.sum(axis=1) == pytest.approx(1)
    assert found[0] == pytest.approx(found[1])
