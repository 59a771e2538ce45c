"""This module runs in the process that parses: `sandbox` starts it as `python -m knowledge.parsing.sandbox_process <fd>`.

Before it reads the first document, it gives up what a hostile one could use: memory, files, processes. Its environment
holds no setting.
"""

import json
import resource
import signal
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path

from knowledge.errors import BadDocumentError
from knowledge.parsing.base import Limits
from knowledge.parsing.formats import parse

HEADER = struct.Struct("!BI")  # what follows, and how many bytes
LIMITS, NAME, RAW, READY, PARSED, REFUSED, EXHAUSTED = range(7)
HEAVY = 0x80  # set in the answer if so much memory is still in use that the next document should get a new child


def main(descriptor: int) -> None:
    connection = socket.socket(fileno=descriptor)
    limits = Limits(**json.loads(receive(connection, LIMITS)))
    most = _address_space() + limits.memory_bytes // 4
    _give_up(limits)
    send(connection, READY, b"")
    while True:
        name = receive(connection, NAME).decode()
        raw = receive(connection, RAW)
        # A parent that is gone cannot end this process, so the kernel does, even in the middle of C code.
        signal.alarm(int(limits.seconds * 2) + 5)
        try:
            what, answer = _answer(name, raw, limits)
        except MemoryError:
            what, answer = EXHAUSTED, b""
        signal.alarm(0)
        del raw
        send(connection, what | (HEAVY if _address_space() > most else 0), answer)


def _answer(name: str, raw: bytes, limits: Limits) -> tuple[int, bytes]:
    try:
        parsed = parse(name, raw, limits)
    except BadDocumentError as error:
        return REFUSED, str(error).encode(errors="replace")
    return PARSED, json.dumps([parsed.title, [section.to_json() for section in parsed.sections]]).encode()


def _give_up(limits: Limits) -> None:
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_AS, _address_space() + limits.memory_bytes),
    ):
        with suppress(OSError, ValueError):  # macOS does not support all of them
            resource.setrlimit(what, (most, most))


def _address_space() -> int:
    statm = Path("/proc/self/statm")
    pages = int(statm.read_text().split()[0]) if statm.exists() else 0
    return pages * resource.getpagesize()


def send(connection: socket.socket, what: int, data: bytes) -> None:
    connection.sendall(HEADER.pack(what, len(data)))
    connection.sendall(data)


def receive(connection: socket.socket, expected: int) -> bytes:
    what, size = HEADER.unpack(_exactly(connection, HEADER.size))
    if what != expected:
        raise SystemExit(f"expected {expected}, got {what}")
    return _exactly(connection, size)


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        chunk = connection.recv(min(size - len(data), 1 << 20))
        if not chunk:  # the parent is gone
            raise SystemExit(0)
        data += chunk
    return bytes(data)


if __name__ == "__main__":
    main(int(sys.argv[1]))
