"""This module fetches a file of a ticket. A stranger may have chosen the address, and what the server answers.

Only the hosts that a vendor names are asked, by https, at the address that was checked: a name is resolved once, so that it
cannot lead elsewhere between the check and the connection. That, and a limit for the whole of it, is why no HTTP client
library is used here: those resolve names themselves, use proxies of the environment, and have time limits for each read.
"""

import base64
import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from worker.errors import NotFetched
from worker.helpdesks.file_addresses import Place, place, resolve
from worker.helpdesks.vendor import FileHosts

REDIRECTS = 3
_CHUNK = 65_536
_URL_SIGNS = "/%:=&?~#+!$,;'@()*[]"
_SAYS_WHY = {401: " (it wants a login)", 403: " (it wants a login)", 404: " (it is gone)", 410: " (it is gone)"}


@dataclass(frozen=True)
class Limits:
    bytes: int
    seconds: float  # for all of it
    http: bool = False  # by http too, from this machine only


@dataclass(frozen=True)
class Download:
    raw: bytes
    type: str  # media type, as the server says; "" where it does not


def download(url: str, hosts: FileHosts, limits: Limits) -> Download:
    """Fetch a file. Raises `NotFetched` with the reason, which repeats nothing of the address or the answer."""
    deadline = time.monotonic() + limits.seconds
    for _ in range(REDIRECTS + 1):
        where = place(url, hosts, http=limits.http)
        addresses = resolve(where, _left(deadline, limits))
        try:
            with _asked(where, addresses, hosts, deadline, limits) as answer:
                if answer.status in {301, 302, 303, 307, 308}:
                    url = urljoin(url, answer.headers.get("Location") or "")
                    continue
                if answer.status != 200:
                    raise NotFetched(f"the server answered {answer.status}{_SAYS_WHY.get(answer.status, '')}")
                return Download(_body(answer, deadline, limits), answer.headers.get_content_type())
        except (OSError, http.client.HTTPException, ValueError) as error:
            _left(deadline, limits)
            raise NotFetched(f"the server cannot be read ({type(error).__name__})") from error
    raise NotFetched(f"the server redirects more than {REDIRECTS} times")


@contextmanager
def _asked(
    where: Place, addresses: list[str], hosts: FileHosts, deadline: float, limits: Limits
) -> Iterator[http.client.HTTPResponse]:
    """Send the request, and close the connection at the end or at the deadline, whichever comes first."""
    connection = _Connection(where, addresses[0], _left(deadline, limits))
    closing = threading.Timer(_left(deadline, limits), connection.cut)
    closing.daemon = True
    closing.start()
    headers = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "deskhand"}
    if where.is_own and hosts.credentials:
        user, secret = hosts.credentials
        written = base64.b64encode(f"{user}:{secret.get_secret_value()}".encode()).decode()
        headers["Authorization"] = f"Basic {written}"
    try:
        connection.request("GET", quote(where.path, safe=_URL_SIGNS), headers=headers)
        yield connection.getresponse()
    finally:
        closing.cancel()
        connection.close()


class _Connection(http.client.HTTPConnection):
    """A connection goes to an address that was checked; the certificate must be that of the host's name."""

    def __init__(self, where: Place, address: str, timeout: float) -> None:
        super().__init__(where.host, where.port, timeout=timeout)
        if where.is_default_port:  # http.client knows the default port of http only
            self.default_port = where.port
        self._where, self._address = where, address
        self._raw: socket.socket | None = None

    def connect(self) -> None:
        self._raw = socket.create_connection((self._address, self._where.port), self.timeout)
        self.sock = self._raw
        if self._where.scheme == "https":
            self.sock = _trust().wrap_socket(self._raw, server_hostname=self._where.host)

    def cut(self) -> None:
        """End the connection from another thread: a server that sends one byte a second keeps every read alive."""
        for end in (self._raw, self.sock):
            if end is not None:
                with suppress(OSError, ValueError):
                    socket.socket.shutdown(end, socket.SHUT_RDWR)


def _trust() -> ssl.SSLContext:
    import httpx

    return httpx.create_ssl_context()  # the certificates that the helpdesk's client trusts


def _body(answer: http.client.HTTPResponse, deadline: float, limits: Limits) -> bytes:
    """Return the body. What was compressed is inflated piece by piece, because its size is known only then."""
    coding = (answer.headers.get("Content-Encoding") or "identity").strip().lower()
    if coding not in {"identity", "gzip", "x-gzip", "deflate"}:
        raise NotFetched("the server sent it in an encoding that is not known here")
    declared = answer.headers.get("Content-Length") or "0"
    if declared.isdecimal() and len(declared) < 19 and int(declared) > limits.bytes:
        raise NotFetched(too_large(limits.bytes))
    inflate = None if coding == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 32)
    data, received = bytearray(), 0
    while chunk := answer.read1(_CHUNK):
        _left(deadline, limits)
        received += len(chunk)
        if received > limits.bytes:
            raise NotFetched(too_large(limits.bytes))
        try:
            data += inflate.decompress(chunk, limits.bytes + 1 - len(data)) if inflate else chunk
        except zlib.error as error:
            raise NotFetched("the server sent it compressed, and damaged") from error
        if len(data) > limits.bytes:
            raise NotFetched(too_large(limits.bytes))
        if inflate and inflate.unconsumed_tail:
            raise NotFetched(too_large(limits.bytes))
    _left(deadline, limits)
    if (answer.length or 0) > 0 or (inflate and not inflate.eof):
        raise NotFetched("the connection broke off")
    return bytes(data)


def too_large(limit: int) -> str:
    return f"it is larger than {limit / 1e6:g} MB"


def _left(deadline: float, limits: Limits) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise NotFetched(f"it took longer than {limits.seconds:g} s to fetch")
    return left
