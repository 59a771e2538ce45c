"""This module serves the double over HTTP on the loopback address."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from worker.cli.demo.zendesk_double import routes
from worker.cli.demo.zendesk_double.double import ZendeskDouble
from worker.cli.demo.zendesk_double.faults import Fault
from worker.cli.demo.zendesk_double.updates import NOT_FOUND, Answer

FILES = "/attachments/token/"


@contextmanager
def zendesk() -> Iterator[ZendeskDouble]:
    """Run a double, and stop it with its webhooks at the end."""
    double = ZendeskDouble()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(double))
    server.daemon_threads = False  # closing waits for slow answers, so that their late writes are counted too
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    port = server.server_address[1]
    double.account.url, double.account.files_url = f"http://127.0.0.1:{port}", f"http://localhost:{port}"
    try:
        yield double
    finally:
        double.webhooks.stop()
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(double: ZendeskDouble) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5  # an idle connection must not keep the server from closing

        def do_GET(self) -> None:
            self._counted()

        def do_PUT(self) -> None:
            self._counted()

        def do_POST(self) -> None:
            self._counted()

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def _counted(self) -> None:
            with double.account.lock:
                double.in_progress += 1
            try:
                self._serve()
            finally:
                with double.account.lock:
                    double.in_progress -= 1

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            path = urlsplit(self.path).path
            if path.startswith(FILES):
                self._file(path.removeprefix(FILES).partition("/")[0])
                return
            user = double.credentials.get(self.headers.get("Authorization", ""))
            if user is None:
                self._answer(401, {"error": "Couldn't authenticate you"})
                return
            number = routes.ticket_of(path)
            with double.account.lock:
                export = routes.is_export(path)
                headers, allowed = double.limits.headers(self.command, number, double.account.now(), export=export)
            if not allowed:
                self._answer(429, {"error": "TooManyRequests"}, headers)
                return
            self._fail_or_answer(double.fault(self.command, number), user, number, body, headers)

        def _fail_or_answer(
            self, fault: Fault | None, user: int, number: int, body: bytes, headers: dict[str, str]
        ) -> None:
            wait = {"Retry-After": double.retry_after}
            match fault:
                case Fault.ERROR_BEFORE:
                    self._answer(500, {"error": "InternalError"})
                case Fault.BUSY:
                    self._answer(429, {"error": "TooManyRequests"}, wait)
                case Fault.MAINTENANCE:
                    self._answer(503, {"error": "Maintenance"}, wait)
                case Fault.COLLISION:
                    self._answer(409, {"error": "DatabaseConflict", "description": "Database collision"})
                case Fault.MISSING:
                    self._answer(*NOT_FOUND)
                case Fault.GARBAGE:
                    self._answer(200, None)
                case Fault.ERROR_AFTER:
                    self._do(user, number, body)
                    self._answer(502, {"error": "BadGateway"})
                case Fault.DROP | Fault.LOST:
                    if fault is Fault.DROP:
                        self._do(user, number, body)
                    double.requests.append((self.command, self.path, 0))
                    self.close_connection = True
                case Fault.SLOW:
                    time.sleep(double.slow_seconds)
                    self._answer(*self._do(user, number, body))
                case Fault.LATE:
                    said = self._do(user, number, body)
                    time.sleep(double.slow_seconds)
                    self._answer(*said)
                case None:
                    self._answer(*self._do(user, number, body), headers)

        def _do(self, user: int, number: int, body: bytes) -> Answer:
            if self.command != "GET":
                double.before_put(number)
            url = urlsplit(self.path)
            query = parse_qs(url.query)
            return routes.answer(double.account, self.command, url.path, query, body, user, double.most_per_page)

        def _file(self, token: str) -> None:
            """Serve an attachment to whoever has its address. Credentials that come along are noted: they are a leak."""
            if self.headers.get("Authorization"):
                double.leaked.append(self.path)
            kind, content = double.account.files.get(token, ("", b""))
            self._send(200 if kind else 404, content, {"Content-Type": kind or "text/plain"})

        def _answer(self, status: int, data: dict[str, Any] | None, headers: dict[str, str] | None = None) -> None:
            body = b"<html>Please log in to this network</html>" if data is None else json.dumps(data).encode()
            self._send(status, body, headers or {})

        def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            double.requests.append((self.command, self.path, status))
            self.close_connection = True
            try:
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except ConnectionError:
                pass  # the client gave up waiting

    return Handler
