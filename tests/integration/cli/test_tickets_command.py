"""`deskhand tickets`, as a script and as a person use it, on real servers."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from tests.support.rows import add, claim, full, row
from worker.db import tickets as queue
from worker.db.session import transaction
from worker.domain import Attachment, Finding
from worker.helpdesks.protocol import Update

Answer = subprocess.CompletedProcess[bytes]
Run = Callable[..., Answer]
STEPS = {"triage": 812.4, "retrieve": 31.2, "reply": 2043.6, "check": 1.1}


@pytest.fixture
def run(stack: Any, database: Any) -> Run:
    """The command in a process of its own, on the test servers and a wide terminal."""

    def command(*arguments: str | bytes, stdin: bytes | int = b"") -> Answer:
        line = [sys.executable, "-m", "worker.cli.main", "tickets", *arguments]
        fed = {"stdin": stdin} if isinstance(stdin, int) else {"input": stdin}
        environment = {**stack.environment, "COLUMNS": "160"}
        return subprocess.run(line, env=environment, capture_output=True, timeout=60, check=False, **fed)

    return command


def decide(database: Any, ticket_id: int, *findings: Finding, text: str = "It costs 5.") -> None:
    """As a worker would, with a reply that was sent."""
    (ticket,) = claim(database.app, limit=1)
    assert ticket.id == ticket_id
    handled = full(ticket, *findings, text=text)
    handled = replace(
        handled,
        reply=replace(handled.reply, probabilities={"action": 0.8, "reply": 0.7}),
        milliseconds=STEPS,
        tokens={"triage.prompt": 97, "reply.output": 12},
        failures={"retrieve": "search failed: Timeout"} if findings else {},
    )
    effect = Update(marker="", public=True, comment=text)
    assert queue.commit(database.app, handled, "me", [("reply", effect)])


def test_what_is_submitted_is_listed_and_can_be_shown(run: Run, database: Any) -> None:
    made = json.loads(
        run("submit", "--subject", "Reset", "--from", "Femke@x.example", "It never comes", "--json").stdout
    )
    assert made["status"] == "new"
    stored = row(database.app, made["ticket_id"])
    assert (stored["subject"], stored["requester_email"], stored["state"]) == ("Reset", "femke@x.example", "queued")

    [listed] = json.loads(run("list", "--json").stdout)
    assert listed.items() >= {"id": made["ticket_id"], "state": "queued", "subject": "Reset", "outcome": None}.items()
    shown = run("show", str(made["ticket_id"])).stdout.decode()
    assert "It never comes" in shown
    assert "not decided yet" in shown


def test_files_are_shown_with_what_became_of_them_and_their_text_as_text(run: Run, database: Any) -> None:
    ticket_id = add(database.app)
    files = [
        Attachment("[red]shot.png", "image/png", 240_000, problem="images are not read"),
        Attachment("run.log", "text/plain", 20, text="[bold]E-4411[/bold] \\ no space"),
    ]
    with transaction(database.app, see_all=True) as session:
        stored = json.dumps([file.to_json() for file in files])
        session.execute(text("update messages set attachments = cast(:files as jsonb)"), {"files": stored})
    shown = run("show", str(ticket_id)).stdout.decode()
    assert "_red_shot.png (image/png, 240.0 kB): not read: images are not read" in shown
    assert "run.log (text/plain, 20 bytes): read" in shown
    assert "[bold]E-4411[/bold]" in shown
    known = json.loads(run("show", str(ticket_id), "--json").stdout)
    assert [file["name"] for file in known["message"]["attachments"]] == ["[red]shot.png", "run.log"]


def test_the_body_comes_from_standard_input_when_it_is_not_given(run: Run, database: Any) -> None:
    answer = run("submit", stdin="Grüße,\nJörg 🙏".encode())
    assert answer.returncode == 0
    assert b"new; `deskhand tickets show" in answer.stdout
    [listed] = json.loads(run("list", "--json").stdout)
    assert "Grüße" in json.loads(run("show", str(listed["id"]), "--json").stdout)["message"]["original"]


@pytest.mark.parametrize("arguments", [(b"\xff\xfe",), (b"--subject", b"\xff", b"x"), (b"--from", b"\xff", b"x")])
def test_an_argument_that_is_not_utf_8_is_a_usage_error(run: Run, arguments: tuple[bytes, ...]) -> None:
    answer = run("submit", *arguments)
    assert answer.returncode == 2
    assert b"it is not UTF-8" in answer.stderr


def test_standard_input_that_is_not_utf_8_is_a_sentence_and_no_ticket(run: Run) -> None:
    answer = run("submit", stdin="Grüße".encode("latin-1"))
    assert answer.returncode == 1
    assert b"standard input is not UTF-8" in answer.stderr
    assert b"Traceback" not in answer.stderr
    assert json.loads(run("list", "--json").stdout) == []


def test_on_a_terminal_it_says_what_it_waits_for(run: Run) -> None:
    outside, inside = pty.openpty()
    os.write(outside, b"typed by hand\n\x04")  # Ctrl-D
    answer = run("submit", "--json", stdin=inside)
    os.close(inside)
    os.close(outside)

    assert b"Type what the customer wrote; Ctrl-D" in answer.stderr
    known = json.loads(run("show", str(json.loads(answer.stdout)["ticket_id"]), "--json").stdout)
    assert known["message"]["body"] == "typed by hand"


def test_show_explains_a_decision_to_a_person(run: Run, database: Any) -> None:
    ticket_id = add(database.app, subject="How much?", body="What does it cost? [bold]now[/]")
    decide(database, ticket_id)
    shown = run("show", str(ticket_id)).stdout.decode()

    for said in (
        "How much?",
        "What does it cost? [bold]now[/]",  # a ticket is text, never markup
        "answered: grounded. every sentence is attributed",
        "queue billing (90% sure), priority normal",
        "must a person take it: no",
        "passages found",
        "[1] docs/x.md#A (support 80%): It costs 5.",
        "check: passed",
        "triage 812 ms, retrieve 31 ms, reply 2044 ms, check 1 ms",
        "tokens: triage.prompt 97, reply.output 12",
        "base base; triage: none, reply: adapter-1",
        "reply: 70% sure",
        "pending",
    ):
        assert said in shown
    [passage] = [line.split() for line in shown.splitlines() if "docs/x.md#A" in line and "support" not in line]
    assert [cell for cell in passage if cell not in "│┃"] == ["1", "docs/x.md#A", "docs", "1", "2", "-", "-", "-"]


def test_show_says_what_the_check_found_and_which_step_failed(run: Run, database: Any) -> None:
    ticket_id = add(database.app)
    decide(database, ticket_id, Finding("invented_fact", "It costs 5.", "no passage contains 5"))
    shown = run("show", str(ticket_id)).stdout.decode()

    assert "check: invented_fact: no passage contains 5" in shown
    assert "check: passed" not in shown
    assert "failure in retrieve: search failed: Timeout" in shown


def test_show_as_json_holds_all_of_it(run: Run, database: Any) -> None:
    ticket_id = add(database.app)
    decide(database, ticket_id)
    known = json.loads(run("show", str(ticket_id), "--json").stdout)

    assert known["decision"]["probabilities"] == {"queue": 0.9, "reply.action": 0.8, "reply.reply": 0.7}
    assert known["run"]["milliseconds"] == STEPS
    assert known["run"]["passages"]["found"][0]["lexical_rank"] == 1
    [citation] = known["citations"]
    assert citation.items() >= {"ref": "docs/x.md#A", "quote": "It costs 5.", "support": 0.8}.items()


def test_list_is_filtered_by_state_and_refuses_one_there_is_not(run: Run, database: Any) -> None:
    decided, queued = add(database.app), add(database.app)
    decide(database, decided)

    def ids(*arguments: str) -> list[int]:
        return [ticket["id"] for ticket in json.loads(run("list", "--json", *arguments).stdout)]

    assert ids() == [queued, decided]
    assert ids("--state", "decided") == [decided]
    assert ids("--limit", "1") == [queued]
    refused = run("list", "--state", "lost")
    assert refused.returncode == 1
    assert b"there is no state 'lost': choose one of queued" in refused.stderr
    table = run("list").stdout.decode()
    assert "grounded" in table
    assert "billing" in table


def test_a_ticket_there_is_not_is_a_sentence(run: Run) -> None:
    answer = run("show", "7")
    assert answer.returncode == 1
    assert b"there is no ticket 7" in answer.stderr
