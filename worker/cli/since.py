"""This module reads how far back a command looks: "30d", "12h", "6w", a day as "2026-11-01", or "all"."""

import re
from datetime import UTC, datetime, timedelta

from worker.errors import Refused

EVER = "all"
_SPAN = re.compile(r"(\d{1,5})\s*(h|d|w)", re.IGNORECASE)
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def since(said: str, now: datetime | None = None) -> datetime | None:
    """Return the time from which on something counts; None for all of it. Raises `Refused`."""
    written = said.strip()
    if written.lower() == EVER:
        return None
    span = _SPAN.fullmatch(written)
    if span is not None:
        try:
            return (now or datetime.now(UTC)) - int(span[1]) * _UNITS[span[2].lower()]
        except OverflowError as error:
            raise Refused(f"--since {said} is longer ago than there are dates: write `all`") from error
    try:
        at = datetime.fromisoformat(written)
    except ValueError as error:
        raise Refused(f"--since {said!r} is no time: write 30d, 12h, 6w, a day such as 2026-11-01, or all") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)
