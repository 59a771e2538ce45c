"""The only place in `knowledge` that commits. Single statements that PostgreSQL runs in no transaction, and advisory locks,
have connections that commit by themselves (`indexes`, `locks`)."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine


@contextmanager
def transaction(owner: Engine) -> Iterator[Connection]:
    """Open a connection as the owner of the tables, whose work is committed at the end and rolled back on an error."""
    with owner.begin() as connection:
        yield connection
