"""A learned confidence, kept as numbers."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.errors import AdapterError
from models.evaluation import confidence
from models.evaluation.calibrators import Calibrator
from models.evaluation.confidence import Origin
from models.evaluation.track_record import NO_RECORD, Band, TrackRecord

ORIGIN = Origin("enc", "reply-1", "Ferrowick", "hash", 200, 140, ("a", "b"), {"area": {"value": 0.9}})
RECORD = TrackRecord((Band(0.1, 4, 30), Band(0.8, 28, 31)))
MADE = confidence.make(ORIGIN, {"margin": 2.0, "asks": -1.0}, 0.5, Calibrator("platt", (1.0, 0.0)), RECORD)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    assert confidence.load(tmp_path / "none.json") is None
    confidence.save(MADE, tmp_path / "known.json")
    assert confidence.load(tmp_path / "known.json") == MADE
    assert [path.name for path in tmp_path.iterdir()] == ["known.json"]


def test_a_file_of_an_earlier_version_has_no_record_and_is_read(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    stored = {name: value for name, value in MADE.as_json().items() if name != "record"}
    digest = hashlib.sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()
    path.write_text(json.dumps({**stored, "sha256": digest}))
    assert confidence.load(path) == replace(MADE, record=NO_RECORD)


def test_it_is_the_probability_of_the_regression_after_calibration() -> None:
    assert MADE.of({"margin": 0.0, "asks": 0.5, "other": 9.0}) == pytest.approx(0.5)
    assert MADE.of({"margin": 1.0, "asks": 0.0}) == pytest.approx(1 / (1 + 2.718281828**-2.5))
    halved = replace(MADE, calibrator=Calibrator("temperature", (2.0,)))
    assert halved.of({"margin": 1.0, "asks": 0.0}) == pytest.approx(1 / (1 + 2.718281828**-1.25))
    assert 0 < (MADE.of({"margin": -1e9, "asks": 0.0}) or 0) < 0.01


def test_what_is_not_known_is_no_certainty() -> None:
    assert MADE.of({"margin": 1.0}) is None


@pytest.mark.parametrize(
    "change",
    [
        {"weights": {"margin": 9.0, "asks": -1.0}},
        {"offset": 3.0},
        {"origin": {}},
        {"calibrator": {"method": "temperature", "numbers": [1.0]}},
        {"sha256": "0" * 64},
    ],
)
def test_a_file_that_was_altered_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    path = tmp_path / "known.json"
    confidence.save(MADE, path)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(AdapterError, match="altered"):
        confidence.load(path)


@pytest.mark.parametrize("text", ["", "[]", "{}", "7", '{"sha256": 1}'])
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "known.json"
    path.write_text(text)
    with pytest.raises(AdapterError):
        confidence.load(path)


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    confidence.save(replace(MADE, format=2), tmp_path / "known.json")
    with pytest.raises(AdapterError, match="learn it again"):
        confidence.load(tmp_path / "known.json")
