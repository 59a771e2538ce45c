"""This module is the way to an OpenAI-compatible server: one request at a time, within its limits of time and size, and what a
failure means for the caller."""

import json
from collections.abc import Mapping
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import httpx

from models.errors import EngineError, EngineUnavailable, ModelNotServed
from models.generation.completions import said

MAX_RESPONSE_BYTES = 4_000_000  # a broken server must not fill the worker's memory


class Connection:
    """A connection is thread-safe. It asks nothing of the server before the first `post`."""

    def __init__(self, url: str, *, key: str | None, timeout: float, concurrency: int) -> None:
        """Raises `EngineError` for a URL that is none."""
        self.address = _address(url)
        self._timeout = timeout
        self._root = url.rstrip("/").removesuffix("/v1")
        self._client = httpx.Client(
            base_url=f"{self._root}/v1",
            headers={"Authorization": f"Bearer {key}"} if key else {},
            # uvicorn drops a connection after five idle seconds; a request that reuses it at that moment fails needlessly.
            limits=httpx.Limits(max_connections=concurrency, keepalive_expiry=2.0),
        )

    def post(self, path: str, payload: Mapping[str, Any]) -> tuple[int, bytes]:
        """Return status and body. Raises `EngineUnavailable` for a server that does not answer in time, and `EngineError` for
        one whose answer has no end."""
        # ASCII escapes: httpx would write UTF-8 and fail on a lone surrogate in a ticket.
        body = json.dumps(payload).encode()
        return self._ask("POST", path, content=body, headers={"Content-Type": "application/json"})

    def get(self, path: str) -> tuple[int, bytes]:
        return self._ask("GET", path)

    def get_root(self, path: str, seconds: float) -> tuple[int, bytes]:
        """Ask a path that does not lie below `/v1`, and wait no longer than so many seconds."""
        return self._ask("GET", f"{self._root}{path}", seconds)

    def close(self) -> None:
        self._client.close()

    def _ask(self, method: str, path: str, most: float | None = None, **request: Any) -> tuple[int, bytes]:
        started, content = monotonic(), bytearray()
        limit = min(self._timeout, most or self._timeout)
        try:
            timeout = httpx.Timeout(limit, connect=min(limit, 5.0))
            with self._client.stream(method, path, timeout=timeout, **request) as response:
                for chunk in response.iter_bytes():
                    content += chunk
                    if len(content) > MAX_RESPONSE_BYTES:
                        raise EngineError(f"{self.address} answered with more than {MAX_RESPONSE_BYTES} bytes")
                    if monotonic() - started > limit:  # httpx only limits the time between chunks
                        raise EngineUnavailable(f"{self.address} did not finish within {limit:g} seconds")
                return response.status_code, bytes(content)
        except httpx.TimeoutException as error:
            raise EngineUnavailable(f"{self.address} did not answer within {limit:g} seconds") from error
        except httpx.RequestError as error:
            raise EngineUnavailable(f"{self.address} cannot be reached: {type(error).__name__}: {error}") from error

    def failure(self, status: int, content: bytes, *, prompt: str, model: str, path: str) -> EngineError:
        """Return what an answer without success means: `EngineUnavailable` if asking again may help."""
        reason = f"{self.address} answered {status} for {model}"
        if detail := _without_ticket(said(content), prompt):
            reason = f"{reason}: {detail}"
        if status == 429 or status >= 500:
            return EngineUnavailable(reason)
        if status in (401, 403):
            return EngineError(f"{reason}: set DESKHAND_ENGINE_KEY to the server's key")
        if status == 404:
            return ModelNotServed(f"{reason}: it does not serve this model, or has no /v1/{path}")
        return EngineError(reason)


def _address(url: str) -> str:
    """Return host and port for messages, because a URL may hold a password. Raises `EngineError`."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        parts, port = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise EngineError("the model server's URL must look like http://host:8000/v1: set DESKHAND_ENGINE_URL")
    return parts.hostname + port


def _without_ticket(message: str, prompt: str) -> str:
    """Return the server's own words for a log, withheld when they repeat any twelve characters of the prompt."""
    message = message[:200]
    if any(message[start : start + 12] in prompt for start in range(max(1, len(message) - 11))):
        return "(its message repeats the ticket and is not shown)" if message else ""
    return message
