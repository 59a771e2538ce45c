"""This module finds, starts and stops the servers' processes.

A server is identified by its program and its working folder, as the operating system reports them. Pid files are not
trusted: after a kill -9 they name a process that is gone, or worse, one that has nothing to do with us.
"""

import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from worker.errors import NotReady

SYSTEM_USER = "deskhand"
LOOKS = 3  # the kernel lists sockets in pieces while others open and close, so a look can miss one
LOG_BYTES = 10_000_000  # a server's log larger than this is set aside at the next start


@dataclass(frozen=True)
class RunAs:
    """This is the system user that a server runs as when we are root: PostgreSQL refuses root, Valkey does not need it."""

    uid: int
    gid: int


def run_as(data: Path) -> RunAs | None:
    """Return the user for a server; None means our own. Data that exists stays with its owner."""
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return RunAs(owner.st_uid, owner.st_gid)
    if (found := _lookup(SYSTEM_USER)) is None and (useradd := shutil.which("useradd")):
        command = [useradd, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        subprocess.run(command, check=False, capture_output=True)
        found = _lookup(SYSTEM_USER)
    if found is None and (found := _lookup("nobody")) is None:
        raise NotReady(f"PostgreSQL does not run as root: create a system user, `useradd --system {SYSTEM_USER}`")
    return found


def own(folder: Path, user: RunAs | None, mode: int = 0o700) -> None:
    """Make a folder that the server may write to, and let its user reach it."""
    folder.mkdir(parents=True, exist_ok=True)
    if user is not None:
        os.chown(folder, user.uid, user.gid)
        allow_walking_to(folder)
    folder.chmod(mode)


def allow_walking_to(path: Path) -> None:
    """Give others x, not r, on the folders above: enough to reach a known path below /root or a private temporary
    folder, too little to list the contents."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


def allow_running(program: Path) -> None:
    """Let others run a program: a package installed under umask 077, or below /root, can be run by root alone."""
    allow_walking_to(program)
    for path in [program.parent, *program.parent.parent.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        wanted = mode | (0o055 if path.is_dir() or mode & stat.S_IXUSR else 0o044)
        if mode != wanted:
            path.chmod(wanted)


def run(command: Sequence[str], *, user: RunAs | None, cwd: Path) -> str:
    """Run a command and return what it printed; raises `CalledProcessError` with that text. The output goes to a file:
    a server that a command leaves behind would hold a pipe open, and we would wait for ever."""
    # PGDATA and similar variables would change what the server does, and DESKHAND_… holds secrets. The locale is C,
    # because we read the messages.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "DESKHAND_"))}
    identity: dict[str, Any] = {} if user is None else {"user": user.uid, "group": user.gid, "extra_groups": []}
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=cwd,
            env={**kept, "LC_ALL": "C"},
            **identity,
        )
        output.seek(0)
        printed = output.read().decode(errors="replace").strip()
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, command, printed)
    return printed


def find(program: str, folder: Path) -> list[psutil.Process]:
    """Return the living processes of this program in this folder, parents before children. One that ends during the look
    is left out: without its parent it would be taken for the server itself."""
    found: dict[int, tuple[psutil.Process, int]] = {}
    for process in psutil.process_iter(["name"]):
        if process.info["name"] != program:
            continue
        with suppress(psutil.Error):
            if is_alive(process) and process.cwd() == str(folder):
                found[process.pid] = (process, process.ppid())
    return [process for process, parent in sorted(found.values(), key=lambda one: (one[1] in found, one[0].pid))]


def listening_port(process: psutil.Process) -> int | None:
    """Return the port of a process; None if it does not listen yet or is gone."""
    with suppress(psutil.Error):
        for _ in range(LOOKS):
            for connection in process.net_connections(kind="tcp"):
                if connection.status == psutil.CONN_LISTEN:
                    return int(connection.laddr.port)
    return None


def stop(process: psutil.Process, *signals: tuple[signal.Signals, float]) -> None:
    """Send each signal in turn, and wait the seconds given with it, until the process is gone."""
    for number, seconds in signals:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not is_alive(process):
                return
            time.sleep(0.02)


def is_alive(process: psutil.Process) -> bool:
    """Return whether a process lives. A zombie is dead, however long its parent takes to notice (psutil's own `wait`
    would wait for that)."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def port_is_free(port: int) -> bool:
    """Return whether a port is free. It is bound as both servers bind it, so that connections still closing do not count."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen(1)
        except (OSError, OverflowError):  # taken, not allowed, or no port number at all
            return False
    return True


def open_log(path: Path, user: RunAs | None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    path.touch(mode=0o600)
    if user is not None:
        os.chown(path, user.uid, user.gid)
        allow_walking_to(path)
    return path


def last_words(log: Path, lines: int = 8) -> str:
    """Return the end of a server's log, for an error message."""
    with suppress(OSError):
        return "\n".join("  " + line for line in log.read_text(errors="replace").splitlines()[-lines:])
    return ""


def _lookup(name: str) -> RunAs | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return RunAs(entry.pw_uid, entry.pw_gid)
