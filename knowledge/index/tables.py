"""Indexes, documents and their passages. An account's rows stand under row-level security; the indexer owns the tables."""

from datetime import date, datetime
from typing import Any

from pgvector.sqlalchemy import HALFVEC, SPARSEVEC
from sqlalchemy import (
    BigInteger,
    Computed,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP, TSVECTOR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class KnowledgeBase(DeclarativeBase):
    type_annotation_map = {datetime: TIMESTAMP(timezone=True), int: BigInteger}  # noqa: RUF012 - read by SQLAlchemy


class IndexRow(KnowledgeBase):
    """One way of splitting and embedding all documents. A new one is built beside the live one and takes its place."""

    __tablename__ = "indexes"
    __table_args__ = (
        Index("one_live_index", "state", unique=True, postgresql_where=text("state = 'live'")),
        Index("one_building_index", "state", unique=True, postgresql_where=text("state = 'building'")),
    )
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    state: Mapped[str]  # building | live | old
    encoder: Mapped[str]  # name and hash of its weights
    splitter: Mapped[int]  # format of splitter and lexemes
    dimensions: Mapped[int]
    passages: Mapped[int] = mapped_column(server_default=text("0"))  # public ones, when `term_counts` were made
    counted: Mapped[int] = mapped_column(server_default=text("0"))  # the last passage's id then
    scores: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))  # of its evaluation
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    live_since: Mapped[datetime | None]


class DocumentRow(KnowledgeBase):
    """Identified by where it comes from. Its parsed content is kept, so an index can be rebuilt without the sources."""

    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    path: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    title: Mapped[str]
    fingerprint: Mapped[str]  # of what it was parsed from: the same one is not parsed again
    content_sha256: Mapped[str]
    metadata_sha256: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)
    account: Mapped[str | None]
    synced_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PassageSetRow(KnowledgeBase):
    """Which content of a document an index holds, and who is embedding it just now."""

    __tablename__ = "passage_sets"
    index_id: Mapped[int] = mapped_column(ForeignKey("indexes.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    content_sha256: Mapped[str | None]  # None: claimed, nothing written yet
    claimed_until: Mapped[datetime | None]
    space: Mapped[str | None]  # of its vectors
    keys: Mapped[list[bytes] | None] = mapped_column(ARRAY(LargeBinary))  # and which they are: each hash of a text


class VectorRow(KnowledgeBase):
    """What the encoder made of a text (`knowledge.index.vectors`). It stays while a passage set has its key."""

    __tablename__ = "vectors"
    space: Mapped[str] = mapped_column(primary_key=True)  # the encoder, and how it makes vectors
    key: Mapped[bytes] = mapped_column(primary_key=True)
    vector: Mapped[bytes]  # half precision, little-endian
    imported: Mapped[bool] = mapped_column(server_default=text("false"))  # out of a file; no whole sync has ended since


class PassageRow(KnowledgeBase):
    __tablename__ = "passages"
    __table_args__ = (
        UniqueConstraint("index_id", "ref"),
        Index("passages_account", "account", "index_id", postgresql_where=text("account is not null")),
        Index("passages_lexemes", "lexemes", postgresql_using="gin", postgresql_where=text("account is null")),
        Index("passages_section", "index_id", "section", postgresql_where=text("account is null")),
        Index("passages_kind", "index_id", "kind", postgresql_where=text("account is null and kind <> 'docs'")),
    )
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    index_id: Mapped[int] = mapped_column(ForeignKey("indexes.id", ondelete="CASCADE"))
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    ref: Mapped[str]
    section: Mapped[str] = mapped_column(  # as `questions.section_of` has it
        Computed(r"regexp_replace(ref, ' \([0-9]+\)$', '')", persisted=True)
    )
    kind: Mapped[str]
    title: Mapped[str]
    url: Mapped[str]
    version: Mapped[str]
    text: Mapped[str]
    account: Mapped[str | None]
    language: Mapped[str | None]  # as `knowledge.languages.guess` guesses it; of a customer's own rows none
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    lexemes: Mapped[Any] = mapped_column(TSVECTOR)  # finds candidates
    weights: Mapped[Any] = mapped_column(SPARSEVEC)  # scores them: BM25 without the part that depends on the query
    embedding: Mapped[Any] = mapped_column(HALFVEC)
    windows: Mapped[Any | None] = mapped_column(ARRAY(HALFVEC))  # parts of a long text, for themselves


class DocumentTermsRow(KnowledgeBase):
    """How much each word says about a whole document: BM25 without the part that depends on the query."""

    __tablename__ = "document_terms"
    index_id: Mapped[int] = mapped_column(ForeignKey("indexes.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[int] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    account: Mapped[str | None]
    weights: Mapped[Any] = mapped_column(SPARSEVEC)


class PrecedentRow(KnowledgeBase):
    """A handled ticket as a search sees it: what it meant, and which sections answered it. Its text is not here."""

    __tablename__ = "precedents"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    index_id: Mapped[int] = mapped_column(ForeignKey("indexes.id", ondelete="CASCADE"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    ticket: Mapped[str]  # its id in the helpdesk: a ticket is no precedent of itself
    answers: Mapped[list[str]] = mapped_column(ARRAY(Text))
    embedding: Mapped[Any] = mapped_column(HALFVEC)


class TermCountRow(KnowledgeBase):
    """In how many public passages a lexeme occurs: what makes a word rare. Accounts' rows are not counted, so nothing
    of one customer can be read off another's scores."""

    __tablename__ = "term_counts"
    index_id: Mapped[int] = mapped_column(ForeignKey("indexes.id", ondelete="CASCADE"), primary_key=True)
    lexeme: Mapped[str] = mapped_column(primary_key=True)
    passages: Mapped[int]


class SyncFailureRow(KnowledgeBase):
    """A document the last sync could not read, and why."""

    __tablename__ = "sync_failures"
    path: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    reason: Mapped[str]
    failed_at: Mapped[datetime] = mapped_column(server_default=func.now())
