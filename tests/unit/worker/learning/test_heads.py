"""What the heads learn of the company's select fields."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.handled_tickets import HandledTicket
from models.errors import TrainingError
from models.heads.fit import FROZEN
from models.heads.seen import Seen
from tests.support.select_fields import company
from tests.unit.worker.learning.test_evaluation import handled
from worker.domain import Retrieved
from worker.learning import heads
from worker.pipeline.heads import triage


def said(number: int, **fields: str) -> HandledTicket:
    return handled(number, escalate=number % 2 == 0, queue=("billing", "access")[number % 2], fields=fields)


def test_each_declared_field_is_a_head_with_the_options_as_labels(tmp_path: Path) -> None:
    tickets = [said(1, area="app", severity="low"), said(2, area="fax", colour="red"), said(3)]
    labels = heads.labels(tickets, company(tmp_path).fields)
    assert labels["field.area"] == ["app", None, None]  # what is no option is no label
    assert labels["field.severity"] == ["low", None, None]
    assert set(labels) == {"queue", "priority", "reason", "field.area", "field.severity"}
    assert set(heads.labels(tickets)) == {"queue", "priority", "reason"}


def test_another_value_is_other_data_and_no_value_is_the_data_of_before() -> None:
    hashes = {heads.data_hash([said(1, **fields)]) for fields in ({}, {"area": "app"}, {"area": "web"}, {"a": "app"})}
    assert len(hashes) == 4
    ordered = [{"area": "app", "severity": "low"}, {"severity": "low", "area": "app"}]
    assert len({heads.data_hash([said(1, **fields)]) for fields in ordered}) == 1


def test_the_options_are_anchors_with_what_they_mean(tmp_path: Path) -> None:
    assert "area app: the phone app" in heads.options(company(tmp_path))
    assert "billing: money" in heads.options(company(tmp_path))


def test_a_field_with_too_few_examples_is_said_and_left_alone(tmp_path: Path) -> None:
    rows = [said(n, area=("app", "web")[n % 2], **({"severity": "low"} if n < 3 else {})) for n in range(60)]
    turned = [np.eye(4, dtype=np.float32)[n % 2] for n in range(60)]
    known = heads.Known("abc", [Retrieved(vector=v) for v in turned], np.zeros((0, 4), np.float32))
    made, fitted = heads.train(rows, company(tmp_path), {}, known, tmp_path / "abc", recipes=(FROZEN,))
    assert fitted.skipped["field.severity"] == "3 labelled tickets, at least 30 are needed"
    assert made.manifest.skipped["field.severity"] == fitted.skipped["field.severity"]
    assert set(made.heads["field.area"].classes) == {"app", "web"}


def test_tickets_that_nobody_had_to_take_teach_queues_and_are_never_sure_that_nobody_must(tmp_path: Path) -> None:
    """Past tickets of a file without an answer say nothing of hand-overs, and often have one priority only."""
    rows = [handled(n, escalate=False, queue=("billing", "access")[n % 2]) for n in range(60)]
    turned = [np.eye(4, dtype=np.float32)[n % 2] for n in range(60)]
    known = heads.Known("abc", [Retrieved(vector=v) for v in turned], np.zeros((0, 4), np.float32))
    made, fitted = heads.train(rows, company(tmp_path), {}, known, tmp_path / "abc", recipes=(FROZEN,))
    assert set(made.heads) == {"queue"}
    assert {"reason", "priority"} <= set(fitted.skipped)
    [of] = triage(
        made, [Seen(turned[1], "a new one", {"plan": "", "tier": "", "language": "en"}, ())], company(tmp_path)
    )
    assert (of.queue, of.escalate, of.reason) == ("access", False, None)
    assert of.probabilities["queue"] > 0.5
    assert of.probabilities["escalate"] == 0.0


def test_tickets_of_one_queue_teach_nothing(tmp_path: Path) -> None:
    rows = [handled(n, escalate=n % 2 == 0, queue="billing") for n in range(60)]
    known = heads.Known(
        "abc", [Retrieved(vector=np.eye(4, dtype=np.float32)[n % 2]) for n in range(60)], np.zeros((0, 4), np.float32)
    )
    with pytest.raises(TrainingError, match="the head for queue cannot be trained"):
        heads.train(rows, company(tmp_path), {}, known, tmp_path / "abc", recipes=(FROZEN,))
