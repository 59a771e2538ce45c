"""This module fetches pages of a Zendesk account's API. It asks only the configured address."""

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

import httpx

from knowledge.errors import SourceError
from knowledge.sources.base import BadDocument, Item

PAGE_BYTES = 50_000_000
TRIES = 5  # of one page that answers "too many requests" or "maintenance"
LONGEST_WAIT = 60.0  # seconds, whatever Retry-After says
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_HINTS = {
    401: ": correct its e-mail and token",
    403: ": the token's agent may not read it",
    404: ": correct its url and locale",
    301: ": correct its url, it moved",
    302: ": give it an e-mail and a token, it wants a login",
}


def opened(auth: httpx.Auth | None) -> httpx.Client:
    """Return a client that follows no redirect, because one could lead the token to another host."""
    return httpx.Client(auth=auth, timeout=httpx.Timeout(30.0, connect=10.0), follow_redirects=False)


def once(items: Iterable[Item | BadDocument | None]) -> Iterator[Item | BadDocument]:
    """Yield each item once: what moves between two pages while they are read comes twice. None is left out."""
    seen: set[str] = set()
    for item in items:
        if item is not None and item.path not in seen:
            seen.add(item.path)
            yield item


def page(client: httpx.Client, url: str, source: str, what: str, sleep: Callable[[float], None]) -> bytes:
    """Return one page. `what`: who is asked, in a message. Raises `SourceError`, because what could not be fetched was not
    deleted."""
    for attempt in range(1, TRIES + 1):
        try:
            with client.stream("GET", url) as answer:
                if answer.status_code == 200:
                    return _body(answer, source, what)
                status, wait = answer.status_code, _seconds(answer.headers.get("Retry-After"))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SourceError(f"{source}: {what} does not answer: {type(error).__name__}: {error}") from error
        if status not in {429, 503}:
            raise SourceError(f"{source}: {what} answered {status}{_HINTS.get(status, '')}")
        if attempt < TRIES:
            sleep(wait)
    raise SourceError(f"{source}: {what} is busy ({status}): sync again later")


def require_address(url: str, name: str, what: str = "help centre") -> str:
    """Return scheme and host of a URL: https, because a token is sent; http only to this machine, for tests and tunnels."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return origin(url)
    if parts.scheme == "http" and parts.hostname in _LOOPBACK:
        return origin(url)
    raise SourceError(f"{name}: the url of the {what} must begin with https://, not {url!r}")


def origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _body(answer: httpx.Response, source: str, what: str) -> bytes:
    data = bytearray()
    for chunk in answer.iter_bytes():
        data += chunk
        if len(data) > PAGE_BYTES:
            raise SourceError(f"{source}: a page of {what} has more than {PAGE_BYTES:,} bytes")
    return bytes(data)


def _seconds(retry_after: str | None) -> float:
    """Return the seconds to wait. A date in place of seconds gives the longest wait."""
    try:
        return min(max(float(retry_after or 5), 0.0), LONGEST_WAIT)
    except ValueError:
        return LONGEST_WAIT
