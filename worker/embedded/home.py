"""This module manages the folder of the embedded servers: the lock for starting them, and the ports that they had."""

import fcntl
import json
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from worker.embedded.processes import port_is_free
from worker.errors import NotReady, Refused

# These ports are below the range from which the system gives ports to outgoing connections: a client that keeps connecting
# to a port of that range while the server is down can be given that very port, and is then connected to itself.
PORTS = range(20000, 32000)
LOCK_SECONDS = 180.0
Progress = Callable[[str], None]


def prepare(home: Path) -> None:
    """Make the home. Raises `Refused` if nothing can be stored there."""
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = home / ".writable"
        probe.touch()
        probe.unlink(missing_ok=True)  # another `up` may probe at the same moment, and may have removed it
    except OSError as error:
        raise Refused(
            f"{home} cannot be written ({error.strerror}): set DESKHAND_HOME to a folder of your own"
        ) from error


@contextmanager
def locked(home: Path, progress: Progress) -> Iterator[None]:
    """Let one `up` or `down` at a time work on a home; the second waits, then finds the work done. The system drops the
    lock when its process dies, so there is no stale one."""
    with (home / "lock").open("w") as file:
        deadline = time.monotonic() + LOCK_SECONDS
        waited = False
        while True:
            with suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            if time.monotonic() > deadline:
                raise Refused(f"another `deskhand up` or `deskhand down` has held {home} for {LOCK_SECONDS:.0f} s")
            if not waited:
                progress("waiting for another `deskhand up` of this home")
                waited = True
            time.sleep(0.1)
        yield


def choose_port(home: Path, server: str, wanted: int, setting: str, progress: Progress) -> int:
    """Return the wanted port, or the remembered one, or a free one. Raises `Refused` if the wanted one is taken."""
    if wanted:
        if not port_is_free(wanted):
            raise Refused(busy(wanted, setting))
        return wanted
    ports = _read(home)
    port = ports.get(server)
    if port is not None and not port_is_free(port):
        progress(f"port {port}, which {server} had before, is taken{_holder(port)}; choosing another")
        port = None
    if port is None:
        others = {p for name, p in ports.items() if name != server}
        for port in random.sample(PORTS, len(PORTS)):
            if port not in others and port_is_free(port):
                break
        else:
            raise NotReady(f"no free port between {PORTS.start} and {PORTS.stop}: set {setting}")
    remember_port(home, server, port)
    return port


def remember_port(home: Path, server: str, port: int) -> None:
    file = home / "ports.json"
    part = file.with_suffix(".part")
    part.write_text(json.dumps({**_read(home), server: port}))
    part.replace(file)


def busy(port: int, setting: str) -> str:
    """Return what a person reads when a port is taken."""
    return (
        f"port {port} on 127.0.0.1 cannot be used: it is taken{_holder(port)} or not allowed. "
        f"Set {setting} to a free port, or to 0 to have one chosen"
    )


def _read(home: Path) -> dict[str, int]:
    """Return the remembered ports. A damaged file counts as none."""
    with suppress(OSError, ValueError, AttributeError):
        return {str(name): int(port) for name, port in json.loads((home / "ports.json").read_text()).items()}
    return {}


def _holder(port: int) -> str:
    """Return who listens on a port, as far as we may know."""
    with suppress(psutil.Error, OSError):
        for connection in psutil.net_connections(kind="tcp"):
            if connection.pid and connection.status == psutil.CONN_LISTEN and connection.laddr[1:] == (port,):
                return f" by {psutil.Process(connection.pid).name()} (pid {connection.pid})"
    return ""
