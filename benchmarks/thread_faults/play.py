"""This module plays a whole run: the servers, the people, the processes that die, the end when all is settled, the count."""

import random
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Engine, text

from benchmarks.thread_faults import counting, nursery
from benchmarks.thread_faults.deaths import Census
from benchmarks.thread_faults.lives import SECRET, Setup
from benchmarks.thread_faults.world import World, customer
from worker.cli.demo.zendesk_double.account import Account
from worker.cli.demo.zendesk_double.double import ZendeskDouble
from worker.cli.demo.zendesk_double.people import OURSELVES
from worker.cli.demo.zendesk_double.server import zendesk
from worker.cli.demo.zendesk_double.subscriptions import by_events, by_trigger
from worker.cli.demo.zendesk_double.tickets import Json, Ticket
from worker.db.session import transaction

_OPEN = """
    select (select count(*) from tickets where state in ('queued', 'running'))
         + (select count(*) from deliveries where state in ('pending', 'sending', 'unsure'))
"""


LANES = 24  # calls at once
MOST_WAITING, MOST_OPEN = 800, 80  # calls, and tickets and deliveries, before further tickets come


@dataclass(frozen=True)
class Options:
    tickets: int = 1000
    copies: int = 10  # of each webhook call
    rate: float = 3.0  # tickets per second, at most
    deaths: int = 25  # at each point
    gap: float = 1.0  # mean seconds between two kills from outside
    deliverers: int = 10  # processes
    models: int = 3
    lease: int = 4
    spread: float = 1.5  # seconds in which the copies of a call come
    seed: int = 1
    patience: float = 600.0  # seconds for what is left at the end
    others: bool = True  # whether automatic messages come too, and people write who are not in copy
    faulty: bool = True  # whether the helpdesk fails now and then


@dataclass(frozen=True)
class Result:
    count: counting.Count
    points: dict[str, tuple[int, int]]  # how often each was passed, and how many died there
    deeds: Counter[str]
    calls: Counter[int]  # answers to webhook calls; 0: none
    given_up: int  # calls
    seconds: float
    drain_seconds: float

    @property
    def is_clean(self) -> bool:
        return not any(self.count.faults[kind] for kind in counting.KINDS)

    @property
    def of_deliveries(self) -> dict[str, tuple[int, int]]:
        return {name.removeprefix("io: "): both for name, both in self.points.items() if name.startswith("io: ")}


def play(database: Engine, url: str, options: Options, tell: Callable[[str], None] = lambda _: None) -> Result:
    """Run everything in an empty database, whose URL its processes need."""
    _fill(database, options.tickets)
    start = time.monotonic()
    with zendesk() as double, tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as web:
        web.listen(2048)
        census = Census(Path(folder), new=True)
        world = World(double, random.Random(options.seed), faulty=options.faulty, others=options.others)
        _connect(double, f"http://127.0.0.1:{web.getsockname()[1]}/webhooks/zendesk", options)

        def has_room(share: float) -> bool:
            census.progress = max(share, 0.001)
            waiting, left = len(double.webhooks.waiting), _open(database)
            tell(f"{share:4.0%} opened, {waiting} calls wait, {len(double.webhooks.sent)} made, {left} open")
            # Few may be behind, because deaths follow the tickets that have come.
            return waiting < min(MOST_WAITING, 10 * options.tickets) and left < min(MOST_OPEN, 2 + options.tickets // 6)

        with _nursery(Setup(url, double.url, lease=options.lease), options, folder, web):
            _until_it_answers(web.getsockname()[1])
            double.webhooks.start()
            world.live(options.tickets, options.rate, has_room)
            census.progress = 0  # nobody dies any more
            drained = time.monotonic()
            world.faulty = False
            _wait(double, database, options.patience, tell)
            ended = time.monotonic()
        double.webhooks.stop()
        double.wait_until_idle()
        return Result(
            count=counting.count(double, database),
            points=census.points(),
            deeds=world.deeds,
            calls=Counter(status for _, status in double.webhooks.sent),
            given_up=len(double.webhooks.lost),
            seconds=round(ended - start, 1),
            drain_seconds=round(ended - drained, 1),
        )


def _fill(database: Engine, tickets: int) -> None:
    """Make every customer a verified contact."""
    with transaction(database, see_all=True) as session:
        session.execute(text("insert into accounts values ('bright', 'Brightloaf', 'en', 'team', 'standard')"))
        session.execute(
            text("insert into contacts values (:email, 'bright', :name, 'admin', true)"),
            [{"email": one.email, "name": one.name} for one in map(customer, range(tickets))],
        )


def _connect(double: ZendeskDouble, url: str, options: Options) -> None:
    """Connect the triggers of our guide, and the events for what agents do: comments, solutions, merges."""

    def by_people(account: Account, _: Ticket, audit: Json) -> bool:
        # A part of what we write ourselves comes back.
        return account.is_staff(audit["author_id"]) and (audit["author_id"] != OURSELVES or audit["id"] % 4 == 0)

    events = by_events(url, SECRET, "comment_added", "status_changed", "merged")
    double.webhooks.connect(*by_trigger(url, SECRET), *(replace(one, when=by_people) for one in events))
    double.webhooks.copies, double.webhooks.spread = options.copies, options.spread
    double.webhooks.shuffled, double.webhooks.lanes = True, LANES
    double.webhooks.dice = random.Random(options.seed)


@contextmanager
def _nursery(setup: Setup, options: Options, folder: str, web: socket.socket) -> Iterator[None]:
    lives = {"web": 3, "sweep": 1, "model": options.models, "io": options.deliverers}
    plan = nursery.Plan(folder, web.fileno(), lives, options.deaths, options.gap, options.seed)
    process = subprocess.Popen(nursery.arguments(setup, plan), pass_fds=[web.fileno()], stdout=sys.stderr)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def _until_it_answers(port: int) -> None:
    """Wait until the processes have begun: to import everything takes some seconds."""
    httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=120).raise_for_status()


def _wait(double: ZendeskDouble, database: Engine, seconds: float, tell: Callable[[str], None]) -> None:
    """Wait until nothing is open, twice in a row: a settled delivery may queue its ticket once more."""
    deadline, quiet = time.monotonic() + seconds, 0
    while quiet < 2 and time.monotonic() < deadline:
        left = len(double.webhooks.waiting) + double.in_progress + _open(database)
        tell(f"all opened, {len(double.webhooks.waiting)} calls wait, {_open(database)} open")
        quiet = 0 if left else quiet + 1
        time.sleep(0.5)


def _open(database: Engine) -> int:
    with transaction(database, see_all=True) as session:
        return int(session.scalar(text(_OPEN)) or 0)


def as_json(result: Result) -> dict[str, Any]:
    return {
        "faults": {kind: {"count": result.count.faults[kind], "of": of} for kind, of in result.count.of.items()},
        "where": {what: numbers[:20] for what, numbers in result.count.where.items()},
        "stories": result.count.stories,
        "seen": dict(result.count.seen),
        "points": {name: {"passed": passed, "died": died} for name, (passed, died) in result.points.items()},
        "deeds": dict(result.deeds),
        "calls": {str(status): times for status, times in sorted(result.calls.items())},
        "given_up": result.given_up,
        "seconds": result.seconds,
        "drain_seconds": result.drain_seconds,
    }
