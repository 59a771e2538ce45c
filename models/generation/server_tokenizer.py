"""This module asks a server what its tokenizer reads as commands. llama.cpp tells its chat template by `GET /props`, vLLM its
added tokens by `GET /tokenizer_info`, if it was started with `--enable-tokenizer-info-endpoint`; others tell nothing."""

import json
import threading
from typing import Any

from models.errors import EngineError, EngineUnavailable
from models.generation import marks
from models.generation.marks import USUAL, Marks
from models.generation.server_connection import Connection

_PATHS = ("/props", "/tokenizer_info")
_SECONDS = 5.0  # it is a convenience, and no ticket waits longer for it


class TokenizerOf:
    """This is the tokenizer of a server, which is asked once. It is thread-safe."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._marks: Marks | None = None
        self._asking = threading.Lock()

    @property
    def marks(self) -> Marks:
        """Return the marks that the server tells; none beside the usual ones while it cannot be reached."""
        with self._asking:
            if self._marks is None:
                self._marks = self._asked()
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
            found = found | (marks.told(_object(content)) if status == 200 else USUAL)
        return found


def _object(content: bytes) -> dict[str, Any]:
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
