"""What `deskhand status` and `deskhand tickets` say of tickets and deliveries."""

import json
import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy import text

from tests.support.rows import add, claim, full, row
from worker.db import tickets as queue
from worker.db.session import transaction
from worker.helpdesks.protocol import Update

REPLY = Update("", True, "Hello")


@pytest.fixture
def deskhand(stack: Any, database: Any):
    def run(*arguments: str) -> Any:
        command = [sys.executable, "-m", "worker.cli.main", *arguments]
        return subprocess.run(command, env=stack.environment, capture_output=True, text=True, check=False)

    return run


def decided(database: Any, state: str, error: str | None = None) -> int:
    """A ticket whose reply is in this state of delivery."""
    ticket_id = add(database.app)
    (ticket,) = claim(database.app)
    assert queue.commit(database.app, full(ticket), "w", [("result", REPLY)])
    change(
        database, "update deliveries set state = :state, last_error = :error", state=state, error=error, id=ticket_id
    )
    return ticket_id


def change(database: Any, statement: str, **values: Any) -> None:
    where = " where ticket_id = :id" if "deliveries" in statement else " where id = :id"
    with transaction(database.app, see_all=True) as session:
        session.execute(text(statement + where), values)


def test_status_counts_tickets_and_deliveries_and_says_how_long_the_oldest_waits(deskhand, database) -> None:
    decided(database, "sent")
    decided(database, "failed", "the helpdesk answered 422")
    waiting = add(database.app)
    change(database, "update tickets set queued_at = now() - interval '90 s'", id=waiting)

    work = json.loads(deskhand("status", "--json").stdout)["work"]
    assert work["tickets"] == {"decided": 2, "queued": 1}
    assert work["deliveries"] == {"sent": 1, "failed": 1}
    assert 90 <= work["oldest_waiting_seconds"] < 120

    said = " ".join(deskhand("status").stdout.split())
    assert "2 decided, 1 queued" in said
    assert "1 failed" in said
    assert "deskhand tickets list --failed" in said


def test_status_of_an_empty_desk_has_nothing_to_say_about_waiting(deskhand, database) -> None:
    assert json.loads(deskhand("status", "--json").stdout)["work"] == {
        "tickets": {},
        "oldest_waiting_seconds": None,
        "deliveries": {},
    }
    assert "deliveries: none" in deskhand("status").stdout


def test_the_failed_are_listed_with_why_until_a_newer_version_is_decided(deskhand, database) -> None:
    decided(database, "sent")
    lost = decided(database, "failed", "the helpdesk answered 422")

    (listed,) = json.loads(deskhand("tickets", "list", "--failed", "--json").stdout)
    assert (listed["id"], listed["delivery_failure"]) == (lost, "the helpdesk answered 422")
    assert deskhand("tickets", "list", "--failed").stdout.count("422") == 1
    assert [r["delivery_failure"] for r in json.loads(deskhand("tickets", "list", "--json").stdout)] == [
        "the helpdesk answered 422",
        None,
    ]

    change(database, "update tickets set version = 2", id=lost)
    assert json.loads(deskhand("tickets", "list", "--failed", "--json").stdout) == []
    assert json.loads(deskhand("status", "--json").stdout)["work"]["deliveries"] == {"sent": 1}


@pytest.mark.parametrize("state", ["sent", "unsure", "sending"])
def test_a_ticket_that_was_or_may_have_been_answered_is_put_back_only_when_asked_twice(
    deskhand, database, state: str
) -> None:
    ticket_id = decided(database, state)
    refused = deskhand("tickets", "requeue", str(ticket_id))
    assert refused.returncode == 1
    assert "--again" in refused.stderr
    assert row(database.app, ticket_id)["state"] == "decided"
    assert deskhand("tickets", "requeue", str(ticket_id), "--again").returncode == 0
    assert (row(database.app, ticket_id)["state"], row(database.app, ticket_id)["version"]) == ("queued", 2)


@pytest.mark.parametrize("state", ["pending", "failed", "superseded"])
def test_a_ticket_whose_reply_did_not_go_out_is_put_back_at_once(deskhand, database, state: str) -> None:
    ticket_id = decided(database, state)
    assert deskhand("tickets", "requeue", str(ticket_id)).returncode == 0


def test_a_ticket_that_was_only_noted_is_put_back_at_once(deskhand, database) -> None:
    ticket_id = decided(database, "sent")
    change(database, "update deliveries set payload = payload || '{\"public\": false}'", id=ticket_id)
    assert deskhand("tickets", "requeue", str(ticket_id)).returncode == 0
