"""This module is a local HTTP server that answers as Zendesk documents its help-centre API, and fails as such servers do."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

EMAIL, TOKEN = "agent@example.com", "token-123"


@dataclass
class HelpCenterDouble:
    articles: list[dict[str, Any]] = field(default_factory=list)
    locale: str = "en-us"
    page_size: int = 2
    private: bool = False  # behind a login
    url: str = ""
    requests: list[str] = field(default_factory=list)
    # Called before each answer: a status with headers in place of the page, or bytes in place of its JSON
    fault: Callable[[int], tuple[int, dict[str, str]] | bytes | None] = lambda number: None
    next_link: Callable[[str], str] = lambda url: url  # where the following page is said to be

    def article(self, number: int, title: str, body: str, **fields: Any) -> None:
        address = f"{self.url}/hc/{self.locale}/articles/{number}"
        given = {"id": number, "title": title, "body": body, "html_url": address, "draft": False, "locale": self.locale}
        self.articles.append({**given, "updated_at": "2026-11-02T10:00:00Z", "user_segment_id": None, **fields})

    def page(self, query: dict[str, list[str]]) -> dict[str, Any]:
        assert query["page[size]"] == ["100"]
        start = int(query.get("page[after]", ["0"])[0])
        end = start + self.page_size
        following = (
            f"{self.url}/api/v2/help_center/{self.locale}/articles.json?page%5Bafter%5D={end}&page%5Bsize%5D=100"
        )
        more = end < len(self.articles)
        return {
            "articles": self.articles[start:end],
            "meta": {"has_more": more, "after_cursor": str(end), "before_cursor": str(start)},
            "links": {"next": self.next_link(following) if more else None, "prev": None},
        }


@contextmanager
def help_center() -> Iterator[HelpCenterDouble]:
    double = HelpCenterDouble()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(double))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    double.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield double
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(double: HelpCenterDouble) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

        def do_GET(self) -> None:
            double.requests.append(self.path)
            url = urlsplit(self.path)
            expected = base64.b64encode(f"{EMAIL}/token:{TOKEN}".encode()).decode()
            given = self.headers.get("Authorization")
            if (double.private or given) and given != f"Basic {expected}":
                self._answer(401, {}, b'{"error": "Couldn\'t authenticate you"}')
                return
            fault = double.fault(len(double.requests))
            if isinstance(fault, tuple):
                self._answer(*fault, b"{}")
            elif isinstance(fault, bytes):
                self._answer(200, {}, fault)
            elif url.path != f"/api/v2/help_center/{double.locale}/articles.json":
                self._answer(404, {}, b'{"error": "RecordNotFound"}')
            else:
                self._answer(200, {}, json.dumps(double.page(parse_qs(url.query))).encode())

        def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.close_connection = True
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body)), "Connection": "close"}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    return Handler
