"""This module checks for all vendors who sent a webhook: by an HMAC over the raw bytes, compared in constant time.

Everything that is wrong, malformed or missing raises `SignatureError`: a stranger reaches this code first, and an
exception of another kind would turn one odd byte in a header into a 500. A vendor checks the signature before it reads
the timestamp, so that nothing about our clock is told to somebody without the secret.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from worker.errors import SignatureError

_HEADER = re.compile(r"[\x20-\x7e]{1,4096}")  # printable ASCII; longer ones only cost us time


def single(values: Sequence[str], name: str) -> str:
    """Return the only value of a header. Two are refused: the code that checks and the code that acts might each read a
    different one."""
    if len(values) != 1:
        raise SignatureError(f"{name} is {'missing' if not values else 'there more than once'}")
    return values[0]


def require_header(value: str, name: str) -> None:
    """Refuse a value that cannot be signed or compared."""
    if not _HEADER.fullmatch(value):
        raise SignatureError(f"{name} is empty, too long or not printable ASCII")


def require_match(expected: Sequence[str], given: Sequence[str]) -> None:
    """Compare every pair, even after a match: the time must not tell which secret or signature matched."""
    matches = [
        hmac.compare_digest(ours.encode("ascii"), theirs.encode("ascii")) for ours in expected for theirs in given
    ]
    if not any(matches):
        raise SignatureError("the signature does not match")


def require_recent(sent_at: datetime, now: datetime, tolerance: float) -> None:
    """Refuse what was sent more than `tolerance` seconds before or after `now`."""
    if abs(now - sent_at) > timedelta(seconds=tolerance):
        raise SignatureError("the request is too old or from the future: check both clocks")


def base64_hmac(key: bytes, content: bytes) -> str:
    """Return the HMAC-SHA256 of the content in base64."""
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
