"""This package runs PostgreSQL and Valkey in a folder, so that nothing but pip is needed. Servers given by URL replace them.

    up ──▶ lock the home ──▶ PostgreSQL (or its URL) ──▶ Valkey (or its URL) ──▶ migrate ──▶ Urls

They keep running after `deskhand up` has ended, and every other command finds them through `connection_urls`.
"""

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import psutil

from worker.embedded import home as homes
from worker.embedded import postgres, processes, valkey
from worker.embedded.home import Progress
from worker.errors import NotReady
from worker.settings import Settings


@dataclass(frozen=True)
class Urls:
    database: str  # as deskhand_app, which row-level security binds
    admin_database: str  # as the owner: migrations and the indexer
    broker: str


@dataclass(frozen=True)
class ServerStatus:
    name: str
    embedded: bool
    running: bool
    address: str  # host:port, never with a password
    pid: int | None = None


def _silent(_: str) -> None: ...


def connection_urls(settings: Settings) -> Urls:
    """Return where the servers are. Raises `NotReady` if an embedded one is needed and not running."""
    database, admin = database_urls(settings)
    return Urls(database=database, admin_database=admin, broker=broker_url(settings))


def database_urls(settings: Settings) -> tuple[str, str]:
    """Return the URL for the application's role, and that for the owner. Raises `NotReady`."""
    if settings.database_url:
        return settings.database_url, settings.admin_database_url or settings.database_url
    server = postgres.postmaster(settings.home_path)
    port = processes.listening_port(server) if server else None
    if port is None:
        raise NotReady(f"PostgreSQL of {settings.home_path} is not running: run `deskhand up`")
    return postgres.url(port, postgres.APP_ROLE), postgres.url(port, postgres.OWNER)


def broker_url(settings: Settings) -> str:
    """Return the URL of the broker. Raises `NotReady`."""
    if settings.broker_url:
        return settings.broker_url
    process = valkey.process_of(settings.home_path)
    port = processes.listening_port(process) if process else None
    if port is None:
        raise NotReady(f"Valkey of {settings.home_path} is not running: run `deskhand up`")
    return valkey.url(port)


def require_home(settings: Settings) -> None:
    """Raise `Refused` if nothing can be stored in the home."""
    homes.prepare(settings.home_path)


def up(settings: Settings, progress: Progress = _silent) -> Urls:
    """Start what is not running and bring the database to this code's schema. Harmless to repeat."""
    from sqlalchemy.exc import SQLAlchemyError

    from worker.db import schema

    home = settings.home_path
    homes.prepare(home)
    with homes.locked(home, progress):
        if not settings.database_url:
            postgres.ensure(home, settings.postgres_port, progress)
        if not settings.broker_url:
            valkey.ensure(home, settings.valkey_port, progress)
        urls = connection_urls(settings)
        try:
            engine = schema.owner_engine(urls.admin_database)
            try:
                revision = schema.current_revision(engine)
            finally:
                engine.dispose()
            if revision != schema.head():
                progress("bringing the database to the newest schema")
                schema.migrate(urls.admin_database)
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).strip()
            raise NotReady(f"the database at {address(urls.admin_database)} could not be migrated: {reason}") from error
    return urls


def down(settings: Settings, progress: Progress = _silent) -> list[str]:
    """Stop the embedded servers of this home. Return the names of those that were running."""
    home = settings.home_path
    if not home.is_dir():
        return []
    homes.prepare(home)
    stopped = []
    with homes.locked(home, progress):
        if valkey.stop(home):
            stopped.append("Valkey")
        if postgres.stop(home):
            stopped.append("PostgreSQL")
    return stopped


def status(settings: Settings) -> tuple[ServerStatus, ServerStatus]:
    """Return the status of PostgreSQL and of Valkey."""
    home = settings.home_path
    return (
        _status("PostgreSQL", settings.database_url, postgres.postmaster(home)),
        _status("Valkey", settings.broker_url, valkey.process_of(home)),
    )


def address(url: str) -> str:
    """Return host and port of a URL, for people: never its user, password or options."""
    parts = urlsplit(url)
    return f"{parts.hostname or 'localhost'}:{parts.port}" if parts.port else parts.hostname or "localhost"


def without_password(url: str) -> str:
    parts = urlsplit(url)
    if parts.password is None:
        return url
    return parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", ":***@", 1)).geturl()


def _answers(url: str) -> bool:
    """Return whether something accepts connections there; `doctor` checks whether it is the right server."""
    parts = urlsplit(url)
    port = parts.port or (5432 if parts.scheme.startswith("postgres") else 6379)
    try:
        socket.create_connection((parts.hostname or "localhost", port), timeout=3).close()
    except OSError:
        return False
    return True


def _status(name: str, url: str | None, process: psutil.Process | None) -> ServerStatus:
    if url:
        return ServerStatus(name=name, embedded=False, running=_answers(url), address=address(url))
    port = processes.listening_port(process) if process else None
    return ServerStatus(
        name=name,
        embedded=True,
        running=port is not None,
        address=f"127.0.0.1:{port}" if port else "",
        pid=process.pid if process else None,
    )
