"""This module brings a database to the schema that this code needs, and says plainly what is wrong with one."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, text

import migrations
from worker.errors import NotReady

MINIMUM_SERVER = 160000
_HISTORY = str(Path(migrations.__file__).parent)


@cache
def revisions() -> tuple[str, ...]:
    """Return the revisions of the schema, from the first to the one that this code needs."""
    history = ScriptDirectory(_HISTORY).walk_revisions()
    return tuple(step.revision for step in history)[::-1]


def head() -> str:
    """Return the revision that this code needs."""
    return revisions()[-1]


def migrate(admin_url: str, revision: str = "head") -> None:
    """Run the migrations as the owner, up to `revision`."""
    command.upgrade(_config(admin_url), revision)


def downgrade(admin_url: str, revision: str) -> None:
    """Reverse the migrations after `revision` as the owner, and delete what is stored in their tables and columns.
    "base" reverses all of them."""
    command.downgrade(_config(admin_url), revision)


def _config(admin_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", _HISTORY)
    config.set_main_option("sqlalchemy.url", sqlalchemy_url(admin_url).replace("%", "%%"))
    return config


def sqlalchemy_url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def current_revision(database: Engine) -> str | None:
    """Return the revision of a database; None if no migration ever ran there."""
    with database.connect() as connection:
        if connection.scalar(text("select to_regclass('alembic_version')")) is None:
            return None
        revision = connection.scalar(text("select version_num from alembic_version"))
        return None if revision is None else str(revision)


def problems(database: Engine) -> list[str]:
    """Return what is wrong with this database for the application role, in words that say what to do; empty if nothing is."""
    found = []
    with database.connect() as connection:
        version = int(connection.scalar(text("show server_version_num")) or 0)
        if version < MINIMUM_SERVER:
            found.append(f"the server is PostgreSQL {version // 10000}; 16 or later is needed")
        if connection.scalar(text("select 1 from pg_extension where extname = 'vector'")) is None:
            found.append("the extension pgvector is not installed in this database: run `deskhand up` as its owner")
        role = connection.execute(
            text("select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user")
        ).one()
        if role.rolsuper or role.rolbypassrls:
            found.append(
                f"the role {role.rolname} can bypass row-level security, so one customer's history could reach another: "
                "connect as deskhand_app (DESKHAND_DATABASE_URL)"
            )
        owned = connection.scalar(
            text("select count(*) from pg_tables where schemaname = 'public' and tableowner = current_user")
        )
        if owned:
            found.append(
                f"the role {role.rolname} owns the tables and so escapes row-level security: connect as deskhand_app"
            )
    revision = current_revision(database)
    if revision != head():
        found.append(f"the schema is at {revision or 'nothing'}, this code needs {head()}: run `deskhand up`")
    return found


def require_ready(database: Engine) -> None:
    """Raise `NotReady` with every problem. A process calls this before it takes work."""
    found = problems(database)
    if found:
        raise NotReady("the database is not ready:\n" + "\n".join(f"  - {p}" for p in found))


def owner_engine(admin_url: str) -> Engine:
    """Make the engine of the owner, for migrations and the indexer only."""
    return create_engine(sqlalchemy_url(admin_url), pool_size=2, pool_pre_ping=True, hide_parameters=True)
