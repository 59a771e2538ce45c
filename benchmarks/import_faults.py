"""Imports that are killed with SIGKILL, and what is there afterwards beside an import that nobody disturbed.

    python -m benchmarks.import_faults --kills 10 --tickets 300

Each import is a process of its own, `deskhand history import`, against a local Zendesk over HTTP or a CSV file. It is killed
at a random moment and begun again, until it has been killed so often; then it runs to its end. Tickets and messages must be
the same, row by row, as after one import without a kill: nothing twice, nothing lost. The exit code is 1 if they are not.
"""

import argparse
import csv
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from worker import embedded
from worker.cli.demo.zendesk_double.double import ZendeskDouble
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
from worker.cli.history.files import BATCH
from worker.db.schema import owner_engine
from worker.settings import Settings

LONGEST = 120  # seconds of one import
ROWS = """
select t.source, t.external_id, t.content_sha256, count(m.id), coalesce(string_agg(m.text, '|' order by m.position), '')
from past_tickets t left join past_messages m on m.past_ticket_id = t.id
group by t.source, t.external_id, t.content_sha256 order by 1, 2
"""
WAIT = """
create function no_more() returns trigger language plpgsql as $$ begin
    if (select count(*) from past_tickets) >= {tickets} then perform pg_sleep(600); end if;
    return new;
end $$
"""
BEFORE_EACH = "create trigger no_more before insert on past_tickets for each row execute function no_more()"
END_WAITING = "select pg_terminate_backend(pid, 5000) from pg_stat_activity where wait_event = 'PgSleep'"


def fill(double: ZendeskDouble, tickets: int = 300, seed: int = 1) -> None:
    """Give a Zendesk handled tickets: answered, noted on, moved, solved, opened again, and some deleted ones."""
    dice = random.Random(seed)
    for number in range(1, tickets + 1):
        age = timedelta(days=400 - number, hours=2)
        by = dice.choice((CUSTOMER, COLLEAGUE, STRANGER))
        double.open_ticket(
            number, f"Invoice {number} shows the wrong amount.", subject=f"Invoice {number}", by=by, age=age,
            priority=dice.choice(("low", "normal", "high", None)), group=dice.choice((7, 8)), tags=["bill"],
        )  # fmt: skip
        for step in range(dice.randint(1, 3)):
            at = age - timedelta(minutes=10 * (step + 1))
            double.agent_comments(number, f"Hello, we looked at invoice {number}, step {step}.", by=PERSON, age=at)
        double.agent_comments(
            number, "ask the second level", public=False, by=PERSON, age=age - timedelta(minutes=50), group=99
        )
        double.agent_changes(number, status="solved", assignee=SECOND_PERSON, age=age - timedelta(minutes=60))
        if number % 7 == 0:
            double.customer_writes(number, "It happened again.", age=age - timedelta(minutes=70))
            double.agent_comments(number, "Corrected now.", status="solved", age=age - timedelta(minutes=80))
        if number % 50 == 0:
            double.delete(number, scrubbed=number % 100 == 0, age=age - timedelta(minutes=90))


def write_csv(path: Path, tickets: int = 300) -> None:
    """Write a file with one row per message, some of them broken."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["Ticket-Nr.", "Betreff", "Nachricht", "Absender", "Rolle", "Gruppe", "Priorität", "Datum"])
        for n in range(1, tickets + 1):
            shared = [n, f"Rechnung {n}", "Rechnungen", "hoch" if n % 3 else "niedrig"]
            for step, (who, role) in enumerate((("kunde@x.example", "Kunde"), ("ines@us.example", "Mitarbeiter"))):
                said = f"Guten Tag,\ndie Rechnung {n} ist falsch; bitte prüfen." if not step else f"Wir prüfen {n}."
                rows.writerow([n, shared[1], said, who, role, *shared[2:], f"{1 + n % 28:02}.03.2025 {9 + step}:00"])


@contextmanager
def child(arguments: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "worker.cli.main", "history", "import", *arguments]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def run(arguments: list[str], environment: dict[str, str]) -> tuple[int, str]:
    with child(arguments, environment) as process:
        said, _ = process.communicate(timeout=LONGEST)
        return process.returncode, said.decode()


def killed_after_requests(
    double: ZendeskDouble, arguments: list[str], environment: dict[str, str], requests: int
) -> bool:
    """Run an import, and kill it in the middle of its n-th request. Return whether it was killed before it ended."""
    process: list[subprocess.Popen[bytes]] = []
    left = [requests]
    lock = threading.Lock()

    def count(_method: str, _ticket: int) -> None:
        with lock:
            left[0] -= 1
            if left[0] == 0 and process:
                process[0].send_signal(signal.SIGKILL)

    double.fault = count
    with child(arguments, environment) as started:
        process.append(started)
        started.communicate(timeout=LONGEST)
        double.fault = lambda _method, _ticket: None
        return started.returncode == -signal.SIGKILL


@contextmanager
def no_more_than(owner: Engine, tickets: int) -> Iterator[None]:
    """Let an import wait before it stores more tickets than that. However busy the machine is, it is then still there to
    be killed."""
    with owner.begin() as connection:
        connection.execute(text(WAIT.format(tickets=tickets)))
        connection.execute(text(BEFORE_EACH))
    try:
        yield
    finally:
        with owner.begin() as connection:
            connection.execute(text(END_WAITING))  # one that waits holds a lock on the table
            connection.execute(text("drop trigger no_more on past_tickets"))
            connection.execute(text("drop function no_more"))


def killed_after_tickets(
    owner: Engine, arguments: list[str], environment: dict[str, str], tickets: int, wait: float
) -> bool:
    """Run an import, and kill it some milliseconds after so many more tickets are stored."""
    goal = here(owner) + tickets
    inside_the_next = -(-goal // BATCH) * BATCH + BATCH // 2
    with no_more_than(owner, inside_the_next), child(arguments, environment) as started:
        while started.poll() is None and here(owner) < goal:
            time.sleep(0.001)
        time.sleep(wait)
        started.send_signal(signal.SIGKILL)
        started.communicate(timeout=LONGEST)
        return started.returncode == -signal.SIGKILL


def here(owner: Engine) -> int:
    with owner.connect() as connection:
        return int(connection.execute(text("select count(*) from past_tickets")).scalar_one())


def contents(owner: Engine) -> list[tuple[Any, ...]]:
    with owner.connect() as connection:
        return [tuple(row) for row in connection.execute(text(ROWS))]


def counts(owner: Engine, source: str) -> dict[str, Any]:
    wanted = text("select state, counts from history_imports where source = :source")
    with owner.connect() as connection:
        state, counted = connection.execute(wanted, {"source": source}).one()
    return {"state": state, **counted}


def forget(owner: Engine) -> None:
    with owner.begin() as connection:
        for table in ("past_messages", "past_tickets", "history_imports"):
            connection.execute(text(f"delete from {table}"))


def compared(
    owner: Engine, kill: Callable[[int], bool], end: Callable[[], tuple[int, str]], kills: int
) -> dict[str, Any]:
    """Return what is there after an import, and whether one that was killed so often leaves the same."""
    forget(owner)
    code, said = end()
    wanted = contents(owner)
    forget(owner)
    killed = sum(kill(number) for number in range(kills))
    halfway = here(owner)
    again, said_again = end()
    found = contents(owner)
    times = Counter(row[:2] for row in found)
    return {
        "killed": killed, "tickets": len(wanted), "messages": sum(row[3] for row in wanted), "halfway": halfway,
        "lost": len(set(wanted) - set(found)), "strange": len(set(found) - set(wanted)),
        "twice": sum(n - 1 for n in times.values()), "same": found == wanted, "codes": [code, again],
        "said": [said, said_again],
    }  # fmt: skip


def zendesk_environment(double: ZendeskDouble, environment: dict[str, str]) -> dict[str, str]:
    return {
        **environment,
        "DESKHAND_ZENDESK_URL": double.url,
        "DESKHAND_ZENDESK_EMAIL": EMAIL,
        "DESKHAND_ZENDESK_TOKEN": TOKEN,
        "DESKHAND_ZENDESK_AGENT_ID": str(OURSELVES),
    }


def of_zendesk(owner: Engine, environment: dict[str, str], tickets: int, kills: int, seed: int = 1) -> dict[str, Any]:
    dice = random.Random(seed)
    with zendesk() as double:
        fill(double, tickets)
        known = zendesk_environment(double, environment)
        each = max(3, (tickets + 20) // (kills + 1))
        return compared(
            owner,
            lambda _: killed_after_requests(double, ["zendesk"], known, dice.randint(each // 2 + 1, each)),
            lambda: run(["zendesk", "--json"], known),
            kills,
        )


def of_file(owner: Engine, environment: dict[str, str], tickets: int, kills: int, seed: int = 1) -> dict[str, Any]:
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tickets.csv"
        write_csv(path, tickets)
        each = max(1, tickets // (kills + 2))
        return compared(
            owner,
            lambda _: killed_after_tickets(owner, [str(path), "--yes"], environment, each, dice.random() * 0.03),
            lambda: run([str(path), "--yes", "--json"], environment),
            kills,
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--tickets", type=int, default=300)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="deskhand-import-") as folder:
        settings = Settings(home=Path(folder))
        urls = embedded.up(settings)
        try:
            owner = owner_engine(urls.admin_database)
            environment = {**os.environ, "DESKHAND_HOME": folder}
            found = {
                "zendesk": of_zendesk(owner, environment, wanted.tickets, wanted.kills),
                "file": of_file(owner, environment, wanted.tickets, wanted.kills),
            }
            owner.dispose()
        finally:
            embedded.down(settings)
    for one in found.values():
        one.pop("said")
    print(json.dumps(found, indent=2))
    return 0 if all(one["same"] and one["killed"] == wanted.kills for one in found.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
