"""This benchmark promotes, tries and rolls back versions of the demo's reply adapter while tickets arrive at a real worker, and
counts: tickets lost, decided twice, handled by a version that did not serve; the canary's share and its drafts; and the seconds
from the change of the pointer to the first run by the new version.

    DESKHAND_HOME=… python -m benchmarks.promotion            embedded PostgreSQL and Valkey, a scratch database, some minutes

The second version is the demo's with noise on its weights, so only the switching is measured, not the answers.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import Engine, text

from benchmarks import machine
from benchmarks.perturbed import perturbed
from knowledge.index import indexer, vector_file
from models.evaluation.scores import Share
from models.weights import versions
from models.weights.pointer import Canary, Change
from worker import bootstrap, embedded
from worker.db.scratch_database import scratch_database
from worker.db.session import transaction
from worker.library.sources import open_sources
from worker.library.vectors import shipped
from worker.serving.plan import is_in_share
from worker.settings import Settings

SOURCE, LIMIT = "promotion", 900.0
SENDER = "femke@promotion.example"
WAITING = "select count(*) from tickets where state = 'queued'"
RUNS = text(
    "select r.ticket_id as ticket, r.adapter_ids->>'reply' as version, r.created_at as at, d.outcome, d.reason from runs r"
    " join decisions d on d.run_id = r.id order by r.id"
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--gap", type=float, default=1.0, help="seconds between two tickets")
    options.add_argument("--tickets", type=int, default=60, help="tickets of the canary's time")
    options.add_argument("--share", type=float, default=0.3)
    options.add_argument("--encoder", help="default: that of the demo, whose vectors are shipped")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    settings = Settings(encoder=given.encoder) if given.encoder else Settings()
    urls = embedded.up(settings)
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        adapters = Path(place) / "adapters"
        shutil.copytree(settings.adapters_path, adapters)
        scratch = stack.enter_context(scratch_database(urls.database, urls.admin_database))
        say("index the demo's knowledge")
        vector_file.store(scratch.owner, vector_file.read(shipped(settings)))
        indexer.sync(scratch.owner, stack.enter_context(open_sources(settings)), bootstrap.make_maker(settings))
        place_of = {name: one.url.render_as_string(hide_password=False) for name, one in scratch.__dict__.items()}
        environment = {
            "DESKHAND_DATABASE_URL": place_of["app"],
            "DESKHAND_ADMIN_DATABASE_URL": place_of["owner"],
            "DESKHAND_BROKER_URL": urls.broker,
            "DESKHAND_ADAPTERS": str(adapters),
            "DESKHAND_HELPDESK": "memory",
            "DESKHAND_REPLY": "free",
            "DESKHAND_REPLY_MODE": "send",
            "DESKHAND_MIN_REPLY": "0",
            "DESKHAND_BATCH": "4",
            "DESKHAND_POLL_SECONDS": "0.5",
            "DESKHAND_REPLIES_PER_SENDER_HOUR": "100000",
            "DESKHAND_REPLIES_PER_SENDER_DAY": "100000",
        }
        if given.encoder:
            environment["DESKHAND_ENCODER"] = given.encoder
        log = stack.enter_context((Path(place) / "worker.log").open("wb"))
        stack.enter_context(worker(environment, log))
        try:
            result = played(scratch.app, adapters / "reply", given)
        except BaseException:
            print((Path(place) / "worker.log").read_text(errors="replace")[-3000:], file=sys.stderr)
            raise
    print(
        json.dumps(result, indent=2) if given.json else "\n".join(f"{name}: {value}" for name, value in result.items())
    )
    print(machine.named(), file=sys.stderr)


def played(database: Engine, folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    """Play it, and return the figures."""
    served = [(now(database), one := str(versions.read(folder).current))]
    found = versions.serving_folder(folder)
    if found is None:
        raise SystemExit(f"{folder} has no version that serves")
    two = perturbed(found, folder, 7).name

    def change(action: str, **values: Any) -> None:
        about = Change(action, two, one, "benchmark")
        versions.update(folder, lambda known: known.changed(about, **values))
        served.append((now(database), str(values.get("current", two))))
        say(f"{action} after {len(runs(database))} decisions")

    def seconds(version: str, *, beyond_share: bool = False) -> float:
        since = served[-1][0]

        def made() -> list[datetime]:
            rows = [row for row in runs(database) if row["at"] > since and row["version"] == version]
            return [row["at"] for row in rows if not (beyond_share and is_in_share(row["ticket"], two, given.share))]

        until(lambda: bool(made()))
        return round((min(made()) - since).total_seconds(), 1)

    say("tickets arrive; the worker loads the model")
    with arriving(database, given.gap):
        until(lambda: len(runs(database)) >= 4)
        change("canary", canary=Canary(two, given.share))
        tried = {"canary": seconds(two)}
        begin, count = now(database), len(runs(database))
        until(lambda: len(runs(database)) >= count + given.tickets)
        end = now(database)
        change("promote", current=two, canary=None)
        tried["promotion"] = seconds(two, beyond_share=True)
        change("rollback", current=one)
        tried["rollback"] = seconds(one)
    say("no more tickets arrive")
    until(lambda: not figure(database, "select count(*) from tickets where state in ('queued', 'running')"))
    rows = runs(database)
    during = [row for row in rows if begin < row["at"] < end]
    own = [row for row in during if row["version"] == two]
    return {
        "tickets": figure(database, "select count(*) from tickets"),
        "decided": figure(database, "select count(*) from tickets where state = 'decided'"),
        "decided twice": len(rows) - len({row["ticket"] for row in rows}),
        "by a version that did not serve": sum(
            row["version"] not in {version for at, version in served if at < row["at"]} for row in rows
        ),
        "by another version than the draw says": sum(
            (row["version"] == two) is not is_in_share(row["ticket"], two, given.share) for row in during
        ),
        "canary's share": f"{Share(len(own), len(during))}, wanted {given.share:.0%}",
        "canary's replies sent": sum(row["outcome"] in {"send", "ask"} for row in own),
        "current's replies sent meanwhile": sum(row["outcome"] == "send" for row in during if row["version"] == one),
        "seconds from the pointer to the first run": tried,
    }


@contextmanager
def worker(environment: dict[str, str], log: Any) -> Iterator[None]:
    command = [sys.executable, "-m", "worker.cli.main", "worker", "--only", "model"]
    started = subprocess.Popen(command, env=os.environ | environment, stdout=log, stderr=log, start_new_session=True)
    try:
        yield
    finally:
        for process in psutil.Process(started.pid).children(recursive=True) if started.poll() is None else []:
            process.kill()
        started.kill()
        started.wait(10)


@contextmanager
def arriving(database: Engine, gap: float) -> Iterator[None]:
    """Let the demo's handled tickets arrive, one after the other."""
    with transaction(database, see_all=True) as session:
        session.execute(text("insert into accounts values ('promotion', 'Promotion', 'en', 'team', 'standard')"))
        session.execute(
            text("insert into contacts values (:sender, 'promotion', 'F', 'admin', true)"), {"sender": SENDER}
        )
    lines = [json.loads(line) for line in Path("demo/tickets/train.jsonl").read_text(encoding="utf-8").splitlines()]
    ended = threading.Event()

    def arrive() -> None:
        for number, line in enumerate(cycle(lines)):
            # No faster than they are handled, or the rest would have to be waited for.
            while not ended.wait(gap) and figure(database, WAITING) > 8:
                pass
            if ended.is_set():
                return
            submit(database, number, line["subject"], line["body"])

    thread = threading.Thread(target=arrive)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def submit(database: Engine, number: int, subject: str, body: str) -> None:
    with transaction(database, see_all=True) as session:
        known = {"source": SOURCE, "number": str(number), "subject": subject, "body": body, "sender": SENDER}
        ticket = session.scalar(
            text(
                "insert into tickets (source, external_id, subject, channel, account, requester_email, verified, language)"
                " values (:source, :number, :subject, 'email', 'promotion', :sender, true, 'en') returning id"
            ),
            known,
        )
        session.execute(
            text(
                "insert into messages (ticket_id, ticket_version, source, external_id, body, original, occurred_at,"
                " verified_account) values (:ticket, 1, :source, :number, :body, :body, now(), 'promotion')"
            ),
            known | {"ticket": ticket},
        )


def runs(database: Engine) -> list[dict[str, Any]]:
    with transaction(database, see_all=True) as session:
        return [dict(row) for row in session.execute(RUNS).mappings()]


def figure(database: Engine, statement: str) -> int:
    with transaction(database, see_all=True) as session:
        return int(session.scalar(text(statement)) or 0)


def now(database: Engine) -> datetime:
    with transaction(database, see_all=True) as session:
        found = session.scalar(text("select clock_timestamp()"))
        assert isinstance(found, datetime)
        return found


def say(what: str) -> None:
    print(f"{datetime.now():%H:%M:%S} {what}", file=sys.stderr, flush=True)


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LIMIT
    while not holds():
        if time.monotonic() > deadline:
            raise SystemExit(f"did not happen in {LIMIT:.0f} s")
        time.sleep(0.2)


if __name__ == "__main__":
    main()
