"""What the doctor and `deskhand models confidence` say about the confidence of replies."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from models.evaluation import confidence as confidences
from models.evaluation.calibrators import Calibrator
from models.evaluation.confidence import Origin
from models.evaluation.resampling import Mean
from models.weights import registry
from worker import assets
from worker.cli.doctor import confidence as doctor
from worker.cli.doctor import setup
from worker.cli.doctor.diagnosis import Level
from worker.cli.models.confidence import told
from worker.learning import reply_confidence, send_threshold
from worker.learning.reply_confidence import Compared
from worker.settings import Settings

ORIGIN = Origin("enc", "reply-1", "ferrowick", "", 250, 160)
KNOWN = confidences.make(ORIGIN, {"margin": 1.0}, 0.0, Calibrator("temperature", (1.0,)))
CLEAR, NONE = Mean(0.1, 0.02, 0.2), Mean(0.1, -0.02, 0.2)
COMPARED = Compared(250, 160, {"margin": Mean(0.8, 0.7, 0.9)}, "margin", CLEAR, CLEAR, CLEAR, ("margin", "tokens"))


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    folder = tmp_path / "reply"
    folder.mkdir()
    manifest = registry.AdapterManifest(
        "reply-1", "reply", "base", "", "", {}, {}, {}, "1", "2026-11-29", company="ferrowick"
    )
    (folder / registry.MANIFEST).write_text(json.dumps(asdict(manifest)))
    monkeypatch.setattr(reply_confidence, "live_encoder", lambda _: "enc")
    return Settings(adapters=tmp_path, reply="free")


def said(settings: Settings) -> list[tuple[Level, str]]:
    return [(found.level, found.message) for found in doctor.confidence(settings)]


def test_the_doctor_names_the_confidence_that_is_used(settings: Settings) -> None:
    assert said(settings) == []
    confidences.save(KNOWN, settings.adapters_path / assets.CONFIDENCE)
    assert said(settings) == [(Level.GOOD, f"{KNOWN.id}, learned from 250 replies of which 160 are right")]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"encoder": "another"}, "another encoder than that of the index"),
        ({"adapter": "reply-0"}, "with the adapter reply-0, and reply-1 writes the replies"),
    ],
)
def test_the_doctor_says_why_a_confidence_is_not_used(settings: Settings, changes: dict[str, str], why: str) -> None:
    confidences.save(replace(KNOWN, origin=replace(ORIGIN, **changes)), settings.adapters_path / assets.CONFIDENCE)
    [(level, message)] = said(settings)
    assert (level, why in message) == (Level.NOTE, True)


def test_the_doctor_refuses_a_confidence_that_was_altered(settings: Settings) -> None:
    path = settings.adapters_path / assets.CONFIDENCE
    confidences.save(KNOWN, path)
    path.write_text(path.read_text().replace('"margin": 1.0', '"margin": 2.0'))
    [(level, message)] = said(settings)
    assert (level, "altered" in message) == (Level.WRONG, True)


def test_the_doctor_says_that_a_threshold_was_proven_for_another_confidence(settings: Settings) -> None:
    sure = [send_threshold.Reviewed(0.9, True, "")] * 40
    send_threshold.keep(send_threshold.choose(sure, 0.1, 0.95), settings.adapters_path / "reply")
    [before] = setup.send_threshold(settings)
    confidences.save(KNOWN, settings.adapters_path / assets.CONFIDENCE)
    [after] = setup.send_threshold(settings)
    assert (before.level, after.level) == (Level.GOOD, Level.NOTE)
    assert f"it was proven for the confidence tokens, and replies have {KNOWN.id}" in after.message


@pytest.mark.parametrize(
    ("chosen", "last"),
    [
        (("margin", "tokens"), "all features together are better beyond chance"),
        (("margin",), "all features together are not better beyond chance than margin, which is enough"),
        ((), "nothing is better beyond chance than the probability of the tokens, which stays the confidence"),
    ],
)
def test_the_command_says_what_follows_from_the_comparison(chosen: tuple[str, ...], last: str) -> None:
    lines = told(replace(COMPARED, chosen=chosen, all_over_best=NONE))
    assert lines[0] == "all together, against margin: 0.100 [-0.02-0.20]"
    assert lines[-1] == last
