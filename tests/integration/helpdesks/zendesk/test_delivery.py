"""The outbox against a real Postgres and a Zendesk that fails in every way it can.

Effects are counted in the double, not in our own table: a row that says "sent" proves nothing.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, select, text

from tests.support import outbox
from tests.support.outbox import AT_ONCE, DEAD_AT_ONCE, HOUR, NOTE, POINTS, REPLY, Crash, due_now, row, states
from worker.bootstrap import make_helpdesk
from worker.cli.demo.zendesk_double.double import ZendeskDouble
from worker.cli.demo.zendesk_double.faults import Fault
from worker.cli.demo.zendesk_double.people import EMAIL, OURSELVES, TOKEN
from worker.cli.demo.zendesk_double.server import zendesk
from worker.db import outbox as deliveries
from worker.db import reports
from worker.db.session import transaction
from worker.db.tables import DeliveryRow, TicketRow
from worker.delivery import MAX_ATTEMPTS, Counts, Schedule, deliver_due
from worker.errors import HelpdeskBusy, HelpdeskConflict, HelpdeskRejected, HelpdeskUnsure
from worker.helpdesks.memory import MemoryHelpdesk
from worker.helpdesks.protocol import Snapshot, Update
from worker.helpdesks.rate_limit import TokenBucket
from worker.helpdesks.routing import ByOrigin
from worker.helpdesks.zendesk.client import Zendesk
from worker.settings import Settings

ticket_with_delivery = partial(outbox.ticket_with_delivery, source="zendesk")


@pytest.fixture
def double() -> Iterator[ZendeskDouble]:
    with zendesk() as server:
        yield server


@pytest.fixture
def desk(double: ZendeskDouble) -> Iterator[Zendesk]:
    with client(double.url) as helpdesk:
        yield helpdesk


class client:  # noqa: N801 - used as a function
    """A Zendesk as the settings make it, with a patience of its own, closed at the end."""

    def __init__(self, url: str, *, token: str = TOKEN, read: float = 30.0) -> None:
        settings = Settings(
            helpdesk="zendesk",
            zendesk_url=url,
            zendesk_email=EMAIL,
            zendesk_token=SecretStr(token),
            zendesk_agent_id=str(OURSELVES),
            zendesk_groups={"billing": 7},
        )
        made = Zendesk.from_settings(settings, timeout=httpx.Timeout(read, connect=10.0))
        self.helpdesk = replace(made, bucket=TokenBucket(60_000))  # the pace has a test of its own

    def __enter__(self) -> Zendesk:
        return self.helpdesk

    def __exit__(self, *_: object) -> None:
        self.helpdesk.client.close()


def customer_wrote_again(engine: Engine, number: int) -> None:
    """As intake stores it."""
    with transaction(engine, see_all=True) as session:
        session.execute(
            text("update tickets set version = version + 1, state = 'queued' where external_id = :n"),
            {"n": str(number)},
        )


def once(*faults: Fault | None, method: str = "PUT"):
    """Each request of this method takes the next fault; after them all is well."""
    left = list(faults)
    return lambda m, number: left.pop(0) if m == method and left else None


# ---- the plain way


def test_a_delivery_changes_the_ticket_in_one_request_and_is_sent(database, double, desk):
    double.open_ticket(1, tags=["vip"])
    delivery = ticket_with_delivery(database.app, 1, REPLY)

    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(sent=1)

    ticket = double.tickets[1]
    assert (ticket.priority, ticket.group_id, ticket.tags) == ("high", 7, ["vip", "deskhand"])
    assert [(c["html_body"], c["public"]) for c in double.ours(1)] == [("<p>Hello,</p><p>press the button.</p>", True)]
    assert [method for method, _, _ in double.requests].count("PUT") == 1
    stored = row(database.app, delivery)
    assert (stored.state, stored.attempts, stored.lease_until, stored.last_error) == ("sent", 1, None, None)
    assert stored.sent_at is not None
    assert double.effects() == {stored.effect_key: 1}


def test_an_effect_added_twice_is_one_row(database):
    ticket_with_delivery(database.app, 1)
    with transaction(database.app, see_all=True) as session:
        ticket = session.scalars(select(TicketRow.id)).one()
        again = deliveries.add(
            session,
            ticket_id=ticket,
            ticket_version=1,
            account=None,
            source="zendesk",
            external_id="1",
            kind="result",
            payload=REPLY.to_json(),
        )
    assert again is False
    assert states(database.app) == {"pending": 1}


def test_effects_of_different_tickets_versions_and_kinds_have_different_keys():
    parts = [("a", "1", 11, "k"), ("a", "11", 1, "k"), ("a", "1", 1, "k"), ("a1", "", 1, "k"), ("a", "1", 1, "l")]
    assert len({deliveries.effect_key(*p) for p in parts}) == len(parts)


def test_nothing_is_taken_before_its_time_and_no_row_twice_by_two_workers(database):
    for number in range(1, 31):
        ticket_with_delivery(database.app, number)
    with database.app.begin() as connection:
        connection.execute(text("select set_config('deskhand.scope', 'all', true)"))
        connection.execute(
            text("update deliveries set not_before = now() + interval '1 hour' where external_id::int > 20")
        )
    meet = threading.Barrier(4)

    def claim(_: int) -> list[int]:
        meet.wait()
        with transaction(database.app, see_all=True) as session:
            taken = [c.id for c in deliveries.claim(session, limit=8, lease_seconds=60)]
            time.sleep(0.2)  # the others look while these rows are locked
            return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [i for ids in pool.map(claim, range(4)) for i in ids]
    assert sorted(taken) == sorted(set(taken))
    assert len(taken) == 20


def test_no_transaction_is_open_while_the_helpdesk_is_spoken_to(database, double, desk):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1)
    seen = []

    def look(*_: object) -> None:
        with database.owner.connect() as connection:
            seen.append(
                connection.scalar(
                    text(
                        "select count(*) from pg_stat_activity where usename = 'deskhand_app' "
                        "and datname = current_database() and state like 'idle in transaction%'"
                    )
                )
            )

    double.before_put = look
    double.fault = look  # type: ignore[assignment]
    deliver_due(database.app, desk, 10, schedule=AT_ONCE)
    assert seen == [0, 0, 0, 0]  # ticket, audits, the write, and just before it is applied


# ---- faults


@pytest.mark.parametrize("fault", [Fault.DROP, Fault.ERROR_AFTER, Fault.GARBAGE, Fault.ERROR_BEFORE])
def test_a_write_that_may_have_happened_is_unsure_and_looked_for_before_the_next(database, double, desk, fault):
    double.open_ticket(1)
    delivery = ticket_with_delivery(database.app, 1)
    double.fault = once(fault)
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(unsure=1)
    unsure = row(database.app, delivery)
    assert (unsure.state, unsure.attempts) == ("unsure", 1)
    assert unsure.last_error

    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(sent=1)
    assert list(double.effects().values()) == [1]
    puts = [m for m, _, _ in double.requests].count("PUT")
    assert puts == (1 if fault in {Fault.DROP, Fault.ERROR_AFTER} else 2)


def test_a_write_that_lands_after_the_retry_is_refused_by_its_old_stamp(database, double):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1)
    double.slow_seconds = 2.5
    double.fault = once(Fault.SLOW)
    with client(double.url, read=1.0) as impatient:
        assert deliver_due(database.app, impatient, 10, schedule=AT_ONCE) == Counts(unsure=1)
        assert deliver_due(database.app, impatient, 10, schedule=AT_ONCE) == Counts(sent=1)
    double.wait_until_idle()  # the slow one arrives
    assert [status for method, _, status in double.requests if method == "PUT"] == [200, 409]
    assert list(double.effects().values()) == [1]


def test_a_slow_write_that_lands_between_our_read_and_the_retry_is_found_after_the_409(database, double, desk):
    double.open_ticket(1)
    delivery = ticket_with_delivery(database.app, 1)
    double.fault = once(Fault.ERROR_BEFORE)
    deliver_due(database.app, desk, 10, schedule=AT_ONCE)
    late = row(database.app, delivery)
    landed = []

    def land(number: int) -> None:
        if not landed:
            landed.append(1)
            body = {"comment": {"html_body": "x"}, "metadata": {"deskhand": late.effect_key}, "safe_update": True}
            assert double.update(1, {"ticket": {**body, "updated_stamp": late.stamp}})[0] == 200

    double.before_put = land
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(sent=1)
    assert double.effects() == {late.effect_key: 1}


@pytest.mark.parametrize("fault", [Fault.BUSY, Fault.MAINTENANCE])
def test_a_busy_helpdesk_is_left_alone_for_as_long_as_it_says_and_costs_no_attempt(database, double, desk, fault):
    double.open_ticket(1)
    delivery = ticket_with_delivery(database.app, 1)
    double.retry_after = "90"
    double.fault = once(fault)
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(waiting=1)
    waiting = row(database.app, delivery)
    with database.app.connect() as connection:
        seconds = (waiting.not_before - connection.scalar(text("select now()"))).total_seconds()
    assert 80 < seconds <= 90
    assert (waiting.state, waiting.attempts) == ("pending", 0)
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts()


def test_two_failures_in_a_row_spare_the_helpdesk_the_rest_of_the_batch(database, double, desk):
    for number in range(1, 6):
        double.open_ticket(number)
        ticket_with_delivery(database.app, number)
    double.fault = lambda method, number: Fault.ERROR_BEFORE if method == "PUT" else None
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(unsure=2, waiting=3)
    assert [m for m, _, _ in double.requests].count("PUT") == 2
    with transaction(database.app, see_all=True) as session:
        assert sorted(session.scalars(select(DeliveryRow.attempts))) == [0, 0, 0, 1, 1]


def test_a_helpdesk_that_cannot_be_reached_loses_nothing_however_long(database, double):
    double.open_ticket(1)
    delivery = ticket_with_delivery(database.app, 1)
    with client("http://127.0.0.1:1") as unreachable:
        for _ in range(MAX_ATTEMPTS + 4):
            assert deliver_due(database.app, unreachable, 10, schedule=AT_ONCE) == Counts(waiting=1)
            due_now(database.app)
    assert row(database.app, delivery).attempts == 0
    with client(double.url) as desk:
        assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(sent=1)


def test_a_rotated_token_does_not_fail_the_outbox(database, double):
    double.open_ticket(1)
    delivery = ticket_with_delivery(database.app, 1)
    with client(double.url, token="old") as refused:
        assert deliver_due(database.app, refused, 10, schedule=AT_ONCE) == Counts(waiting=1)
    assert "DESKHAND_ZENDESK" in (row(database.app, delivery).last_error or "")


def test_after_eight_attempts_and_a_last_look_a_person_gets_it_with_the_last_error(database, double, desk):
    double.open_ticket(1)
    delivery = ticket_with_delivery(database.app, 1)
    double.fault = lambda method, number: Fault.ERROR_BEFORE if method == "PUT" else None
    for _ in range(MAX_ATTEMPTS):
        assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(unsure=1)
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(failed=1)
    assert [m for m, _, _ in double.requests].count("PUT") == MAX_ATTEMPTS
    failed = row(database.app, delivery)
    assert failed.state == "failed"
    assert "8 attempts" in (failed.last_error or "")
    assert "500" in (failed.last_error or "")


def test_rows_behind_one_that_kills_its_worker_use_up_no_attempt(database, double, desk):
    """They were given up after eight attempts that nobody had made."""
    rows = []
    for number in (1, 2, 3):
        double.open_ticket(number)
        rows.append(ticket_with_delivery(database.app, number, REPLY))

    def die(reached: str) -> None:
        if reached == "read":
            raise Crash

    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(Crash):
            deliver_due(database.app, desk, 10, schedule=DEAD_AT_ONCE, reached=die)
    assert [row(database.app, one).attempts for one in rows] == [MAX_ATTEMPTS, 0, 0]
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(failed=1, sent=2)


@pytest.mark.parametrize("point", POINTS[1:])
def test_a_crash_counts_from_the_first_step_of_a_row_on(database, double, desk, point):
    double.open_ticket(1)
    delivery = ticket_with_delivery(database.app, 1, REPLY)

    def die(reached: str) -> None:
        if reached == point:
            raise Crash

    with pytest.raises(Crash):
        deliver_due(database.app, desk, 10, schedule=DEAD_AT_ONCE, reached=die)
    assert row(database.app, delivery).attempts == 1


def test_the_last_look_finds_an_eighth_attempt_that_did_happen(database, double, desk):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1)
    double.fault = once(*[Fault.ERROR_BEFORE] * (MAX_ATTEMPTS - 1), Fault.DROP)
    for _ in range(MAX_ATTEMPTS):
        deliver_due(database.app, desk, 10, schedule=AT_ONCE)
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(sent=1)
    assert list(double.effects().values()) == [1]


def test_attempts_are_spread_over_more_than_an_hour():
    delays = [Schedule().delay(n) for n in range(1, MAX_ATTEMPTS + 1)]
    assert delays == sorted(delays)
    assert delays[0] >= 2  # whole-second stamps: a retry in the same second could pass beside the first write
    assert sum(delays[:-1]) > 3600


def test_a_ticket_that_is_gone_goes_to_a_person_at_once(database, double, desk):
    double.open_ticket(1)
    delivery = ticket_with_delivery(database.app, 1)
    double.delete(1)
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(failed=1)
    assert row(database.app, delivery).last_error
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts()


def test_a_ticket_that_did_not_come_from_zendesk_never_changes_the_one_with_its_number_there(database, double, desk):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, source="standard")
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(failed=1)
    assert double.requests == []


def test_a_row_that_cannot_be_read_goes_to_a_person_and_does_not_stop_the_others(database, double, desk):
    double.open_ticket(2)
    bad = ticket_with_delivery(database.app, 1)
    ticket_with_delivery(database.app, 2)
    with transaction(database.app, see_all=True) as session:
        session.get_one(DeliveryRow, bad).payload = {"marker": "m"}
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(failed=1, sent=1)


class Raising:
    """A helpdesk with a mistake that shows for one ticket."""

    def __init__(self, desk: Zendesk, number: str) -> None:
        self.desk, self.number = desk, number

    def read(self, source: str, external_id: str, marker: str) -> Snapshot:
        if external_id == self.number:
            raise ZeroDivisionError("something of the ticket")
        return self.desk.read(source, external_id, marker)

    def apply(self, source: str, external_id: str, update: Update, snapshot: Snapshot) -> None:
        self.desk.apply(source, external_id, update, snapshot)


def test_a_delivery_that_raises_is_unsure_without_its_words_and_the_others_get_their_turn(database, double, desk):
    for number in range(1, 5):
        double.open_ticket(number)
    bad, *_ = (ticket_with_delivery(database.app, number) for number in range(1, 5))
    assert deliver_due(database.app, Raising(desk, "1"), 10, schedule=AT_ONCE) == Counts(unsure=1, sent=3)
    assert (row(database.app, bad).state, row(database.app, bad).last_error) == ("unsure", "a ZeroDivisionError")
    for _ in range(MAX_ATTEMPTS):
        deliver_due(database.app, Raising(desk, "1"), 10, schedule=AT_ONCE)
    assert row(database.app, bad).state == "failed"


def test_the_marker_is_found_beyond_the_first_page_of_audits(database, double, desk):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1)
    double.fault = once(Fault.DROP)
    deliver_due(database.app, desk, 10, schedule=AT_ONCE)
    double.most_per_page = 1
    for _ in range(3):
        double.agent_comments(1, public=False)
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(sent=1)
    assert list(double.effects().values()) == [1]


def test_three_hundred_deliveries_under_every_fault_reach_the_helpdesk_once_each(database, double):
    """Of the writes a fifth each: answer dropped after applying, 5xx (half of them after applying), 429, too slow.
    Of the reads a tenth fail. Four workers."""
    count, dice, lock = 300, random.Random(7), threading.Lock()
    for number in range(1, count + 1):
        double.open_ticket(number, tags=["vip"])
        ticket_with_delivery(database.app, number, REPLY if number % 2 else NOTE)

    def fault(method: str, number: int) -> Fault | None:
        with lock:
            chance = dice.random()
        if method == "GET":
            return Fault.BUSY if chance < 0.05 else Fault.ERROR_BEFORE if chance < 0.1 else None
        bounds = [(0.2, Fault.DROP), (0.3, Fault.ERROR_BEFORE), (0.4, Fault.ERROR_AFTER), (0.6, Fault.BUSY)]
        return next((f for bound, f in [*bounds, (0.8, Fault.SLOW)] if chance < bound), None)

    double.fault = fault
    double.slow_seconds = 0.8
    schedule = Schedule(lease=20, first_delay=0.01, factor=1.5, longest_delay=0.2, pause=0.01)
    deadline = time.monotonic() + 400  # only a limit: it takes some twenty seconds

    def work(_: int) -> Counts:
        with client(double.url, read=0.4) as helpdesk:
            while time.monotonic() < deadline:
                deliver_due(database.app, helpdesk, 8, schedule=schedule)
                due_now(database.app)  # a read that failed waits 30 s
                if not states(database.app).keys() & {"pending", "sending", "unsure"}:
                    break
        return Counts()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    double.wait_until_idle()  # what is still under way arrives, and must be refused

    assert states(database.app) == {"sent": count}
    effects = double.effects()
    assert len(effects) == count
    assert set(effects.values()) == {1}
    assert all(len(double.ours(number)) == 1 for number in double.tickets)
    assert all(ticket.tags == ["vip", "deskhand"] for ticket in double.tickets.values())


# ---- crashes


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("deaths", [1, 3])
def test_a_crash_between_any_two_steps_neither_loses_nor_doubles_an_effect(database, double, desk, point, deaths):
    double.open_ticket(1)
    double.open_ticket(2)
    ticket_with_delivery(database.app, 1)
    ticket_with_delivery(database.app, 2)
    died = []

    def die(reached: str) -> None:
        if reached == point and len(died) < deaths:
            died.append(reached)
            raise Crash

    for _ in range(deaths):
        try:
            deliver_due(database.app, desk, 10, schedule=DEAD_AT_ONCE, reached=die)
        except Crash:
            pass
        else:
            assert died == [point] * 2, "the point was not reached"  # both rows were settled in two deaths
    deliver_due(database.app, desk, 10, schedule=AT_ONCE)

    assert len(died) >= min(deaths, 2)
    assert states(database.app) == {"sent": 2}
    assert sorted(double.effects().values()) == [1, 1]


@pytest.mark.parametrize("point", [*POINTS, "read again", "stamped again"])
def test_a_crash_between_any_two_steps_after_a_conflict_neither_loses_nor_doubles(database, double, desk, point):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1)
    changed, seen = [], Counter[str]()

    def person(number: int) -> None:
        if not changed:
            changed.append(number)
            double.agent_changes(1, priority="low")

    def die(reached: str) -> None:
        seen[reached] += 1
        name = f"{reached} again" if seen[reached] == 2 else reached
        if name == point:
            raise Crash

    double.before_put = person
    with pytest.raises(Crash):
        deliver_due(database.app, desk, 10, schedule=DEAD_AT_ONCE, reached=die)
    deliver_due(database.app, desk, 10, schedule=AT_ONCE)

    assert states(database.app) == {"sent": 1}
    assert list(double.effects().values()) == [1]


def test_a_worker_that_dies_every_time_does_not_try_for_ever(database, double, desk):
    double.open_ticket(1)
    delivery = ticket_with_delivery(database.app, 1)

    def die(reached: str) -> None:
        if reached == "held":
            raise Crash

    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(Crash):
            deliver_due(database.app, desk, 10, schedule=DEAD_AT_ONCE, reached=die)
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(failed=1)
    assert row(database.app, delivery).state == "failed"
    assert not double.effects()


def test_a_worker_that_slept_past_its_lease_changes_nothing_of_the_row_another_took(database, double, desk):
    double.open_ticket(1)
    delivery = ticket_with_delivery(database.app, 1)
    taken_over = []

    def sleep(reached: str) -> None:
        if reached == "read" and not taken_over:
            taken_over.append(1)
            assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(sent=1)

    assert deliver_due(database.app, desk, 10, schedule=DEAD_AT_ONCE, reached=sleep) == Counts(lost=1)
    assert row(database.app, delivery).state == "sent"
    assert list(double.effects().values()) == [1]


def test_a_worker_that_wakes_with_its_write_after_another_made_it_is_refused_by_the_stamp(database, double, desk):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1)
    taken_over = []

    def sleep(reached: str) -> None:
        if reached == "stamped" and not taken_over:
            taken_over.append(1)
            assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(sent=1)

    assert deliver_due(database.app, desk, 10, schedule=DEAD_AT_ONCE, reached=sleep) == Counts(lost=1)
    assert list(double.effects().values()) == [1]
    assert [status for method, _, status in double.requests if method == "PUT"] == [200, 409]


def test_a_claim_that_another_took_over_can_change_nothing_at_all(database):
    ticket_with_delivery(database.app, 1)

    def claim(lease: float) -> deliveries.Claim:
        with transaction(database.app, see_all=True) as session:
            return deliveries.claim(session, limit=1, lease_seconds=lease)[0]

    old, new = claim(0), claim(60)
    with transaction(database.app, see_all=True) as session:
        assert deliveries.hold(session, old, lease_seconds=60) is deliveries.Standing.LOST
        assert not deliveries.keep_stamp(session, old, "s", old.payload)
        assert not deliveries.move(session, old, "2", old.payload)
        assert not deliveries.mark_sent(session, old)
        assert not deliveries.mark_failed(session, old, "w")
        assert not deliveries.mark_superseded(session, old, "w")
        assert not deliveries.mark_unsure(session, old, "w", delay=0)
        assert not deliveries.put_back(session, old, "w", delay=0, counted=True)
    untouched = row(database.app, new.id)
    assert (untouched.state, untouched.stamp, untouched.last_error) == ("sending", None, None)
    with transaction(database.app, see_all=True) as session:
        assert deliveries.mark_sent(session, new)


def test_a_worker_that_finds_its_lease_gone_before_the_write_does_not_write(database, double, desk):
    double.open_ticket(1)
    delivery = ticket_with_delivery(database.app, 1)

    def take_over(reached: str) -> None:
        if reached == "read":
            with transaction(database.app, see_all=True) as session:
                assert len(deliveries.claim(session, limit=1, lease_seconds=60)) == 1

    assert deliver_due(database.app, desk, 10, schedule=DEAD_AT_ONCE, reached=take_over) == Counts(lost=1)
    assert "PUT" not in [method for method, _, _ in double.requests]
    assert row(database.app, delivery).state == "sending"


# ---- somebody else was faster


def test_a_reply_to_an_older_message_is_not_sent_and_the_helpdesk_is_not_asked(database, double, desk):
    double.open_ticket(1)
    delivery = ticket_with_delivery(database.app, 1, REPLY)
    customer_wrote_again(database.app, 1)
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(superseded=1)
    assert double.requests == []
    assert row(database.app, delivery).last_error == "the customer wrote again"


def test_a_message_that_comes_in_while_the_batch_is_worked_on_still_stops_the_reply(database, double, desk):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, REPLY)

    def write(reached: str) -> None:
        if reached == "claimed":
            customer_wrote_again(database.app, 1)

    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE, reached=write) == Counts(superseded=1)
    assert not double.effects()


def test_an_unsure_reply_that_was_sent_stays_sent_although_the_customer_wrote_again(database, double, desk):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, REPLY)
    double.fault = once(Fault.DROP)
    deliver_due(database.app, desk, 10, schedule=AT_ONCE)
    customer_wrote_again(database.app, 1)
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(sent=1)


def test_a_message_our_intake_has_not_seen_yet_stops_the_reply_by_its_409(database, double, desk):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, REPLY)
    wrote = []

    def customer(number: int) -> None:
        if not wrote:
            wrote.append(number)
            double.customer_writes(1)

    double.before_put = customer
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(superseded=1)
    assert not double.effects()


def test_a_message_that_comes_between_two_attempts_stops_the_second(database, double, desk):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, REPLY)
    double.fault = once(Fault.ERROR_BEFORE)
    deliver_due(database.app, desk, 10, schedule=AT_ONCE)
    double.customer_writes(1)
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(superseded=1)
    assert not double.effects()


def test_a_second_attempt_is_made_under_the_stamp_of_the_first_although_the_ticket_changed(database, double, desk):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1)
    double.fault = once(Fault.ERROR_BEFORE)
    deliver_due(database.app, desk, 10, schedule=AT_ONCE)
    double.agent_changes(1, priority="low")
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(sent=1)
    assert [status for method, _, status in double.requests if method == "PUT"] == [500, 409, 200]


def test_a_refusal_although_nothing_changed_is_not_answered_by_hammering(database, double, desk):
    double.open_ticket(1)
    delivery = ticket_with_delivery(database.app, 1)
    double.fault = once(Fault.COLLISION)
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(waiting=1)
    assert [status for method, _, status in double.requests if method == "PUT"] == [409]
    assert row(database.app, delivery).attempts == 1
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(sent=1)


def test_a_change_by_a_person_is_kept_and_the_reply_is_sent_under_a_new_stamp(database, double, desk):
    double.open_ticket(1, tags=["vip"])
    delivery = ticket_with_delivery(database.app, 1, REPLY)
    changed = []

    def person(number: int) -> None:
        if not changed:
            changed.append(number)
            double.agent_changes(1, priority="urgent", tags=["vip", "seen"])

    double.before_put = person
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(sent=1)
    assert [status for method, _, status in double.requests if method == "PUT"] == [409, 200]
    assert list(double.effects().values()) == [1]
    assert double.tickets[1].tags == ["vip", "seen", "deskhand"]
    assert (double.tickets[1].priority, double.tickets[1].group_id) == ("urgent", 7)
    assert row(database.app, delivery).attempts == 1


def test_a_ticket_that_changes_under_every_write_waits_and_is_counted(database, double, desk):
    double.open_ticket(1)
    delivery = ticket_with_delivery(database.app, 1)
    clock = [1]

    def person(number: int) -> None:
        double.agent_changes(1, priority="low")
        clock[0] += 1
        double.tickets[1].updated_at = double.tickets[1].updated_at.replace(year=2030 + clock[0])

    double.before_put = person
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(waiting=1)
    assert row(database.app, delivery).attempts == 1
    double.before_put = lambda number: None
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(sent=1)
    assert list(double.effects().values()) == [1]


@pytest.mark.parametrize(("update", "counts"), [(REPLY, Counts(superseded=1)), (NOTE, Counts(sent=1))])
def test_when_a_person_answered_first_no_second_answer_is_sent_but_a_note_is(database, double, desk, update, counts):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, update)
    answered = []

    def person(number: int) -> None:
        if not answered:
            answered.append(number)
            double.agent_comments(1)

    double.before_put = person
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == counts
    assert len(double.ours(1)) == counts.sent


@pytest.mark.parametrize(("update", "counts"), [(REPLY, Counts(superseded=1)), (NOTE, Counts(sent=1))])
def test_an_answer_given_before_our_first_read_stops_the_reply_too(database, double, desk, update, counts):
    double.open_ticket(1)
    delivery = ticket_with_delivery(database.app, 1, update)
    double.agent_comments(1)
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == counts
    assert len(double.ours(1)) == counts.sent
    assert row(database.app, delivery).last_error == ("somebody answered first" if counts.superseded else None)


def test_an_answer_to_an_earlier_message_and_an_internal_note_do_not_stop_the_reply(database, double, desk):
    double.open_ticket(1, age=2 * HOUR)
    double.agent_comments(1, age=1.5 * HOUR)
    double.customer_writes(1, age=HOUR)
    double.agent_comments(1, public=False)
    ticket_with_delivery(database.app, 1, REPLY, age=HOUR)
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(sent=1)


def test_an_answer_is_seen_although_the_time_of_the_message_is_that_of_a_late_webhook(database, double, desk):
    double.open_ticket(1, age=2 * HOUR)
    double.agent_comments(1, age=HOUR)
    ticket_with_delivery(database.app, 1, REPLY, age=timedelta(0))
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(superseded=1)


def test_an_answer_stops_the_reply_although_the_customer_has_written_again_unknown_to_us(database, double, desk):
    double.open_ticket(1, age=3 * HOUR)
    double.agent_comments(1, age=2 * HOUR)
    double.customer_writes(1, age=HOUR)
    ticket_with_delivery(database.app, 1, REPLY, age=3 * HOUR)
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(superseded=1)


def test_our_own_earlier_reply_does_not_stop_one_that_a_person_asked_for_again(database, double, desk):
    double.open_ticket(1)
    ticket_with_delivery(database.app, 1, REPLY)
    deliver_due(database.app, desk, 10, schedule=AT_ONCE)
    with transaction(database.app, see_all=True) as session:
        ticket = session.scalars(select(TicketRow.id)).one()
        session.execute(text("update tickets set version = 2"))
        again = {"account": None, "source": "zendesk", "external_id": "1", "kind": "result", "payload": REPLY.to_json()}
        deliveries.add(session, ticket_id=ticket, ticket_version=2, **again)
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE) == Counts(sent=1)
    assert len(double.ours(1)) == 2


# ---- Zendesk's errors, over the wire


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.DROP, HelpdeskUnsure),
        (Fault.SLOW, HelpdeskUnsure),
        (Fault.ERROR_BEFORE, HelpdeskUnsure),
        (Fault.GARBAGE, HelpdeskUnsure),
        (Fault.BUSY, HelpdeskBusy),
        (Fault.MAINTENANCE, HelpdeskBusy),
    ],
)
def test_a_write_is_unsure_unless_it_was_refused_and_a_read_is_never_unsure(double, fault, error):
    double.open_ticket(1)
    double.slow_seconds = 1.5
    with client(double.url, read=1.0) as helpdesk:
        snapshot = helpdesk.read("zendesk", "1", "m")
        double.fault = lambda method, number: fault
        with pytest.raises(error):
            helpdesk.apply("zendesk", "1", replace(NOTE, marker="m"), snapshot)
        with pytest.raises(HelpdeskBusy):
            helpdesk.read("zendesk", "1", "m")


def test_an_old_stamp_a_closed_ticket_and_an_odd_number_are_told_apart(double, desk):
    double.open_ticket(1)
    snapshot = desk.read("zendesk", "1", "m")
    double.customer_writes(1)
    with pytest.raises(HelpdeskConflict):
        desk.apply("zendesk", "1", NOTE, snapshot)
    double.agent_changes(1, status="closed")
    with pytest.raises(HelpdeskRejected, match="status"):
        desk.apply("zendesk", "1", NOTE, desk.read("zendesk", "1", "m"))
    with pytest.raises(HelpdeskRejected):
        desk.read("zendesk", "1/../../users/1", "m")


# ---- tickets of other sources


def test_each_ticket_goes_back_where_it_came_from_and_what_came_from_elsewhere_is_kept(database, double, desk):
    memory = MemoryHelpdesk(database.app)
    both = ByOrigin({"zendesk": desk}, otherwise=memory)
    double.open_ticket(1)
    ours = ticket_with_delivery(database.app, 1)
    other = ticket_with_delivery(database.app, 1, source="standard")
    assert deliver_due(database.app, both, 10, schedule=AT_ONCE) == Counts(sent=2)
    assert double.effects() == {row(database.app, ours).effect_key: 1}
    assert [update.marker for update in memory.told("standard", "1")] == [row(database.app, other).effect_key]
    assert memory.told("zendesk", "1") == []
    for delivery, kept in ((ours, False), (other, True)):
        known = reports.explain(database.app, row(database.app, delivery).ticket_id)
        assert known is not None
        assert [d["kept_here"] for d in known["deliveries"]] == [kept]


def test_with_zendesk_chosen_tickets_of_other_sources_are_not_zendesks(database):
    settings = Settings(
        helpdesk="zendesk", zendesk_url="https://x.example", zendesk_email="a", zendesk_token="t", zendesk_agent_id="1"
    )
    ticket_with_delivery(database.app, 1, source="standard")
    assert deliver_due(database.app, make_helpdesk(settings, database.app), 10) == Counts(sent=1)
