"""One round of a worker on a real Postgres, with a pipeline that fails where a test wants it to."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, text

from models.errors import EngineError, EngineUnavailable
from tests.support.rows import add, claim, expire, full, one, row
from worker.company import Company
from worker.db import tickets as queue
from worker.db.session import transaction
from worker.db.sweep import sweep
from worker.domain import Decision, Outcome, Run, Ticket
from worker.process.lease_keeper import Keeper
from worker.process.loop import work_once
from worker.settings import Settings

COMPANY = Company("Light", "Light support", {"billing": "money", "access": "log in"}, {}, id="light")
SETTINGS = Settings(lease_seconds=3, batch=4)


@dataclass(frozen=True)
class Scripted:
    database: Engine
    pipeline: Callable[[Sequence[Ticket]], list[Run]]
    settings: Settings
    company: Company = COMPANY

    def handle_batch(self, tickets: Sequence[Ticket]) -> list[Run]:
        return self.pipeline(tickets)

    def refresh(self) -> None: ...

    def handle_without_model(self, ticket: Ticket, why: str) -> Run:
        return Run(ticket, Decision(Outcome.HAND_OVER, "model_unavailable", why))


def test_a_round_settles_a_batch_and_holds_no_transaction_open_meanwhile(database) -> None:
    for _ in range(5):
        add(database.app)
    sizes, open_transactions = [], []

    def pipeline(batch: Sequence[Ticket]) -> list[Run]:
        sizes.append(len(batch))
        with database.owner.connect() as connection:
            open_transactions.append(
                connection.scalar(
                    text(
                        "select count(*) from pg_stat_activity where usename = 'deskhand_app'"
                        " and datname = current_database() and xact_start is not null"
                    )
                )
            )
        return [full(ticket) for ticket in batch]

    assert [work(database, pipeline) for _ in range(3)] == [4, 1, 0]
    assert sizes == [4, 1]
    assert open_transactions == [0, 0]
    assert one(database.app, "select count(*) from tickets where state = 'decided'") == (5,)
    assert one(database.app, "select count(*) from deliveries") == (5,)


def test_a_ticket_that_breaks_its_batch_is_tried_alone_and_the_others_are_decided(database) -> None:
    bad, *good = (add(database.app) for _ in range(4))
    batches = []

    def pipeline(batch: Sequence[Ticket]) -> list[Run]:
        batches.append([ticket.id for ticket in batch])
        if any(ticket.id == bad for ticket in batch):
            raise ValueError("bad ticket")
        return [full(ticket) for ticket in batch]

    work(database, pipeline)
    assert batches == [[bad, *good], [bad], *([g] for g in good)]
    assert {row(database.app, g)["state"] for g in good} == {"decided"}
    found = row(database.app, bad)
    assert (found["state"], found["attempts"]) == ("queued", 1)
    assert claim(database.app) == []  # later, not at once


def test_a_ticket_that_always_raises_is_quarantined_after_three_attempts(database) -> None:
    bad = add(database.app)
    tries = []

    def pipeline(batch: Sequence[Ticket]) -> list[Run]:
        tries.extend(batch)
        raise ValueError("bad ticket")

    for _ in range(5):
        work(database, pipeline)
        sweep(database.app, 3)
        now(database.app)
    assert len(tries) == 3
    assert row(database.app, bad)["state"] == "quarantined"
    assert "a ValueError" in one(database.app, "select explanation from decisions")[0]


def test_with_the_engine_down_every_ticket_goes_back_unharmed_for_a_while(database) -> None:
    ids = [add(database.app) for _ in range(3)]
    for _ in range(4):  # more often than a ticket has attempts
        work(database, raising(EngineUnavailable("down")))
        assert claim(database.app) == []
        assert {(row(database.app, i)["state"], row(database.app, i)["attempts"]) for i in ids} == {("queued", 0)}
        now(database.app)


def test_an_engine_that_goes_down_among_single_tries_ends_them(database) -> None:
    ids = [add(database.app) for _ in range(4)]
    sizes = []

    def pipeline(batch: Sequence[Ticket]) -> list[Run]:
        sizes.append(len(batch))
        if len(sizes) == 1:
            raise ValueError("the batch")
        if len(sizes) >= 3:
            raise EngineUnavailable("down")
        return [full(ticket) for ticket in batch]

    work(database, pipeline)
    assert sizes == [4, 1, 1, 1]
    assert [row(database.app, i)["state"] for i in ids] == ["decided", "queued", "queued", "queued"]
    assert [row(database.app, i)["attempts"] for i in ids] == [1, 0, 0, 0]


@pytest.mark.parametrize("error", [EngineUnavailable("no answer in time"), EngineError("answered 400"), MemoryError()])
def test_a_ticket_the_engine_fails_for_while_it_answers_others_is_counted_and_they_are_decided(database, error) -> None:
    bad, *good = (add(database.app) for _ in range(4))

    def pipeline(batch: Sequence[Ticket]) -> list[Run]:
        if any(ticket.id == bad for ticket in batch):
            raise error
        return [full(ticket) for ticket in batch]

    work(database, pipeline)
    assert {row(database.app, g)["state"] for g in good} == {"decided"}
    found = row(database.app, bad)
    assert (found["state"], found["attempts"]) == ("queued", 1)


def test_a_ticket_that_needs_no_engine_does_not_prove_that_there_is_one(database) -> None:
    first, empty, last = (add(database.app) for _ in range(3))

    def pipeline(batch: Sequence[Ticket]) -> list[Run]:
        if [ticket.id for ticket in batch] != [empty]:
            raise EngineUnavailable("down")
        return [Run(batch[0], Decision(Outcome.HAND_OVER, "nothing_to_answer", "no text"))]

    work(database, pipeline)
    assert row(database.app, empty)["state"] == "decided"
    assert [row(database.app, i)["attempts"] for i in (first, last)] == [0, 0]


def test_what_the_engine_refuses_three_times_goes_to_a_person_with_its_words(database) -> None:
    add(database.app)
    for _ in range(3):
        work(database, raising(EngineError("the server answered 404 for base")))
        now(database.app)
    sweep(database.app, 3)
    assert "answered 404 for base" in one(database.app, "select explanation from decisions")[0]


def test_a_ticket_that_waited_too_long_for_an_engine_goes_to_a_person_and_a_newer_one_waits(database) -> None:
    old, new = add(database.app), add(database.app)
    with transaction(database.app, see_all=True) as session:
        session.execute(text("update tickets set queued_at = now() - interval '16 min' where id = :id"), {"id": old})
    work(database, raising(EngineUnavailable("nobody there")))
    assert (row(database.app, old)["state"], row(database.app, new)["state"]) == ("decided", "queued")
    assert one(database.app, "select outcome, reason, explanation from decisions") == (
        "hand_over",
        "model_unavailable",
        "nobody there",
    )
    assert one(database.app, "select payload->>'public' from deliveries") == ("false",)


def test_a_ticket_put_back_by_hand_waits_afresh(database) -> None:
    ticket_id = add(database.app)
    (ticket,) = claim(database.app)
    queue.commit(database.app, full(ticket), "w", [])
    with transaction(database.app, see_all=True) as session:
        session.execute(text("update tickets set queued_at = now() - interval '1 day'"))
    queue.requeue(database.app, ticket_id)
    work(database, raising(EngineUnavailable("nobody there")))
    assert row(database.app, ticket_id)["state"] == "queued"


def test_a_result_that_cannot_be_stored_costs_the_others_nothing(database) -> None:
    bad, *good = (add(database.app) for _ in range(3))
    work(
        database,
        lambda batch: [full(t, text="a NUL \x00 in it") if t.id == bad else full(t) for t in batch],
    )
    assert {row(database.app, g)["state"] for g in good} == {"decided"}
    found = row(database.app, bad)
    assert (found["state"], found["attempts"], found["quarantine_reason"]) == ("queued", 1, "a DataError")


def test_a_ticket_the_pipeline_forgets_is_not_lost(database) -> None:
    forgotten, other = add(database.app), add(database.app)
    work(database, lambda batch: [full(ticket) for ticket in batch if ticket.id != forgotten])
    assert row(database.app, forgotten)["state"] == "queued"
    assert row(database.app, other)["state"] == "decided"


def test_heartbeats_keep_the_lease_as_long_as_the_pipeline_runs(database) -> None:
    add(database.app)
    stolen = []

    def slow(batch: Sequence[Ticket]) -> list[Run]:
        for _ in range(20):
            time.sleep(0.25)  # five seconds under a lease of three
            stolen.extend(claim(database.app, holder="thief"))
        return [full(ticket) for ticket in batch]

    work(database, slow)
    assert stolen == []
    assert one(database.app, "select state from tickets") == ("decided",)


def test_a_round_whose_lease_was_lost_stores_nothing_and_goes_on(database) -> None:
    lost, kept = add(database.app), add(database.app)

    def pipeline(batch: Sequence[Ticket]) -> list[Run]:
        expire(database.app, lost)
        claim(database.app, holder="other")
        return [full(ticket) for ticket in batch]

    work(database, pipeline)
    assert row(database.app, lost)["lease_owner"] == "other"
    assert row(database.app, kept)["state"] == "decided"
    assert one(database.app, "select count(*) from decisions") == (1,)


def test_a_stop_among_single_tries_gives_the_rest_back_uncounted(database) -> None:
    ids = [add(database.app) for _ in range(3)]
    keeper = Keeper(database.app, "me", 3)

    def pipeline(batch: Sequence[Ticket]) -> list[Run]:
        if len(batch) > 1:
            raise ValueError("the batch")
        keeper.stopping.set()
        return [full(ticket) for ticket in batch]

    work_once(Scripted(database.app, pipeline, SETTINGS), keeper)
    assert [row(database.app, i)["state"] for i in ids] == ["decided", "queued", "queued"]
    assert [row(database.app, i)["attempts"] for i in ids] == [1, 0, 0]


def test_an_exit_in_the_middle_of_the_model_gives_everything_back(database) -> None:
    ids = [add(database.app) for _ in range(2)]
    with pytest.raises(SystemExit):
        work(database, raising(SystemExit(1)))
    assert {(row(database.app, i)["state"], row(database.app, i)["attempts"]) for i in ids} == {("queued", 0)}


def test_a_round_that_hangs_is_noticed_and_its_lease_is_not_kept(database) -> None:
    ticket_id = add(database.app)
    noticed = threading.Event()
    keeper = Keeper(database.app, "me", 1, stuck=noticed.set, stuck_seconds=0.6)
    (ticket,) = claim(database.app, lease=1)
    with keeper.holding([ticket]):
        assert noticed.wait(10)
        time.sleep(1.5)
        assert [t.id for t in claim(database.app, holder="other")] == [ticket_id]


def work(database, pipeline: Callable[[Sequence[Ticket]], list[Run]]) -> int:
    return work_once(Scripted(database.app, pipeline, SETTINGS), Keeper(database.app, "me", 3))


def raising(error: BaseException) -> Callable[[Sequence[Ticket]], list[Run]]:
    def pipeline(_batch: Sequence[Ticket]) -> list[Run]:
        raise error

    return pipeline


def now(engine: Engine) -> None:
    with transaction(engine, see_all=True) as session:
        session.execute(text("update tickets set not_before = now() - interval '1 s'"))
