"""This module holds a token bucket. It stays below the helpdesk's limit, because a refused request counts against it too."""

import threading
import time
from collections.abc import Callable

BURST = 10


class TokenBucket:
    """A token bucket gives at most `per_minute` tokens in any minute: the burst is part of these, not added to them."""

    def __init__(
        self,
        per_minute: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if per_minute <= BURST:
            raise ValueError(f"a limit of {per_minute} per minute is not above the burst of {BURST}")
        self._refill = (per_minute - BURST) / 60  # tokens per second
        self._tokens = float(BURST)
        self._clock = clock
        self._sleep = sleep
        self._filled_at = clock()
        self._lock = threading.Lock()

    def take(self) -> None:
        """Wait for a token. The count may go below zero, so that later callers wait behind earlier ones."""
        with self._lock:
            now = self._clock()
            self._tokens = min(BURST, self._tokens + (now - self._filled_at) * self._refill)
            self._filled_at = now
            self._tokens -= 1
            wait = max(0.0, -self._tokens / self._refill)
        if wait:
            self._sleep(wait)
