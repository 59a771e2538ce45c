"""What a machine's message does to a question that was decided: in a real Postgres, whatever became of the decision."""

from dataclasses import replace

import pytest

from tests.integration.intake.test_inbox import (
    FIRST,
    QUESTION,
    machine,
    next_message,
    take,
    ticket,
)
from tests.support.rows import claim, full
from worker.db import outbox
from worker.db import tickets as queue
from worker.db.session import transaction
from worker.db.sweep import sweep
from worker.domain import Author, Decision, Outcome
from worker.helpdesks.protocol import Update
from worker.states import WROTE_AGAIN

__all__ = ["take"]
REPLY = Update("", True, "Press the button.")
NOTE = Update("", False, "Deskhand: a person is needed.")
FOR_PEOPLE = [(Outcome.HOLD, NOTE), (Outcome.HAND_OVER, NOTE), (Outcome.SEND, NOTE), (Outcome.ASK, NOTE)]
ALL = [*FOR_PEOPLE, (Outcome.SEND, REPLY), (Outcome.ASK, REPLY)]


def decided(database, take, outcome: Outcome, update: Update) -> None:
    take(FIRST)
    (ours,) = claim(database.app)
    run = replace(full(ours), decision=Decision(outcome, "some_reason", "x"))
    assert queue.commit(database.app, run, "w", [("result", update)])


def quarantined(database, take) -> None:
    take(FIRST)
    (ours,) = claim(database.app)
    queue.give_back(database.app, [ours], attempted=True, failure="KeyError")
    assert sweep(database.app, 1).quarantined == 1


def stopped(database, why: str = WROTE_AGAIN) -> None:
    """Let the helpdesk have a comment that the delivery takes for the customer's."""
    with transaction(database.app, see_all=True) as session:
        (held,) = outbox.claim(session, limit=1, lease_seconds=60)
        assert outbox.mark_superseded(session, held, why)


def failed(database) -> None:
    with transaction(database.app, see_all=True) as session:
        (held,) = outbox.claim(session, limit=1, lease_seconds=60)
        assert outbox.mark_failed(session, held, "the helpdesk refused it")


def is_asked_again(database) -> bool:
    claimed = claim(database.app)
    return [(one.body, one.automatic, one.version) for one in claimed] == [(QUESTION, False, 2)]


@pytest.mark.parametrize("end", [stopped, failed])
@pytest.mark.parametrize(("outcome", "update"), ALL)
def test_what_nobody_was_told_is_decided_once_more(database, take, outcome, update, end):
    decided(database, take, outcome, update)
    end(database)
    assert claim(database.app) == []
    assert take(machine(2)).status == "updated"
    assert is_asked_again(database)


@pytest.mark.parametrize(("outcome", "update"), ALL)
def test_so_it_is_when_the_event_came_before_the_delivery_was_stopped(database, take, outcome, update):
    decided(database, take, outcome, update)
    assert take(machine(2)).status == "stored"
    stopped(database)
    assert is_asked_again(database)


def test_a_quarantined_question_that_nobody_was_told_of_is_tried_again(database, take):
    quarantined(database, take)
    stopped(database)
    assert take(machine(2)).status == "updated"
    assert is_asked_again(database)


def test_a_quarantined_question_whose_note_is_stopped_after_the_event_is_tried_again(database, take):
    quarantined(database, take)
    assert take(machine(2)).status == "stored"
    stopped(database)
    assert ticket(database)["quarantine_reason"] is None
    assert is_asked_again(database)


@pytest.mark.parametrize(("outcome", "update"), FOR_PEOPLE[:2])
def test_a_note_that_a_closed_ticket_did_not_take_is_not_written_again(database, take, outcome, update):
    decided(database, take, outcome, update)
    stopped(database, "the ticket was closed")
    take(machine(2))
    assert not is_asked_again(database)


def sent(database) -> None:
    with transaction(database.app, see_all=True) as session:
        (held,) = outbox.claim(session, limit=1, lease_seconds=60)
        assert outbox.mark_sent(session, held)


@pytest.mark.parametrize(("outcome", "update"), FOR_PEOPLE)
def test_what_a_person_has_is_not_taken_from_them(database, take, outcome, update):
    decided(database, take, outcome, update)
    sent(database)
    before = ticket(database)
    assert take(machine(2)).status == "stored"
    assert ticket(database) == before


def test_a_quarantined_question_that_a_person_has_is_not_taken_from_them(database, take):
    quarantined(database, take)
    sent(database)
    before = ticket(database)
    assert take(machine(2)).status == "stored"
    assert ticket(database) == before


@pytest.mark.parametrize("outcome", [Outcome.HOLD, Outcome.HAND_OVER])
def test_the_customers_next_message_is_a_turn_of_its_own_after_a_machines(database, take, outcome):
    decided(database, take, outcome, NOTE)
    sent(database)
    take(machine(2))
    assert take(next_message(3, "And the Swiss one?", minutes=9)).status == "updated"
    (claimed,) = claim(database.app)
    assert (claimed.body, claimed.automatic) == ("And the Swiss one?", False)


@pytest.mark.parametrize("outcome", [Outcome.HOLD, Outcome.HAND_OVER])
def test_after_a_colleagues_answer_nobody_waits_any_more(database, take, outcome):
    decided(database, take, outcome, NOTE)
    sent(database)
    take(next_message(2, "In the settings.", author=Author.AGENT))
    assert take(machine(3, minutes=9)).status == "updated"


@pytest.mark.parametrize("words", ["nothing", "reply"])
def test_after_thanks_and_after_a_reply_a_machines_message_is_decided_as_one(database, take, words):
    told = (Outcome.SEND, REPLY) if words == "reply" else (Outcome.NOTHING_TO_DO, NOTE)
    decided(database, take, *told)
    sent(database)
    assert take(machine(2)).status == "updated"
    (claimed,) = claim(database.app)
    assert claimed.automatic
