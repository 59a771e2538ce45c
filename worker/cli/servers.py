"""`deskhand up | down | status | doctor` start, stop and examine what Deskhand runs on."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from worker.cli import progress
from worker.cli.options import AS_JSON
from worker.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from worker.embedded import ServerStatus

console = Console()
Found = TypeVar("Found")

UP_HELP = """Start PostgreSQL and Valkey under DESKHAND_HOME and bring the database to the newest schema.

The command can be repeated. If DESKHAND_DATABASE_URL or DESKHAND_BROKER_URL is set, that server is used instead, and
the schema is migrated there.

Examples:

    deskhand up

    DESKHAND_HOME=~/second DESKHAND_POSTGRES_PORT=5440 deskhand up

    psql "$(deskhand up --json | jq -r .admin_database)"
"""
DOWN_HELP = """Stop the embedded servers of DESKHAND_HOME. The data stays; `deskhand up` starts them again.

Example:

    deskhand down
"""
STATUS_HELP = """Show the servers, and the number of tickets and deliveries in each state.

The exit code is 1 if a server is not running.

Examples:

    deskhand status

    deskhand status --json | jq -e 'all(.servers[]; .running)'

    deskhand status --json | jq .work.deliveries.failed
"""
DOCTOR_HELP = """Check everything a worker needs, and say in plain words what is wrong, and what the next step is.

Until the first tickets were handled, the last line has one command: the next step towards them.

The exit code is 1 if something is wrong.

Examples:

    deskhand doctor

    deskhand doctor --json | jq -r '.[] | select(.level == "wrong") | .message'

    deskhand doctor --json | jq -r '.[] | select(.what == "next") | .message'
"""


def register(root: typer.Typer) -> None:
    root.command(help=UP_HELP)(up)
    root.command(help=DOWN_HELP)(down)
    root.command(help=STATUS_HELP)(status)
    root.command(help=DOCTOR_HELP)(doctor)


def up(as_json: AS_JSON = False) -> None:
    from worker import embedded

    settings = Settings()
    with progress.step("start the servers", usually="5 to 20 s the first time") as step:
        urls = embedded.up(settings, step.say)
    if as_json:
        typer.echo(json.dumps({name: embedded.without_password(url) for name, url in asdict(urls).items()}))
        return
    console.print(_table(embedded.status(settings)))
    console.print("The database is at the newest schema. `deskhand down` stops the servers.")


def down(as_json: AS_JSON = False) -> None:
    from worker import embedded

    settings = Settings()
    connections = _connected(settings)
    with progress.step("stop the servers") as step:
        stopped = embedded.down(settings, step.say)
    if as_json:
        typer.echo(json.dumps({"stopped": stopped, "connections": connections}))
        return
    home = escape(str(settings.home_path))
    console.print(f"Stopped {' and '.join(stopped)}." if stopped else f"Nothing was running in {home}.")
    if connections:
        console.print(
            f"Others were connected ({connections}): workers and a web process that still run try again until "
            "`deskhand up`; stop them as you started them.",
            style="yellow",
        )


def status(as_json: AS_JSON = False) -> None:
    from worker import embedded

    settings = Settings()
    servers = embedded.status(settings)
    work = _work(settings) if servers[0].running else None
    if as_json:
        typer.echo(json.dumps({"servers": [asdict(server) for server in servers], "work": work}))
    else:
        console.print(_table(servers))
        for line in _lines(work) if work else ():
            console.print(line)
    if not all(server.running for server in servers):
        raise typer.Exit(1)


def doctor(as_json: AS_JSON = False) -> None:
    from worker.cli.doctor.diagnosis import Level
    from worker.cli.doctor.examination import examine
    from worker.cli.doctor.next_step import next_step

    settings = Settings()
    if as_json:
        checks = list(examine(settings))
        follow = next_step(settings, checks)
        told = [*checks, follow.diagnosis()] if follow else checks
        typer.echo(json.dumps([asdict(check) for check in told]))
    else:
        checks = []
        for check in examine(settings):  # printed one by one, because hashing a model takes a moment
            style = {Level.GOOD: "green", Level.NOTE: "yellow", Level.WRONG: "bold red"}[check.level]
            console.print(
                f"[{style}]{check.level:<6}[/] [bold]{check.what}[/]: {escape(check.message)}", soft_wrap=True
            )
            checks.append(check)
    wrong = sum(check.level is Level.WRONG for check in checks)
    if not as_json:
        console.print(f"{wrong} of {len(checks)} checks failed." if wrong else "Nothing is wrong.")
        if follow := next_step(settings, checks):
            console.print(f"next: [bold]{escape(str(follow))}[/]", soft_wrap=True)
    if wrong:
        raise typer.Exit(1)


def _work(settings: Settings) -> dict[str, Any] | None:
    """Return the counts; None if the database cannot be read, which `deskhand doctor` explains."""
    from worker.db import reports

    return _read(settings, reports.counts)


def _connected(settings: Settings) -> int:
    """Return how many connections the embedded PostgreSQL has; 0 if none is running here."""
    from worker import embedded
    from worker.db import reports

    server, _ = embedded.status(settings)
    return (_read(settings, reports.connected) or 0) if server.embedded and server.running else 0


def _read(settings: Settings, look: "Callable[[Engine], Found]") -> Found | None:
    """Return what is read from the database; None if it cannot be read."""
    from sqlalchemy.exc import SQLAlchemyError

    from worker.db import session
    from worker.embedded import database_urls

    engine = session.make_engine(database_urls(settings)[0], pool_size=1)
    try:
        return look(engine)
    except SQLAlchemyError:
        return None
    finally:
        engine.dispose()


def _lines(work: dict[str, Any]) -> list[str]:
    def told(states: dict[str, int]) -> str:
        return ", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "none"

    lines = [f"tickets: {told(work['tickets'])}", f"deliveries: {told(work['deliveries'])}"]
    if (waits := work["oldest_waiting_seconds"]) is not None:
        lines[0] += f"; the oldest unfinished one waits for {waits} s"
    if work["deliveries"].get("failed"):
        lines[1] += "; [bold red]the helpdesk was not told[/]: `deskhand tickets list --failed`"
    return lines


def _table(servers: "tuple[ServerStatus, ...]") -> Table:
    table = Table(box=None, pad_edge=False)
    for title in ("Server", "State", "Address", "Pid"):
        table.add_column(title)
    for server in servers:
        state = "[green]running[/]" if server.running else "[red]not running[/]"
        kind = "" if server.embedded else " (by URL)"
        table.add_row(server.name + kind, state, escape(server.address), str(server.pid or ""))
    return table
