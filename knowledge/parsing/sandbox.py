"""This module parses documents in a child process, because a document may be made to kill, hang or exhaust its reader.

One child serves many documents, because starting one takes longer than parsing a hundred. If a document ends the child,
or the child must be ended, the document is refused with a reason, and the next one gets a new child. The child is a
plain subprocess, not one of `multiprocessing`: that would import the caller's main module, with torch, and is not
allowed in a Celery worker. The answer is JSON, never a pickle, so that an attacker who controls the child does not
control the parent.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType

from knowledge.errors import BadDocumentError, SandboxError
from knowledge.parsing import sandbox_process
from knowledge.parsing.base import DEFAULT_LIMITS, Limits, Parsed
from knowledge.parsing.formats import SUFFIXES, suffix_of, too_large
from knowledge.passages import Section

START_SECONDS = 60.0  # of a child, on a busy machine
_ROOT = Path(__file__).parents[2]
_LARGEST_ANSWER = 64  # bytes of the answer per character of text, with headings and everything else


class Sandbox:
    """A sandbox is used in a `with`, and not from two threads at once. The first document starts the child."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self.limits = limits
        self.starts = 0  # number of children so far
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: socket.socket | None = None

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def parse(self, name: str, raw: bytes) -> Parsed:
        """Parse a document in the child. Raises `BadDocumentError` with the reason, or `SandboxError`."""
        if len(raw) > self.limits.file_bytes:
            raise BadDocumentError(too_large(len(raw), self.limits))
        if suffix_of(name) not in SUFFIXES:
            raise BadDocumentError(f"has the suffix {suffix_of(name)!r}: {', '.join(SUFFIXES)} can be read")
        connection = self._connection or self._start()
        deadline = time.monotonic() + self.limits.seconds
        try:
            _send(connection, sandbox_process.NAME, name.encode(errors="replace"), deadline)
            _send(connection, sandbox_process.RAW, raw, deadline)
            what, answer = _receive(connection, deadline, self.limits.characters * _LARGEST_ANSWER)
            if what & sandbox_process.HEAVY:
                self.close()
                what -= sandbox_process.HEAVY
            if what == sandbox_process.PARSED:
                return _parsed(answer)
        except TimeoutError as error:
            self.close()
            raise BadDocumentError(f"took longer than {self.limits.seconds:g} s to read") from error
        except (OSError, EOFError, ValueError, TypeError) as error:
            raise BadDocumentError(self._why_it_died()) from error
        except BaseException:  # an interrupt: the child's next answer would be taken for another document's
            self.close()
            raise
        if what == sandbox_process.REFUSED:
            raise BadDocumentError(answer.decode(errors="replace"))
        self.close()  # its memory is full
        raise BadDocumentError(f"needs more than {self.limits.memory_bytes / 1e6:,.0f} MB of memory to read")

    def close(self) -> None:
        process, self._process = self._process, None
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        if process is not None:
            process.kill()
            process.wait()

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", sandbox_process.__name__, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=_environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C must reach only the parent, which ends the child
            )
        self._connection = ours
        self.starts += 1
        deadline = time.monotonic() + START_SECONDS
        try:
            _send(ours, sandbox_process.LIMITS, json.dumps(asdict(self.limits)).encode(), deadline)
            _receive(ours, deadline, 0)
        except (OSError, EOFError, ValueError) as error:
            code = self._process.poll()
            self.close()
            raise SandboxError(
                f"the parser process does not start (exit code {code}): try `{sys.executable} -m {sandbox_process.__name__} 0`"
            ) from error
        return ours

    def _why_it_died(self) -> str:
        process = self._process
        if process is not None:
            with suppress(subprocess.TimeoutExpired):  # it is alive and sent an invalid answer
                process.wait(1)
        self.close()
        code = process.returncode if process else 0
        if code == -signal.SIGKILL:
            return "was ended together with its parser, most likely because of its memory"
        return f"crashed its parser ({signal.Signals(-code).name})" if code < 0 else "ended its parser"


def _environment() -> dict[str, str]:
    """Return an environment without our settings: they hold secrets, and a parser needs none."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def _parsed(answer: bytes) -> Parsed:
    title, sections = json.loads(answer)
    return Parsed(str(title), tuple(Section.from_json(section) for section in sections))


def _send(connection: socket.socket, what: int, data: bytes, deadline: float) -> None:
    connection.settimeout(_left(deadline))
    connection.sendall(sandbox_process.HEADER.pack(what, len(data)) + data)


def _receive(connection: socket.socket, deadline: float, most: int) -> tuple[int, bytes]:
    what, size = sandbox_process.HEADER.unpack(_exactly(connection, sandbox_process.HEADER.size, deadline))
    if size > most + 4_096:
        raise ValueError(f"an answer of {size:,} bytes")
    return what, _exactly(connection, size, deadline)


def _exactly(connection: socket.socket, size: int, deadline: float) -> bytes:
    data = bytearray()
    while len(data) < size:
        connection.settimeout(_left(deadline))
        chunk = connection.recv(min(size - len(data), 1 << 20))
        if not chunk:
            raise EOFError
        data += chunk
    return bytes(data)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
