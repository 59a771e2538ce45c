"""This module defines the tables of the knowledge. The indexer owns them; row-level security protects an account's rows."""

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
    """An index is one way of splitting and embedding all documents. A new one is built beside the live one."""

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
    passages: Mapped[int] = mapped_column(server_default=text("0"))  # public ones when `term_counts` were made
    counted: Mapped[int] = mapped_column(server_default=text("0"))  # id of the last passage at that time
    scores: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))  # of its evaluation
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    live_since: Mapped[datetime | None]


class DocumentRow(KnowledgeBase):
    """A document is identified by its path. Its parsed content is kept to rebuild an index without the sources."""

    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    path: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    title: Mapped[str]
    fingerprint: Mapped[str]  # of what it was parsed from: if it is the same, the document is not parsed again
    content_sha256: Mapped[str]
    metadata_sha256: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)
    account: Mapped[str | None]
    synced_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PassageSetRow(KnowledgeBase):
    """A passage set says which content of a document an index holds, and until when a process has claimed it."""

    __tablename__ = "passage_sets"
    index_id: Mapped[int] = mapped_column(ForeignKey("indexes.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    content_sha256: Mapped[str | None]  # None: claimed, nothing written yet
    claimed_until: Mapped[datetime | None]
    space: Mapped[str | None]  # of its vectors
    keys: Mapped[list[bytes] | None] = mapped_column(ARRAY(LargeBinary))  # of its vectors: hashes of texts
    statements: Mapped[int | None]  # format of the passages' statements; None: they have none, or it has no passages


class VectorRow(KnowledgeBase):
    """A vector is what the encoder made of a text (`knowledge.index.vectors`). It stays while a passage set has its key."""

    __tablename__ = "vectors"
    space: Mapped[str] = mapped_column(primary_key=True)  # the encoder, and how it makes vectors
    key: Mapped[bytes] = mapped_column(primary_key=True)
    vector: Mapped[bytes]  # half precision, little-endian
    imported: Mapped[bool] = mapped_column(server_default=text("false"))  # from a file; no whole sync has ended since


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
    section: Mapped[str] = mapped_column(  # as `knowledge.passages.section_of` computes it
        Computed(r"regexp_replace(ref, ' \([0-9]+\)$', '')", persisted=True)
    )
    kind: Mapped[str]
    title: Mapped[str]
    url: Mapped[str]
    version: Mapped[str]
    text: Mapped[str]
    account: Mapped[str | None]
    language: Mapped[str | None]  # as `knowledge.languages.guess` guesses it; None for a customer's own rows
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    lexemes: Mapped[Any] = mapped_column(TSVECTOR)  # finds candidates
    weights: Mapped[Any] = mapped_column(SPARSEVEC)  # scores them: BM25 without the part that depends on the query
    embedding: Mapped[Any] = mapped_column(HALFVEC)
    windows: Mapped[Any | None] = mapped_column(ARRAY(HALFVEC))  # of the parts of a long text
    statements: Mapped[Any | None] = mapped_column(JSONB)  # in order, each with the number of its vector
    fields: Mapped[dict[str, str] | None] = mapped_column(JSONB)  # of a row: name -> value
    statement_vectors: Mapped[Any | None] = mapped_column(ARRAY(HALFVEC))  # numbered after the whole and the windows
    public: Mapped[bool | None]  # a customer can open the URL; None: stored by an earlier version


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
    """A precedent is a handled ticket for a search: its vector, and the sections that answered it, but not its text."""

    __tablename__ = "precedents"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    index_id: Mapped[int] = mapped_column(ForeignKey("indexes.id", ondelete="CASCADE"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    ticket: Mapped[str]  # its id in the helpdesk: a ticket is not a precedent of itself
    answers: Mapped[list[str]] = mapped_column(ARRAY(Text))
    embedding: Mapped[Any] = mapped_column(HALFVEC)


class TermCountRow(KnowledgeBase):
    """A term count says in how many public passages a lexeme occurs, and so how rare it is. Accounts' rows are not
    counted, so that scores reveal nothing about another customer."""

    __tablename__ = "term_counts"
    index_id: Mapped[int] = mapped_column(ForeignKey("indexes.id", ondelete="CASCADE"), primary_key=True)
    lexeme: Mapped[str] = mapped_column(primary_key=True)
    passages: Mapped[int]


class SyncFailureRow(KnowledgeBase):
    """A sync failure is a document that the last sync could not read, with the reason."""

    __tablename__ = "sync_failures"
    path: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    reason: Mapped[str]
    failed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class SourceStateRow(KnowledgeBase):
    """A row is a source that stands at its last good state: syncs change nothing of it until somebody consents."""

    __tablename__ = "source_states"
    source: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    held_since: Mapped[datetime] = mapped_column(server_default=func.now())


class MovedSectionRow(KnowledgeBase):
    """A row says under which reference a section of a public document stands now. Nothing stands under the old one."""

    __tablename__ = "moved_sections"
    old: Mapped[str] = mapped_column(primary_key=True)
    new: Mapped[str] = mapped_column(index=True)
    moved_at: Mapped[datetime] = mapped_column(server_default=func.now())
