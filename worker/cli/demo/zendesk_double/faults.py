"""This module names the ways in which the double fails, as helpdesks do, and limits how often it can be asked."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum


class Fault(Enum):
    DROP = "applies the update, then closes the connection without an answer"
    LOST = "closes the connection without an answer, and does nothing"
    ERROR_BEFORE = "500 before anything"
    ERROR_AFTER = "applies the update, then 502"
    BUSY = "429 with Retry-After"
    MAINTENANCE = "503 with Retry-After"
    SLOW = "answers long after the client gave up, and applies the update then"
    LATE = "applies the update at once, and answers long after the client gave up"
    COLLISION = "409 though nobody changed the ticket (DatabaseConflict)"
    MISSING = "404 for what was there a moment ago"
    GARBAGE = "200 with a page that is not JSON"


MINUTE, TEN_MINUTES = timedelta(minutes=1), timedelta(minutes=10)
ACCOUNT_WIDE = 0  # the key of all requests together; no ticket has this number


@dataclass
class Limits:
    """Limits are None until a test or the demo sets them. Zendesk's own: `requests` per minute by plan, `updates` 100 per
    minute and account, `updates_per_ticket` 30 in ten minutes (article "Managing API usage in your account"), `exports` 10 per
    minute (Incremental Exports)."""

    requests: int | None = None
    updates: int | None = None
    updates_per_ticket: int | None = None
    exports: int | None = None
    _seen: dict[tuple[str, int], deque[datetime]] = field(default_factory=dict)

    def headers(self, method: str, ticket: int, now: datetime, *, export: bool = False) -> tuple[dict[str, str], bool]:
        """Count a request; return the headers of its answer and whether it may be served."""
        headers: dict[str, str] = {}
        wait = 0.0
        if self.requests is not None:
            left, wait = self._take("requests", ACCOUNT_WIDE, self.requests, MINUTE, now)
            headers = {"X-Rate-Limit": str(self.requests), "X-Rate-Limit-Remaining": str(left)}
        if method != "GET" and self.updates is not None:
            wait = max(wait, self._take("updates", ACCOUNT_WIDE, self.updates, MINUTE, now)[1])
        if method != "GET" and self.updates_per_ticket is not None and ticket:
            wait = max(wait, self._take("updates", ticket, self.updates_per_ticket, TEN_MINUTES, now)[1])
        if export and self.exports is not None:
            wait = max(wait, self._take("exports", ACCOUNT_WIDE, self.exports, MINUTE, now)[1])
        if not wait:
            return headers, True
        return {**headers, "Retry-After": str(int(wait) + 1)}, False

    def _take(self, what: str, key: int, most: int, span: timedelta, now: datetime) -> tuple[int, float]:
        """Return how many are left, and the seconds to wait if none was."""
        seen = self._seen.setdefault((what, key), deque())
        while seen and now - seen[0] >= span:
            seen.popleft()
        if len(seen) >= most:
            return 0, max((span - (now - seen[0])).total_seconds(), 0.001) if seen else span.total_seconds()
        seen.append(now)
        return most - len(seen), 0.0
