"""Logs carry ids; never ticket text, addresses or credentials."""

import io
import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from models.errors import AdapterError, BaseModelError, EngineError
from worker import logs
from worker.errors import CompanyError, HelpdeskBusy, NotReady
from worker.process.rounds import Rounds


def test_a_line_is_json_with_its_ids(stream: io.StringIO) -> None:
    logs.get_logger("worker.process.tasks").info("decided", ticket_id=7, outcome="hold")

    (line,) = _lines(stream)
    assert line.items() >= {"event": "decided", "ticket_id": 7, "outcome": "hold", "level": "info"}.items()
    assert line["logger"] == "worker.process.tasks"
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("field", ["body", "subject", "requester_email", "payload", "prompt"])
def test_personal_fields_are_dropped_at_any_depth(stream: io.StringIO, field: str) -> None:
    logs.get_logger("x").info("seen", ticket_id=7, **{field: "canary"}, nested={"deep": [{field: "canary"}]})

    assert "canary" not in stream.getvalue()
    assert _lines(stream)[0]["ticket_id"] == 7


def test_addresses_and_credentials_are_blanked_wherever_they_stand(stream: io.StringIO) -> None:
    logs.get_logger("x").warning("mail from jo.canary@shop.example bounced", url="redis://:canary@host:6379/0")
    logging.getLogger("celery").error("lost %s", "postgresql://me:canary@db/deskhand and <jo.canary@shop.example>")

    assert "canary" not in stream.getvalue()
    first, second = _lines(stream)
    assert first["event"] == "mail from <address> bounced"
    assert first["url"] == "redis://***@host:6379/0"
    assert second["level"] == "error"


def test_an_exception_shows_its_type_and_path_but_not_what_it_quotes(stream: io.StringIO) -> None:
    def fails() -> None:
        raise ValueError("row has (canary@shop.example, my canary ticket)")

    for log in (logs.get_logger("x"), logging.getLogger("somebody.else")):
        try:
            fails()
        except ValueError:
            log.exception("failed")

    assert "canary" not in stream.getvalue()
    for line in _lines(stream):
        assert line["error"] == "builtins.ValueError"
        assert line["at"][-1].endswith(" fails")


@pytest.mark.parametrize("kind", [NotReady, CompanyError, AdapterError, BaseModelError, EngineError, HelpdeskBusy])
def test_what_our_own_errors_say_is_logged(stream: io.StringIO, kind: type[Exception]) -> None:
    logs.get_logger("x").error("cannot start", exc_info=kind("run `deskhand up` as jo.canary@shop.example"))

    assert _lines(stream)[0]["reason"] == "run `deskhand up` as <address>"


def test_why_a_worker_is_not_ready_and_why_a_round_failed_is_logged(stream: io.StringIO) -> None:
    class Work:
        def once(self) -> int:
            raise EngineError("the server answered 404 for base")

        def stop(self) -> None: ...

        def release(self) -> None: ...

    failures = [AdapterError("was trained on another base")]

    def prepare() -> Any:
        if failures:
            raise failures.pop()
        return Work()

    rounds = Rounds(prepare, poll_seconds=60, done=lambda: None, pause=0.01)
    rounds.start()
    deadline = time.monotonic() + 60
    while "404" not in stream.getvalue() and time.monotonic() < deadline:
        time.sleep(0.01)
    rounds.close(5.0)
    reasons = {line["event"]: line.get("reason") for line in _lines(stream)}
    assert reasons["worker not ready"] == "was trained on another base"
    assert reasons["round failed"] == "the server answered 404 for base"


def test_a_command_that_configures_nothing_answers_on_stdout_alone() -> None:
    code = """
from worker.logs import get_logger
get_logger("x").info("of no interest")
get_logger("x").warning("searched without a translation", reason="no model")
print("the answer")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "the answer\n"
    assert "searched without a translation" in done.stderr
    assert "of no interest" not in done.stderr


def _lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure(stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
