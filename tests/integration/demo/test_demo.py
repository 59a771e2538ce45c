"""`deskhand demo`, whole: real processes, webhooks, knowledge and Celery; only the company is a small one
and the base a tiny one."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.weights.base import BaseModel
from tests.support.cli_tools import foreign

INBOUND = Path("demo/tickets/inbound.jsonl")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(stack: Any, database: Any, tiny_base: BaseModel, small_company: Path, tmp_path: Path) -> Run:
    settings = {
        "DESKHAND_KNOWLEDGE": str(small_company),
        "DESKHAND_BASE_MODEL": tiny_base.name,
        "DESKHAND_ADAPTERS": str(tmp_path / "adapters"),
        "DESKHAND_THREADS": "1",
        "COLUMNS": "120",
    }

    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "worker.cli.main", "demo", *arguments]
        environment = {**stack.environment, **settings}
        return subprocess.run(line, env=environment, capture_output=True, text=True, timeout=300, check=False)

    return command


def test_no_ticket_is_lost_and_both_a_script_and_a_person_can_read_what_was_decided(run: Run) -> None:
    done = run("--tickets", "3", "--json")
    assert done.returncode == 0, done.stderr[-3000:]
    assert foreign(done.stderr.splitlines()) == []
    summary = json.loads(done.stdout)  # the whole of standard output
    assert summary.items() >= {"posted": 3, "accepted": 3, "terminal": 3, "lost": 0, "deliveries_sent": 3}.items()
    assert sum(summary["outcomes"].values()) == 3
    assert set(summary["seconds"]) == {
        "start the servers", "convert the base model", "load the knowledge", "start the web process and the workers",
        "handle the tickets", "stop the web process and the workers",
    }  # fmt: skip
    for said in ("start the servers", "load the knowledge", "posting 3 signed webhooks to http://127.0.0.1:"):
        assert said in done.stderr

    done = run("--tickets", "1")
    assert done.returncode == 0, done.stderr[-3000:]
    [asked] = INBOUND.read_text(encoding="utf-8").split("\n")[:1]
    assert json.loads(asked)["subject"] in done.stdout
    assert "1 signed webhooks, 1 accepted, 1 terminal, 0 lost" in done.stdout
    shown = re.findall(r"deskhand (tickets show \d+|status|down)\b", done.stdout)
    assert [part.partition(" ")[0] for part in shown] == ["tickets", "status", "down"]
    [ticket] = re.findall(r"ticket (\d+) from", done.stdout)
    assert shown[0] == f"tickets show {ticket}"
    assert "is complete. This begins again" in done.stderr


def test_data_that_is_not_there_is_told_before_a_server_is_started(tmp_path: Path) -> None:
    missing = subprocess.run(
        [sys.executable, "-m", "worker.cli.main", "demo", "--data", "nowhere.jsonl"],
        env={"DESKHAND_HOME": str(tmp_path / "home"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert missing.returncode == 1
    assert "nowhere.jsonl: No such file" in missing.stderr
    assert not (tmp_path / "home").exists()
