"""Ringing after a commit, beside the request: a broker that hangs for minutes must cost latency only, never an answer.

What is not rung for is found by the worker's own poll and by the sweep, so a full bell drops the ring.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore

from worker.logs import get_logger

log = get_logger(__name__)

MOST_WAITING = 64


class Bell:
    def __init__(self, ring: Callable[[int], object]) -> None:
        self._ring = ring
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bell")
        self._free = BoundedSemaphore(MOST_WAITING)

    def sound(self, ticket_id: int, tell: Callable[[str], None]) -> None:
        """Returns at once. `tell` hears "rung", "failed" or "dropped"."""
        if not self._free.acquire(blocking=False):
            tell("dropped")
            return
        self._threads.submit(self._sound, ticket_id, tell)

    def _sound(self, ticket_id: int, tell: Callable[[str], None]) -> None:
        try:
            tell("failed" if self._ring(ticket_id) is False else "rung")
        except Exception as error:  # whatever the broker's client raises: the ticket is stored, and that is what counts
            log.warning("doorbell not rung", ticket_id=ticket_id, error=type(error).__name__)
            tell("failed")
        finally:
            self._free.release()

    def close(self) -> None:
        """Waits for the ring that is under way; the others are left to the worker's poll."""
        self._threads.shutdown(cancel_futures=True)
