"""This module asks a server what its tokenizer reads as commands. llama.cpp tells its chat template by `GET /props`, vLLM its
added tokens by `GET /tokenizer_info`, if it was started with `--enable-tokenizer-info-endpoint`; others tell nothing."""

import json
import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

from models.errors import EngineError, EngineUnavailable
from models.generation import marks
from models.generation.marks import USUAL, Marks
from models.generation.server_connection import Connection

_PATHS = ("/props", "/tokenizer_info")
_SECONDS = 5.0  # it is a convenience, and no ticket waits longer for it
_BUSY = (429, 502, 503, 504)  # such as while it still loads its model
_AGAIN_SECONDS = 60.0  # until a server that did not say is asked again: else every ticket would wait


class TokenizerOf:
    """This is the tokenizer of a server, which is asked until it says something. It is thread-safe."""

    def __init__(self, connection: Connection, clock: Callable[[], float] = monotonic) -> None:
        self._connection, self._clock = connection, clock
        self._marks: Marks | None = None
        self._again = clock()
        self._asking = threading.Lock()

    @property
    def marks(self) -> Marks:
        """Return the marks that the server tells; none beside the usual ones while it cannot be reached, or is busy."""
        with self._asking:
            if self._marks is None and self._clock() >= self._again:
                self._marks = self._asked()
                self._again = self._clock() + _AGAIN_SECONDS
            return self._marks or USUAL

    def _asked(self) -> Marks | None:
        found = USUAL
        for path in _PATHS:
            try:
                status, content = self._connection.get_root(path, _SECONDS)
            except EngineUnavailable:
                return None
            except EngineError:  # an answer without end
                continue
            if status in _BUSY:
                return None
            found = found | (marks.told(_object(content)) if status == 200 else USUAL)
        return found


def _object(content: bytes) -> dict[str, Any]:
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
