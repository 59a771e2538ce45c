"""This module rings after a commit, outside the request: a broker that hangs for minutes may cost latency, never an answer.

A ring waits as long as its ticket waits for the next message of a burst. The worker's own poll and the sweep find what is
not rung for, so a ring is dropped when too many wait.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore, Event

from worker.logs import get_logger

log = get_logger(__name__)

MOST_WAITING = 512


class Bell:
    def __init__(self, ring: Callable[[int], object]) -> None:
        self._ring = ring
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bell")
        self._free = BoundedSemaphore(MOST_WAITING)
        self._closing = Event()

    def sound(self, ticket_id: int, tell: Callable[[str], None], *, after: float = 0.0) -> None:
        """Ring in the background, `after` that many seconds, and return at once. `tell` is called with "rung", "failed" or
        "dropped". All rings wait equally long, so one thread rings in order."""
        if not self._free.acquire(blocking=False):
            tell("dropped")
            return
        self._threads.submit(self._sound, ticket_id, tell, time.monotonic() + after)

    def _sound(self, ticket_id: int, tell: Callable[[str], None], due: float) -> None:
        try:
            if self._closing.wait(max(0.0, due - time.monotonic())):
                tell("dropped")
                return
            tell("failed" if self._ring(ticket_id) is False else "rung")
        except Exception as error:  # whatever the broker's client raises, the ticket is stored, and that is what counts
            log.warning("doorbell not rung", ticket_id=ticket_id, error=type(error).__name__)
            tell("failed")
        finally:
            self._free.release()

    def close(self) -> None:
        """Wait for the ring that is under way. The others are dropped: the worker's poll finds their tickets."""
        self._closing.set()
        self._threads.shutdown(cancel_futures=True)
