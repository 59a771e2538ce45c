"""The confidence from which replies may be sent, chosen on held-out tickets."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from models.errors import AdapterError, InvalidOutput
from models.weights import registry
from tests.unit.worker.learning.test_evaluation import LOGIN, REFUNDS, handled
from tests.unit.worker.pipeline.builders import reply, triage
from worker import learned_assets
from worker.cli.doctor import setup
from worker.cli.doctor.diagnosis import Level
from worker.cli.models.threshold import told
from worker.domain import Attribution, CheckResult, Finding, Passage
from worker.learning import send_threshold
from worker.learning.evaluation import Row
from worker.learning.send_threshold import Reviewed
from worker.settings import Settings

SURE = [Reviewed(0.9 + n / 1000, True, "billing") for n in range(46)]


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    folder = tmp_path / "reply"
    folder.mkdir()
    manifest = registry.AdapterManifest(
        "reply-1", "reply", "base", "", "", {}, {}, {"a": 1.0}, "1", "2026-11-29", company="ferrowick"
    )
    (folder / registry.MANIFEST).write_text(json.dumps(asdict(manifest)))
    return folder


def change(adapter: Path, **values: Any) -> None:
    file = adapter / registry.MANIFEST
    file.write_text(json.dumps(json.loads(file.read_text()) | values))


def row(confidence: float, cited: Passage = REFUNDS, *, escalate: bool = False) -> Row:
    """A reply that passed the check on `cited`; the agent used the passage on refunds."""
    said = replace(reply("x"), probabilities={"reply": confidence})
    return Row(handled(1, escalate=escalate), triage(), (), said, CheckResult((Attribution("x", cited, 1.0),), ()))


def diagnosis(settings: Settings) -> tuple[Level, str]:
    [found] = setup.send_threshold(settings)
    return found.level, found.message


def test_a_reply_is_right_if_it_stands_on_what_the_agent_used_and_no_person_was_needed() -> None:
    queue = triage().queue
    made = send_threshold.reviewed([row(0.9), row(0.8, LOGIN), row(0.7, escalate=True)])
    assert made == [Reviewed(0.9, True, queue), Reviewed(0.8, False, queue), Reviewed(0.7, False, queue)]


def test_a_reply_that_fails_the_check_or_cannot_be_read_is_not_reviewed() -> None:
    failed = replace(row(0.99), check=CheckResult((), (Finding("invented_fact", "x", "y"),)))
    unsaid = replace(row(0.99), reply=InvalidOutput("cut off"), check=None)
    assert send_threshold.reviewed([failed, unsaid]) == []


def test_the_promise_is_kept_in_the_manifest_and_followed(adapter: Path) -> None:
    made = send_threshold.choose([*SURE, *[Reviewed(0.5, False, "billing")] * 5], 0.1, 0.95)
    send_threshold.keep(made, adapter)

    kept = registry.read_manifest(adapter)
    assert (kept.promise, kept.temperatures) == (made, {"a": 1.0})
    assert (made.threshold, made.answered, made.errors) == (0.9, 46, 0)
    assert learned_assets.send_threshold(Settings(reply="free", adapters=adapter.parent)) == 0.9
    assert learned_assets.send_threshold(Settings(reply="free", adapters=adapter.parent, min_reply=0.3)) == 0.3
    level, message = diagnosis(Settings(reply="free", adapters=adapter.parent))
    assert (level, "above it at most 10.0% of the replies are wrong" in message) == (Level.GOOD, True)
    assert "DESKHAND_MIN_REPLY" in diagnosis(Settings(reply="free", adapters=adapter.parent, min_reply=0.3))[1]


def test_where_no_confidence_qualifies_there_is_none(adapter: Path) -> None:
    send_threshold.keep(send_threshold.choose([Reviewed(0.9, False, "")] * 40, 0.1, 0.95), adapter)
    assert learned_assets.send_threshold(Settings(reply="free", adapters=adapter.parent)) is None
    level, message = diagnosis(Settings(reply="free", adapters=adapter.parent))
    assert (level, message.startswith("none qualified, so every reply stays a draft")) == (Level.NOTE, True)


def test_a_bare_number_of_an_older_manifest_can_be_read_and_counts_as_none(adapter: Path) -> None:
    change(adapter, send_threshold=0.8)
    assert registry.read_manifest(adapter).id == "reply-1"
    assert registry.has_unproven_threshold(adapter)
    assert learned_assets.send_threshold(Settings(reply="free", adapters=adapter.parent)) is None
    level, message = diagnosis(Settings(reply="free", adapters=adapter.parent))
    assert (level, "chosen without a proof and counts as none" in message) == (Level.NOTE, True)

    send_threshold.keep(send_threshold.choose(SURE, 0.1, 0.95), adapter)
    assert not registry.has_unproven_threshold(adapter)
    assert learned_assets.send_threshold(Settings(reply="free", adapters=adapter.parent)) == 0.9


def test_an_older_manifest_without_a_number_is_read_as_well(adapter: Path) -> None:
    change(adapter, send_threshold=None)
    assert registry.read_manifest(adapter).promise is None
    assert not registry.has_unproven_threshold(adapter)
    assert diagnosis(Settings(reply="free", adapters=adapter.parent))[1].startswith("none was chosen")


@pytest.mark.parametrize("promise", [7, {}, {"threshold": 0.9}, {"coverage": 1}])
def test_a_promise_that_cannot_be_read_is_an_error_and_no_threshold(adapter: Path, promise: Any) -> None:
    change(adapter, promise=promise)
    with pytest.raises(AdapterError, match="cannot be read"):
        registry.read_manifest(adapter)


def test_each_queue_named_in_advance_has_a_promise_of_its_own() -> None:
    replies = [*SURE, *(replace(r, queue="access", right=False) for r in SURE)]
    made = send_threshold.choose_by_queue(replies, ["billing", "access"], 0.1, 0.95)
    assert (made["billing"].threshold, made["access"].threshold) == (0.9, None)


@pytest.mark.parametrize(
    ("replies", "said"),
    [
        ([], "0 reviewed replies pass the check; at least 29 more are needed"),
        (SURE[:20], "20 reviewed replies pass the check; at least 9 more are needed"),
        (
            [Reviewed(0.95, False, ""), *[Reviewed(0.9, True, "")] * 28],
            "wrong among the surest 29 of 29 reviewed replies: 1; about 47 more reviewed replies are needed",
        ),
        ([Reviewed(0.9, False, "")] * 29, "reviewed replies: 29; that is too often to say how many more would do"),
        (SURE, "coverage: 100.0% 46/46 [92-100] of the reviewed replies"),
        (SURE, "wrong among these 46: 0, so the true share is at most 6.3%"),
    ],
)
def test_a_person_reads_what_is_promised_or_what_is_missing(replies: list[Reviewed], said: str) -> None:
    made = send_threshold.choose(replies, 0.1, 0.95)
    assert said in told(made)
    assert ("no threshold qualifies" in told(made)) is (made.threshold is None)
