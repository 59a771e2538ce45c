"""`deskhand company check`: the mistakes of the company file, and what its rules make of a ticket."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from tests.support.paths import DEMO
from worker.cli.main import app

FILE = """
id = "ferrowick"
name = "A"
signature = "S"
queues = { billing = "money", access = "log in" }
escalation = {}
[brands.outlet]
id = 302
[fields.area]
options = { app = "the app", web = "the site" }
[[rules]]
name = "sums"
effect = "never_send"
amount_over = 400
[[rules]]
name = "lawyers"
effect = "always_escalate"
reason = "security_or_legal"
phrases = { en = "lawyer", de = "Anwalt" }
[[rules]]
name = "all of them"
effect = "always_escalate"
plan = "team"
[[rules]]
name = "calm"
effect = "never_escalate"
plan = "team"
[[rules]]
name = "outlet app"
effect = "queue"
queue = "access"
brand = "outlet"
channel = ["chat", "email"]
fields = { area = "app" }
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "company.toml"
    path.write_text(FILE, encoding="utf-8")
    monkeypatch.setenv("DESKHAND_COMPANY", str(path))
    monkeypatch.setenv("DESKHAND_KNOWLEDGE", str(DEMO / "knowledge.toml"))
    return path


def check(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["company", "check", *arguments], input=stdin)


def rules_of(stdin: Any) -> dict[str, dict[str, Any]]:
    done = check("--ticket", "-", "--json", stdin=json.dumps(stdin))
    assert done.exit_code == 0, done.output
    [tried] = json.loads(done.stdout)["tickets"]
    return {rule["name"]: rule for rule in tried["rules"]}


def test_a_file_without_mistakes_is_told_in_a_line(file: Path) -> None:
    done = check()
    assert (done.exit_code, done.stdout) == (0, f"{file} has no mistake: A, 2 queues, 1 fields, 5 rules\n")
    said = json.loads(check("--json").stdout)
    assert (said["errors"], said["rules"], said["tickets"]) == ([], 5, [])


def test_mistakes_are_listed_with_their_lines_and_the_exit_code_is_1(file: Path) -> None:
    file.write_text(FILE.replace("never_send", "never_sent").replace("signature", "signatur"), encoding="utf-8")
    done = check()
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        f"deskhand: {file} cannot be used:",
        "  line 1: has no entry 'signature', which it needs",
        "  line 4: has no entry signatur: did you mean signature?",
        '  line 13: [[rules]] "sums": effect names never_sent, which is not known: did you mean never_send?',
    ]
    as_json = check("--json")
    assert as_json.exit_code == 1
    assert [error["line"] for error in json.loads(as_json.stdout)["errors"]] == [1, 4, 13]


def test_a_file_that_is_not_there_is_told(file: Path) -> None:
    file.unlink()
    for arguments in ([], ["--json"]):
        done = check(*arguments)
        assert (done.exit_code, "does not exist" in done.stderr) == (1, True)


def test_what_applies_is_shown_with_why_and_what_it_does(file: Path) -> None:
    row = {
        "id": "T-1", "subject": "900 EUR", "body": "My lawyer will write.", "plan": "team", "channel": "Email",
        "brand": "outlet", "fields": {"area": "app"}, "queue": "billing", "reply": None,
    }  # fmt: skip
    found = rules_of(row)
    assert {name: rule["because"] for name, rule in found.items() if rule["applies"]} == {
        "sums": ["900 EUR is over 400"],
        "lawyers": ['the phrase "lawyer"'],
        "all of them": ["plan team"],
        "calm": ["plan team"],
        "outlet app": ["channel email", "brand outlet", "field area app"],
    }
    assert {name: rule["does"] for name, rule in found.items()} == {
        "sums": "nothing is sent by itself: a reply is a draft, held for a person (rule)",
        "lawyers": 'a person takes it (security_or_legal) if no draft can be held: the rule "sums" is stronger',
        "all of them": 'nothing: the rule "lawyers" comes first',
        "calm": 'nothing: the rule "lawyers" is stronger',
        "outlet app": "it goes to the queue access",
    }


def test_what_does_not_apply_says_which_condition_does_not_hold(file: Path) -> None:
    found = rules_of({"body": "Hello, how do I reset it?", "verified": False, "plan": "team"})
    assert {name: rule["unmet"] for name, rule in found.items() if not rule["applies"]} == {
        "sums": "no amount over 400 was written",
        "lawyers": "none of its phrases was written",
        "calm": "plan is not known, not team",
        "outlet app": "channel is not known, not chat or email",
    }
    assert found["all of them"]["does"] == "a person takes it (rule)"


def test_plan_and_tier_are_those_of_the_account(file: Path) -> None:
    row = {"body": "Hi", "account": "acc-brightloaf", "requester": "femke@brightloaf.example"}
    assert rules_of(row)["calm"]["applies"]
    assert not rules_of({**row, "requester": "stranger@x.example"})["calm"]["applies"]
    done = check("--ticket", "-", stdin=json.dumps({**row, "account": "acc-none"}))
    assert (done.exit_code, "the accounts have no acc-none" in done.stderr) == (0, True)


def test_rows_of_the_demo_are_tried_one_after_the_other(file: Path, tmp_path: Path) -> None:
    for name in ("inbound", "train"):
        rows = (DEMO / "tickets" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()[:3]
        tickets = tmp_path / "rows.jsonl"
        tickets.write_text("\n".join(rows), encoding="utf-8")
        done = check("--ticket", str(tickets))
        assert done.exit_code == 0, done.output
        assert done.stdout.count("\nticket ") == 3


@pytest.mark.parametrize(
    "hostile",
    [
        b"\xff\xfe", b"", b"[]", b"7", b"null", b"[7]", b"{", b'{"body": []}', b'{"fields": {"a": []}}', b"[" * 50_000,
        b'{"body": "x"}\n{"body": 1.5}\n{',
    ],
)  # fmt: skip
def test_a_ticket_that_cannot_be_read_is_a_sentence(file: Path, hostile: bytes) -> None:
    done = check("--ticket", "-", stdin=hostile)
    assert done.exit_code == 1
    assert done.stderr.startswith("deskhand: -")


def test_no_ticket_writes_to_the_terminal(file: Path) -> None:
    row = {"id": "\x1b[31m\ud800", "body": "\x1b[31m", "channel": "\x1b[31m\ud800"}
    done = check("--ticket", "-", stdin=json.dumps(row))
    assert done.exit_code == 0, done.output
    assert "\x1b" not in done.output
