"""The confidence from which replies may be sent, chosen on held-out tickets."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from models.errors import InvalidOutput
from models.weights import registry
from tests.unit.worker.learning.test_evaluation import LOGIN, REFUNDS, handled
from tests.unit.worker.pipeline.builders import reply, triage
from worker import bootstrap
from worker.domain import Attribution, CheckResult, Finding, Passage
from worker.learning import send_threshold
from worker.learning.evaluation import Row
from worker.settings import Settings


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    folder = tmp_path / "reply"
    folder.mkdir()
    manifest = registry.AdapterManifest("reply-1", "reply", "base", "", "", {}, {}, {"a": 1.0}, "1", "2026-11-29")
    (folder / registry.MANIFEST).write_text(json.dumps(asdict(manifest)))
    return folder


def row(confidence: float, cited: Passage = REFUNDS, *, escalate: bool = False) -> Row:
    """A reply that passed the check on `cited`; the agent used the passage on refunds."""
    said = replace(reply("x"), probabilities={"reply": confidence})
    return Row(handled(1, escalate=escalate), triage(), (), said, CheckResult((Attribution("x", cited, 1.0),), ()))


def test_it_is_the_lowest_confidence_that_is_right_often_enough_and_is_kept(adapter: Path) -> None:
    right = [row(0.9 + n / 100) for n in range(8)]
    wrong = [row(0.5, LOGIN), row(0.6, LOGIN), row(0.55, escalate=True)]
    assert send_threshold.choose([*right, *wrong], 0.9, adapter) == 0.9
    kept = registry.read_manifest(adapter)
    assert (kept.send_threshold, kept.temperatures) == (0.9, {"a": 1.0})
    assert bootstrap.send_threshold(Settings(adapters=adapter.parent)) == 0.9
    assert bootstrap.send_threshold(Settings(adapters=adapter.parent, min_reply=0.3)) == 0.3


def test_where_no_confidence_qualifies_there_is_none(adapter: Path) -> None:
    failed = replace(row(0.99), check=CheckResult((), (Finding("invented_fact", "x", "y"),)))
    unsaid = replace(row(0.99), reply=InvalidOutput("cut off"), check=None)
    assert send_threshold.choose([failed] * 20 + [unsaid] * 20, 0.9, adapter) is None
    assert send_threshold.choose([row(0.9, LOGIN)] * 20, 0.9, adapter) is None
    assert registry.read_manifest(adapter).send_threshold is None
    assert bootstrap.send_threshold(Settings(adapters=adapter.parent)) is None
