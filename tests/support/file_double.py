"""This module is a local HTTP server of files, which behaves as badly as servers on the internet do."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]


@dataclass
class FileDouble:
    url: str = ""
    paths: dict[str, Answer] = field(default_factory=dict)
    requests: list[tuple[str, str | None]] = field(default_factory=list)  # path, and the credentials that came
    sent: int = 0  # bytes of the last endless answer

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")

    def put(self, path: str, raw: bytes, media_type: str = "text/plain", **headers: str) -> str:
        """Serve a file; return its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.paths[path] = lambda handler: handler.answer(200, {"Content-Type": media_type, **named}, raw)
        return f"{self.url}{path}"

    def redirect(self, path: str, target: str, status: int = 302) -> str:
        self.paths[path] = lambda handler: handler.answer(status, {"Location": target}, b"")
        return f"{self.url}{path}"

    def do(self, path: str, answer: Answer) -> str:
        self.paths[path] = answer
        return f"{self.url}{path}"


class Handler(BaseHTTPRequestHandler):
    double: FileDouble
    protocol_version = "HTTP/1.1"
    timeout = 5

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass

    def do_GET(self) -> None:
        self.double.requests.append((self.path, self.headers.get("Authorization")))
        self.close_connection = True
        with suppress(OSError):  # the reader hung up
            self.double.paths.get(self.path.partition("?")[0], lambda handler: handler.answer(404, {}, b""))(self)

    def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.begin(status, {"Content-Length": str(len(body)), **headers})
        self.wfile.write(body)

    def begin(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


def drip(handler: Handler) -> None:
    """Send one byte after the other, each well within any limit for a single read."""
    handler.begin(200, {"Content-Type": "text/plain", "Content-Length": "1000"})
    for _ in range(1000):
        handler.wfile.write(b".")
        handler.wfile.flush()
        time.sleep(0.1)


def drip_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(90):
        handler.wfile.write(f"X-{number}: y\r\n".encode())
        handler.wfile.flush()
        time.sleep(0.1)


def endless(handler: Handler, total: int = 100_000_000) -> None:
    """Send 100 MB without saying so."""
    handler.begin(200, {"Content-Type": "text/plain", "Connection": "close"})
    chunk = b"x" * 65_536
    handler.double.sent = 0
    while handler.double.sent < total:
        handler.wfile.write(chunk)
        handler.double.sent += len(chunk)


def lying(handler: Handler) -> None:
    """Declare ten bytes and send more."""
    handler.begin(200, {"Content-Type": "text/plain", "Content-Length": "10"})
    handler.wfile.write(b"0123456789" * 1000)


def broken_off(handler: Handler) -> None:
    handler.begin(200, {"Content-Type": "text/plain", "Content-Length": "1000"})
    handler.wfile.write(b"half of it")


def gzip_bomb(megabytes: int = 200) -> bytes:
    return gzip.compress(b"\0" * (megabytes * 1_000_000), 9)


@contextmanager
def file_server() -> Iterator[FileDouble]:
    double = FileDouble()
    handler = type("OwnHandler", (Handler,), {"double": double})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    double.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield double
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
