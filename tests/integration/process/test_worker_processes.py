"""Real worker processes: Celery, Valkey and Postgres, with a light pipeline (light_worker.py)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil
import pytest
from sqlalchemy import Engine

from tests.support.paths import ROOT
from tests.support.rows import add, one, row
from worker.broker import make_celery, ring
from worker.db import tickets as queue
from worker.process import supervisor

DEAD_BROKER = "redis://127.0.0.1:1/0"
LIMIT_SECONDS = 120.0  # for what takes a few: other tests run beside


def test_a_doorbell_is_answered_long_before_the_poll(stack, database) -> None:
    with running(stack, "model", DESKHAND_POLL_SECONDS="3600") as worker:
        alive(stack, "model")
        ticket_id = add(database.app)
        assert ring(make_celery(stack.urls.broker), ticket_id)
        decided(database.app, ticket_id)
        assert child_of(worker) is not None


def test_from_the_ticket_to_the_helpdesk_and_the_timer_through_every_process(stack, database) -> None:
    with running(stack, "all"):
        ids = [add(database.app) for _ in range(20)]  # nobody rings
        decided(database.app, *ids)
        until(lambda: one(database.app, "select count(*) from deliveries where state = 'sent'") == (20,))
    assert one(database.app, "select count(*), count(distinct marker) from helpdesk_memory") == (20, 20)


def test_with_a_dead_broker_the_poll_drains_the_queue_to_the_helpdesk(stack, database) -> None:
    ids = [add(database.app) for _ in range(40)]
    with running(stack, "model", LIGHT_BROKER=DEAD_BROKER), running(stack, "io", LIGHT_BROKER=DEAD_BROKER):
        decided(database.app, *ids)
        until(lambda: one(database.app, "select count(*) from deliveries where state = 'sent'") == (40,))


def test_sigterm_with_a_dead_broker_still_ends_the_worker(stack, database) -> None:
    with running(stack, "model", LIGHT_BROKER=DEAD_BROKER) as worker:
        decided(database.app, add(database.app))
        worker.terminate()
        worker.wait(30)


def test_sigterm_lets_a_short_batch_finish(stack, database) -> None:
    ticket_id = add(database.app, subject="slow 3")
    with running(stack, "model") as worker:
        until(lambda: row(database.app, ticket_id)["state"] == "running")
        worker.terminate()
        worker.wait(30)
    found = row(database.app, ticket_id)
    assert (found["state"], found["attempts"]) == ("decided", 1)


@pytest.mark.parametrize("rung", [True, False], ids=["in a task", "in the poll"])
def test_sigterm_gives_a_long_batch_back_uncounted_and_at_once(stack, database, rung) -> None:
    poll = "3600" if rung else "0.5"
    with running(stack, "model", DESKHAND_POLL_SECONDS=poll, DESKHAND_LEASE_SECONDS="120") as worker:
        alive(stack, "model")
        ticket_id = add(database.app, subject="slow 300")
        if rung:
            ring(make_celery(stack.urls.broker), ticket_id)
        until(lambda: row(database.app, ticket_id)["state"] == "running")
        worker.terminate()
        worker.wait(40)
    found = row(database.app, ticket_id)
    assert (found["state"], found["attempts"]) == ("queued", 0)


def test_an_idle_worker_stops_without_its_patience_for_a_batch(stack, database) -> None:
    with running(stack, "all", LIGHT_FINISH_SECONDS="3600") as worker:
        alive(stack, "model")
        alive(stack, "io")
        below = worker.children(recursive=True)
        worker.send_signal(signal.SIGINT)
        worker.wait(supervisor.GRACE_SECONDS - 15)  # long before it would kill anyone
    until(lambda: not any(running_still(process) for process in below))


def test_a_poison_ticket_is_quarantined_after_three_attempts_while_others_pass(stack, database) -> None:
    with running(stack, "model", DESKHAND_LEASE_SECONDS="60"), running(stack, "io"):
        alive(stack, "model")
        before = [add(database.app) for _ in range(3)]
        poison = add(database.app, subject="poison")
        after = [add(database.app) for _ in range(8)]
        ring(make_celery(stack.urls.broker), poison)
        decided(database.app, *before, *after)
        # A dead child's successor frees its leases, so this does not take three leases of a minute.
        until(lambda: row(database.app, poison)["state"] == "quarantined")
        until(lambda: one(database.app, "select count(*) from deliveries where state = 'sent'") == (12,))
    assert row(database.app, poison)["attempts"] == 3
    assert one(database.app, "select max(attempts) from tickets where subject <> 'poison'")[0] < 3


def test_a_worker_that_was_frozen_past_its_lease_stores_nothing(stack, database) -> None:
    ticket_id = add(database.app, subject="slow 4")
    with running(stack, "model") as worker:
        until(lambda: row(database.app, ticket_id)["state"] == "running")
        child = child_of(worker)
        assert child is not None
        frozen = [child, *worker.children()]
        for process in frozen:
            process.suspend()
        time.sleep(3.5)  # the lease is three seconds
        (mine,) = queue.claim(database.app, "me", 1, 60, 3)
        assert mine.id == ticket_id
        for process in frozen:
            process.resume()
        decided(database.app, add(database.app))  # one batch after the other: the frozen one has ended
        assert row(database.app, ticket_id)["lease_owner"] == "me"
        of_it = f"select count(*) from decisions d join runs r on r.id = d.run_id where r.ticket_id = {ticket_id}"  # noqa: S608 - a number
        assert one(database.app, of_it) == (0,)


def test_a_lost_doorbell_is_rung_again_by_the_sweep(stack, database) -> None:
    with running(stack, "model", DESKHAND_POLL_SECONDS="3600"), running(stack, "io"):
        alive(stack, "model")
        ticket_id = add(database.app, received="1 minute")  # nobody rings
        decided(database.app, ticket_id)


def test_a_slow_start_does_not_make_the_pool_kill_its_child(stack, database) -> None:
    with running(stack, "model", LIGHT_START_SECONDS="6") as worker:
        until(lambda: child_of(worker) is not None)
        first = child_of(worker)
        decided(database.app, add(database.app))
        assert first is not None
        first.kill()
        time.sleep(1)
        decided(database.app, add(database.app))
        second = child_of(worker)
        time.sleep(3)
        assert second == child_of(worker)


def test_what_a_killed_supervisor_leaves_behind_stops_by_itself(stack, database) -> None:
    with running(stack, "all") as worker:
        alive(stack, "model")
        below = worker.children(recursive=True)
        worker.kill()
        until(lambda: not any(running_still(process) for process in below))


def test_kill_9_at_random_moments_loses_nothing_and_doubles_nothing(stack, database) -> None:
    kills = os.environ.get("KILLS", "5")
    command = [sys.executable, "benchmarks/faults.py", "--kills", kills, "--valkey-kills", "1", "--json"]
    command += ["--services", "tests.support.light_worker:build", "--tickets", "150", "--lease", "3", "--seed", "11"]
    env = environment(stack) | {"LIGHT_BATCH_SECONDS": "0.3"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@contextmanager
def running(stack, part: str, **more: str) -> Iterator[psutil.Process]:
    (stack.settings.home_path / "alive" / part).unlink(missing_ok=True)
    for role in ("model", "io") if part == "all" else ():
        (stack.settings.home_path / "alive" / role).unlink(missing_ok=True)
    log = stack.settings.home_path / f"worker-{part}.log"
    with log.open("wb") as out:
        started = subprocess.Popen(
            [sys.executable, "-m", "tests.support.light_worker", part],
            env=environment(stack) | more,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    process = psutil.Process(started.pid)
    try:
        yield process
    except BaseException:
        sys.stdout.write(log.read_text(errors="replace")[-6000:])
        raise
    finally:
        for left in [*family(process), process]:
            if running_still(left):
                left.kill()
        started.wait(10)


def environment(stack) -> dict[str, str]:
    return stack.environment | {
        "PYTHONPATH": str(ROOT),
        "DESKHAND_LEASE_SECONDS": "3",
        "DESKHAND_POLL_SECONDS": "1",
        "DESKHAND_SWEEP_SECONDS": "1",
    }


def family(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def child_of(worker: psutil.Process) -> psutil.Process | None:
    """The pool child; the other child is multiprocessing's resource tracker."""
    return next((p for p in worker.children() if "spawn_main" in " ".join(p.cmdline())), None)


def running_still(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def alive(stack, role: str) -> None:
    until((stack.settings.home_path / "alive" / role).exists)


def decided(engine: Engine, *ids: int) -> None:
    until(lambda: {row(engine, i)["state"] for i in ids} == {"decided"})


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LIMIT_SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"did not happen in {LIMIT_SECONDS} s"
        time.sleep(0.1)
