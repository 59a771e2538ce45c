"""This module says what an answer of Zendesk other than success means for another try."""

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from worker.errors import HelpdeskBusy, HelpdeskConflict, HelpdeskError, HelpdeskRejected, HelpdeskUnsure

DEFAULT_RETRY_SECONDS = 30.0
LONGEST_RETRY_SECONDS = 3600.0
MISCONFIGURED_RETRY_SECONDS = 300.0


def failure(response: httpx.Response) -> HelpdeskError:
    """Return what an answer other than success means for another try."""
    status = response.status_code
    said = f"Zendesk answered {status}{_code(response)}"
    if status == 429 or (status == 503 and "retry-after" in response.headers):
        return HelpdeskBusy(said, retry_after(response.headers.get("retry-after"), now=datetime.now(UTC)))
    if status >= 500 or status == 408:
        return HelpdeskUnsure(said)
    if status == 409:
        return HelpdeskConflict(said)
    if status == 401 or status < 400:
        # A rotated token or a moved subdomain: it must not fail a whole outbox for ever.
        return HelpdeskBusy(
            f"{said}: check DESKHAND_ZENDESK_URL, _EMAIL and _TOKEN", retry_after=MISCONFIGURED_RETRY_SECONDS
        )
    return HelpdeskRejected(said)


def retry_after(header: str | None, *, now: datetime) -> float:
    """Return the seconds to wait, from either form of the header; an absurd one must not delay a delivery for a week."""
    try:
        seconds = float(header or "")
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(header or "") - now).total_seconds()
        except (TypeError, ValueError):
            return DEFAULT_RETRY_SECONDS
    return min(max(seconds, 0.0), LONGEST_RETRY_SECONDS) if math.isfinite(seconds) else DEFAULT_RETRY_SECONDS


def json_of(response: httpx.Response) -> dict[str, Any]:
    """Return the JSON object of an answer; an empty one where there is none."""
    try:
        data = response.json()
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _code(response: httpx.Response) -> str:
    """Return Zendesk's error code and the fields it names, never its description, because that may quote the ticket."""
    data = json_of(response)
    code = data.get("error")
    details = data.get("details")
    if not isinstance(code, str):
        return ""
    fields = ", ".join(sorted(details)) if isinstance(details, dict) else ""
    return f" {code[:60]}" + (f" ({fields[:120]})" if fields else "")
