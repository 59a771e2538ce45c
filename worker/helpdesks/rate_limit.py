"""A token bucket: the helpdesk's limit is kept before it is hit, for a refused request counts against it too."""

import threading
import time
from collections.abc import Callable

BURST = 10


class TokenBucket:
    """No minute sees more than `per_minute` takes: the burst is paid out of the refill, not added to it."""

    def __init__(
        self,
        per_minute: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if per_minute <= BURST:
            raise ValueError(f"a limit of {per_minute} a minute is not above the burst of {BURST}")
        self._refill = (per_minute - BURST) / 60  # tokens a second
        self._tokens = float(BURST)
        self._clock = clock
        self._sleep = sleep
        self._filled_at = clock()
        self._lock = threading.Lock()

    def take(self) -> None:
        """Waits for a token. The tokens may go below zero: whoever comes later queues behind, nobody overtakes."""
        with self._lock:
            now = self._clock()
            self._tokens = min(BURST, self._tokens + (now - self._filled_at) * self._refill)
            self._filled_at = now
            self._tokens -= 1
            wait = max(0.0, -self._tokens / self._refill)
        if wait:
            self._sleep(wait)
