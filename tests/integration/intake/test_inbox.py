"""What a webhook leaves in a real Postgres: one ticket, one message, and a fence for what is running."""

import hashlib
import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests.support.rows import claim, full
from worker.db import outbox
from worker.db import tickets as queue
from worker.db.inbox import accept
from worker.db.messages import add_ours
from worker.db.session import transaction
from worker.db.sweep import sweep
from worker.delivery import Counts, deliver_due
from worker.domain import Attachment, Author, Decision, Outcome
from worker.helpdesks.memory import MemoryHelpdesk
from worker.helpdesks.protocol import Update
from worker.incoming import IncomingTicket
from worker.states import WROTE_AGAIN

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
FIRST = IncomingTicket(
    source="standard",
    call_id="d1",
    external_id="T-1",
    version="1",
    occurred_at=AT,
    subject="VAT <b>number</b>",
    body="<p>How do I change the VAT number?</p><p>-- <br>Femke</p>",
    requester_email="femke@bright.example",
    requester_name="Femke",
    requester_verified=True,
    channel="email",
    raw={"data": {"id": "T-1"}},
)
QUESTION = "How do I change the VAT number?"


def next_message(number: int, body: str, *, minutes: int = 5, **changes) -> IncomingTicket:
    base = replace(FIRST, call_id=f"d{number}", version=str(number), body=body)
    return replace(base, occurred_at=AT + timedelta(minutes=minutes), **changes)


def digest(incoming: IncomingTicket) -> str:
    return hashlib.sha256(incoming.body.encode("utf-8", "replace")).hexdigest()


@pytest.fixture
def take(database):
    with transaction(database.app, see_all=True) as session:
        for account, tier in (("bright", "standard"), ("quay", "priority")):
            values = {"id": account, "tier": tier}
            session.execute(text("insert into accounts values (:id, :id, 'en', 'team', :tier)"), values)
        for email, account, verified in (
            ("femke@bright.example", "bright", True),
            ("temp@bright.example", "bright", False),
            ("imogen@quay.example", "quay", True),
        ):
            values = {"email": email, "account": account, "verified": verified}
            session.execute(text("insert into contacts values (:email, :account, 'N', 'admin', :verified)"), values)
    return lambda incoming, body=None: accept(database.app, incoming, body or digest(incoming))


def rows(database, statement: str) -> list[dict]:
    with transaction(database.app, see_all=True) as session:
        return [dict(row._mapping) for row in session.execute(text(statement))]


def ticket(database) -> dict:
    (found,) = rows(database, "select * from tickets")
    return found


def decide(database) -> None:
    """Decide the ticket, and let the helpdesk be told."""
    with transaction(database.app, see_all=True) as session:
        session.execute(text("update tickets set state = 'decided', finished_at = now()"))
        session.execute(
            text(
                "insert into decisions (ticket_id, ticket_version, outcome, reason, explanation, probabilities)"
                " select id, version, 'hand_over', 'not_covered', 'x', '{}' from tickets"
            )
        )


def test_a_new_ticket_is_stored_cleaned_with_its_original_account_and_language(database, take):
    accepted = take(FIRST)
    assert accepted.status == "new"
    stored = ticket(database)
    assert stored["id"] == accepted.ticket_id
    assert (stored["state"], stored["version"], stored["attempts"], stored["urgency"]) == ("queued", 1, 0, 1)
    assert (stored["subject"], stored["language"], stored["channel"]) == ("VAT number", "en", "email")
    assert (stored["account"], stored["verified"], stored["requester_name"]) == ("bright", True, "Femke")
    (message,) = rows(database, "select * from messages")
    assert (message["body"], message["original"], message["occurred_at"]) == (QUESTION, FIRST.body, AT)
    (entry,) = rows(database, "select * from inbox")
    assert entry["payload"] == {"data": {"id": "T-1"}}


@pytest.mark.parametrize(
    ("email", "said", "account", "verified", "urgency"),
    [
        ("FEMKE@bright.example", True, "bright", True, 1),
        ("femke@bright.example", False, "bright", False, 1),  # the helpdesk does not vouch for the sender
        ("temp@bright.example", True, "bright", False, 1),  # the account does not
        ("imogen@quay.example", True, "quay", True, 0),
        ("stranger@elsewhere.example", True, None, False, 1),
        (None, True, None, False, 1),
    ],
)
def test_only_a_contact_verified_on_both_sides_is_verified_and_priority_accounts_are_urgent(
    database, take, email, said, account, verified, urgency
):
    take(replace(FIRST, requester_email=email, requester_verified=said))
    stored = ticket(database)
    assert (stored["account"], stored["verified"], stored["urgency"]) == (account, verified, urgency)


def test_the_same_delivery_again_is_a_duplicate_and_with_another_body_a_conflict(database, take):
    first = take(FIRST)
    assert take(FIRST) == replace(first, status="duplicate")
    conflict = take(replace(FIRST, body="something else", version="2"))
    assert (conflict.status, conflict.ticket_id) == ("conflict", None)
    assert len(rows(database, "select id from inbox")) == 1
    assert ticket(database)["version"] == 1


def test_the_same_event_under_another_call_id_is_a_duplicate(database, take):
    first = take(FIRST)
    assert take(replace(FIRST, call_id="d2")) == replace(first, status="duplicate")
    assert ticket(database)["version"] == 1


def test_two_events_about_one_message_are_one_message(database, take):
    take(FIRST)
    told_twice = replace(FIRST, call_id="d2", version="comment-5", occurred_at=AT + timedelta(seconds=1))
    assert take(told_twice).status == "duplicate"
    assert ticket(database)["version"] == 1


def test_ten_deliveries_at_the_same_moment_make_one_ticket_with_one_message(database, take):
    barrier = threading.Barrier(10)

    def deliver(number: int) -> str:
        barrier.wait()
        return take(FIRST if number % 2 else replace(FIRST, call_id=f"again-{number}")).status

    with ThreadPoolExecutor(10) as threads:
        statuses = list(threads.map(deliver, range(10)))
    assert sorted(statuses) == ["duplicate"] * 9 + ["new"]
    assert ticket(database)["version"] == 1
    assert len(rows(database, "select id from messages")) == 1
    assert len(rows(database, "select id from inbox")) == 1


def test_different_messages_of_one_ticket_at_the_same_moment_are_all_kept(database, take):
    barrier = threading.Barrier(6)

    def deliver(number: int) -> str:
        barrier.wait()
        return take(next_message(number, f"Question number {number} is this one?", minutes=number)).status

    with ThreadPoolExecutor(6) as threads:
        statuses = list(threads.map(deliver, range(6)))
    assert sorted(statuses) == ["new"] + ["updated"] * 5
    stored = ticket(database)
    assert stored["version"] == 6
    (claimed,) = claim(database.app)
    assert claimed.body == "\n\n".join(f"Question number {number} is this one?" for number in range(6))
    kept = rows(database, "select body from messages order by occurred_at")
    assert [message["body"] for message in kept] == [f"Question number {number} is this one?" for number in range(6)]


def test_a_new_message_while_the_ticket_runs_fences_off_the_running_result(database, take):
    take(FIRST)
    (running,) = claim(database.app)
    assert take(next_message(2, "Sorry, I meant the Swiss one.")).status == "updated"
    stored = ticket(database)
    assert (stored["state"], stored["version"], stored["attempts"]) == ("queued", 2, 0)
    assert stored["lease_owner"] is None
    assert stored["lease_until"] is None
    assert queue.heartbeat(database.app, [running], 60) == []
    assert queue.give_back(database.app, [running]) == 0
    (again,) = claim(database.app)
    assert again.version == 2
    assert again.lease_token > running.lease_token


def test_a_message_nobody_answered_yet_is_asked_together_with_the_next(database, take):
    take(FIRST)
    take(next_message(2, "And can it be done today?"))
    (claimed,) = claim(database.app)
    assert claimed.body == f"{QUESTION}\n\nAnd can it be done today?"


def test_after_a_decision_the_next_message_stands_alone(database, take):
    take(FIRST)
    decide(database)
    queued_at = ticket(database)["queued_at"]
    assert take(next_message(2, "Danke! Und wie lange dauert das bitte noch?")).status == "updated"
    assert ticket(database)["queued_at"] > queued_at
    (claimed,) = claim(database.app)
    assert (claimed.body, claimed.language) == ("Danke! Und wie lange dauert das bitte noch?", "de")
    assert ticket(database)["finished_at"] is None


def test_the_first_message_coming_after_the_second_is_put_before_it(database, take):
    take(next_message(2, "And can it be done today?"))
    assert take(FIRST).status == "updated"
    (claimed,) = claim(database.app)
    assert claimed.body == f"{QUESTION}\n\nAnd can it be done today?"
    assert claimed.version == 2


def test_an_older_message_coming_after_a_decision_is_handled_with_the_newer_one_by_a_person(database, take):
    take(next_message(2, "And can it be done today?"))
    (ours,) = claim(database.app)
    queue.commit(database.app, full(ours), "w", [("result", Update("", True, "Hello"))])
    assert take(replace(FIRST, occurred_at=AT - timedelta(days=3))).status == "updated"
    (claimed,) = claim(database.app)
    assert claimed.body == f"{QUESTION}\n\nAnd can it be done today?"
    assert (claimed.version, claimed.late) == (2, True)
    # What was decided without it, and not sent yet, is not sent any more.
    assert deliver_due(database.app, MemoryHelpdesk(database.app), 10) == Counts(superseded=1)


def test_a_late_message_is_late_until_its_ticket_is_decided(database, take):
    take(next_message(2, "And can it be done today?"))
    decide(database)
    take(FIRST)
    take(next_message(3, "Anybody there?", minutes=9))
    (claimed,) = claim(database.app)
    assert claimed.late
    assert claimed.body == f"{QUESTION}\n\nAnybody there?"  # the one between was decided, and the helpdesk told
    decide(database)
    take(next_message(4, "And the Swiss one?", minutes=12))
    (claimed,) = claim(database.app)
    assert not claimed.late
    assert claimed.body == "And the Swiss one?"


def test_an_old_message_told_of_again_under_another_id_is_a_duplicate(database, take):
    take(FIRST)
    decide(database)
    take(next_message(2, "And can it be done today?"))
    decide(database)
    before = ticket(database)
    assert take(replace(FIRST, call_id="d9", version="another id")).status == "duplicate"
    assert ticket(database) == before


def test_an_auto_reply_coming_late_does_not_make_the_question_before_it_one(database, take):
    take(next_message(2, "And can it be done today?"))
    decide(database)
    take(replace(FIRST, author=Author.MACHINE))
    assert ticket(database)["automatic"] is False


def test_what_staff_write_is_stored_and_never_queued(database, take):
    alone = take(replace(FIRST, author=Author.AGENT))
    assert (alone.status, alone.ticket_id) == ("stored", None)
    assert rows(database, "select id from tickets") == []
    take(replace(FIRST, call_id="d2", version="2"))
    before = ticket(database)
    reply = take(next_message(3, "We are looking into it.", author=Author.AGENT))
    assert (reply.status, reply.ticket_id) == ("stored", before["id"])
    assert ticket(database) == before
    assert len(rows(database, "select id from inbox")) == 3
    kept = rows(database, "select ticket_id, ticket_version, author from messages order by id")
    assert [(m["ticket_id"], m["ticket_version"], m["author"]) for m in kept] == [
        (before["id"], None, "agent"),
        (before["id"], 1, "customer"),
        (before["id"], None, "agent"),
    ]


def test_the_same_words_days_apart_without_a_name_are_two_messages(database, take):
    nameless = replace(FIRST, version="sha256:body")
    assert take(nameless, "body").status == "new"
    assert take(replace(nameless, call_id="d2"), "body").status == "duplicate"  # the helpdesk sent it again
    decide(database)
    with transaction(database.app, see_all=True) as session:
        session.execute(text("update inbox set received_at = received_at - interval '3 days'"))
    again = replace(nameless, call_id="d3", occurred_at=FIRST.occurred_at + timedelta(days=3))
    assert take(again, "body").status == "updated"
    assert take(again, "body").status == "duplicate"
    assert take(replace(again, call_id="d4"), "body").status == "duplicate"
    assert len(rows(database, "select id from messages")) == 2


def test_a_stranger_in_copy_ends_the_use_of_the_history_until_the_requester_writes(database, take):
    take(FIRST)
    decide(database)
    take(next_message(2, "What did they pay?", author=Author.THIRD_PERSON, author_email="omar@elsewhere.example"))
    (claimed,) = claim(database.app)
    assert (claimed.author, claimed.history_account, claimed.account) == (Author.THIRD_PERSON, None, "bright")
    decide(database)
    take(next_message(3, "What did we pay?"))
    (claimed,) = claim(database.app)
    assert (claimed.author, claimed.history_account) == (Author.CUSTOMER, "bright")


def test_what_an_agent_opens_for_a_customer_is_queued_without_the_history(database, take):
    assert take(replace(FIRST, author=Author.AGENT, opens=True)).status == "new"
    (claimed,) = claim(database.app)
    assert (claimed.author, claimed.history_account) == (Author.AGENT, None)


def test_attachments_of_messages_that_are_answered_together_are_joined(database, take):
    take(replace(FIRST, attachments=(Attachment("a.png"),)))
    take(next_message(2, "And this one", attachments=(Attachment("b.log", "text/plain", 3, "https://z.example/b"),)))
    (claimed,) = claim(database.app)
    assert [file.name for file in claimed.attachments] == ["a.png", "b.log"]


def test_two_pictures_in_one_second_are_two_messages(database, take):
    take(replace(FIRST, body="", attachments=(Attachment("a.png"),)))
    assert take(next_message(2, "", minutes=0, attachments=(Attachment("b.png"),))).status == "updated"
    assert take(next_message(3, "", minutes=0, attachments=(Attachment("b.png"),))).status == "duplicate"
    assert len(rows(database, "select id from messages")) == 2


def test_a_colleague_who_says_the_same_in_the_same_second_takes_no_word_from_the_customer(database, take):
    take(FIRST)
    take(next_message(2, "Thanks", author=Author.AGENT))
    assert take(next_message(3, "Thanks")).status == "updated"
    assert len(rows(database, "select id from messages where body = 'Thanks'")) == 2


def test_segments_divide_the_original(database, take):
    take(replace(FIRST, body="Hi\n\nThe export is empty.\n\n-- \nLena"))
    (message,) = rows(database, "select original, segments from messages")
    assert sum(segment["length"] for segment in message["segments"]) == len(message["original"])


def test_a_quarantined_ticket_gets_fresh_attempts_when_the_customer_writes_again(database, take):
    take(FIRST)
    with transaction(database.app, see_all=True) as session:
        session.execute(text("update tickets set state = 'quarantined', attempts = 3, quarantine_reason = 'x'"))
    take(next_message(2, "Hello? Is anybody there?"))
    stored = ticket(database)
    assert (stored["state"], stored["attempts"], stored["quarantine_reason"]) == ("queued", 0, None)


def test_a_stranger_who_adds_to_an_unanswered_ticket_ends_the_use_of_the_history(database, take):
    take(FIRST)
    take(next_message(2, "Which invoices are open?", requester_email="stranger@elsewhere.example"))
    (claimed,) = claim(database.app)
    assert claimed.history_account is None


def test_the_next_message_of_another_accounts_contact_does_not_inherit_verification(database, take):
    take(FIRST)
    take(next_message(2, "Which invoices are open?", requester_email="imogen@quay.example"))
    (claimed,) = claim(database.app)
    assert claimed.history_account is None


def test_an_update_that_names_no_sender_keeps_the_account_and_drops_the_verification(database, take):
    take(FIRST)
    decide(database)
    take(next_message(2, "Which invoices are open?", requester_email=None, requester_verified=False))
    stored = ticket(database)
    assert (stored["account"], stored["verified"]) == ("bright", False)


def test_an_auto_reply_is_marked_and_a_question_beside_it_is_not(database, take):
    take(replace(FIRST, author=Author.MACHINE))
    assert ticket(database)["automatic"] is True
    take(next_message(2, "I am back. How do I change it?"))
    assert ticket(database)["automatic"] is False


def test_nul_and_halves_of_characters_are_stored_without_them(database, take):
    take(replace(FIRST, subject="a\x00b", body="How\x00 do I\ud800 change it?"))
    (message,) = rows(database, "select * from messages")
    assert message["original"] == "How do I change it?"
    assert ticket(database)["subject"] == "ab"


def test_what_happens_halfway_leaves_nothing(database, take):
    with database.owner.begin() as connection:
        connection.execute(text("alter table messages rename to gone"))
    try:
        with pytest.raises(Exception, match="messages"):
            take(FIRST)
    finally:
        with database.owner.begin() as connection:
            connection.execute(text("alter table gone rename to messages"))
    assert rows(database, "select id from inbox") == []
    assert take(FIRST).status == "new"


def test_a_locked_table_is_an_error_within_seconds_and_not_a_hang(database, take):
    with database.owner.begin() as connection:
        connection.execute(text("lock table inbox in access exclusive mode"))
        with pytest.raises(OperationalError, match="lock timeout"):
            take(FIRST)
    assert take(FIRST).status == "new"


def messages(database) -> list[dict]:
    with transaction(database.app, see_all=True) as session:
        return [dict(row) for row in session.execute(text("select * from messages order by id")).mappings()]


def test_a_message_is_stored_whole_with_the_kinds_of_its_parts(database, take):
    take(FIRST)
    (message,) = messages(database)
    assert message["original"] == FIRST.body
    assert [part["kind"] for part in message["segments"]] == ["new", "signature"]
    assert sum(part["length"] for part in message["segments"]) == len(FIRST.body)
    assert message["body"] == QUESTION


def test_the_language_is_that_of_the_writer_and_not_of_what_is_passed_on(database, take):
    body = (
        "Stimmt das denn so, oder muss ich da noch etwas machen?\n\n---------- Forwarded message ---------\nFrom: Shop\n"
        "Subject: Your account\nTo: me\n\nYour account will be closed at the end of the month unless you sign in to it."
    )
    take(replace(FIRST, subject="Fwd: Your account", body=body))
    (claimed,) = claim(database.app)
    assert claimed.language == "de"
    assert "Forwarded message:\n> " in claimed.body


def test_our_own_reply_is_known_by_its_closing_too_when_the_helpdesk_tells_of_it(database, take):
    take(FIRST)
    (claimed,) = claim(database.app)
    said = "Good morning,\n\nIn the settings.\n\nKind regards\nFerrowick Support"
    told = next_message(2, "<p>Good morning,</p><p>In the settings.</p><p>Kind regards<br>Ferrowick Support</p>")
    take(replace(told, author=Author.OURSELVES))
    with transaction(database.app, see_all=True) as session:
        add_ours(
            session,
            ticket_id=claimed.id,
            source="standard",
            external_id="T-1",
            marker="m",
            said=said,
            public=True,
            since=AT,
        )
    assert [message["author"] for message in messages(database)] == ["customer", "ourselves"]


OUT_OF_OFFICE = "I am out of the office until Monday. For urgent matters call my colleague."


def machine(number: int, *, minutes: int = 5) -> IncomingTicket:
    return next_message(
        number, OUT_OF_OFFICE, minutes=minutes, author=Author.MACHINE, subject="Automatische Antwort: VAT"
    )


def deliver(database) -> Counts:
    return deliver_due(database.app, MemoryHelpdesk(database.app), 10)


def decide_and_send(database) -> None:
    (ours,) = claim(database.app)
    assert queue.commit(database.app, full(ours), "w", [("result", Update("", True, "Press the button."))])
    assert deliver(database) == Counts(sent=1)


def test_an_out_of_office_between_takes_over_nothing_and_does_not_join_the_question(database, take):
    take(FIRST)
    before = ticket(database)
    assert take(machine(2)).status == "stored"
    assert ticket(database) == before
    take(next_message(3, "And can it be done today?", minutes=9))
    (claimed,) = claim(database.app)
    assert claimed.body == f"{QUESTION}\n\nAnd can it be done today?"
    assert (claimed.subject, claimed.author, claimed.automatic) == ("VAT number", Author.CUSTOMER, False)
    assert (claimed.language, claimed.history_account) == ("en", "bright")


def test_an_out_of_office_that_comes_first_is_not_a_part_of_the_question(database, take):
    assert take(machine(1, minutes=0)).status == "new"
    take(replace(FIRST, call_id="d2", version="2", occurred_at=AT + timedelta(minutes=3)))
    (claimed,) = claim(database.app)
    assert (claimed.body, claimed.subject, claimed.automatic) == (QUESTION, "VAT number", False)
    assert claimed.author is Author.CUSTOMER


def test_an_out_of_office_does_not_supersede_a_waiting_reply(database, take):
    take(FIRST)
    (ours,) = claim(database.app)
    queue.commit(database.app, full(ours), "w", [("result", Update("", True, "Press the button."))])
    assert take(machine(2)).status == "stored"
    assert deliver(database) == Counts(sent=1)
    assert claim(database.app) == []


def test_a_reply_that_an_out_of_office_stopped_at_the_helpdesk_is_made_again(database, take):
    """A helpdesk does not say that a machine wrote, so a delivery that is tried again takes it for the customer."""
    take(FIRST)
    (ours,) = claim(database.app)
    queue.commit(database.app, full(ours), "w", [("result", Update("", True, "Press the button."))])
    take(machine(2))
    with transaction(database.app, see_all=True) as session:
        (held,) = outbox.claim(session, limit=1, lease_seconds=60)
        assert outbox.mark_superseded(session, held, WROTE_AGAIN)
    (again,) = claim(database.app)
    assert (again.body, again.automatic, again.thread.answers) == (QUESTION, False, ())


def test_an_out_of_office_told_after_it_stopped_a_reply_asks_the_question_again(database, take):
    take(FIRST)
    (ours,) = claim(database.app)
    queue.commit(database.app, full(ours), "w", [("result", Update("", True, "Press the button."))])
    with transaction(database.app, see_all=True) as session:
        (held,) = outbox.claim(session, limit=1, lease_seconds=60)
        assert outbox.mark_superseded(session, held, WROTE_AGAIN)
    assert claim(database.app) == []
    assert take(machine(2)).status == "updated"
    (again,) = claim(database.app)
    assert (again.body, again.automatic) == (QUESTION, False)


def test_an_out_of_office_does_not_take_a_draft_from_the_person_who_has_it(database, take):
    take(FIRST)
    (ours,) = claim(database.app)
    held = replace(full(ours), decision=Decision(Outcome.HOLD, "draft_mode", "x"))
    queue.commit(database.app, held, "w", [("result", Update("", False, "Draft"))])
    deliver(database)
    assert take(machine(2)).status == "stored"
    assert ticket(database)["version"] == 1


def test_an_out_of_office_after_everything_is_decided_as_one_and_changes_nothing_of_the_ticket(database, take):
    take(FIRST)
    decide_and_send(database)
    assert take(machine(2)).status == "updated"
    (claimed,) = claim(database.app)
    assert (claimed.automatic, claimed.body) == (True, OUT_OF_OFFICE)
    stored = ticket(database)
    assert (stored["subject"], stored["language"], stored["requester_email"]) == (
        "VAT number",
        "en",
        "femke@bright.example",
    )


def test_a_reply_that_nobody_got_leaves_its_question_in_the_turn(database, take):
    take(FIRST)
    (ours,) = claim(database.app)
    queue.commit(database.app, full(ours), "w", [("result", Update("", True, "Press the button."))])
    take(next_message(2, "And can it be done today?"))
    assert deliver(database) == Counts(superseded=1)
    (claimed,) = claim(database.app)
    assert claimed.body == f"{QUESTION}\n\nAnd can it be done today?"
    assert [one.fate for one in claimed.thread.handled] == ["superseded"]
    assert claimed.thread.answers == ()


def test_after_a_delivered_reply_the_turn_is_the_next_message_and_the_rest_its_context(database, take):
    take(FIRST)
    decide_and_send(database)
    take(next_message(2, "No, that did not work."))
    (claimed,) = claim(database.app)
    assert claimed.body == "No, that did not work."
    assert [message.text for message in claimed.thread.before] == [QUESTION]
    assert [(one.reply, one.fate) for one in claimed.thread.answers] == [("It costs 5. Which plan?", "delivered")]


def test_what_a_colleague_answered_is_not_asked_any_more(database, take):
    take(FIRST)
    take(next_message(2, "In the settings, under Billing.", author=Author.AGENT))
    take(next_message(3, "Thanks! And how do I print it?", minutes=9))
    (claimed,) = claim(database.app)
    assert claimed.body == "Thanks! And how do I print it?"
    assert [message.text for message in claimed.thread.agents_answers] == ["In the settings, under Billing."]


def test_a_private_note_between_ends_no_turn_and_its_words_are_not_read(database, take):
    take(FIRST)
    take(next_message(2, "They never paid.", author=Author.AGENT, public=False))
    take(next_message(3, "And how do I print it?", minutes=9))
    (claimed,) = claim(database.app)
    assert claimed.body == f"{QUESTION}\n\nAnd how do I print it?"
    assert "never paid" not in str(claimed)


def test_a_thread_is_bounded(database, take):
    take(FIRST)
    decide_and_send(database)
    for number in range(2, 30):
        take(next_message(number, f"{number} " + "long words " * 100, minutes=number, author=Author.AGENT))
    take(next_message(99, "And now?", minutes=60))
    (claimed,) = claim(database.app)
    assert len(claimed.thread.before) <= 20
    assert sum(len(message.text) for message in claimed.thread.before) <= 8_000
    assert claimed.thread.before[-1].text.startswith("29 ")


def test_the_thread_begins_after_the_last_resolution(database, take):
    take(FIRST)
    decide_and_send(database)
    solved = next_message(2, "", minutes=6, author=Author.AGENT, solved=True, says=False)
    assert take(solved).status == "stored"
    assert len(rows(database, "select id from messages where author = 'customer'")) == 1
    take(next_message(3, "How do I print it?", minutes=9))
    (claimed,) = claim(database.app)
    assert (claimed.thread.before, claimed.thread.handled) == ((), ())
    assert (claimed.thread.resolved_reply, claimed.thread.opens) == (True, False)


BURST = [
    FIRST,
    next_message(2, "I mean the Swiss one.", minutes=1),
    next_message(3, "And can it be done today?", minutes=2),
]
WHOLE = f"{QUESTION}\n\nI mean the Swiss one.\n\nAnd can it be done today?"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1), (0, 2, 1), (1, 0, 2)])
def test_a_burst_in_any_order_is_one_turn(database, take, order):
    shuffled = [BURST[place] for place in order]
    for incoming in [*shuffled, machine(7, minutes=1), *shuffled]:
        take(incoming)
    (claimed,) = claim(database.app)
    assert (claimed.body, claimed.subject, claimed.author) == (WHOLE, "VAT number", Author.CUSTOMER)
    assert claim(database.app) == []
    assert len(claimed.thread.turn) == 3


def test_ten_copies_of_each_event_of_a_burst_at_once_are_one_turn(database, take):
    events = [replace(one, call_id=f"{one.call_id}-{copy}") for one in (*BURST, machine(7)) for copy in range(10)]
    random.Random(15).shuffle(events)
    with ThreadPoolExecutor(8) as threads:
        statuses = Counter(threads.map(lambda one: take(one).status, events))
    assert statuses["duplicate"] == 36
    (claimed,) = claim(database.app)
    assert claimed.body == WHOLE
    assert len(rows(database, "select id from messages")) == 4


def waits(database) -> float:
    (found,) = rows(database, "select extract(epoch from not_before - now()) as seconds from tickets")
    return float(found["seconds"])


def later(database, seconds: float) -> None:
    """Let time pass for the ticket."""
    with transaction(database.app, see_all=True) as session:
        session.execute(
            text(
                "update tickets set not_before = not_before - make_interval(secs => :seconds),"
                " queued_at = queued_at - make_interval(secs => :seconds)"
            ),
            {"seconds": seconds},
        )


def test_a_burst_waits_for_its_next_message_and_at_most_six_times_as_long(database, take):
    def say(incoming: IncomingTicket) -> None:
        accept(database.app, incoming, digest(incoming), burst_seconds=5)

    say(FIRST)
    assert 4 < waits(database) <= 5
    assert claim(database.app) == []
    assert sweep(database.app, 3).ring == []
    for number in range(2, 9):
        later(database, 4)
        say(next_message(number, f"And another thing, number {number}.", minutes=number))
        assert 0 < waits(database) <= 5
    assert waits(database) <= 2.1  # 28 of 30 seconds are over
    later(database, 3)
    say(next_message(9, "The last one.", minutes=10))
    assert waits(database) > 4  # the burst was over, and nobody had claimed it: another one begins
    later(database, 6)
    (claimed,) = claim(database.app)
    assert len(claimed.thread.turn) == 9


def test_a_message_that_comes_while_its_ticket_runs_begins_a_burst(database, take):
    take(FIRST)
    (running,) = claim(database.app)
    second = next_message(2, "I mean the Swiss one.")
    accept(database.app, second, digest(second), burst_seconds=5)
    assert not queue.commit(database.app, full(running), "w", [])
    assert 4 < waits(database) <= 5


def queued_ago(database) -> float:
    (found,) = rows(database, "select extract(epoch from now() - queued_at) as seconds from tickets")
    return float(found["seconds"])


def let_pass(database, seconds: float) -> None:
    """Let time pass for the ticket and its messages."""
    later(database, seconds)
    with transaction(database.app, see_all=True) as session:
        session.execute(
            text("update messages set received_at = received_at - make_interval(secs => :s)"), {"s": seconds}
        )


@pytest.mark.parametrize("messages_before", [1, 3, 8])
@pytest.mark.parametrize("delay", [1, 4, 20, 600])
@pytest.mark.parametrize("passed", [0, 900])
def test_a_ticket_that_was_given_back_for_later_is_not_in_a_burst(database, take, messages_before, delay, passed):
    def say(incoming: IncomingTicket) -> None:
        accept(database.app, incoming, digest(incoming), burst_seconds=5)

    say(FIRST)
    for number in range(2, messages_before + 1):
        let_pass(database, 4)
        say(next_message(number, f"And another thing, number {number}.", minutes=number))
    let_pass(database, waits(database) + 0.01)
    claimed = claim(database.app)
    let_pass(database, passed)
    queue.give_back(database.app, claimed, delay_seconds=delay)
    waited = queued_ago(database)
    assert waited > 5
    say(next_message(50, "Hello?", minutes=50))
    assert queued_ago(database) < 1
    assert 4 < waits(database) <= 5
    let_pass(database, 3)
    say(next_message(51, "Anybody?", minutes=51))  # a burst from here on
    assert 3 <= queued_ago(database) < 4
    assert 4 < waits(database) <= 5
