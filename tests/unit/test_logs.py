"""Logs carry ids; never ticket text, addresses or credentials."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from worker import logs
from worker.errors import NotReady


def test_a_line_is_json_with_its_ids(stream: io.StringIO) -> None:
    logs.get_logger("worker.tasks").info("decided", ticket_id=7, outcome="hold")

    (line,) = _lines(stream)
    assert line.items() >= {"event": "decided", "ticket_id": 7, "outcome": "hold", "level": "info"}.items()
    assert line["logger"] == "worker.tasks"
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


def test_what_is_missing_is_said(stream: io.StringIO) -> None:
    logs.get_logger("x").error("cannot start", exc_info=NotReady("run `deskhand up`"))

    assert _lines(stream)[0]["reason"] == "run `deskhand up`"


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
