"""Signed calls of Zendesk's webhooks to a running web process."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from uuid import uuid4

import httpx

from tests.support.desk import Desk, secrets_of
from worker.settings import Settings

SECRET, OLD_SECRET = "the-signing-secret-of-zendesk", "the-signing-secret-before-it"
AGENT = "900"


def configured(**changes: object) -> Settings:
    return secrets_of(**{"zendesk_secrets": (SECRET, OLD_SECRET), "zendesk_agent_id": AGENT, **changes})


def signed(body: bytes, secret: str = SECRET, at: datetime | None = None) -> dict[str, str | None]:
    """Return the headers of a call."""
    timestamp = (at or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    digest = hmac.new(secret.encode(), timestamp.encode() + body, hashlib.sha256).digest()
    return {
        "X-Zendesk-Webhook-Signature": base64.b64encode(digest).decode(),
        "X-Zendesk-Webhook-Signature-Timestamp": timestamp,
        "X-Zendesk-Webhook-Invocation-Id": uuid4().hex.upper(),
    }


def send(desk: Desk, body: bytes, secret: str = SECRET) -> httpx.Response:
    return desk.post("/webhooks/zendesk", body, signed(body, secret))
