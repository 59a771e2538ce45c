"""Alembic runs this module. The URL comes from the caller (`worker.db.schema`), never from a file."""

from alembic import context
from sqlalchemy import create_engine, pool

database = create_engine(context.config.get_main_option("sqlalchemy.url") or "", poolclass=pool.NullPool)
with database.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
