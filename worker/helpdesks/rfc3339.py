"""This module reads RFC 3339 timestamps, as helpdesks write them."""

import re
from datetime import UTC, datetime

_RFC3339 = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9})\d*)?(?:([Zz])|([+-]\d{2}:\d{2}))", re.ASCII
)


def parse_rfc3339(written: str) -> datetime:
    """Return the moment in UTC. Raises `ValueError`. Digits beyond microseconds are dropped: some helpdesks write nine,
    `fromisoformat` reads six."""
    match = _RFC3339.fullmatch(written)
    if match is None:
        raise ValueError("not an RFC 3339 timestamp")
    day, time, fraction, _, offset = match.groups()
    moment = datetime.fromisoformat(f"{day}T{time}.{(fraction or '0')[:6].ljust(6, '0')}{offset or '+00:00'}")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("a timestamp out of range") from error
