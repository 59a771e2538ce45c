"""This module is the child of a Celery worker. It holds the model, the pool of connections and the work; the parent has
none of these and only passes on doorbells.

To stop, the parent's warm shutdown waits for the current task and then ends this child, which lets a polled round go on
for some seconds (`broker.FINISH_SECONDS`) and gives back what is not done. The parent ends a task that takes longer
with SIGTERM; this raises SystemExit in the task, and its tickets are given back on the way out.
"""

import os
import signal
import socket
import threading
import time
from pathlib import Path

import psutil
from celery import Celery

from worker.broker import Role, make_celery, ring, ring_deliver
from worker.db import tickets
from worker.db.sweep import sweep
from worker.delivery import Schedule, deliver_due
from worker.process import loop
from worker.process.lease_keeper import Keeper
from worker.process.rounds import Rounds, Work
from worker.process.services import Services, make_help, make_services
from worker.settings import Settings

SPARE_SECONDS = 2.0  # for a child that is already giving its tickets back
DELIVERIES = 20  # claimed at once


def model_work(services: Services, bell: Celery) -> Work:
    """Return the work of a model worker, which rings for the deliveries that its rounds have added."""
    keeper = Keeper(services.database, holder(), services.settings.lease_seconds, stuck=_end_now)

    def once() -> int:
        handled = loop.work_once(services, keeper)
        if handled:
            ring_deliver(bell)
        return handled

    return Work(once, keeper.stopping.set, keeper.give_back)


def io_work(services: Services, bell: Celery) -> Work:
    """Return the work of an io worker: deliveries and the sweep. Deliveries have leases and the sweep has a lock of its
    own, so nothing is held here."""

    def once() -> int:
        for ticket_id in sweep(services.database, services.settings.max_attempts).ring:
            if not ring(bell, ticket_id):  # a dead broker: the model worker polls
                break
        schedule = Schedule(lease=services.settings.lease_seconds)
        return deliver_due(services.database, services.helpdesk, DELIVERIES, schedule=schedule).claimed

    return Work(once)


def start(app: Celery) -> None:
    """Start the rounds, once per child. They are stored on the app, where its tasks find them."""
    settings = Settings()
    role = Role(app.conf.deskhand_role)
    rounds = Rounds(
        lambda: _make_work(app, role, settings),
        poll_seconds=settings.poll_seconds,
        done=lambda: touch_alive(settings.home_path, role),
    )
    app.deskhand_rounds = rounds
    rounds.start()


def rounds_of(app: Celery) -> Rounds:
    return app.deskhand_rounds  # type: ignore[no-any-return]


def stop(app: Celery) -> None:
    """Close the rounds. Called in the child when it ends, unless it is killed."""
    rounds = getattr(app, "deskhand_rounds", None)
    if rounds is not None:
        rounds.close(app.conf.deskhand_finish_seconds)


def end_children_later(app: Celery) -> None:
    """Terminate the children that have not finished in time, so that they give their tickets back. Called in the parent
    when it begins to stop."""
    seconds = app.conf.deskhand_finish_seconds + SPARE_SECONDS

    def end() -> None:
        time.sleep(seconds)
        for child in psutil.Process().children():
            child.terminate()

    threading.Thread(target=end, name="end-children", daemon=True).start()


def holder() -> str:
    """Return the name of this worker as a holder of leases and in runs: its host and its parent's pid. A child that
    replaces a dead one has the same name."""
    return f"{socket.gethostname()}/{os.getppid()}"


def touch_alive(home: Path, role: Role) -> None:
    """Write the sign of life, after real work: a parent that answers pings says nothing about its child."""
    path = alive_path(home, role)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def alive_path(home: Path, role: Role) -> Path:
    return home / "alive" / str(role)


def _make_work(app: Celery, role: Role, settings: Settings) -> Work:
    if role is Role.INDEX:
        return Work(make_help(app.conf.deskhand_services, settings))
    services = make_services(app.conf.deskhand_services, settings, with_model=role is Role.MODEL)
    bell = make_celery(app.conf.broker_url)
    if role is Role.IO:
        return io_work(services, bell)
    tickets.let_go(services.database, holder())  # leases of the child before this one, if there was one: it is dead
    return model_work(services, bell)


def _end_now() -> None:
    """Kill this child, which can no longer unwind; Celery starts another one."""
    os.kill(os.getpid(), signal.SIGKILL)
