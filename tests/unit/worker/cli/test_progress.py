"""Progress where there is no terminal: what begins, what is done, what is left, and no silence."""

import threading
import time
from collections.abc import Callable

import pytest

from worker.cli import progress
from worker.cli.progress import Step, duration, step


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    monkeypatch.setattr(progress, "say", lines.append)
    return lines


def test_a_step_says_its_name_what_it_does_and_its_seconds_on_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with step("load the knowledge", unit="documents", usually="20 s") as under_way:
        under_way.say("reading the sources")
        under_way.update(4157, 4157)
        under_way.note("one was left out")
    shown = capsys.readouterr()
    assert shown.out == ""
    *lines, last = shown.err.splitlines()
    assert lines == ["load the knowledge (20 s)", "load the knowledge: reading the sources", "  one was left out"]
    assert last == "load the knowledge: 4,157 documents, 0.0 s"


def test_a_long_call_without_news_is_no_silence(said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.05)
    with step("convert the base model") as under_way:
        under_way.say("unpacking the weights")
        wait_for(lambda: len(said) >= 4)
    assert all(line.startswith("convert the base model: still unpacking the weights, ") for line in said[2:-1])
    ended = len(said)
    assert not [thread for thread in threading.enumerate() if thread.name == "progress"]
    assert said[ended - 1].startswith("convert the base model: 0.")


def test_many_reports_are_one_line_every_few_seconds(said: list[str]) -> None:
    with step("evaluate", total=1000, unit="tickets") as under_way:
        for _ in range(1000):
            under_way.advance()
    assert said[0] == "evaluate"
    assert said[1].startswith("evaluate: 1,000 tickets, ")
    assert len(said) == 2


def test_what_is_left_is_reckoned_from_the_last_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    under_way = Step("load the knowledge", unit="documents")
    now = 160.0
    under_way.update(3000, 4200)  # taken over from an interrupted run: not the rate of this one
    assert under_way.told() == "3,000 of 4,200 documents, 71 %, 1 min 0 s"
    now = 170.0
    under_way.update(3100)
    assert under_way.told() == "3,100 of 4,200 documents, 74 %, about 2 min left"
    for _ in range(30):  # the later ones are slower
        now += 10
        under_way.update(under_way.done + 10)
    assert under_way.told() == "3,400 of 4,200 documents, 81 %, about 13 min left"
    under_way.update(4200)
    assert "left" not in under_way.told()


def test_another_thing_is_counted_from_nothing(said: list[str]) -> None:
    with step("tune the encoder", total=100, unit="questions") as under_way:
        under_way.update(100)
        under_way.begin("training", 40, "steps")
        assert under_way.told().startswith("0 of 40 steps, 0 %, ")
        under_way.update(40)
    assert said[:2] == ["tune the encoder", "tune the encoder: training"]
    assert said[2].startswith("tune the encoder: 40 steps, ")


def test_a_step_that_fails_is_not_said_to_have_ended(said: list[str]) -> None:
    with pytest.raises(LookupError), step("start the servers"):
        raise LookupError
    assert said == ["start the servers"]
    assert not [thread for thread in threading.enumerate() if thread.name == "progress"]


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.04, "0.0 s"), (9.94, "9.9 s"), (59.4, "59 s"), (125, "2 min 5 s"), (4800, "1 h 20 min")]
)
def test_seconds_are_told_as_people_say_them(seconds: float, told: str) -> None:
    assert duration(seconds) == told
