"""This module knows which text PostgreSQL can store."""

import re

_HALF = re.compile("[\ud800-\udfff]")


def scrub(text: str, *, half_as: str = "") -> str:
    """Return `text` as PostgreSQL can store it: without NUL, and with `half_as` for each half of a surrogate pair."""
    return _HALF.sub(half_as, text.replace("\0", ""))
