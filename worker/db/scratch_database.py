"""This module makes a temporary database on the same server, so that measurements on other documents never touch our own."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine, create_engine, make_url, text

from worker.db.schema import migrate, owner_engine, sqlalchemy_url
from worker.db.session import make_engine


@dataclass(frozen=True)
class Scratch:
    owner: Engine
    app: Engine


@contextmanager
def scratch_database(database_url: str, admin_url: str) -> Iterator[Scratch]:
    """Make and migrate a database, and drop it at the end. The owner must be allowed to create databases."""
    name = f"deskhand_scratch_{secrets.token_hex(4)}"
    server = create_engine(sqlalchemy_url(admin_url), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"create database {name}"))
    try:
        there = {
            role: make_url(url).set(database=name).render_as_string(hide_password=False)
            for role, url in (("owner", admin_url), ("app", database_url))
        }
        migrate(there["owner"])
        scratch = Scratch(owner_engine(there["owner"]), make_engine(there["app"]))
        try:
            yield scratch
        finally:
            scratch.owner.dispose()
            scratch.app.dispose()
    finally:
        with server.connect() as connection:
            connection.execute(text(f"drop database if exists {name} with (force)"))
        server.dispose()
