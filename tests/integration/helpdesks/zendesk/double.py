"""A local HTTP server that behaves as Zendesk documents, and fails as helpdesks do.

It keeps what decides whether a delivery happens once: `safe_update` against whole-second stamps, metadata that exists
only with an audit, `tags` that replace, `additional_tags` that a single update ignores, closed tickets, basic auth.
Effects are counted here, never in our own tables.
"""

import base64
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

EMAIL, TOKEN = "agent@example.com", "token-123"
CUSTOMER, PERSON, OURSELVES = 11, 22, 33
ROLES = {CUSTOMER: "end-user", PERSON: "agent", OURSELVES: "admin"}
PRIORITIES = {"low", "normal", "high", "urgent"}


class Fault(Enum):
    DROP = "applies the update, then closes the connection without an answer"
    ERROR_BEFORE = "500 before anything"
    ERROR_AFTER = "applies the update, then 502"
    BUSY = "429 with Retry-After"
    MAINTENANCE = "503 with Retry-After"
    SLOW = "answers long after the client gave up, and applies the update then"
    COLLISION = "409 though nobody changed the ticket (DatabaseConflict)"
    GARBAGE = "200 with a page that is not JSON"


@dataclass
class ZendeskTicket:
    updated_at: datetime
    status: str = "open"
    priority: str | None = None
    group_id: int | None = None
    tags: list[str] = field(default_factory=list)
    audits: list[dict[str, Any]] = field(default_factory=list)

    def comments(self) -> list[dict[str, Any]]:
        return [event for audit in self.audits for event in audit["events"] if event["type"] == "Comment"]


class ZendeskDouble:
    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.tickets: dict[int, ZendeskTicket] = {}
        self.fault: Callable[[str, int], Fault | None] = lambda method, ticket: None
        self.before_put: Callable[[int], None] = lambda ticket: None  # something that happens just before a write
        self.requests: list[tuple[str, str, int]] = []  # method, path, status; 0: no answer
        self.retry_after = "0"
        self.slow_seconds = 0.6
        self.audits_per_page = 100
        self.url = ""
        self.in_progress = 0

    def open_ticket(self, number: int, *, tags: list[str] | None = None, age: timedelta = timedelta(hours=1)) -> None:
        """`age`: how long ago the customer wrote it."""
        with self.lock:
            at = _second(datetime.now(UTC) - age)
            self.tickets[number] = ZendeskTicket(updated_at=at, tags=list(tags or []))
            self._audit(number, CUSTOMER, [_comment(CUSTOMER, "It does not work.", public=True)], at=at)

    def write(self, number: int, author: int, *, public: bool = True, age: timedelta = timedelta()) -> None:
        """A comment made in Zendesk itself."""
        with self.lock:
            at = _second(datetime.now(UTC) - age)
            self._audit(number, author, [_comment(author, "…", public=public)], at=at)

    def change(self, number: int, **fields: Any) -> None:
        """What a person changes beside: no comment."""
        with self.lock:
            for name, value in fields.items():
                setattr(self.tickets[number], name, value)
            self._audit(number, PERSON, [{"type": "Change", "field_name": name} for name in fields])

    def effects(self) -> Counter[str]:
        """How often each of our markers was applied."""
        with self.lock:
            return Counter(
                audit["metadata"]["custom"]["deskhand"]
                for ticket in self.tickets.values()
                for audit in ticket.audits
                if "deskhand" in audit["metadata"]["custom"]
            )

    def ours(self, number: int) -> list[dict[str, Any]]:
        return [c for c in self.tickets[number].comments() if c["author_id"] == OURSELVES]

    def wait_until_idle(self, seconds: float = 30) -> None:
        """What clients gave up waiting for has been applied or refused after this."""
        deadline = time.monotonic() + seconds
        while self.in_progress:
            assert time.monotonic() < deadline, "the double is still busy"
            time.sleep(0.05)

    def update(self, number: int, body: Any) -> tuple[int, dict[str, Any]]:
        with self.lock:
            ticket, wanted = self.tickets.get(number), body.get("ticket") if isinstance(body, dict) else None
            if ticket is None:
                return 404, {"error": "RecordNotFound", "description": "Not found"}
            if not isinstance(wanted, dict):
                return 400, {"error": "InvalidAttribute", "description": "ticket is missing"}
            if wanted.get("safe_update") and ticket.updated_at > datetime.fromisoformat(wanted["updated_stamp"]):
                return 409, {"error": "UpdateConflict", "description": "Safe Update prevented the update"}
            if ticket.status == "closed":
                return 422, _invalid("status", "closed prevents ticket update")
            if wanted.get("priority", "low") not in PRIORITIES:
                return 422, _invalid("priority", "is invalid")
            events: list[dict[str, Any]] = []
            for name in ("priority", "group_id", "status", "tags"):  # additional_tags is for update_many
                if name in wanted and wanted[name] != getattr(ticket, name):
                    setattr(ticket, name, wanted[name])
                    events.append({"type": "Change", "field_name": name})
            if comment := wanted.get("comment"):
                text = comment.get("html_body") or comment.get("body")
                events.append(_comment(OURSELVES, text, public=comment.get("public", True)))
            if events:  # otherwise the metadata is not saved either
                self._audit(number, OURSELVES, events, custom=wanted.get("metadata", {}))
            return 200, {"ticket": self.shown(number), "audit": ticket.audits[-1]}

    def shown(self, number: int) -> dict[str, Any]:
        t = self.tickets[number]
        return {
            "id": number,
            "requester_id": CUSTOMER,
            "updated_at": _stamp(t.updated_at),
            "status": t.status,
            "priority": t.priority,
            "group_id": t.group_id,
            "tags": list(t.tags),
        }

    def audits(self, number: int, query: dict[str, list[str]]) -> dict[str, Any]:
        size = min(int(query.get("page[size]", ["100"])[0]), self.audits_per_page)
        start = int(query.get("page[after]", ["0"])[0])
        everything = self.tickets[number].audits
        page = everything[start : start + size]
        answer: dict[str, Any] = {
            "audits": page,
            "meta": {"has_more": start + size < len(everything), "after_cursor": str(start + size)},
            "links": {"next": "https://elsewhere.example.com/never-followed"},
        }
        if query.get("include") == ["users"]:
            answer["users"] = [{"id": i, "role": ROLES[i]} for i in sorted({a["author_id"] for a in page})]
        return answer

    def _audit(
        self,
        number: int,
        author: int,
        events: list[dict[str, Any]],
        *,
        custom: dict[str, Any] | None = None,
        at: datetime | None = None,
    ) -> None:
        at = at or _second(datetime.now(UTC))
        ticket = self.tickets[number]
        ticket.updated_at = at
        ticket.audits.append(
            {
                "id": len(ticket.audits) + 1,
                "ticket_id": number,
                "author_id": author,
                "created_at": _stamp(at),
                "metadata": {"system": {}, "custom": dict(custom or {})},
                "events": events,
            }
        )


@contextmanager
def zendesk() -> Iterator[ZendeskDouble]:
    double = ZendeskDouble()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(double))
    server.daemon_threads = False  # closing waits for slow answers, so that their late writes are counted too
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    double.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield double
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(double: ZendeskDouble) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5  # an idle connection must not keep the server from closing

        def do_GET(self) -> None:
            self._counted("GET")

        def do_PUT(self) -> None:
            self._counted("PUT")

        def _counted(self, method: str) -> None:
            with double.lock:
                double.in_progress += 1
            try:
                self._serve(method)
            finally:
                with double.lock:
                    double.in_progress -= 1

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

        def _serve(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            url = urlsplit(self.path)
            expected = base64.b64encode(f"{EMAIL}/token:{TOKEN}".encode()).decode()
            if self.headers.get("Authorization") != f"Basic {expected}":
                self._answer(401, {"error": "Couldn't authenticate you"})
                return
            parts = url.path.removesuffix(".json").split("/")  # "", api, v2, tickets, id, audits
            number = int(parts[4])
            match double.fault(method, number):
                case Fault.ERROR_BEFORE:
                    self._answer(500, {"error": "InternalError"})
                case Fault.BUSY:
                    self._answer(429, {"error": "TooManyRequests"}, retry_after=double.retry_after)
                case Fault.MAINTENANCE:
                    self._answer(503, {"error": "Maintenance"}, retry_after=double.retry_after)
                case Fault.COLLISION:
                    self._answer(409, {"error": "DatabaseConflict", "description": "Database collision"})
                case Fault.GARBAGE:
                    self._answer(200, None)
                case Fault.SLOW:
                    time.sleep(double.slow_seconds)
                    self._answer(*self._do(method, number, url.query, parts, body))
                case Fault.ERROR_AFTER:
                    self._do(method, number, url.query, parts, body)
                    self._answer(502, {"error": "BadGateway"})
                case Fault.DROP:
                    self._do(method, number, url.query, parts, body)
                    double.requests.append((method, self.path, 0))
                    self.close_connection = True
                case None:
                    self._answer(*self._do(method, number, url.query, parts, body))

        def _do(
            self, method: str, number: int, query: str, parts: list[str], body: bytes
        ) -> tuple[int, dict[str, Any]]:
            if method == "PUT":
                double.before_put(number)
                return double.update(number, json.loads(body))
            with double.lock:
                if number not in double.tickets:
                    return 404, {"error": "RecordNotFound", "description": "Not found"}
                if parts[-1] == "audits":
                    return 200, double.audits(number, parse_qs(query))
                return 200, {"ticket": double.shown(number)}

        def _answer(self, status: int, data: dict[str, Any] | None, *, retry_after: str | None = None) -> None:
            double.requests.append((self.command, self.path, status))
            body = b"<html>Please log in to this network</html>" if data is None else json.dumps(data).encode()
            self.close_connection = True
            try:
                self.send_response(status)
                if retry_after is not None:
                    self.send_header("Retry-After", retry_after)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except ConnectionError:
                pass  # the client gave up waiting

    return Handler


def _comment(author: int, text: str, *, public: bool) -> dict[str, Any]:
    return {"type": "Comment", "author_id": author, "body": text, "html_body": text, "public": public}


def _invalid(name: str, description: str) -> dict[str, Any]:
    return {
        "error": "RecordInvalid",
        "description": "Record validation errors",
        "details": {name: [{"description": f"{name}: {description}"}]},
    }


def _second(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
