"""This module runs the web process in a thread, and makes a helpdesk's signed calls to it."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import httpx
import uvicorn

from worker.intake.web import create_app
from worker.settings import Settings

KEY = b"a secret of thirty-two bytes...."
STANDARD_SECRET = "whsec_" + base64.b64encode(KEY).decode()


@dataclass
class Desk:
    """A desk is a running web process and what it rang for."""

    url: str
    rung: list[int] = field(default_factory=list)

    def ticket(
        self, number: str = "T-1", body: object = "How do I change the VAT number?", **data: object
    ) -> httpx.Response:
        said = {
            "id": number,
            "subject": "VAT",
            "body": body,
            "requester": {"email": "femke@bright.example", "name": "Femke", "verified": True},
            "channel": "email",
            **data,
        }
        return self.standard(
            json.dumps({"type": "ticket.created", "data": said}, ensure_ascii=False).encode("utf-8", "surrogatepass")
        )

    def standard(self, body: bytes, message_id: str | None = None, **headers: str | None) -> httpx.Response:
        return self.post("/webhooks/standard", body, {**standard_headers(body, message_id), **headers})

    def post(self, path: str, body: bytes, headers: dict[str, str | None]) -> httpx.Response:
        sent = {name: value for name, value in headers.items() if value is not None}
        return httpx.post(self.url + path, content=body, headers=sent, timeout=30)

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.url + path, timeout=30)

    def wait_for_rings(self, count: int) -> list[int]:
        deadline = time.monotonic() + 60
        while len(self.rung) < count and time.monotonic() < deadline:
            time.sleep(0.01)
        return self.rung


def standard_headers(body: bytes, message_id: str | None = None, at: float | None = None) -> dict[str, str | None]:
    message_id, timestamp = message_id or f"msg_{uuid4().hex}", str(int(at or time.time()))
    signed = hmac.new(KEY, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    signature = "v1," + base64.b64encode(signed).decode()
    return {"webhook-id": message_id, "webhook-timestamp": timestamp, "webhook-signature": signature}


def secrets_of(**changes: object) -> Settings:
    return Settings(**{"standard_secrets": (STANDARD_SECRET,), "burst_seconds": 0, **changes})


@contextmanager
def serving(settings: Settings, engine, ring=None) -> Iterator[Desk]:
    desk = Desk("")
    app = create_app(settings, engine, ring or desk.rung.append)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False, ws="none", lifespan="on"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        desk.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        yield desk
    finally:
        server.should_exit = True
        thread.join(20)
