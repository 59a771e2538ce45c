"""The doorbells. A task finds the rounds of its process and has one made; the work is in `worker.process.loop` and
`worker.delivery`. Arguments by name and `**_`, so that an old worker takes a new message."""

import logging
from typing import Any

from celery import current_app, shared_task, signals

from worker import logs
from worker.broker import Task
from worker.process import child


@shared_task(name=str(Task.HANDLE), bind=True)  # type: ignore[untyped-decorator]
def handle(self: Any, **_: Any) -> None:
    child.rounds_of(self.app).ring()


@shared_task(name=str(Task.DELIVER), bind=True)  # type: ignore[untyped-decorator]
def deliver(self: Any, **_: Any) -> None:
    child.rounds_of(self.app).ring()


@shared_task(name=str(Task.SWEEP), bind=True)  # type: ignore[untyped-decorator]
def sweep(self: Any, **_: Any) -> None:
    child.rounds_of(self.app).ring()


@shared_task(name=str(Task.INDEX), bind=True)  # type: ignore[untyped-decorator]
def index(self: Any, **_: Any) -> None:
    child.rounds_of(self.app).ring()


@signals.setup_logging.connect  # type: ignore[untyped-decorator]
def _logs(**_: Any) -> None:
    logs.configure()  # connected at all, it also keeps Celery from configuring its own
    for noisy in ("celery.worker.strategy", "celery.app.trace", "celery.beat", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)  # two lines a doorbell, most of which find nothing to do


@signals.worker_process_init.connect  # type: ignore[untyped-decorator]
def _child_starts(**_: Any) -> None:
    child.start(current_app._get_current_object())


@signals.worker_process_shutdown.connect  # type: ignore[untyped-decorator]
def _child_leaves(**_: Any) -> None:
    child.stop(current_app._get_current_object())


@signals.worker_shutting_down.connect  # type: ignore[untyped-decorator]
def _parent_stops(**_: Any) -> None:
    child.end_children_later(current_app._get_current_object())
