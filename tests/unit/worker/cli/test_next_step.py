"""The one next step that the doctor says."""

from pathlib import Path

import pytest

from worker import learned_assets
from worker.cli.doctor import next_step as steps
from worker.cli.doctor.diagnosis import Diagnosis, Level
from worker.cli.doctor.next_step import next_step
from worker.cli.doctor.routing import routing
from worker.settings import Settings

EMPTY = {"passages": 0, "past": 0, "tickets": 0}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(learned_assets, "load_heads", lambda _: {})
    return Settings(company=tmp_path / "company.toml")


def said(settings: Settings, monkeypatch: pytest.MonkeyPatch, **counts: int) -> str:
    monkeypatch.setattr(steps, "_counts", lambda _: {**EMPTY, **counts})
    return str(next_step(settings, []))


def test_the_way_from_an_empty_folder_to_the_first_ticket(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(settings, monkeypatch).startswith("deskhand knowledge sync ")
    assert said(settings, monkeypatch, passages=9).startswith("deskhand history import FILE.csv ")
    past = {"passages": 9, "past": 2000}
    assert said(settings, monkeypatch, **past).startswith("deskhand history review --out labels.csv ")
    Path("labels.csv").touch()
    assert said(settings, monkeypatch, **past).startswith("deskhand history examples --out tickets ")
    Path("tickets").mkdir()
    for name in ("train", "test"):
        Path(f"tickets/{name}.jsonl").touch()
    assert said(settings, monkeypatch, **past).startswith("deskhand models heads --data tickets/train.jsonl ")
    monkeypatch.setattr(learned_assets, "load_heads", lambda _: {"abc": "heads"})
    evaluate = "deskhand models evaluate --data tickets/test.jsonl --train tickets/train.jsonl --html report.html "
    assert said(settings, monkeypatch, **past).startswith(evaluate)
    Path("report.html").touch()
    assert said(settings, monkeypatch, **past).startswith("deskhand replay --since 30d --html replay.html ")
    Path("replay.html").touch()
    assert "DESKHAND_STANDARD_SECRETS in .env" in said(settings, monkeypatch, **past)
    assert said(settings, monkeypatch, **past, tickets=1) == "None"


def test_what_nothing_works_without_comes_first(settings: Settings) -> None:
    wrong = [Diagnosis("database", Level.WRONG, "x"), Diagnosis("what was learned", Level.WRONG, "x")]
    assert "correct what is wrong with “what was learned”" in str(next_step(settings, wrong))
    assert str(next_step(settings, wrong[:1])).startswith("deskhand up ")
    assert str(next_step(settings.model_copy(update={"company": None}), wrong)).startswith("deskhand init FOLDER ")


def test_groups_that_name_no_queue_are_wrong_and_queues_without_one_are_told() -> None:
    found = list(routing(Settings(zendesk_groups={"biling": 7, "access": 8})))
    message = "DESKHAND_ZENDESK_GROUPS names biling, which is not one of the queues: did you mean billing?"
    assert (found[0].level, found[0].message) == (Level.WRONG, message)
    assert (found[1].level, "tickets of billing, sales" in found[1].message) == (Level.NOTE, True)
    assert list(routing(Settings())) == []
