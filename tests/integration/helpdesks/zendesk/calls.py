"""Signed calls of Zendesk's webhooks to a running web process."""

from datetime import datetime
from uuid import uuid4

import httpx

from tests.support.desk import Desk, secrets_of
from worker.cli.demo.zendesk_double.webhooks import headers
from worker.settings import Settings

SECRET, OLD_SECRET = "the-signing-secret-of-zendesk", "the-signing-secret-before-it"
AGENT = "900"


def configured(**changes: object) -> Settings:
    return secrets_of(**{"zendesk_secrets": (SECRET, OLD_SECRET), "zendesk_agent_id": AGENT, **changes})


def signed(body: bytes, secret: str = SECRET, at: datetime | None = None) -> dict[str, str | None]:
    """Return the headers of a call."""
    return {**headers(secret, body, invocation=uuid4().hex.upper(), at=at)}


def send(desk: Desk, body: bytes, secret: str = SECRET) -> httpx.Response:
    return desk.post("/webhooks/zendesk", body, signed(body, secret))
