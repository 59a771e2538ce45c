"""The cap on public replies, on a real Postgres: it holds whatever is detected, and cannot be passed by many at once."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text

from tests.integration.process.test_loop import Scripted
from tests.support.outbox import AT_ONCE
from tests.support.rows import add, claim, full, one, row
from worker.company import Company
from worker.db import inbox
from worker.db import tickets as queue
from worker.db.reply_cap import Limits
from worker.db.session import transaction
from worker.db.sweep import sweep
from worker.delivery import deliver_due
from worker.domain import Run, Ticket
from worker.helpdesks.memory import MemoryHelpdesk
from worker.incoming import IncomingTicket
from worker.pipeline.render import updates
from worker.process.lease_keeper import Keeper
from worker.process.loop import work_once
from worker.settings import Settings

COMPANY = Company("Light", "Light support", {"billing": "money", "access": "log in"}, {}, id="light")
LIMITS = Limits(ticket_hour=3, ticket_day=6, sender_hour=5, sender_day=15)
PUBLIC = "select count(*) from deliveries where payload->>'public' = 'true'"


def commit(database: Engine, run: Run, limits: Limits = LIMITS) -> bool:
    cap = queue.Cap(limits, lambda held: updates(held, COMPANY))
    return queue.commit(database, run, "w", updates(run, COMPANY), cap)


def answer(database: Engine, email: str | None = "bot@z.example", *, times: int = 1, limits: Limits = LIMITS) -> None:
    """Decide new tickets of one sender, each to be sent."""
    for _ in range(times):
        add(database, email=email)
        (ticket,) = claim(database)
        assert commit(database, full(ticket), limits)


def answer_again(database: Engine, ticket_id: int) -> None:
    queue.requeue(database, ticket_id, again=True)
    (ticket,) = claim(database)
    assert commit(database, full(ticket))


def outcomes(database: Engine) -> tuple[int, int]:
    sent, held = one(
        database,
        "select count(*) filter (where outcome = 'send'),"
        " count(*) filter (where outcome = 'hold' and reason = 'reply_cap') from decisions",
    )
    return sent, held


def later(database: Engine, minutes: int) -> None:
    """Let time pass for what was sent."""
    with transaction(database, see_all=True) as session:
        session.execute(
            text(
                "update deliveries set created_at = created_at - make_interval(mins => :minutes),"
                " sent_at = sent_at - make_interval(mins => :minutes)"
            ),
            {"minutes": minutes},
        )


class Machine:
    """It answers everything at once, and nothing in its mail shows that it is one."""

    def __init__(self, database: Engine) -> None:
        self.database, self.helpdesk = database, MemoryHelpdesk(database)
        self.tickets = [f"T-{uuid4()}"]

    def talk(self, times: int, *, new_tickets: bool) -> None:
        for _ in range(times):
            if new_tickets:
                self.tickets.append(f"T-{uuid4()}")
            words = f"Thank you for your message {uuid4()}. What else can we do for you?"
            inbox.accept(self.database, incoming(self.tickets[-1], words), uuid4().hex)
            scripted = Scripted(self.database, lambda batch: [full(t) for t in batch], Settings(batch=4))
            assert work_once(scripted, Keeper(self.database, "me", 60)) == 1
            deliver_due(self.database, self.helpdesk, 10, schedule=AT_ONCE)

    def got(self) -> int:
        return sum(update.public for number in self.tickets for update in self.helpdesk.told("standard", number))


def incoming(number: str, body: str) -> IncomingTicket:
    return IncomingTicket(
        source="standard", call_id=uuid4().hex, external_id=number, version=uuid4().hex, occurred_at=datetime.now(UTC),
        subject="Your message", body=body, requester_email="Bot@Z.example", requester_name=None, requester_verified=True,
        channel="email",
    )  # fmt: skip


@pytest.mark.parametrize(("new_tickets", "within_an_hour", "within_a_day"), [(False, 3, 6), (True, 5, 15)])
def test_two_machines_that_answer_each_other_forty_times_are_stopped(
    database, new_tickets: bool, within_an_hour: int, within_a_day: int
) -> None:
    machine = Machine(database.app)
    machine.talk(8, new_tickets=new_tickets)
    assert machine.got() == within_an_hour
    for _ in range(4):
        later(database.app, 61)
        machine.talk(8, new_tickets=new_tickets)
        assert machine.got() <= within_a_day
    assert machine.got() == within_a_day
    sent, held = outcomes(database.app)
    assert sent + held == 40
    assert one(database.app, "select count(*) from tickets where state <> 'decided'") == (0,)


def test_runs_that_end_at_the_same_moment_do_not_pass_the_cap_together(database) -> None:
    for _ in range(20):
        add(database.app, email="bot@z.example")
    mine = claim(database.app, limit=20)
    start = threading.Barrier(20)

    def end(ticket: Ticket) -> bool:
        start.wait(30)
        return commit(database.app, full(ticket))

    with ThreadPoolExecutor(20) as pool:
        assert all(pool.map(end, mine))
    assert outcomes(database.app) == (5, 15)
    assert one(database.app, PUBLIC) == (5,)
    assert one(database.app, "select count(*) from tickets where state = 'decided'") == (20,)


def test_many_senders_at_once_do_not_hold_each_other(database) -> None:
    senders: Sequence[str] = [f"s{n}@z.example" for n in range(5)]
    for sender in senders * 4:
        add(database.app, email=sender)
    mine = claim(database.app, limit=20)
    with ThreadPoolExecutor(10) as pool:
        assert all(pool.map(lambda ticket: commit(database.app, full(ticket)), mine))
    assert outcomes(database.app) == (20, 0)


def test_a_reply_beyond_the_cap_is_held_with_its_draft_and_says_the_numbers(database) -> None:
    answer(database.app, times=6)
    found = one(
        database.app,
        "select d.outcome, d.reason, d.explanation, d.queue, r.text, v.payload->>'public', v.payload->>'comment',"
        " v.payload->'tags'->>1, v.payload->'tags'->>2 from decisions d join replies r on r.decision_id = d.id"
        " join deliveries v on v.ticket_id = d.ticket_id order by d.id desc limit 1",
    )
    outcome, reason, explanation, chosen, draft, public, comment, *tags = found
    words = "this sender got 5 replies within the last hour, and DESKHAND_REPLIES_PER_SENDER_HOUR allows 5"
    assert (outcome, reason, explanation) == ("hold", "reply_cap", words)
    assert (chosen, draft, public) == ("billing", "It costs 5. Which plan?", "false")
    assert comment.startswith(f"Deskhand: held for a person, because {words}.\n(reason: reply_cap; decided by")
    assert "Draft:\nHello," in comment
    assert tags == ["deskhand_hold", "deskhand_reason_reply_cap"]


def test_a_ticket_has_a_cap_of_its_own(database) -> None:
    answer(database.app)
    (ticket_id,) = one(database.app, "select id from tickets")
    for _ in range(3):
        answer_again(database.app, ticket_id)
    assert outcomes(database.app) == (3, 1)
    (why,) = one(database.app, "select explanation from decisions order by id desc limit 1")
    assert "this ticket got 3 replies within the last hour" in why
    answer(database.app)  # another ticket of the same sender
    assert outcomes(database.app) == (4, 1)


def test_the_letter_case_of_an_address_makes_no_second_sender(database) -> None:
    for email in ["bot@z.example", "Bot@z.example", "BOT@Z.EXAMPLE"] * 2:
        answer(database.app, email)
    assert outcomes(database.app) == (5, 1)


def test_senders_without_an_address_count_as_one(database) -> None:
    for email in [None, ""] * 3:
        answer(database.app, email)
    assert outcomes(database.app) == (5, 1)


def test_what_is_older_than_the_window_does_not_count(database) -> None:
    answer(database.app, times=5)
    later(database.app, 61)
    answer(database.app, times=5)
    later(database.app, 61)
    answer(database.app, times=6)
    assert outcomes(database.app) == (15, 1)
    later(database.app, 61)
    answer(database.app)
    (why,) = one(database.app, "select explanation from decisions order by id desc limit 1")
    assert why == "this sender got 15 replies within the last day, and DESKHAND_REPLIES_PER_SENDER_DAY allows 15"
    later(database.app, 24 * 60)
    answer(database.app)
    assert outcomes(database.app) == (16, 2)


@pytest.mark.parametrize(
    ("state", "counts"),
    [("pending", True), ("sending", True), ("unsure", True), ("sent", True), ("failed", False), ("superseded", False)],
)
def test_a_reply_counts_unless_it_reached_nobody(database, state: str, counts: bool) -> None:
    answer(database.app, times=5)
    with transaction(database.app, see_all=True) as session:
        session.execute(text("update deliveries set state = :state"), {"state": state})
    answer(database.app)
    assert outcomes(database.app) == ((5, 1) if counts else (6, 0))


def test_a_reply_that_waited_for_the_helpdesk_counts_from_when_it_was_sent(database) -> None:
    answer(database.app, times=5)
    later(database.app, 120)
    deliver_due(database.app, MemoryHelpdesk(database.app), 10, schedule=AT_ONCE)
    answer(database.app)
    assert outcomes(database.app) == (5, 1)


def test_notes_for_people_are_neither_counted_nor_held(database) -> None:
    for _ in range(9):
        add(database.app, email="bot@z.example")
        for ticket in claim(database.app):
            scripted = Scripted(database.app, lambda batch: [], Settings())
            assert commit(database.app, scripted.handle_without_model(ticket, "no answer"))
    answer(database.app, times=5)
    assert outcomes(database.app) == (5, 0)


def test_a_quarantine_beyond_the_cap_writes_a_note_only(database) -> None:
    answer(database.app, times=6)
    ticket_id = add(database.app, email="bot@z.example")
    for _ in range(3):
        claim(database.app, lease=0)
    assert sweep(database.app, 3).quarantined == 1
    assert row(database.app, ticket_id)["state"] == "quarantined"
    assert one(database.app, PUBLIC) == (5,)


def test_a_held_ticket_can_be_put_back_when_the_hour_is_over(database) -> None:
    answer(database.app, times=6)
    (held,) = one(database.app, "select ticket_id from decisions where reason = 'reply_cap'")
    later(database.app, 61)
    assert queue.requeue(database.app, held)
    (ticket,) = claim(database.app)
    assert commit(database.app, full(ticket))
    assert outcomes(database.app) == (6, 1)


def test_a_result_that_is_not_stored_takes_nothing_from_the_cap(database) -> None:
    add(database.app, email="bot@z.example")
    (zombie,) = claim(database.app, lease=0)
    (alive,) = claim(database.app, holder="other")
    assert not commit(database.app, full(zombie))
    assert commit(database.app, full(alive))
    answer(database.app, times=4)
    assert outcomes(database.app) == (5, 0)


def test_no_replies_at_all_can_be_allowed(database) -> None:
    answer(database.app, limits=Limits(ticket_hour=0))
    assert outcomes(database.app) == (0, 1)
    assert "this ticket got 0 replies" in one(database.app, "select explanation from decisions")[0]


def test_the_worker_takes_the_limits_of_its_settings(database) -> None:
    for _ in range(3):
        add(database.app, email="bot@z.example")
    settings = Settings(lease_seconds=3, batch=4, replies_per_sender_hour=2)
    work_once(Scripted(database.app, lambda batch: [full(t) for t in batch], settings), Keeper(database.app, "me", 3))
    assert outcomes(database.app) == (2, 1)
