"""This module has the advisory locks: one sync at a time, one rebuild at a time. A lock ends with its connection."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from sqlalchemy import Engine, text

from knowledge.errors import BusyError


class Lock(StrEnum):
    SYNC = "deskhand.knowledge.sync"
    REBUILD = "deskhand.knowledge.rebuild"


_BUSY = {
    Lock.SYNC: "another knowledge sync is running: wait for it and try again",
    Lock.REBUILD: "another reindex is running: `deskhand knowledge status` shows how far it is",
}


@contextmanager
def alone(engine: Engine, lock: Lock, *, wait: bool = False) -> Iterator[None]:
    """Hold `lock` on a separate connection, outside any transaction. Raises `BusyError` if it is taken, unless `wait`."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        key = {"name": str(lock)}
        if wait:
            connection.execute(text("select pg_advisory_lock(hashtextextended(:name, 0))"), key)
        elif not connection.scalar(text("select pg_try_advisory_lock(hashtextextended(:name, 0))"), key):
            raise BusyError(_BUSY[lock])
        try:
            yield
        finally:
            connection.execute(text("select pg_advisory_unlock(hashtextextended(:name, 0))"), key)
