"""This module examines the home folder and the servers for `deskhand doctor`."""

from collections.abc import Iterator

import redis
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from worker import embedded
from worker.cli.doctor.diagnosis import Diagnosis, Level
from worker.db import schema, session
from worker.errors import DeskhandError, NotReady
from worker.settings import Settings


def home(settings: Settings) -> Iterator[Diagnosis]:
    try:
        embedded.require_home(settings)
    except DeskhandError as error:
        yield Diagnosis("home", Level.WRONG, str(error))
    else:
        yield Diagnosis("home", Level.GOOD, str(settings.home_path))


def database(settings: Settings) -> Iterator[Diagnosis]:
    try:
        app_url, admin_url = embedded.database_urls(settings)
    except NotReady as error:
        yield Diagnosis("database", Level.WRONG, str(error))
        return
    engine = session.make_engine(app_url, pool_size=1)
    try:
        problems = schema.problems(engine)
        with engine.connect() as connection:
            version = connection.scalar(text("show server_version"))
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip()
        yield Diagnosis("database", Level.WRONG, f"{embedded.address(app_url)} cannot be used: {reason}")
        return
    finally:
        engine.dispose()
    for problem in problems:
        yield Diagnosis("database", Level.WRONG, problem)
    if not problems:
        yield Diagnosis(
            "database", Level.GOOD, f"PostgreSQL {version} at {embedded.address(app_url)}, schema {schema.head()}"
        )
    yield from _owner(admin_url)


def _owner(admin_url: str) -> Iterator[Diagnosis]:
    """Examine the owner's login. Only migrations and the indexer need it, so a fault would otherwise show late."""
    engine = schema.owner_engine(admin_url)
    try:
        with engine.connect() as connection:
            may = connection.scalar(text("select has_schema_privilege(current_user, 'public', 'create')"))
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip()
        yield Diagnosis("database owner", Level.WRONG, f"cannot connect (DESKHAND_ADMIN_DATABASE_URL): {reason}")
    else:
        if not may:
            yield Diagnosis(
                "database owner", Level.WRONG, "may not create tables: DESKHAND_ADMIN_DATABASE_URL must own them"
            )
    finally:
        engine.dispose()


def broker(settings: Settings) -> Iterator[Diagnosis]:
    try:
        url = embedded.broker_url(settings)
    except NotReady as error:
        yield Diagnosis("broker", Level.WRONG, str(error))
        return
    where = embedded.address(url)
    try:
        with redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5) as client:
            client.ping()
            found = list(_broker_problems(client))
    except (redis.RedisError, ValueError) as error:  # ValueError: not a URL redis-py knows
        yield Diagnosis("broker", Level.WRONG, f"{where} cannot be used: {error}")
        return
    yield from found
    if not found:
        yield Diagnosis("broker", Level.GOOD, f"at {where}, append-only file, nothing is evicted")


def _broker_problems(client: redis.Redis) -> Iterator[Diagnosis]:
    try:
        found = client.config_get("appendonly", "maxmemory-policy")
        config = {_text(name): _text(value) for name, value in found.items()}
    except redis.ResponseError:
        yield Diagnosis("broker", Level.NOTE, "answers, but does not say how it keeps its data (CONFIG is not allowed)")
        return
    policy = config.get("maxmemory-policy", "")
    if policy != "noeviction":
        yield Diagnosis(
            "broker",
            Level.WRONG,
            f"evicts keys when memory is short (maxmemory-policy {policy}), and then messages vanish without an error: "
            "set maxmemory-policy noeviction",
        )
    if config.get("appendonly") != "yes":
        yield Diagnosis(
            "broker",
            Level.WRONG,
            "keeps messages in memory only, so a restart loses every doorbell and those tickets wait for the sweep: "
            "set appendonly yes",
        )


def _text(value: bytes | str | None) -> str:
    return value.decode() if isinstance(value, bytes) else value or ""
