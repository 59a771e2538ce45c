"""`deskhand diagnose` and `deskhand tickets diagnose`, as a script uses them, where there is nothing to diagnose: no model is
loaded for that."""

import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.support.rows import add


def run(stack: Any, *arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "worker.cli.main", *arguments]
    return subprocess.run(line, env=stack.environment, capture_output=True, text=True, timeout=60, check=False)


def test_without_corrected_answers_there_is_nothing_to_do(stack: Any, database: Any, tmp_path: Path) -> None:
    add(database.app)
    made = run(stack, "diagnose", "--since", "30d", "--json", "--html", str(tmp_path / "why.html"))
    assert made.returncode == 0, made.stderr
    found = json.loads(made.stdout)
    assert (found["answers"], found["causes"], found["first"]) == (0, {}, "Nothing: no answer was found at fault.")
    assert "Why answers were bad or corrected" in (tmp_path / "why.html").read_text()
    assert stat.S_IMODE((tmp_path / "why.html").stat().st_mode) == 0o600, "it has customers' and agents' words"
    assert "no answer since" in run(stack, "diagnose").stdout


def test_a_ticket_without_a_decision_is_refused_with_what_helps(stack: Any, database: Any) -> None:
    ticket = add(database.app)
    made = run(stack, "tickets", "diagnose", str(ticket))
    assert made.returncode == 1
    assert (
        made.stderr.strip()
        == f"deskhand: there is no decision of a ticket {ticket}: `deskhand tickets list` shows those there are"
    )
    assert "is no time" in run(stack, "diagnose", "--since", "yesterday").stderr
