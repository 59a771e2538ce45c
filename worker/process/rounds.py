"""This module decides when a worker's child works: when a doorbell rings, and every few seconds when none does.

The poll makes the broker dispensable. It is a thread of the child, because the parent's event loop stands still while
it looks for a lost broker; a lock keeps the poll and a task from working at the same time.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from worker.logs import get_logger

log = get_logger(__name__)
PREPARE_PAUSE_SECONDS = 5.0


def _nothing() -> None: ...


@dataclass(frozen=True)
class Work:
    """Work is what a worker does. Only work that holds something between its rounds needs more than `once`."""

    once: Callable[[], int]  # one round; 0 means there is nothing to do now
    stop: Callable[[], None] = _nothing  # finish soon
    release: Callable[[], object] = _nothing  # give back whatever is still held


class Rounds:
    """Rounds run the work of one child. `prepare` makes the work and may take as long as loading a model takes: it runs
    in the thread, so that the child is up at once and no timeout of the pool limits how slow a disk may be. If it fails
    it is tried again: a database that is down for an hour must not end the worker. `done` is called after every round
    that did not fail."""

    def __init__(
        self, prepare: Callable[[], Work], *, poll_seconds: float, done: Callable[[], None], pause: float | None = None
    ) -> None:
        self._prepare = prepare
        self._poll_seconds = poll_seconds
        self._done = done
        self._pause = PREPARE_PAUSE_SECONDS if pause is None else pause
        self._work: Work | None = None
        self._lock = threading.Lock()
        self._bell = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="poll", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ring(self) -> int:
        """Run one round now and return what it found. If a round is under way or the work is not ready, return 0 and
        let another round follow."""
        if self._work is None or self._stop.is_set() or not self._lock.acquire(blocking=False):
            self._bell.set()
            return 0
        try:
            found = self._round(self._work)
        finally:
            self._lock.release()
        if found:
            self._bell.set()  # there may be more, and their doorbells may be lost
        return found

    def close(self, patience: float) -> None:
        """Let the round under way finish for up to `patience` seconds, then give back what it holds."""
        self._stop.set()
        self._bell.set()
        work = self._work
        if work is None:
            return
        work.stop()
        try:
            self._lock.acquire(timeout=patience)  # not released, so that no other round begins
        finally:  # a signal may end the wait
            try:
                work.release()
            except SQLAlchemyError as error:  # the leases run out by themselves
                log.warning("nothing given back", error=type(error).__name__)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._work = self._prepare()
                break
            except Exception as error:  # whatever is missing, the worker says so and tries again instead of ending
                log.error("worker not ready", exc_info=error)
            self._stop.wait(self._pause)
        else:
            return
        log.info("worker ready")
        self._bell.set()
        while not self._stop.is_set():
            self._bell.wait(self._poll_seconds)
            self._bell.clear()
            while not self._stop.is_set():
                with self._lock:
                    if self._stop.is_set() or not self._round(self._work):
                        break

    def _round(self, work: Work) -> int:
        try:
            found = work.once()
        except Exception as error:  # the outermost handler: a database that does not answer must not end the thread
            log.error("round failed", exc_info=error)
            return 0
        self._done()
        return found
