"""This module opens the database as its owner, for commands that keep the company's knowledge and its past."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from worker import embedded, ownership
from worker.db.schema import owner_engine, require_ready
from worker.db.session import make_engine
from worker.settings import Settings


@contextmanager
def ready_owner(settings: Settings, *, reads: bool = False) -> Iterator[Engine]:
    """Open the owner's engine, after the application role's has been checked; its connections are closed at the end. The
    database is this company's from then on, but for a command that only `reads`: it records nothing. Raises NotReady,
    CompanyError, and ForeignAsset for another company's."""
    urls = embedded.connection_urls(settings)
    app = make_engine(urls.database)
    try:
        require_ready(app)
    finally:
        app.dispose()
    owner = owner_engine(urls.admin_database)
    try:
        (ownership.require if reads else ownership.claim)(settings, owner)
        yield owner
    finally:
        owner.dispose()
