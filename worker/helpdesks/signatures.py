"""Who sent this webhook: Zendesk's signatures and those of Standard Webhooks, over the raw bytes.

Whatever is wrong, malformed or missing is a `SignatureError`: this is the code a stranger reaches first, and an
exception of another kind would turn one odd byte in a header into a 500. The signature is checked before the
timestamp is read, so that nothing about our clock is told to somebody without the secret.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from worker.errors import SignatureError

_RFC3339 = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9})\d*)?(?:([Zz])|([+-]\d{2}:\d{2}))", re.ASCII
)
_UNIX_SECONDS = re.compile(r"\d{1,11}", re.ASCII)
_HEADER = re.compile(r"[\x20-\x7e]{1,4096}")  # printable ASCII; longer ones only cost us time
_MOST_SIGNATURES = 32  # a rotation has two


def single(values: Sequence[str], name: str) -> str:
    """The only value of a header. Two are refused: whoever checks and whoever acts might each read another one."""
    if len(values) != 1:
        raise SignatureError(f"{name} is {'missing' if not values else 'there more than once'}")
    return values[0]


def verify_zendesk(
    secrets: Sequence[str], timestamp: str, body: bytes, signature: str, *, now: datetime, tolerance: float
) -> None:
    """Raises `SignatureError`. `secrets`: every one that is live, during a rotation two; `tolerance` in seconds."""
    _require_header(timestamp, "X-Zendesk-Webhook-Signature-Timestamp")
    _require_header(signature, "X-Zendesk-Webhook-Signature")
    try:
        expected = [zendesk_signature(secret, timestamp, body) for secret in secrets]
    except ValueError as error:
        raise SignatureError("a configured secret cannot be used") from error
    _require_match(expected, [signature])
    try:
        sent_at = parse_rfc3339(timestamp)
    except ValueError as error:
        raise SignatureError("the signed timestamp is not RFC 3339") from error
    _require_recent(sent_at, now, tolerance)


def zendesk_signature(secret: str, timestamp: str, body: bytes) -> str:
    """The secret is used as it is written, although it looks like base64. Raises `ValueError` where it is empty: that
    would accept what anybody signs."""
    if not secret:
        raise ValueError("a Zendesk signing secret is empty")
    return _base64_hmac(secret.encode("utf-8", "surrogateescape"), timestamp.encode("ascii") + body)


def verify_standard(
    secrets: Sequence[str],
    message_id: str,
    timestamp: str,
    body: bytes,
    signature: str,
    *,
    now: datetime,
    tolerance: float,
) -> None:
    """Raises `SignatureError`. Of the signatures in the header, versions other than v1 are passed over."""
    for value, name in ((message_id, "webhook-id"), (timestamp, "webhook-timestamp"), (signature, "webhook-signature")):
        _require_header(value, name)
    parts = (element.partition(",") for element in signature.split(" ")[:_MOST_SIGNATURES])
    given = [encoded for version, _, encoded in parts if version == "v1" and encoded]
    try:
        expected = [standard_signature(secret, message_id, timestamp, body) for secret in secrets]
    except ValueError as error:
        raise SignatureError("a configured secret cannot be used") from error
    _require_match(expected, given)
    if not _UNIX_SECONDS.fullmatch(timestamp):
        raise SignatureError("webhook-timestamp is not a number of seconds")
    try:
        sent_at = datetime.fromtimestamp(int(timestamp), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise SignatureError("webhook-timestamp is out of range") from error
    _require_recent(sent_at, now, tolerance)


def standard_signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    """Without the "v1,". Raises `ValueError` where the secret cannot be used."""
    return _base64_hmac(standard_key(secret), f"{message_id}.{timestamp}.".encode("ascii") + body)


def standard_key(secret: str) -> bytes:
    """The key in a secret (`whsec_…` or bare), padded as needed: many tools strip the equals signs. Raises
    `ValueError`, which does not repeat the secret."""
    encoded = secret.removeprefix("whsec_").strip().rstrip("=")
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("a Standard Webhooks secret is whsec_ and base64") from error
    if not key:
        raise ValueError("a Standard Webhooks secret is empty")
    return key


def parse_rfc3339(written: str) -> datetime:
    """Raises `ValueError`. Digits beyond microseconds are dropped: Zendesk writes nine, `fromisoformat` reads six."""
    match = _RFC3339.fullmatch(written)
    if match is None:
        raise ValueError("not an RFC 3339 timestamp")
    day, time, fraction, _, offset = match.groups()
    moment = datetime.fromisoformat(f"{day}T{time}.{(fraction or '0')[:6].ljust(6, '0')}{offset or '+00:00'}")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("a timestamp out of range") from error


def _require_header(value: str, name: str) -> None:
    if not _HEADER.fullmatch(value):
        raise SignatureError(f"{name} is empty, too long or not printable ASCII")


def _require_match(expected: Sequence[str], given: Sequence[str]) -> None:
    """Compares every pair, whatever matched: the time must not tell which secret or signature did."""
    matches = [
        hmac.compare_digest(ours.encode("ascii"), theirs.encode("ascii")) for ours in expected for theirs in given
    ]
    if not any(matches):
        raise SignatureError("the signature does not match")


def _require_recent(sent_at: datetime, now: datetime, tolerance: float) -> None:
    if abs(now - sent_at) > timedelta(seconds=tolerance):
        raise SignatureError("the request is too old or from the future: check both clocks")


def _base64_hmac(key: bytes, content: bytes) -> str:
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
