"""How old a message was when it came, what is only kept, and where a merged ticket went, in a real Postgres."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.conftest import Database
from tests.support import outbox as effects
from tests.support.rows import claim, full
from worker.db import outbox
from worker.db import tickets as queue
from worker.db.inbox import accept
from worker.db.session import transaction
from worker.domain import Author, Decision, Outcome
from worker.helpdesks.protocol import Update
from worker.incoming import IncomingMerge, IncomingTicket
from worker.states import WROTE_AGAIN

DAY = timedelta(days=1)


def message(number: int = 1, *, age: timedelta = timedelta(0), **changes: Any) -> IncomingTicket:
    return replace(
        IncomingTicket(
            source="zendesk",
            call_id=f"c{number}",
            external_id="7",
            version=str(number),
            occurred_at=datetime.now(UTC) - age,
            subject="Export",
            body=f"The export is empty, part {number} of the story.",
            requester_email="femke@bright.example",
            requester_name="Femke",
            requester_verified=True,
            channel="email",
        ),
        **changes,
    )


def rows(database: Database, statement: str) -> list[dict[str, Any]]:
    with transaction(database.app, see_all=True) as session:
        return [dict(row._mapping) for row in session.execute(text(statement))]


def ticket(database: Database) -> dict[str, Any]:
    [found] = rows(database, "select * from tickets")
    return found


def change(database: Database, statement: str) -> None:
    with transaction(database.app, see_all=True) as session:
        session.execute(text(statement))


@pytest.mark.parametrize(
    ("age", "old"),
    [(timedelta(0), False), (DAY, False), (2 * DAY - timedelta(minutes=1), False), (2.1 * DAY, True), (90 * DAY, True)],
)
def test_a_message_is_old_by_its_age_when_it_comes(database, age, old):
    assert accept(database.app, message(age=age), "sha").status == "new"
    [claimed] = claim(database.app)
    assert claimed.old is old


def test_the_setting_decides(database):
    accept(database.app, message(age=timedelta(hours=2)), "sha", old_after=timedelta(hours=1))
    [claimed] = claim(database.app)
    assert claimed.old


def test_how_long_a_message_waits_for_us_does_not_make_it_old(database):
    """After an outage of ours of nine days nothing has vanished and nothing has become old."""
    accept(database.app, message(), "sha")
    change(
        database, "update tickets set received_at = now() - interval '9 days', queued_at = now() - interval '9 days'"
    )
    change(database, "update messages set occurred_at = now() - interval '9 days'")
    [claimed] = claim(database.app)
    assert not claimed.old


def test_of_messages_that_are_answered_together_one_is_enough(database):
    accept(database.app, message(1, age=5 * DAY), "a")
    accept(database.app, message(2), "b")
    assert flags(database) == (True, False, [1, 2])


def decide(database: Database) -> None:
    [claimed] = claim(database.app)
    run = replace(full(claimed), decision=Decision(Outcome.HAND_OVER, "old_message", "x"))
    assert queue.commit(database.app, run, "w", [("result", Update("", False, "Deskhand: a person is needed."))])


def deliver(database: Database, settle: Callable[[Session, outbox.Claim], bool]) -> None:
    with transaction(database.app, see_all=True) as session:
        [held] = outbox.claim(session, limit=1, lease_seconds=60)
        assert settle(session, held)


def flags(database: Database) -> tuple[bool, bool, list[int | None]]:
    [claimed] = claim(database.app)
    return claimed.old, claimed.late, [one.version for one in claimed.thread.turn]


def lose(session: Session, held: outbox.Claim) -> bool:
    return outbox.mark_superseded(session, held, WROTE_AGAIN)


def fail(session: Session, held: outbox.Claim) -> bool:
    return outbox.mark_failed(session, held, "the helpdesk refused it")


def wait(session: Session, held: outbox.Claim) -> bool:
    return outbox.put_back(session, held, "busy", delay=60, counted=False)


def test_a_new_round_is_young_again(database):
    accept(database.app, message(1, age=5 * DAY), "a")
    decide(database)
    deliver(database, outbox.mark_sent)
    accept(database.app, message(2), "b")
    assert flags(database) == (False, False, [2])


@pytest.mark.parametrize("end", [wait, lose, fail])
def test_a_message_is_old_until_somebody_was_told(database, end):
    accept(database.app, message(1, age=5 * DAY), "a")
    decide(database)
    deliver(database, end)
    accept(database.app, message(2), "b")
    assert flags(database) == (True, False, [1, 2])


def test_a_note_that_was_written_while_the_next_message_waited_ends_the_old_round(database):
    accept(database.app, message(1, age=5 * DAY), "a")
    decide(database)
    accept(database.app, message(2), "b")
    deliver(database, outbox.mark_sent)
    assert flags(database) == (False, False, [2])


def test_what_a_colleague_answered_is_not_old_any_more(database):
    accept(database.app, message(1, age=5 * DAY), "a")
    accept(database.app, message(2, author=Author.AGENT, says=True), "b")
    accept(database.app, message(3), "c")
    assert flags(database) == (False, False, [2])


def test_an_old_question_that_is_put_back_by_hand_stays_old(database):
    made = accept(database.app, message(1, age=5 * DAY), "a")
    decide(database)
    assert queue.requeue(database.app, made.ticket_id)
    assert flags(database) == (True, False, [1])


def test_a_machines_message_is_not_old_because_the_question_before_it_was(database):
    accept(database.app, message(1, age=5 * DAY), "a")
    with transaction(database.app, see_all=True) as session:
        session.execute(text("update messages set author = 'machine'"))
        session.execute(text("update tickets set state = 'decided', automatic = true"))
    decision = "insert into decisions (ticket_id, ticket_version, outcome, reason, explanation, probabilities)"
    change(database, f"{decision} select id, 1, 'nothing_to_do', 'automatic_message', 'x', '{{}}' from tickets")  # noqa: S608
    accept(database.app, message(2, author=Author.MACHINE), "b")
    assert flags(database) == (False, False, [2])


def late_ticket(database: Database) -> None:
    """An older message comes after the newer one was answered."""
    accept(database.app, message(1), "a")
    decide(database)
    deliver(database, outbox.mark_sent)
    accept(database.app, message(2, age=timedelta(hours=1)), "b")


@pytest.mark.parametrize("end", [wait, lose, fail])
def test_a_message_is_late_until_somebody_was_told(database, end):
    late_ticket(database)
    decide(database)
    deliver(database, end)
    accept(database.app, message(3), "c")
    assert flags(database) == (False, True, [2, 3])


def test_after_a_late_message_was_handed_over_the_next_one_is_not_late(database):
    late_ticket(database)
    decide(database)
    deliver(database, outbox.mark_sent)
    accept(database.app, message(3), "c")
    assert flags(database) == (False, False, [3])


def test_an_older_message_that_comes_before_any_decision_is_not_late(database):
    accept(database.app, message(1), "a")
    accept(database.app, message(2, age=timedelta(hours=1)), "b")
    assert flags(database) == (False, False, [2, 1])


@pytest.mark.parametrize("known", [False, True])
def test_what_is_silent_is_kept_and_nobody_is_told(database, known):
    if known:
        accept(database.app, message(1), "a")
        change(database, "update tickets set state = 'decided'")
    assert accept(database.app, message(2, silent=True), "b").status == "stored"
    [kept] = rows(database, "select * from messages where version = '2'")
    assert (kept["author"], kept["ticket_version"], kept["body"]) == ("customer", None, message(2).body)
    assert [row["version"] for row in rows(database, "select * from tickets")] == [1] * known
    assert rows(database, "select * from deliveries") == []
    assert claim(database.app) == []


def test_a_silent_message_belongs_to_the_ticket_that_is_made_of_the_next_one(database):
    accept(database.app, message(1, silent=True, age=DAY), "a")
    made = accept(database.app, message(2), "b")
    assert {row["ticket_id"] for row in rows(database, "select ticket_id from messages")} == {made.ticket_id}


def test_a_brand_is_kept_until_a_message_names_another(database):
    accept(database.app, message(1, brand="301"), "a")
    assert ticket(database)["brand"] == "301"
    accept(database.app, message(2), "b")
    assert ticket(database)["brand"] == "301"
    accept(database.app, message(3, brand="302"), "c")
    [claimed] = claim(database.app)
    assert claimed.brand == "302"


MERGE = IncomingMerge("zendesk", "m1", "7", "9")


def test_a_merge_is_noted_once_and_what_waits_is_due(database):
    effects.ticket_with_delivery(database.app, 7, source="zendesk")
    change(database, "update deliveries set not_before = now() + interval '1 hour'")
    first = accept(database.app, MERGE, "sha")
    assert first.status == "stored"
    assert ticket(database)["merged_into"] == "9"
    assert rows(database, "select not_before <= now() as due from deliveries") == [{"due": True}]
    assert accept(database.app, MERGE, "sha").status == "duplicate"
    assert accept(database.app, replace(MERGE, call_id="m2"), "other").status == "duplicate"
    assert accept(database.app, MERGE, "other").status == "conflict"


def test_a_merge_of_a_ticket_that_is_not_ours_makes_none(database):
    accepted = accept(database.app, MERGE, "sha")
    assert (accepted.ticket_id, accepted.status) == (None, "stored")
    assert rows(database, "select * from tickets") == []


def test_what_a_colleague_says_stays_what_it_is(database):
    stored = accept(database.app, message(author=Author.AGENT, age=9 * DAY, silent=True), "sha")
    assert stored.status == "stored"
