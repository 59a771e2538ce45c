"""This module makes connections to the database, and is the only place in `worker` that commits.

`transaction` makes work durable: it commits at the end, rolls back on an error, and tells row-level security which rows
are visible. The indexer has a function of the same name (`knowledge.index.transaction`). Creating a database needs a
connection that commits by itself (`worker.db.scratch_database`, `worker.embedded.postgres`).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

NO_ACCOUNT = ""


def make_engine(url: str, *, pool_size: int = 5) -> Engine:
    """Make an engine. `prepare_threshold=None`: psycopg would otherwise cache plans after five runs, and the cached
    plans ignore per-transaction settings (measured in research/reliability.md, D.2)."""
    return create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=pool_size,
        max_overflow=5,
        pool_timeout=5,  # seconds; intake answers 503 rather than wait
        pool_pre_ping=True,
        hide_parameters=True,  # an error message must not quote a ticket
        connect_args={"prepare_threshold": None, "connect_timeout": 5, "application_name": "deskhand"},
    )


@contextmanager
def transaction(database: Engine, *, account: str | None = None, see_all: bool = False) -> Iterator[Session]:
    """Open a session that commits at the end. `account`: its rows are visible; `see_all`: all rows are, for the
    worker's own bookkeeping, which never puts them into a prompt. The owner of the tables sees every row in any
    case."""
    with Session(database, expire_on_commit=False) as session, session.begin():
        session.execute(
            text("select set_config('deskhand.account', :account, true), set_config('deskhand.scope', :scope, true)"),
            {"account": account or NO_ACCOUNT, "scope": "all" if see_all else "account"},
        )
        yield session
