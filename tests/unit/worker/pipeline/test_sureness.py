"""How often we were right in cases like this one, from what the calibration counted."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from models.evaluation import confidence
from models.evaluation.calibrators import Calibrator
from models.evaluation.track_record import NO_RECORD, Band, TrackRecord
from tests.unit.worker.pipeline.builders import reply, triage
from worker.domain import Sureness
from worker.pipeline import sureness

RECORD = TrackRecord((Band(0.1, 4, 30), Band(0.8, 28, 31)))
ORIGIN = confidence.Origin("enc", "reply-1", "Ferrowick", "hash", 330, 185)
KNOWN = confidence.make(ORIGIN, {"margin": 1.0}, 0.0, Calibrator("temperature", (1.0,)), RECORD)


def heads(**about: Any) -> Any:
    return SimpleNamespace(manifest=SimpleNamespace(heads={"queue": about}))


@pytest.mark.parametrize(
    ("known", "sure", "found"),
    [
        (KNOWN, 0.9, {"reply": Sureness(28, 31)}),
        (KNOWN, 0.3, {"reply": Sureness(4, 30)}),
        (KNOWN, 0.05, {"reply": Sureness(16, 330, counted=False)}),
        (replace(KNOWN, record=NO_RECORD), 0.9, {"reply": Sureness(297, 330, counted=False)}),
        (None, 0.9, {}),
    ],
)
def test_a_reply_has_the_counts_of_its_confidence(known, sure, found):
    said = replace(reply("x"), probabilities={"reply": sure})
    assert sureness.of(said, None, known, None) == found


def test_a_queue_has_the_counts_of_the_heads_and_of_older_heads_the_estimate():
    counted = heads(record=RECORD.as_json(), tickets=400)
    seen = triage(probabilities={"queue": 0.95})
    assert sureness.of(None, seen, None, counted) == {"queue": Sureness(28, 31)}
    assert sureness.of(None, seen, None, heads(tickets=400)) == {"queue": Sureness(380, 400, counted=False)}
    assert sureness.of(None, seen, None, heads()) == {}
    assert sureness.of(None, seen, None, None) == {}
