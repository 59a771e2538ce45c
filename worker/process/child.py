"""The child of a Celery worker: where the model, the pool of connections and the work are. The parent only passes on
doorbells and has neither.

Stopping: the parent's warm shutdown waits for the task at hand and then ends this child, which lets a polled round
finish for some seconds (`broker.FINISH_SECONDS`) and gives back what is not done. A task that takes longer is ended by
the parent with SIGTERM, which raises SystemExit in it and gives its tickets back on the way out.
"""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import psutil
from celery import Celery

from worker.broker import Role, make_celery, ring, ring_deliver
from worker.db import tickets
from worker.delivery import Schedule, deliver_due
from worker.process import loop
from worker.process.lease_keeper import Keeper
from worker.process.rounds import Rounds, Work
from worker.settings import Settings

SPARE_SECONDS = 2.0  # for a child that is just giving back by itself
DELIVERIES = 20  # claimed at once


@dataclass(frozen=True)
class ModelWork:
    """The model's rounds, and a doorbell for what they decided."""

    services: Any
    keeper: Keeper
    bell: Celery

    def once(self) -> int:
        handled = loop.work_once(self.services, self.keeper)
        if handled:
            ring_deliver(self.bell)
        return handled

    def stop(self) -> None:
        self.keeper.stopping.set()

    def release(self) -> None:
        self.keeper.give_back()


@dataclass(frozen=True)
class IoWork:
    """Deliveries and the sweep. Their rows have leases and a lock of their own, so nothing is held here."""

    services: Any
    bell: Celery

    def once(self) -> int:
        settings = self.services.settings
        for ticket_id in tickets.sweep(self.services.database, settings.max_attempts).ring:
            if not ring(self.bell, ticket_id):  # a dead broker: the model worker polls
                break
        schedule = Schedule(lease=settings.lease_seconds)
        return deliver_due(self.services.database, self.services.helpdesk, DELIVERIES, schedule=schedule).claimed

    def stop(self) -> None: ...

    def release(self) -> None: ...


def start(app: Celery) -> None:
    """Called in the child, once. The rounds hang on the app, where its tasks find them."""
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
    """Called in the child when it leaves, for whatever reason it can still notice."""
    rounds = getattr(app, "deskhand_rounds", None)
    if rounds is not None:
        rounds.close(app.conf.deskhand_finish_seconds)


def end_children_later(app: Celery) -> None:
    """Called in the parent when it begins to stop: what has not finished in time is told to give back."""
    seconds = app.conf.deskhand_finish_seconds + SPARE_SECONDS

    def end() -> None:
        time.sleep(seconds)
        for child in psutil.Process().children():
            child.terminate()

    threading.Thread(target=end, name="end-children", daemon=True).start()


def holder() -> str:
    """Return the name of this worker in leases and runs: its host and its parent. A child that replaces
    a dead one has the same name."""
    return f"{socket.gethostname()}/{os.getppid()}"


def touch_alive(home: Path, role: Role) -> None:
    """The sign of life is written after real work: a parent that answers pings says nothing about its child."""
    path = alive_path(home, role)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def alive_path(home: Path, role: Role) -> Path:
    return home / "alive" / str(role)


def _make_work(app: Celery, role: Role, settings: Settings) -> Work:
    module, _, function = app.conf.deskhand_services.partition(":")
    build: Callable[..., Any] = getattr(import_module(module), function)
    if role is Role.INDEX:  # it needs the owner's connection and the encoder, and nothing of a ticket's work
        return build(settings)  # type: ignore[no-any-return]
    services = build(settings, with_model=role is Role.MODEL)
    bell = make_celery(app.conf.broker_url)
    if role is Role.IO:
        return IoWork(services, bell)
    tickets.let_go(services.database, holder())  # of the child before this one, if there was one: it is dead
    return ModelWork(services, Keeper(services.database, holder(), settings.lease_seconds, stuck=_end_now), bell)


def _end_now() -> None:
    """Celery starts another child; this one cannot even unwind."""
    os.kill(os.getpid(), signal.SIGKILL)
