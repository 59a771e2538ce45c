"""A promotion, a canary and a rollback in a real worker process while tickets arrive, with a tiny base."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import text

from models.weights import registry
from models.weights.pointer import Canary
from tests.support import random_adapter, swap_worker
from tests.support.paths import ROOT
from tests.support.rows import add
from worker.db.session import transaction
from worker.serving import state
from worker.serving.plan import is_in_share

LIMIT_SECONDS = 120.0  # for what takes a few: other tests run beside
SHARE = 0.4


@pytest.fixture
def adapters(tiny_base, tmp_path: Path) -> Path:
    return tmp_path / "adapters"


def test_a_canary_a_promotion_a_tampered_one_and_a_rollback_under_load(stack, database, tiny_base, adapters) -> None:
    one, two, bad = (random_adapter.add(tiny_base, adapters, "reply", seed).name for seed in (1, 2, 3))
    random_adapter.point(adapters, "reply", "promote", one, current=one)
    with (adapters / "reply" / bad / registry.WEIGHTS).open("ab") as file:
        file.write(b"?")
    served = [(now(database), one)]

    def change(action: str, version: str, **values: object) -> None:
        random_adapter.point(adapters, "reply", action, version, **values)
        served.append((now(database), version))

    def first_run(version: str, *, beyond_share: bool = False) -> None:
        """Wait for the first run since the last change that only this change can have made."""
        since = served[-1][0]

        def is_there() -> bool:
            new = [run for run in runs(database) if run["at"] > since and run["id"] == version]
            return any(not (beyond_share and is_in_share(one["ticket"], two, SHARE)) for one in new)

        until(is_there)

    with running(stack, tiny_base, adapters), arriving(database):
        until(lambda: len(runs(database)) >= 8)
        change("canary", two, canary=Canary(two, SHARE))
        first_run(two)
        tried_from = now(database)
        count = len(runs(database))
        until(lambda: len(runs(database)) >= count + 60)
        tried_to = now(database)
        change("promote", two, current=two, canary=None)
        first_run(two, beyond_share=True)
        change("promote", bad, current=bad)
        until(lambda: any("does not match its hash" in told.refused for told in state.read(stack.settings.home_path)))
        count = len(runs(database))
        until(lambda: len(runs(database)) >= count + 12)
        change("rollback", one, current=one)
        first_run(one)
        assert {told.refused for told in state.read(stack.settings.home_path)} == {""}
    made = runs(database)
    assert {run["state"] for run in made} == {"decided"}
    assert (
        len(made) == count_of(database, "tickets") == count_of(database, "decisions")
    )  # none is lost or decided twice
    for run in made:  # by a version that served when it was made, or just before
        assert run["id"] in {*(version for at, version in served if at < run["at"])} - {bad}
    tried = [run for run in made if tried_from < run["at"] < tried_to]
    for run in tried:
        assert run["id"] == (two if is_in_share(run["ticket"], two, SHARE) else one)
    share = sum(run["id"] == two for run in tried) / len(tried)
    assert abs(share - SHARE) < 3.3 * (SHARE * (1 - SHARE) / len(tried)) ** 0.5
    assert {run["reason"] for run in tried if run["id"] == two} == {"canary"}
    assert {run["outcome"] for run in tried if run["id"] == one} == {"send"}


@contextmanager
def running(stack, tiny_base, adapters: Path, **settings: str) -> Iterator[None]:
    log = stack.settings.home_path / "promotion.log"
    more = swap_worker.environment(Path(tiny_base.path), adapters) | {"DESKHAND_POLL_SECONDS": "0.2", **settings}
    with log.open("wb") as out:
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.support.swap_worker"],
            env=stack.environment | {"PYTHONPATH": str(ROOT)} | more,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        yield
        worker.terminate()
        worker.wait(30)
    except BaseException:
        sys.stdout.write(log.read_text(errors="replace")[-6000:])
        raise
    finally:
        if worker.poll() is None:
            for process in psutil.Process(worker.pid).children(recursive=True):
                process.kill()
            worker.kill()
            worker.wait(10)


@contextmanager
def arriving(database, seconds: float = 0.05) -> Iterator[None]:
    """A ticket arrives every so many seconds, and all of them are decided in the end."""
    with transaction(database.app, see_all=True) as session:
        session.execute(text("insert into accounts values ('bright', 'Brightloaf', 'en', 'team', 'standard')"))
        session.execute(text("insert into contacts values ('femke@bright.example', 'bright', 'F', 'admin', true)"))
    ended = threading.Event()

    def arrive() -> None:
        while not ended.wait(seconds):
            add(
                database.app,
                account="bright",
                email="femke@bright.example",
                verified=True,
                body=swap_worker.QUESTION,
                subject="Link",
            )

    thread = threading.Thread(target=arrive)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
    until(lambda: len(runs(database)) == count_of(database, "tickets"))


def runs(database, skill: str = "reply") -> list[dict[str, Any]]:
    statement = """
        select r.ticket_id as ticket, r.adapter_ids->>:skill as id, r.created_at as at, d.outcome, d.reason, t.state
        from runs r join decisions d on d.run_id = r.id join tickets t on t.id = r.ticket_id order by r.id
    """
    with transaction(database.app, see_all=True) as session:
        return [dict(row._mapping) for row in session.execute(text(statement), {"skill": skill})]


def count_of(database, table: str) -> int:
    with transaction(database.app, see_all=True) as session:
        return int(session.scalar(text(f"select count(*) from {table}")) or 0)  # noqa: S608


def now(database) -> Any:
    with transaction(database.app, see_all=True) as session:
        return session.scalar(text("select clock_timestamp()"))


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LIMIT_SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"did not happen in {LIMIT_SECONDS} s"
        time.sleep(0.1)
