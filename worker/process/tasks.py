"""This module holds the Celery tasks, which are the doorbells. A task asks the rounds of its process for one round; the
work is in `worker.process.loop` and `worker.delivery`. Arguments are passed by name and collected by `**_`, so that an
old worker accepts a new message."""

import logging
from typing import Any

from celery import current_app, shared_task, signals

from worker import logs
from worker.broker import Task
from worker.process import child


def _look(self: Any, **_: Any) -> None:
    child.rounds_of(self.app).ring()


DOORBELLS = {task: shared_task(name=str(task), bind=True)(_look) for task in Task}
"""Every task does the same, because the worker that receives it knows what there is to do."""


@signals.setup_logging.connect  # type: ignore[untyped-decorator]
def _logs(**_: Any) -> None:
    logs.configure()  # a receiver of this signal also keeps Celery from configuring logs itself
    for noisy in ("celery.worker.strategy", "celery.app.trace", "celery.beat", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)  # two lines per doorbell, and most find nothing to do


@signals.worker_process_init.connect  # type: ignore[untyped-decorator]
def _child_starts(**_: Any) -> None:
    child.start(current_app._get_current_object())


@signals.worker_process_shutdown.connect  # type: ignore[untyped-decorator]
def _child_leaves(**_: Any) -> None:
    child.stop(current_app._get_current_object())


@signals.worker_shutting_down.connect  # type: ignore[untyped-decorator]
def _parent_stops(**_: Any) -> None:
    child.end_children_later(current_app._get_current_object())
