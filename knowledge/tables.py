"""Documents and their passages. An account's rows stand under row-level security; the indexer owns the tables."""

from datetime import date, datetime
from typing import Any

from pgvector.sqlalchemy import VECTOR
from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import TIMESTAMP, TSVECTOR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

DIMENSIONS = 384  # of the packaged encoder


class KnowledgeBase(DeclarativeBase):
    type_annotation_map = {datetime: TIMESTAMP(timezone=True), int: BigInteger}  # noqa: RUF012 - read by SQLAlchemy


class DocumentRow(KnowledgeBase):
    """Identified by where it comes from; its content by hash, so that unchanged content is never embedded again."""

    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    path: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    url: Mapped[str]
    version: Mapped[str]
    content_sha256: Mapped[str]
    metadata_sha256: Mapped[str]
    encoder: Mapped[str]  # which encoder its vectors came from
    account: Mapped[str | None]
    updated_on: Mapped[date | None]
    synced_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PassageRow(KnowledgeBase):
    __tablename__ = "passages"
    __table_args__ = (
        UniqueConstraint("ref"),
        Index("passages_account", "account", postgresql_where=text("account is not null")),
        Index("passages_lexemes", "lexemes", postgresql_using="gin"),
    )
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    ref: Mapped[str]
    kind: Mapped[str]
    title: Mapped[str]
    url: Mapped[str]
    version: Mapped[str]
    text: Mapped[str]
    account: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    lexemes: Mapped[Any] = mapped_column(TSVECTOR)
    embedding: Mapped[Any] = mapped_column(VECTOR(DIMENSIONS))


class SyncFailureRow(KnowledgeBase):
    """A document the last sync could not read, and why."""

    __tablename__ = "sync_failures"
    path: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    reason: Mapped[str]
    failed_at: Mapped[datetime] = mapped_column(server_default=func.now())
