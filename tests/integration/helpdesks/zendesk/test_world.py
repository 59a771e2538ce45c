"""What people do in Zendesk between a decision and its delivery, seen over HTTP by the real outbox on a real Postgres.

Effects and fields are looked at in the double. A ticket that was changed in this very second is read again a second later.
"""

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, select, text

from benchmarks.thread_faults import history
from tests.integration.helpdesks.zendesk.calls import SECRET, configured
from tests.support import outbox
from tests.support.desk import serving
from tests.support.outbox import AT_ONCE, DEAD_AT_ONCE, HOUR, NOTE, REPLY, Crash, row, states
from worker.cli.demo.zendesk_double.double import ZendeskDouble
from worker.cli.demo.zendesk_double.faults import Fault
from worker.cli.demo.zendesk_double.people import (
    COLLEAGUE,
    CUSTOMER,
    EMAIL,
    OURSELVES,
    PERSON,
    SECOND_PERSON,
    STRANGER,
    TOKEN,
)
from worker.cli.demo.zendesk_double.server import zendesk
from worker.cli.demo.zendesk_double.subscriptions import by_events
from worker.db import outbox as deliveries
from worker.db.session import transaction
from worker.db.tables import TicketRow
from worker.delivery import Counts, deliver_due
from worker.helpdesks.protocol import Update, tags_of
from worker.helpdesks.rate_limit import TokenBucket
from worker.helpdesks.zendesk.client import Zendesk
from worker.settings import Settings

ticket_with_delivery = partial(outbox.ticket_with_delivery, source="zendesk")
MINUTE = timedelta(minutes=1)
OURS = replace(NOTE, priority="normal", tags=tags_of("hold", "draft_mode"))
ANSWER = replace(REPLY, priority="normal", tags=tags_of("send", "grounded"))


@pytest.fixture
def double() -> Iterator[ZendeskDouble]:
    with zendesk() as server:
        yield server


@pytest.fixture
def desk(double: ZendeskDouble) -> Iterator[Zendesk]:
    settings = Settings(
        helpdesk="zendesk",
        zendesk_url=double.url,
        zendesk_email=EMAIL,
        zendesk_token=SecretStr(TOKEN),
        zendesk_agent_id=str(OURSELVES),
        zendesk_groups={"billing": 7},
    )
    made = Zendesk.from_settings(settings, timeout=httpx.Timeout(5.0, connect=1.0))
    with made.client:
        yield replace(made, bucket=TokenBucket(60_000))


def second_version(engine: Engine, update: Update, number: int = 1) -> int:
    """Add the effect of the ticket's next version, as the commit of a run does."""
    with transaction(engine, see_all=True) as session:
        ticket = session.scalars(select(TicketRow).filter_by(external_id=str(number))).one()
        ticket.version += 1
        session.flush()
        assert deliveries.add(
            session,
            ticket_id=ticket.id,
            ticket_version=ticket.version,
            account=None,
            source="zendesk",
            external_id=str(number),
            kind="result",
            payload=update.to_json(),
        )
        return session.scalar(text("select max(id) from deliveries")) or 0


def deliver(database: Any, desk: Zendesk) -> Counts:
    return deliver_due(database.app, desk, 10, schedule=AT_ONCE)


def notes(double: ZendeskDouble, number: int = 1) -> list[str]:
    return [comment["body"] for comment in double.ours(number) if not comment["public"]]


def replies(double: ZendeskDouble, number: int = 1) -> list[str]:
    return [comment["body"] for comment in double.ours(number) if comment["public"]]


AWAY = "I am out of the office until Monday. This is an automatic reply, please do not answer it."


def heard(engine: Engine, words: str, name: str, *, version: int | None, author: str, age: timedelta) -> None:
    """Store a message, as intake does."""
    with transaction(engine, see_all=True) as session:
        session.execute(
            text(
                "insert into messages (ticket_id, ticket_version, source, external_id, version, author, body, original,"
                " occurred_at) select id, :asked, source, external_id, :name, :author, :words, :words, now() - :age"
                " from tickets"
            ),
            {"asked": version, "name": name, "author": author, "words": words, "age": age},
        )


def newest(double: ZendeskDouble) -> str:
    """Return how the calls name the newest comment."""
    return str(double.tickets[1].comments()[-1]["id"])


# ---- messages of customers and of their machines


@pytest.mark.parametrize(("public", "counts"), [(True, Counts(superseded=1)), (False, Counts(sent=1))])
def test_an_out_of_office_after_a_colleague_hides_nothing(database, double, desk, public, counts):
    """Three public replies of a run with 1,000 tickets came after a colleague's answer or note, because of this."""
    double.open_ticket(1)
    double.agent_comments(1, public=public, age=2 * MINUTE)
    double.customer_writes(1, AWAY, age=MINUTE)
    ticket_with_delivery(database.app, 1, ANSWER, version=2)
    heard(database.app, AWAY, newest(double), version=1, author="machine", age=MINUTE)
    assert deliver(database, desk) == counts
    assert replies(double) == []


def test_an_out_of_office_whose_call_is_on_its_way_stops_nothing(database, double, desk):
    double.open_ticket(1)
    double.customer_writes(1, AWAY, age=MINUTE)
    ticket_with_delivery(database.app, 1, ANSWER)
    assert deliver(database, desk) == Counts(sent=1)
    assert len(replies(double)) == 1


def test_an_out_of_office_between_two_tries_of_a_note_loses_nothing(database, double, desk):
    double.open_ticket(1)
    double.agent_changes(1, assignee=PERSON, age=2 * MINUTE)
    ticket_with_delivery(database.app, 1, ANSWER)
    double.fault = lambda method, _: Fault.ERROR_BEFORE if method == "PUT" else None
    assert deliver(database, desk) == Counts(unsure=1)
    double.customer_writes(1, AWAY)
    double.fault = lambda method, _: None
    assert deliver(database, desk) == Counts(sent=1)
    assert len(notes(double)) == 1


@pytest.mark.parametrize("by", [CUSTOMER, COLLEAGUE])
@pytest.mark.parametrize(("update", "counts"), [(ANSWER, Counts(superseded=1)), (OURS, Counts(sent=1))])
def test_a_newer_message_stops_a_reply_before_its_call_comes(database, double, desk, update, counts, by):
    double.open_ticket(1, ccs=[COLLEAGUE])
    ticket_with_delivery(database.app, 1, update)
    if by == CUSTOMER:
        double.customer_writes(1, "And where is the French one?", age=MINUTE)
    else:
        double.third_person_writes(1, "And where is the French one?", by=by, age=MINUTE)
    assert deliver(database, desk) == counts
    assert replies(double) == []


def test_the_same_words_twice_in_a_second_are_one_message(database, double, desk):
    at = timedelta(hours=1)
    double.open_ticket(1, "Where is the French one?", age=at)
    double.customer_writes(1, "Where is the French one?", age=at)
    ticket_with_delivery(database.app, 1, ANSWER, age=at)
    assert deliver(database, desk) == Counts(sent=1)


def test_a_message_that_intake_knows_as_a_machines_stops_nothing(database, double, desk):
    """Intake sees the sender's address too."""
    double.open_ticket(1)
    double.customer_writes(1, "Your parcel has left.", age=MINUTE)
    ticket_with_delivery(database.app, 1, ANSWER)
    heard(database.app, "Your parcel has left.", newest(double), version=None, author="machine", age=MINUTE)
    assert deliver(database, desk) == Counts(sent=1)


def test_a_reply_that_a_machines_message_stopped_is_made_again_and_sent(database, double, desk):
    double.open_ticket(1)
    double.customer_writes(1, "Your parcel has left.", age=MINUTE)
    ticket_with_delivery(database.app, 1, ANSWER)
    assert deliver(database, desk) == Counts(superseded=1)
    heard(database.app, "Your parcel has left.", newest(double), version=2, author="machine", age=MINUTE)
    second_version(database.app, ANSWER)
    assert deliver(database, desk) == Counts(sent=1)
    assert len(replies(double)) == 1


def test_a_message_whose_call_never_came_leaves_the_reply_to_a_person(database, double, desk):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, ANSWER)
    double.customer_writes(1, "And where is the French one?", age=timedelta(minutes=20))
    assert deliver(database, desk) == Counts(sent=1)
    assert replies(double) == []
    assert "deskhand_reason_not_heard_of" in double.tickets[1].tags


# ---- fields


def test_what_a_person_set_is_left_alone(database, double, desk):
    """The issue's example: our note turned `urgent` and group 99 back to `normal` and 7."""
    double.open_ticket(1)
    double.agent_changes(1, priority="urgent", group=99, age=MINUTE)
    ticket_with_delivery(database.app, 1, OURS)
    assert deliver(database, desk) == Counts(sent=1)
    assert (double.tickets[1].priority, double.tickets[1].group_id) == ("urgent", 99)
    assert notes(double) == ["Held for a person."]


@pytest.mark.parametrize(
    ("meanwhile", "priority", "group"),
    [
        (lambda d: d.agent_changes(1, priority="low", age=MINUTE), "low", 7),
        (lambda d: d.agent_changes(1, group=8, age=MINUTE), "normal", 8),
        (lambda d: d.automation_changes(1, priority="high", group=8, age=MINUTE), "normal", 7),
        (lambda d: d.agent_comments(1, public=False, priority="high", age=MINUTE), "high", 7),
        (lambda d: d.agent_changes(1, assignee=SECOND_PERSON, age=MINUTE), "normal", 99),
        (lambda d: d.agent_changes(1, by=OURSELVES, priority="urgent", age=MINUTE), "urgent", 7),  # by hand
        (lambda d: d.agent_changes(1, type="problem", subject="x", tags=["a"], age=MINUTE), "normal", 7),
        (lambda d: None, "normal", 7),
    ],
)
def test_each_field_is_a_matter_of_its_own(database, double, desk, meanwhile, priority, group):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, OURS)
    meanwhile(double)
    assert deliver(database, desk) == Counts(sent=1)
    assert (double.tickets[1].priority, double.tickets[1].group_id) == (priority, group)


def test_what_an_agent_chose_when_opening_the_ticket_is_left_alone(database, double, desk):
    double.open_ticket(1, by=PERSON, requester=CUSTOMER, priority="urgent")
    ticket_with_delivery(database.app, 1, OURS)
    deliver(database, desk)
    assert (double.tickets[1].priority, double.tickets[1].group_id) == ("urgent", 7)


def test_what_the_companys_trigger_set_on_creation_is_for_triage_to_improve(database, double, desk):
    double.rule = lambda ticket, author: {"priority": "high"} if author == CUSTOMER else {}
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, OURS)
    deliver(database, desk)
    assert double.tickets[1].priority == "normal"


@pytest.mark.parametrize(
    ("meanwhile", "priority"),
    [
        (lambda d: None, "high"),
        (lambda d: d.agent_changes(1, priority="urgent"), "urgent"),
        (lambda d: d.automation_changes(1, priority="low"), "low"),
    ],
    ids=["nobody", "a person", "a rule"],
)
def test_a_second_version_changes_what_nobody_else_did(database, double, desk, meanwhile, priority):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, OURS)
    assert deliver(database, desk) == Counts(sent=1)
    meanwhile(double)
    second_version(database.app, replace(OURS, priority="high"))
    assert deliver(database, desk) == Counts(sent=1)
    assert double.tickets[1].priority == priority


def test_the_companys_own_answer_to_our_first_version_stands(database, double, desk):
    double.rule = lambda ticket, author: {"group_id": 99} if author == OURSELVES else {}
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, OURS)
    deliver(database, desk)
    double.rule = lambda ticket, author: {}
    assert double.tickets[1].group_id == 99
    second_version(database.app, OURS)
    deliver(database, desk)
    assert double.tickets[1].group_id == 99


def test_a_person_who_writes_between_our_read_and_our_write_keeps_their_fields(database, double, desk):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, OURS)
    done = []

    def person(number: int) -> None:
        if not done:
            done.append(1)
            double.agent_changes(1, priority="urgent", group=99)

    double.before_put = person
    assert deliver(database, desk) == Counts(sent=1)
    assert (double.tickets[1].priority, double.tickets[1].group_id) == ("urgent", 99)


# ---- tags


def test_our_tags_of_a_first_version_are_replaced_and_those_of_others_stay(database, double, desk):
    """The issue's example: hold and send stood together."""
    double.open_ticket(1, tags=["vip"])
    ticket_with_delivery(database.app, 1, replace(OURS, queue="mobile"))
    deliver(database, desk)
    assert double.tickets[1].tags == ["vip", *tags_of("hold", "draft_mode"), "deskhand_queue_mobile"]
    double.agent_changes(1, tags=[*double.tickets[1].tags, "deskhand_review", "checked"])
    second_version(database.app, ANSWER)
    assert deliver(database, desk) == Counts(sent=1)
    assert double.tickets[1].tags == ["vip", "deskhand", "deskhand_review", "checked", *tags_of("send", "grounded")[1:]]


def test_tags_that_a_person_took_off_are_not_put_back(database, double, desk):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, replace(OURS, queue="mobile"))
    deliver(database, desk)
    double.agent_changes(1, tags=["mine"])
    second_version(database.app, replace(OURS, queue="mobile", tags=tags_of("hold", "unsure_reply")))
    deliver(database, desk)
    assert double.tickets[1].tags == ["mine", "deskhand_reason_unsure_reply"]


def test_a_follow_up_that_took_over_our_tags_loses_them(database, double, desk):
    double.open_ticket(1, tags=["vip"], age=2 * HOUR)
    ticket_with_delivery(database.app, 1, ANSWER)
    deliver(database, desk)
    double.agent_changes(1, status="closed")
    follow_up = double.customer_writes(1, "It is back.", age=HOUR)
    assert "deskhand_send" in follow_up.tags
    ticket_with_delivery(database.app, follow_up.id, OURS)
    deliver(database, desk)
    assert double.tickets[follow_up.id].tags == ["vip", *tags_of("hold", "draft_mode")]


# ---- a person was there


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        (lambda d: d.agent_changes(1, assignee=PERSON, age=MINUTE), "taken"),
        (lambda d: d.agent_changes(1, by=PERSON, assignee=SECOND_PERSON, age=MINUTE), "taken"),
        (lambda d: d.agent_comments(1, "I call them.", public=False, age=MINUTE), "noted_on"),
        (lambda d: d.agent_comments(1, public=False, by=SECOND_PERSON, age=MINUTE), "noted_on"),
        (lambda d: d.automation_changes(1, status="solved", age=MINUTE), "solved_meanwhile"),
        (lambda d: d.agent_changes(1, status="solved", age=MINUTE), "taken"),  # it is its solver's
    ],
)
def test_a_reply_becomes_a_draft_that_says_why(database, double, desk, meanwhile, why):
    double.open_ticket(1)
    delivery = ticket_with_delivery(database.app, 1, ANSWER)
    meanwhile(double)
    assert deliver(database, desk) == Counts(sent=1)
    assert replies(double) == []
    assert double.mailed(CUSTOMER) == []
    [note] = notes(double)
    assert note.startswith("Deskhand: held for a person. The reply was not sent.")
    assert f"(Reason: {why}.)" in note
    assert note.endswith("Draft\n\nHello,\n\npress the button.")
    assert f"deskhand_reason_{why}" in double.tickets[1].tags
    assert "deskhand_send" not in double.tickets[1].tags
    stored = row(database.app, delivery)
    assert (stored.state, stored.payload["public"], stored.payload["withheld"]) == ("sent", False, why)
    assert list(double.effects().values()) == [1]


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda d: d.automation_changes(1, assignee=PERSON, age=MINUTE),  # the company assigns by a rule
        lambda d: (d.agent_changes(1, assignee=PERSON, age=MINUTE), d.agent_changes(1, assignee=None, age=MINUTE / 2)),
        lambda d: d.agent_changes(1, priority="urgent", tags=["seen"], age=MINUTE),
        lambda d: d.agent_changes(1, status="pending", age=MINUTE),
    ],
    ids=["assigned by a rule", "taken and given back", "priority and tags", "pending"],
)
def test_what_is_not_taking_it_does_not_stop_the_reply(database, double, desk, meanwhile):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, ANSWER)
    meanwhile(double)
    assert deliver(database, desk) == Counts(sent=1)
    assert len(replies(double)) == 1


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda d: d.agent_changes(1, assignee=PERSON),
        lambda d: d.agent_comments(1, public=False),
        lambda d: d.agent_changes(1, status="solved"),
    ],
    ids=["taken", "noted", "solved"],
)
def test_a_person_who_is_there_between_our_read_and_our_write_is_seen(database, double, desk, meanwhile):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, ANSWER)
    done = []

    def person(number: int) -> None:
        if not done:
            done.append(1)
            meanwhile(double)

    double.before_put = person
    assert deliver(database, desk) == Counts(sent=1)
    assert (replies(double), len(notes(double))) == ([], 1)


def test_a_person_in_the_second_of_the_stamp_is_seen(database, double, desk):
    """The customer wrote in this second, and a person takes the ticket in it after our first read: the stamp is the same. The
    customer's clock is a second ahead, so that the second has not passed before a slow machine reads."""
    ahead = -timedelta(seconds=1)
    double.open_ticket(1, age=ahead)
    ticket_with_delivery(database.app, 1, ANSWER, age=ahead)
    paused: list[float] = []

    def pause(seconds: float) -> None:
        paused.append(seconds)
        double.agent_changes(1, assignee=PERSON)
        double.tickets[1].updated_at = double.tickets[1].created_at
        time.sleep(seconds)

    assert deliver(database, replace(desk, pause=pause)) == Counts(sent=1)
    assert len(paused) == 1
    assert 0 < paused[0] < 2.2
    assert (replies(double), len(notes(double))) == ([], 1)


def test_a_draft_stays_a_draft_in_a_later_try_although_the_ticket_was_given_back(database, double, desk):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, ANSWER)
    double.agent_changes(1, assignee=PERSON, age=MINUTE)
    double.fault = lambda method, _: Fault.ERROR_BEFORE if method == "PUT" else None
    assert deliver(database, desk) == Counts(unsure=1)
    double.fault = lambda method, _: None
    double.agent_changes(1, assignee=None)
    assert deliver(database, desk) == Counts(sent=1)
    assert replies(double) == []


def test_a_lost_answer_to_a_reply_is_found_although_a_person_took_the_ticket_since(database, double, desk):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, ANSWER)
    left = [Fault.DROP]
    double.fault = lambda method, _: left.pop() if method == "PUT" and left else None
    assert deliver(database, desk) == Counts(unsure=1)
    double.agent_changes(1, assignee=PERSON)
    assert deliver(database, desk) == Counts(sent=1)
    assert (len(replies(double)), notes(double)) == (1, [])


# ---- closed and merged


@pytest.mark.parametrize("update", [ANSWER, OURS])
def test_a_closed_ticket_is_a_quiet_end(database, double, desk, update):
    double.open_ticket(1)
    delivery = ticket_with_delivery(database.app, 1, update)
    double.agent_changes(1, status="closed", age=MINUTE)
    assert deliver(database, desk) == Counts(superseded=1)
    assert row(database.app, delivery).last_error == "the ticket was closed"
    assert not [1 for method, _, _ in double.requests if method == "PUT"]


@pytest.mark.parametrize("seconds", [0, 5])
def test_a_ticket_closed_between_our_read_and_our_write_is_a_quiet_end(database, double, desk, seconds):
    """In the second of the stamp Zendesk answers 422, later 409."""
    double.open_ticket(1)
    delivery = ticket_with_delivery(database.app, 1, ANSWER)

    def close(number: int) -> None:
        at = double.tickets[1].updated_at
        double.agent_changes(1, status="closed")
        double.tickets[1].updated_at = at + timedelta(seconds=seconds)

    double.before_put = close
    assert deliver(database, desk) == Counts(superseded=1)
    assert [status for method, _, status in double.requests if method == "PUT"] == [409 if seconds else 422]
    assert row(database.app, delivery).last_error == "the ticket was closed"


@pytest.mark.parametrize("update", [ANSWER, OURS])
def test_what_waits_for_a_merged_ticket_moves_to_its_target_as_a_note(database, double, desk, update):
    double.open_ticket(1)
    double.open_ticket(2, tags=["vip"], priority="low", group=8)
    delivery = ticket_with_delivery(database.app, 1, update)
    double.merge(1, into=2)
    assert deliver(database, desk) == Counts(sent=1)
    assert double.ours(1) == []
    [note] = notes(double, 2)
    assert note.startswith("Deskhand: ticket 1 was merged into this one")
    assert note.endswith(update.comment)
    assert replies(double, 2) == []
    target = double.tickets[2]
    assert (target.tags, target.priority, target.group_id) == (["vip"], "low", 8)
    stored = row(database.app, delivery)
    assert (stored.state, stored.external_id, stored.payload["public"]) == ("sent", "2", False)
    assert list(double.effects().values()) == [1]


def test_it_moves_on_if_the_target_was_merged_too(database, double, desk):
    for number in (1, 2, 3):
        double.open_ticket(number)
    ticket_with_delivery(database.app, 1, ANSWER)
    double.merge(1, into=2)
    double.merge(2, into=3)
    assert deliver(database, desk) == Counts(sent=1)
    assert (double.ours(1), double.ours(2), len(notes(double, 3))) == ([], [], 1)


def test_a_target_that_is_closed_is_a_quiet_end(database, double, desk):
    double.open_ticket(1)
    double.open_ticket(2)
    delivery = ticket_with_delivery(database.app, 1, ANSWER)
    double.merge(1, into=2)
    double.agent_changes(2, status="closed")
    assert deliver(database, desk) == Counts(superseded=1)
    assert row(database.app, delivery).last_error == "the ticket was closed"


def test_a_target_that_is_not_known_is_a_quiet_end_unless_an_event_names_it(database, double, desk):
    for number in (1, 2, 3):
        double.open_ticket(number)
    unknown, announced = (ticket_with_delivery(database.app, number, ANSWER) for number in (1, 2))
    double.merge(1, 2, into=3)
    for number in (1, 2):
        double.tickets[number].audits[-1]["via"] = {"channel": "web", "source": {"rel": None}}
    with transaction(database.app, see_all=True) as session:
        session.execute(text("update tickets set merged_into = '3' where external_id = '2'"))
    assert deliver(database, desk) == Counts(superseded=1, sent=1)
    assert row(database.app, unknown).last_error == "the ticket was merged into another one"
    assert row(database.app, announced).external_id == "3"
    assert len(notes(double, 3)) == 1


def test_a_ticket_merged_between_our_read_and_our_write_moves(database, double, desk):
    double.open_ticket(1)
    double.open_ticket(2)
    ticket_with_delivery(database.app, 1, ANSWER)

    def merge(number: int) -> None:
        if number == 1:
            double.merge(1, into=2)

    double.before_put = merge
    assert deliver(database, desk) == Counts(sent=1)
    assert (double.ours(1), len(notes(double, 2))) == ([], 1)


@pytest.mark.parametrize("point", ["moved", "read", "stamped", "written", "settled"])
def test_a_crash_on_the_way_to_the_target_neither_loses_nor_doubles(database, double, desk, point):
    double.open_ticket(1)
    double.open_ticket(2)
    ticket_with_delivery(database.app, 1, ANSWER)
    double.merge(1, into=2)
    moved = []

    def die(reached: str) -> None:
        if reached == "moved":
            moved.append(1)
        if reached == point and moved:
            raise Crash

    with pytest.raises(Crash):
        deliver_due(database.app, desk, 10, schedule=DEAD_AT_ONCE, reached=die)
    deliver(database, desk)
    assert list(double.effects().values()) == [1]
    assert (double.ours(1), len(notes(double, 2))) == ([], 1)


# ---- recipients


def contacts(engine: Engine, *verified: str, unverified: str = "") -> None:
    with transaction(engine, see_all=True) as session:
        session.execute(text("insert into accounts values ('acme', 'Acme', 'en', 'pro', 'standard')"))
        for email in filter(None, (*verified, unverified)):
            session.execute(
                text("insert into contacts values (:e, 'acme', 'x', 'admin', :v)"), {"e": email, "v": email in verified}
            )


FEMKE, OMAR = "femke@brightloaf.example", "omar@brightloaf.example"


@pytest.mark.parametrize(
    ("known", "ccs", "public"),
    [
        ({"verified": (FEMKE,)}, (), True),
        ({"verified": (FEMKE, OMAR)}, (COLLEAGUE,), True),
        ({"verified": (FEMKE,)}, (COLLEAGUE,), False),
        ({"verified": (FEMKE,), "unverified": OMAR}, (COLLEAGUE,), False),
        ({"verified": (FEMKE, OMAR)}, (COLLEAGUE, STRANGER), False),
        ({"verified": (OMAR,)}, (), False),  # the requester has been removed from the account
        ({"verified": (FEMKE,)}, (PERSON,), True),  # a colleague of ours in copy
        ({"verified": ()}, (), False),
    ],
)
def test_an_accounts_passage_is_held_if_anybody_else_would_receive_it(database, double, desk, known, ccs, public):
    contacts(database.app, *known["verified"], unverified=known.get("unverified", ""))
    double.open_ticket(1, ccs=ccs)
    ticket_with_delivery(database.app, 1, replace(ANSWER, cites_account="acme"))
    assert deliver(database, desk) == Counts(sent=1)
    assert (len(replies(double)), len(notes(double))) == ((1, 0) if public else (0, 1))
    if not public:
        assert "press the button" not in str([double.mailed(reader) for reader in (STRANGER, COLLEAGUE)])
        assert "not a verified contact" in notes(double)[0]


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda d: d.agent_changes(1, email_ccs=[STRANGER], age=MINUTE),
        lambda d: d.agent_changes(1, requester=STRANGER, age=MINUTE),
    ],
    ids=["put in copy", "another requester"],
)
def test_somebody_who_was_added_meanwhile_counts(database, double, desk, meanwhile: Callable[[ZendeskDouble], Any]):
    contacts(database.app, FEMKE)
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, replace(ANSWER, cites_account="acme"))
    meanwhile(double)
    deliver(database, desk)
    assert replies(double) == []


def test_what_everybody_may_know_goes_to_strangers_too(database, double, desk):
    double.open_ticket(1, ccs=[STRANGER])
    ticket_with_delivery(database.app, 1, ANSWER)
    deliver(database, desk)
    assert len(replies(double)) == 1


# ---- brands


@pytest.mark.parametrize(("brand", "public"), [("301", True), ("302", False), ("", False), (None, True)])
def test_a_reply_with_another_brands_signature_is_a_draft(database, double, desk, brand, public):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, replace(ANSWER, brand=brand))
    deliver(database, desk)
    assert (len(replies(double)), len(notes(double))) == ((1, 0) if public else (0, 1))
    assert double.tickets[1].brand_id == 301


# ---- what was read


def test_a_snapshot_says_what_is_in_the_ticket_and_who_was_last(double, desk):
    double.open_ticket(1, ccs=[COLLEAGUE], tags=["vip"], brand=302)
    double.agent_comments(1, public=False, age=2 * MINUTE)
    double.agent_comments(1, by=SECOND_PERSON, age=MINUTE, assignee=SECOND_PERSON, priority="high")
    seen = desk.read("zendesk", "1", "m")
    assert (seen.assignee, seen.group, seen.priority, seen.brand) == ("23", "99", "high", "302")
    assert [reader.email for reader in seen.recipients] == [FEMKE, OMAR]
    public, private = seen.newest(public=True), seen.newest(public=False)
    assert public is not None
    assert private is not None
    assert (public.author, private.author) == ("agent", "agent")
    assert public.at - private.at == MINUTE
    assert seen.is_taken


# ---- from the webhook to the delivery


def test_a_merge_that_zendesk_tells_of_reaches_what_waits(database, double, desk):
    with serving(configured(), database.app) as web:
        double.webhooks.connect(*by_events(f"{web.url}/webhooks/zendesk", SECRET, "merged"))
        double.open_ticket(1)
        double.open_ticket(2)
        delivery = ticket_with_delivery(database.app, 1, ANSWER)
        with transaction(database.app, see_all=True) as session:
            session.execute(text("update deliveries set not_before = now() + interval '1 hour'"))
        double.merge(1, into=2)
        double.webhooks.send_all()
        assert deliver(database, desk) == Counts(sent=1)
    assert row(database.app, delivery).external_id == "2"
    with transaction(database.app, see_all=True) as session:
        assert session.scalars(select(TicketRow.merged_into)).one() == "2"


# ---- all at once


def test_people_who_work_at_the_same_seconds_are_never_overwritten_or_spoken_over(database, double, desk):
    """Before half of the writes a person takes the ticket, notes on it, answers, closes it or sets its fields, in the same
    second. What came after what is read from the audits."""
    count, dice = 150, random.Random(5)
    for number in range(1, count + 1):
        double.open_ticket(number)
        ticket_with_delivery(database.app, number, ANSWER if number % 3 else OURS)
    deeds: list[Callable[[int], object]] = [
        lambda n: double.agent_changes(n, assignee=PERSON),
        lambda n: double.agent_comments(n, public=False),
        lambda n: double.agent_comments(n, public=True),
        lambda n: double.agent_changes(n, priority="urgent", group=99),
        lambda n: double.agent_changes(n, status="solved"),
        lambda n: double.agent_changes(n, status="closed"),
        double.customer_writes,
    ]
    met: set[int] = set()

    def person(number: int) -> None:
        if number not in met and dice.random() < 0.5:
            dice.choice(deeds)(number)
        met.add(number)

    double.before_put = person
    faults = (None, None, None, None, None, None, None, Fault.DROP, Fault.ERROR_AFTER, Fault.BUSY)
    double.fault = lambda method, _: dice.choice(faults) if method == "PUT" else None
    schedule = replace(AT_ONCE, first_delay=0.01, factor=1.0)

    def work(_: int) -> None:
        deadline = time.monotonic() + 200  # only a limit
        while time.monotonic() < deadline:
            deliver_due(database.app, desk, 6, schedule=schedule)
            outbox.due_now(database.app)
            if not states(database.app).keys() & {"pending", "sending", "unsure"}:
                return

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    assert states(database.app).keys() <= {"sent", "superseded"}
    assert set(double.effects().values()) == {1}
    for ticket in double.tickets.values():
        assert +history.read(ticket, {PERSON}).wrong == {}, history.story(ticket)
