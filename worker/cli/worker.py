"""`deskhand worker` runs everything that works on tickets, or one part of it."""

import os
import signal
import sys
import time
from collections.abc import Sequence
from typing import Annotated

import typer
from celery import Celery

from worker import logs
from worker.broker import INDEXING, SERVICES, Queue, Role, make_celery
from worker.errors import Refused
from worker.settings import Settings

ALIVE_SECONDS = 120.0
WORKER_HELP = """Handle tickets: run the model, the deliveries and the timer, and restart a process that dies.

On Ctrl-C or SIGTERM, work under way is finished or given back. A worker of the queue indexing helps rebuilds of the
knowledge; it needs the owner's database URL (DESKHAND_ADMIN_DATABASE_URL).

Examples:

    deskhand worker                       # everything, on this machine

    deskhand worker --queues tickets      # one more model worker, elsewhere

    deskhand worker --queues deliveries,upkeep --beat

    deskhand worker --queues indexing     # help rebuilds of the knowledge

    deskhand worker --only model          # one process, for a container

    deskhand worker --check model         # for a health check
"""


BEAT = "beat"  # the timer, a process without a role, which serves no queue
PARTS = (*map(str, Role), BEAT)


def _part(name: str | None) -> str | None:
    if name is not None and name not in PARTS:
        raise typer.BadParameter(f"{name!r} is not one of {', '.join(map(repr, PARTS))}.")
    return name


def register(root: typer.Typer) -> None:
    root.command(name="worker", help=WORKER_HELP)(worker)


def worker(
    queues: Annotated[str, typer.Option(help="Only these queues: tickets, deliveries, upkeep, indexing.")] = "",
    beat: Annotated[bool, typer.Option("--beat", help="With --queues: run the timer as well.")] = False,
    only: Annotated[
        str | None,
        typer.Option(metavar=f"<{'|'.join(PARTS)}>", callback=_part, help="Run one process, in the foreground."),
    ] = None,
    check: Annotated[Role | None, typer.Option(help="Exit with 1 if this worker gave no recent sign of life.")] = None,
    follow: Annotated[int | None, typer.Option(hidden=True, help="Stop when this parent is gone.")] = None,
) -> None:
    logs.configure()
    chosen = parse_queues(queues)
    if check is not None:
        raise typer.Exit(0 if _is_alive(check) else 1)
    if follow is not None:
        from worker.process import supervisor

        supervisor.follow(follow, lambda: os.kill(os.getpid(), signal.SIGTERM))
    if only is None:
        _run_all(parts(chosen, beat=beat or not queues), chosen)
        return
    if only == BEAT:
        _run_beat()
    else:
        role = Role(only)
        run_role(role, [queue for queue in role.queues if queue in chosen])


_OF_TICKETS = (Queue.TICKETS, Queue.DELIVERIES, Queue.UPKEEP)


def parse_queues(text: str) -> tuple[Queue, ...]:
    """Return the queues that `text` names; if it is empty, all that tickets need. Raises `Refused`."""
    try:
        return tuple(Queue(name.strip()) for name in text.split(",")) if text else _OF_TICKETS
    except ValueError as error:
        raise Refused(f"{error}: the queues are {', '.join(Queue)}") from error


def parts(queues: tuple[Queue, ...], *, beat: bool) -> list[str]:
    """Return the processes that serve these queues."""
    wanted = [str(role) for role in Role if set(role.queues) & set(queues)]
    return [*wanted, BEAT] if beat else wanted


def run_role(role: Role, queues: list[Queue]) -> None:
    """Run a Celery worker in this process, until it is told to stop."""
    from worker.embedded import connection_urls

    settings = Settings()
    broker = connection_urls(settings).broker
    services = INDEXING if role is Role.INDEX else SERVICES
    app = make_celery(broker, role=role, services=services, sweep_seconds=settings.sweep_seconds)
    serve(app, role, queues)


def serve(app: Celery, role: Role, queues: Sequence[Queue]) -> None:
    name = f"{role}-{os.getpid()}@%h"
    app.set_default()
    # Gossip and mingle are for workers that know of each other; ours only know the database.
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
    app.worker_main(["worker", "-Q", ",".join(queues), "-n", name, "--loglevel", "INFO", *quiet])


def _run_beat() -> None:
    from worker.embedded import connection_urls

    settings = Settings()
    app = make_celery(connection_urls(settings).broker, sweep_seconds=settings.sweep_seconds)
    app.set_default()
    app.Beat(loglevel="INFO", quiet=True).run()


def _run_all(wanted: Sequence[str], queues: tuple[Queue, ...]) -> None:
    from worker.process import supervisor

    _require_ready(Settings())
    whole = [sys.executable, "-m", "worker.cli.main", "worker"]
    command = [*whole, "--follow", str(os.getpid()), "--queues", ",".join(queues)]
    stop = supervisor.stop_on_signals()
    supervisor.supervise({part: [*command, "--only", part] for part in wanted}, stop=stop)


def _require_ready(settings: Settings) -> None:
    """Raise what a person can correct, before anything is supervised: a worker that cannot start would be started again
    for ever. A broker that does not answer is no reason to stop, because the workers poll."""
    from worker import ownership
    from worker.company import load_company
    from worker.db.schema import require_ready
    from worker.db.session import make_engine
    from worker.embedded import connection_urls

    load_company(settings.company_path)
    engine = make_engine(connection_urls(settings).database, pool_size=1)
    try:
        require_ready(engine)
        ownership.require(settings, engine)
    finally:
        engine.dispose()


def _is_alive(role: Role) -> bool:
    from worker.process.child import alive_path

    path = alive_path(Settings().home_path, role)
    return path.exists() and time.time() - path.stat().st_mtime < ALIVE_SECONDS
