"""Alembic's entry: the URL comes from whoever calls (`worker.db.schema`), never from a file."""

from alembic import context
from sqlalchemy import create_engine, pool

from knowledge.index.tables import KnowledgeBase
from worker.db.tables import Base

engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "", poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=[Base.metadata, KnowledgeBase.metadata], compare_type=True)
    with context.begin_transaction():
        context.run_migrations()
