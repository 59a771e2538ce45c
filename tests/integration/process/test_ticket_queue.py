"""The queue of record, on a real Postgres."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError

from tests.support.rows import add, claim, expire, full, message, one, row
from worker.db import tickets as queue
from worker.db.session import transaction
from worker.db.sweep import _SWEEP_LOCK, Swept, sweep
from worker.domain import Decision, Finding
from worker.errors import Refused
from worker.helpdesks.protocol import Update
from worker.states import Outcome


def test_urgent_accounts_come_first_then_whoever_waited_longest(database) -> None:
    late = add(database.app, received="1 minute")
    early = add(database.app, received="1 hour")
    urgent = add(database.app, received="0 minutes", urgency=0)
    assert [t.id for t in claim(database.app)] == [urgent, early, late]


def test_a_claimed_ticket_carries_its_account_and_all_that_is_asked(database) -> None:
    with transaction(database.app, see_all=True) as session:
        session.execute(text("insert into accounts values ('acme', 'Acme', 'en', 'business', 'priority')"))
        session.execute(text("insert into contacts values ('a@acme.example', 'acme', 'A', 'admin', true)"))
    ticket_id = add(database.app, account="acme", email="A@acme.example", verified=True, body="first")
    message(database.app, ticket_id, 2, "second")
    (ticket,) = claim(database.app)
    assert (ticket.plan, ticket.tier, ticket.body, ticket.verified) == ("business", "priority", "first\n\nsecond", True)


def test_who_is_no_verified_contact_any_more_is_not_verified(database) -> None:
    with transaction(database.app, see_all=True) as session:
        session.execute(text("insert into accounts values ('acme', 'Acme', 'en', 'business', 'priority')"))
        session.execute(text("insert into contacts values ('a@acme.example', 'acme', 'A', 'admin', false)"))
    add(database.app, account="acme", email="a@acme.example", verified=True)
    (ticket,) = claim(database.app)
    assert not ticket.verified
    assert ticket.history_account is None


def test_twenty_claims_at_once_take_every_ticket_once(database) -> None:
    wanted = {add(database.app) for _ in range(60)}
    with ThreadPoolExecutor(10) as pool:
        claims = list(pool.map(lambda n: claim(database.app, holder=f"w{n}", limit=5), range(20)))
    taken = [ticket.id for found in claims for ticket in found]
    assert len(taken) == len(set(taken))
    rest = claim(database.app, limit=100)
    assert {*taken, *(t.id for t in rest)} == wanted


def test_a_claim_counts_the_attempt_before_anything_is_tried(database) -> None:
    ticket_id = add(database.app)
    claim(database.app)
    assert row(database.app, ticket_id)["attempts"] == 1


def test_a_lease_that_ran_out_is_claimed_by_another_under_a_new_token(database) -> None:
    add(database.app)
    (first,) = claim(database.app, lease=0)
    (second,) = claim(database.app, holder="other")
    assert second.id == first.id
    assert second.lease_token == first.lease_token + 1


def test_a_lease_with_a_heartbeat_is_not_claimed_by_another(database) -> None:
    add(database.app)
    (mine,) = claim(database.app, lease=0)
    assert queue.heartbeat(database.app, [mine], 60) == [mine.id]
    assert claim(database.app, holder="other") == []


def test_a_heartbeat_says_which_tickets_are_lost(database) -> None:
    lost_id, kept_id = add(database.app), add(database.app)
    mine = claim(database.app)
    expire(database.app, lost_id)
    claim(database.app, holder="other")
    assert queue.heartbeat(database.app, mine, 60) == [kept_id]


def test_what_was_tried_before_is_claimed_alone(database) -> None:
    suspect, *fresh = (add(database.app, received=f"{10 - n} minutes") for n in range(4))
    expire(database.app, claim(database.app, limit=1)[0].id)
    assert [t.id for t in claim(database.app)] == [suspect]
    assert [t.id for t in claim(database.app)] == fresh


def test_a_suspect_behind_fresh_tickets_does_not_join_their_batch(database) -> None:
    suspect = add(database.app)
    claim(database.app)
    expire(database.app, suspect)
    fresh = add(database.app, urgency=0)
    assert [t.id for t in claim(database.app)] == [fresh]


def test_a_ticket_given_back_untried_keeps_its_attempts_and_can_be_claimed_at_once(database) -> None:
    ticket_id = add(database.app)
    assert queue.give_back(database.app, claim(database.app)) == 1
    found = row(database.app, ticket_id)
    assert (found["state"], found["attempts"], found["lease_owner"]) == ("queued", 0, None)
    assert [t.id for t in claim(database.app)] == [ticket_id]


def test_a_ticket_given_back_for_later_is_not_claimed_before(database) -> None:
    add(database.app)
    queue.give_back(database.app, claim(database.app), delay_seconds=30)
    assert claim(database.app) == []


def test_giving_back_a_ticket_another_has_changes_nothing(database) -> None:
    ticket_id = add(database.app)
    mine = claim(database.app, lease=0)
    claim(database.app, holder="other")
    assert queue.give_back(database.app, mine) == 0
    assert row(database.app, ticket_id)["lease_owner"] == "other"


def test_the_successor_of_a_dead_worker_takes_its_tickets_at_once_and_only_its(database) -> None:
    dead = add(database.app)
    claim(database.app, holder="dead")
    add(database.app)
    claim(database.app, holder="alive")
    assert queue.let_go(database.app, "dead") == 1
    assert [t.id for t in claim(database.app, holder="dead")] == [dead]


def test_a_commit_stores_everything_by_value(database) -> None:
    add(database.app)
    (ticket,) = claim(database.app)
    assert queue.commit(database.app, full(ticket), "w", [("result", Update("", True, "Hello"))])
    assert one(database.app, "select state from tickets") == ("decided",)
    assert one(
        database.app, "select worker, base_id, passages->'found'->0->>'ref', tokens->>'reply.output' from runs"
    ) == (("w", "base", "docs/x.md#A", "12"))
    assert one(database.app, "select outcome, reason, queue, escalate, probabilities->>'queue' from decisions") == (
        ("send", "grounded", "billing", False, "0.9")
    )
    assert one(database.app, "select action, text from replies") == ("answer", "It costs 5. Which plan?")
    assert one(database.app, "select position, ref, title, version, quote, support from citations") == (
        (1, "docs/x.md#A", "A", "v1", "It costs 5.", 0.8)
    )
    assert one(database.app, "select payload->>'comment', state, ticket_version from deliveries") == (
        "Hello",
        "pending",
        1,
    )
    assert one(database.app, "select adapter_ids->>'reply' from runs") == ("adapter-1",)


def test_findings_are_stored_with_the_reply(database) -> None:
    add(database.app)
    (ticket,) = claim(database.app)
    queue.commit(database.app, full(ticket, Finding("unsupported", "It costs 5.", "why")), "w", [])
    assert one(database.app, "select check_findings->'findings'->0->>'code' from replies") == ("unsupported",)


def test_a_worker_that_slept_past_its_lease_stores_nothing(database) -> None:
    add(database.app)
    (zombie,) = claim(database.app, lease=0)
    (alive,) = claim(database.app, holder="other")
    assert not queue.commit(database.app, full(zombie), "zombie", [("result", Update("", True, "Hello"))])
    assert queue.commit(database.app, full(alive), "other", [("result", Update("", True, "Hello"))])
    assert one(database.app, "select string_agg(worker, ',') from runs") == ("other",)
    assert one(database.app, "select count(*) from deliveries") == (1,)


def test_a_result_for_a_message_the_customer_has_added_to_is_not_stored(database) -> None:
    ticket_id = add(database.app)
    (ticket,) = claim(database.app)
    with transaction(database.app, see_all=True) as session:
        session.execute(text("update tickets set version = 2 where id = :id"), {"id": ticket_id})
    assert not queue.commit(database.app, full(ticket), "w", [])
    assert one(database.app, "select count(*) from decisions") == (0,)


def test_what_cannot_be_stored_leaves_no_half_of_it(database) -> None:
    ticket_id = add(database.app)
    (ticket,) = claim(database.app)
    with pytest.raises(DataError):
        queue.commit(database.app, full(ticket, text="a NUL \x00 in it"), "w", [("result", Update("", True, "Hello"))])
    assert row(database.app, ticket_id)["state"] == "running"
    assert one(database.app, "select (select count(*) from runs) + (select count(*) from deliveries)") == (0,)


def test_a_ticket_that_ends_its_worker_three_times_goes_to_a_person(database) -> None:
    ticket_id = add(database.app)
    for _ in range(3):
        assert claim(database.app, lease=0)
    assert claim(database.app) == []
    assert sweep(database.app, 3) == Swept(ring=[], quarantined=1)
    assert row(database.app, ticket_id)["state"] == "quarantined"
    assert one(database.app, "select outcome, reason, run_id from decisions") == ("hand_over", "quarantined", None)
    public, comment = one(database.app, "select payload->>'public', payload->>'comment' from deliveries")
    assert public == "false"
    assert "3 attempts failed" in comment
    assert sweep(database.app, 3).quarantined == 0


def test_a_quarantine_says_what_went_wrong_last(database) -> None:
    add(database.app)
    for _ in range(3):
        queue.give_back(database.app, claim(database.app), attempted=True, failure="a ValueError")
    sweep(database.app, 3)
    assert one(database.app, "select explanation from decisions") == (
        "3 attempts failed, the last one with a ValueError",
    )


def test_the_third_attempt_is_not_quarantined_while_it_runs(database) -> None:
    add(database.app)
    claim(database.app, lease=0)
    claim(database.app, lease=0)
    claim(database.app, lease=60)
    assert sweep(database.app, 3).quarantined == 0


def test_the_sweep_rings_for_what_waits_too_long_and_for_orphans_but_not_in_every_round(database) -> None:
    orphan = add(database.app)
    expire(database.app, claim(database.app)[0].id)
    late = add(database.app, received="1 minute")
    add(database.app)  # came this moment: its own doorbell is on its way
    later = add(database.app, received="1 minute")
    with transaction(database.app, see_all=True) as session:
        session.execute(text("update tickets set not_before = now() + interval '1 hour' where id = :id"), {"id": later})
    assert sweep(database.app, 3).ring == sorted([orphan, late])
    assert sweep(database.app, 3).ring == []
    with transaction(database.app, see_all=True) as session:
        session.execute(text("update tickets set rung_at = now() - interval '1 minute'"))
    assert sweep(database.app, 3).ring == sorted([orphan, late])


def test_of_two_sweeps_at_once_one_does_nothing(database) -> None:
    add(database.app, received="1 minute")
    entered, leave = threading.Event(), threading.Event()

    def hold_the_lock() -> None:
        with transaction(database.app) as session:
            session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _SWEEP_LOCK})
            entered.set()
            leave.wait(10)

    other = threading.Thread(target=hold_the_lock)
    other.start()
    assert entered.wait(10)
    assert sweep(database.app, 3).ring == []
    leave.set()
    other.join()
    assert len(sweep(database.app, 3).ring) == 1


def test_many_sweeps_at_once_ring_and_quarantine_once(database) -> None:
    add(database.app, received="1 minute")
    add(database.app)
    with transaction(database.app, see_all=True) as session:
        session.execute(text("update tickets set attempts = 3 where id = (select max(id) from tickets)"))
    with ThreadPoolExecutor(8) as pool:
        swept = list(pool.map(lambda _: sweep(database.app, 3), range(16)))
    assert sum(len(s.ring) for s in swept) == 1
    assert sum(s.quarantined for s in swept) == 1


def test_a_finished_ticket_is_handled_again_as_a_new_version(database) -> None:
    ticket_id = add(database.app)
    (ticket,) = claim(database.app)
    queue.commit(database.app, full(ticket), "w", [("result", Update("", True, "Hello"))])
    assert queue.requeue(database.app, ticket_id)
    (again,) = claim(database.app)
    assert (again.version, again.body) == (2, "the body")
    assert queue.commit(database.app, full(again), "w", [("result", Update("", True, "Hello"))])
    assert one(database.app, "select count(distinct effect_key) from deliveries") == (2,)


def test_a_quarantined_ticket_gets_its_attempts_back(database) -> None:
    ticket_id = add(database.app)
    for _ in range(3):
        claim(database.app, lease=0)
    sweep(database.app, 3)
    assert queue.requeue(database.app, ticket_id)
    assert [t.id for t in claim(database.app)] == [ticket_id]


def test_what_is_not_finished_or_not_there_is_not_requeued(database) -> None:
    waiting = add(database.app)
    assert not queue.requeue(database.app, waiting)
    claim(database.app)
    assert not queue.requeue(database.app, waiting)
    assert not queue.requeue(database.app, 4711)


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize(
    ("state", "stamp", "tried"),
    [
        ("pending", None, False),
        ("pending", "s1", True),  # a try ended without an answer, and the next one found the helpdesk busy
        ("sending", None, True),
        ("unsure", "s1", True),
        ("sent", "s1", True),
        ("failed", "s1", False),
        ("superseded", "s1", False),
    ],
)
def test_a_reply_that_may_have_arrived_is_not_given_again_unasked(database, public, state, stamp, tried) -> None:
    ticket_id = add(database.app)
    (ticket,) = claim(database.app)
    run = replace(full(ticket), decision=Decision(Outcome.ASK, "unclear", "x"))
    queue.commit(database.app, run, "w", [("result", Update("", public, "Hello"))])
    with transaction(database.app, see_all=True) as session:
        session.execute(text("update deliveries set state = :state, stamp = :stamp"), {"state": state, "stamp": stamp})
    if public and tried:
        with pytest.raises(Refused):
            queue.requeue(database.app, ticket_id)
    else:
        assert queue.requeue(database.app, ticket_id)
    queue.requeue(database.app, ticket_id, again=True)
    (again,) = claim(database.app)
    assert again.asked == int(public and tried)
