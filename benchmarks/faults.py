"""This benchmark kills workers and Valkey by kill -9 at random moments under load: what is lost, what happens twice?

    python benchmarks/faults.py                         ten kills of workers, three of Valkey, the real pipeline
    python benchmarks/faults.py --services module:build --kills 100 --tickets 2000

It uses the embedded servers of DESKHAND_HOME and the harmless helpdesk. Tickets are submitted all the time and ring
like those of a webhook. A kill waits until a ticket is being worked on, then for a random time, and ends the model's
child, its Celery parent, the io worker's child, or the whole group with its supervisor.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import Engine, text

from worker import embedded, logs
from worker.broker import SERVICES, Role, make_celery, ring
from worker.cli.demo.rehearsal import require_harmless
from worker.cli.worker import serve
from worker.db.session import make_engine, transaction
from worker.embedded import valkey
from worker.process import supervisor
from worker.settings import Settings

SOURCE = "faults"
TARGETS = ("model child", "model parent", "io child", "group")
TEXTS = (
    ("Invoice copy", "Hello, where can I download a copy of last month's invoice?"),
    ("Cannot log in", "The reset mail never arrives. I looked in the spam folder as well."),
    ("Offline work orders", "Does the mobile app keep work orders when there is no network in the plant?"),
    ("Complaint", "Third time this week that the import fails. I want to speak to a manager."),
)


@dataclass(frozen=True)
class Result:
    attempted: int
    acknowledged: int
    decided: int
    quarantined: int
    lost: int
    decided_twice: int
    delivered: int
    delivered_twice: int
    not_delivered: int
    kills: dict[str, int]
    seconds: float
    drain_seconds: float

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.decided_twice or self.delivered_twice or self.not_delivered)


class Load(threading.Thread):
    """This thread submits tickets, each in one transaction, then rings; a committed ticket counts as acknowledged."""

    def __init__(self, engine: Engine, broker: str, amount: int, gap: float, source: random.Random) -> None:
        super().__init__(daemon=True)
        self.engine, self.amount, self.gap, self.source = engine, amount, gap, source
        self.app = make_celery(broker)
        self.attempted = self.acknowledged = 0

    def run(self) -> None:
        for number in range(self.amount):
            subject, body = self.source.choice(TEXTS)
            self.attempted += 1
            ticket_id = submit(self.engine, number, subject, body)
            self.acknowledged += 1
            ring(self.app, ticket_id)
            time.sleep(self.source.expovariate(1 / self.gap))


class Group:
    """A group is the supervised workers, as `deskhand worker` runs them."""

    def __init__(self, services: str, log: Path) -> None:
        self.command = [sys.executable, str(Path(__file__).resolve()), "--services", services, "--part"]
        self.log = log
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as out:
            self.supervisor = subprocess.Popen([*self.command, "all"], stdout=out, stderr=out, start_new_session=True)

    def kill(self, target: str) -> None:
        if target == "group":
            top = psutil.Process(self.supervisor.pid)
            for process in [top, *top.children(recursive=True)]:
                _kill(process)
            self.supervisor.wait()
            self.start()
            return
        role, what = target.split()
        for parent in psutil.Process(self.supervisor.pid).children():
            with suppress(psutil.NoSuchProcess):  # killed just before, and not yet collected by the supervisor
                if parent.cmdline()[-1] == role:
                    for process in [parent] if what == "parent" else parent.children():
                        _kill(process)

    def stop(self) -> None:
        self.supervisor.terminate()
        self.supervisor.wait(supervisor.GRACE_SECONDS + 15)


def main() -> int:
    options = parse()
    logs.configure(level="ERROR")  # every ring that found no broker is a warning
    if options.part:
        work(options.part, options.services)
        return 0
    os.environ["DESKHAND_HELPDESK"] = "memory"
    os.environ["DESKHAND_LEASE_SECONDS"] = str(options.lease)
    settings = Settings()
    require_harmless(settings)  # a worker that is killed while it works must never hold a real ticket
    result = run(options, settings)
    if options.json:
        sys.stdout.write(json.dumps(asdict(result)) + "\n")
    else:
        show(result)
    return 0 if result.is_clean else 1


def run(options: argparse.Namespace, settings: Settings) -> Result:
    source = random.Random(options.seed)
    urls = embedded.up(settings)
    if options.services == SERVICES:
        from worker.library import sync

        sync.sync_all(settings)
    engine = make_engine(urls.database)
    forget_earlier(engine)
    events = [source.choice(TARGETS) for _ in range(options.kills)] + ["valkey"] * options.valkey_kills
    source.shuffle(events)
    start = time.monotonic()
    group = Group(options.services, settings.home_path / "faults.log")
    load = Load(engine, urls.broker, options.tickets, options.gap, source)
    load.start()
    try:
        for event in events:
            wait_for_work(engine, options.timeout, load)
            time.sleep(source.uniform(0.0, 2.0))
            if event != "valkey":
                group.kill(event)
                continue
            process = valkey.process_of(settings.home_path)
            if process is not None:
                _kill(process)
            time.sleep(source.uniform(0.0, 3.0))
            embedded.up(settings)
        load.join()
        drained = time.monotonic()
        wait_until_done(engine, options.timeout)
        ended = time.monotonic()
    finally:
        group.stop()
    return Result(
        attempted=load.attempted,
        acknowledged=load.acknowledged,
        kills=dict(Counter(events)),
        seconds=round(ended - start, 1),
        drain_seconds=round(ended - drained, 1),
        **counts(engine, load.acknowledged),
    )


def submit(engine: Engine, number: int, subject: str, body: str) -> int:
    insert_ticket = text(
        "insert into tickets (source, external_id, subject, channel, urgency) "
        "values (:source, :external, :subject, 'email', :urgency) returning id"
    )
    insert_message = text(
        "insert into messages (ticket_id, ticket_version, source, external_id, body, original, occurred_at)"
        " select id, 1, source, external_id, :body, :body, now() from tickets where id = :id"
    )
    with transaction(engine, see_all=True) as session:
        row = {"source": SOURCE, "external": str(number), "subject": subject, "urgency": 0 if number % 10 == 0 else 1}
        ticket_id = session.execute(insert_ticket, row).scalar_one()
        session.execute(insert_message, {"id": ticket_id, "body": body})
    return int(ticket_id)


def counts(engine: Engine, acknowledged: int) -> dict[str, int]:
    """Count from the rows themselves. A run is a decision made: two runs of one version are a ticket decided twice."""
    mine = "from tickets t where t.source = :source"
    told = "from helpdesk_memory h where h.source = :source"
    decided = figure(engine, f"select count(*) {mine} and state = 'decided'")
    quarantined = figure(engine, f"select count(*) {mine} and state = 'quarantined'")
    twice = (
        f"select count(*) from (select 1 from runs where ticket_id in (select t.id {mine}) "
        "group by ticket_id, ticket_version having count(*) > 1) x"
    )
    return {
        "decided": decided,
        "quarantined": quarantined,
        "lost": acknowledged - decided - quarantined,
        "decided_twice": figure(engine, twice),
        "delivered": figure(engine, f"select count(*) {told}"),
        "delivered_twice": figure(engine, f"select count(*) - count(distinct external_id) {told}"),
        "not_delivered": figure(
            engine, f"select count(*) {mine} and not exists (select 1 {told} and h.external_id = t.external_id)"
        ),
    }


def wait_for_work(engine: Engine, timeout: float, load: threading.Thread) -> None:
    """Wait until a ticket is being worked on, but not longer than `timeout` seconds, and not when no more will come."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline and load.is_alive():
        running = "select count(*) from tickets where source = :source and state = 'running' and lease_until > now()"
        if figure(engine, running):
            return
        time.sleep(0.02)


def wait_until_done(engine: Engine, timeout: float) -> None:
    open_tickets = "select count(*) from tickets where source = :source and state in ('queued', 'running')"
    open_deliveries = (
        "select count(*) from deliveries where source = :source and state in ('pending','sending','unsure')"
    )
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline and (figure(engine, open_tickets) or figure(engine, open_deliveries)):
        time.sleep(0.2)


def figure(engine: Engine, statement: str) -> int:
    with transaction(engine, see_all=True) as session:
        return int(session.scalar(text(statement), {"source": SOURCE}) or 0)


def forget_earlier(engine: Engine) -> None:
    with transaction(engine, see_all=True) as session:
        for table in ("tickets", "helpdesk_memory"):
            session.execute(text(f"delete from {table} where source = :source"), {"source": SOURCE})


def work(part: str, services: str) -> None:
    """Run one of the processes of a group."""
    if part == "all":
        command = [sys.executable, str(Path(__file__).resolve()), "--services", services, "--parent", str(os.getpid())]
        stop = supervisor.stop_on_signals()
        supervisor.supervise({name: [*command, "--part", name] for name in ("model", "io", "beat")}, stop=stop)
        return
    settings = Settings()
    broker = embedded.connection_urls(settings).broker
    if part == "beat":
        app = make_celery(broker, sweep_seconds=settings.sweep_seconds)
        app.set_default()
        app.Beat(loglevel="WARNING", quiet=True).run()
        return
    role = Role(part)
    serve(make_celery(broker, role=role, services=services, sweep_seconds=settings.sweep_seconds), role, role.queues)


def show(result: Result) -> None:
    for name, value in asdict(result).items():
        shown = ", ".join(f"{count} {what}" for what, count in value.items()) if isinstance(value, dict) else value
        print(f"{name.replace('_', ' '):<16} {shown}")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=10, help="how many kills of workers")
    parser.add_argument("--valkey-kills", type=int, default=3)
    parser.add_argument("--tickets", type=int, default=200)
    parser.add_argument("--gap", type=float, default=0.2, help="mean seconds between two tickets")
    parser.add_argument("--lease", type=int, default=10, help="seconds of a lease")
    parser.add_argument("--timeout", type=float, default=1200.0, help="seconds to wait for the last ticket")
    parser.add_argument("--services", default=SERVICES, help="module:function that builds the services of a worker")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    options: Any = parser.parse_args()
    if options.parent:
        supervisor.follow(options.parent, lambda: os.kill(os.getpid(), signal.SIGTERM))
    return options  # type: ignore[no-any-return]


def _kill(process: psutil.Process) -> None:
    with suppress(psutil.NoSuchProcess):
        process.kill()


if __name__ == "__main__":
    raise SystemExit(main())
