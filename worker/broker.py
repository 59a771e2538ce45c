"""This module rings the doorbell: a Celery message says "look" and carries at most an id. The work itself waits in
Postgres, so a message may be lost, repeated or late without harm.

The figures behind the values below were measured with Celery 5.7, kombu 5.7, redis-py 8 and Valkey 9.
"""

from enum import StrEnum
from typing import Any

from celery import Celery
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from worker.logs import get_logger

log = get_logger(__name__)

TASKS = "worker.process.tasks"
# Names of functions that only the child imports (`worker.process.services`).
SERVICES = "worker.serving.services:build"
INDEXING = "worker.library.sync:make_helper"
FINISH_SECONDS = 20.0  # for the round under way when a worker is told to stop; then its tickets are given back
TASK_SECONDS = 900  # a task never needs this long: a round commits ticket by ticket, and what hangs is ended sooner


class Queue(StrEnum):
    TICKETS = "tickets"
    DELIVERIES = "deliveries"
    UPKEEP = "upkeep"
    INDEXING = "indexing"


class Task(StrEnum):
    HANDLE = "deskhand.handle"
    DELIVER = "deskhand.deliver"
    SWEEP = "deskhand.sweep"
    INDEX = "deskhand.index"


class Role(StrEnum):
    """A role is what a worker process is for. Model and network never share a process: a slow helpdesk must not delay
    the model, and a long batch must not delay the deliveries."""

    MODEL = "model"
    IO = "io"
    INDEX = "index"  # helps a rebuild of the knowledge; the only one that works as the database's owner

    @property
    def queues(self) -> tuple[Queue, ...]:
        return tuple(queue for queue, role in _ROLE_OF.items() if role is self)


_ROLE_OF = {
    Queue.TICKETS: Role.MODEL,
    Queue.DELIVERIES: Role.IO,
    Queue.UPKEEP: Role.IO,
    Queue.INDEXING: Role.INDEX,
}
QUEUE_OF = {
    Task.HANDLE: Queue.TICKETS,
    Task.DELIVER: Queue.DELIVERIES,
    Task.SWEEP: Queue.UPKEEP,
    Task.INDEX: Queue.INDEXING,
}

_PUBLISHER = {
    # A webhook waits for this: a dead broker may cost it a second, never its place in the queue.
    "socket_connect_timeout": 0.4,
    "socket_timeout": 0.4,
    "max_retries": 0,
    "connect_retries_timeout": 0.4,
}
_CONSUMER = {
    # Longer than the longest task; otherwise a running task would be started a second time. A long timeout costs
    # nothing: a doorbell lost with its worker is rung again by the sweep.
    "visibility_timeout": 3 * TASK_SECONDS,
    # With the defaults, a killed worker's message came back after 100 s, whatever the timeout was; with these values it
    # comes back in time.
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    # Without these, a worker with a half-open connection receives nothing more, and logs nothing.
    "socket_timeout": 15,
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
    "health_check_interval": 10,
}


def make_celery(
    broker_url: str, *, role: Role | None = None, services: str = SERVICES, sweep_seconds: float = 10.0
) -> Celery:
    """Make the Celery app, without connecting to anything yet. `role`: that of a worker process; without one the app
    only publishes, and gives up soon. `services`: "module:function" that builds what the worker's child works with.
    Only the child resolves it, because the parent must neither import torch nor open a connection to the database."""
    app = Celery("deskhand", broker=broker_url, include=[TASKS], set_as_current=False)
    app.conf.update(
        deskhand_role=role,
        deskhand_services=services,
        deskhand_finish_seconds=FINISH_SECONDS,
        task_routes={str(task): {"queue": str(queue)} for task, queue in QUEUE_OF.items()},
        task_default_queue=str(Queue.UPKEEP),
        # JSON only: with pickle, anybody who can write to the broker could run code here.
        accept_content=["json"],
        task_serializer="json",
        # Results are rows in Postgres; a result backend would only be one more store that fills up.
        task_ignore_result=True,
        worker_send_task_events=False,
        # A message is acknowledged after its round, and one is reserved at a time: the others stay where another worker
        # finds them. If the child dies, its message comes back; the attempts counted in the database end that loop.
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        # This is the last resort against a generation that hangs in native code: only the parent of a process pool can
        # end it. There is no soft limit, because it would raise in the middle of a batch, between any two lines.
        task_time_limit=TASK_SECONDS,
        # One model per process. spawn: neither CUDA nor psycopg survives a fork.
        worker_pool="prefork",
        worker_pool_start_method="spawn",
        worker_concurrency=1,
        # The default of 4 s kills a child that is still importing, again and again; 11 children in one minute were seen.
        worker_proc_alive_timeout=300,
        # SIGTERM is Celery's warm shutdown: no round begins, and the running one ends or is given back
        # (worker/process/child.py). The soft shutdown is off: it sleeps its whole time in a signal handler, even with
        # nothing to wait for.
        worker_soft_shutdown_timeout=0,
        worker_redirect_stdouts=False,
        # A worker outlives its broker; until the broker is back, the child polls the database.
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_connection_timeout=5 if role else 0.4,
        # Cancelling would kill the model process; the fencing token decides which result counts.
        worker_cancel_long_running_tasks_on_connection_loss=False,
        task_publish_retry=role is not None,
        task_publish_retry_policy={"max_retries": 2, "interval_start": 0.1, "interval_step": 0.2, "interval_max": 0.5},
        # This must be the same on every worker and in each of the three places, because the shortest one is used.
        visibility_timeout=3 * TASK_SECONDS,
        result_backend_transport_options={"visibility_timeout": 3 * TASK_SECONDS},
        broker_transport_options={"global_keyprefix": "deskhand:", **(_CONSUMER if role else _PUBLISHER)},
        # In memory: two intervals need no file, and a second scheduler is harmless (the sweep takes a lock).
        beat_scheduler="celery.beat:Scheduler",
        beat_schedule={
            "sweep": _every(sweep_seconds, Task.SWEEP),
            "deliver": _every(sweep_seconds, Task.DELIVER),
        },
    )
    return app


def ring(app: Celery, ticket_id: int) -> bool:
    """Ring for a ticket, best effort. False costs the ticket a few seconds, until the worker's poll or the sweep finds it."""
    return _send(app, Task.HANDLE, ticket_id=ticket_id)


def ring_deliver(app: Celery) -> bool:
    """Ring for the deliveries, best effort like `ring`: the io worker polls as well."""
    return _send(app, Task.DELIVER)


def ring_index(app: Celery) -> bool:
    """Ring for a rebuild, best effort: the index workers look for one every few seconds."""
    return _send(app, Task.INDEX)


def _send(app: Celery, task: Task, **arguments: Any) -> bool:
    try:
        app.send_task(str(task), kwargs=arguments, retry=False)
    except (OperationalError, RedisError, OSError) as error:
        log.warning("doorbell not rung", task=str(task), error=type(error).__name__, **arguments)
        return False
    return True


def _every(seconds: float, task: Task) -> dict[str, Any]:
    """Return an entry of the schedule. Its messages expire: after an hour without a consumer, one is enough."""
    return {"task": str(task), "schedule": seconds, "options": {"expires": seconds}}
