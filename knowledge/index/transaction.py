"""This module is the only place in `knowledge` that commits. Statements that PostgreSQL cannot run in a transaction,
and advisory locks, use connections that commit by themselves (`indexes`, `locks`)."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine


@contextmanager
def transaction(owner: Engine) -> Iterator[Connection]:
    """Open a connection as the owner of the tables. It commits at the end and rolls back on an error."""
    with owner.begin() as connection:
        yield connection
