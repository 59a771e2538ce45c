"""This module declares the rows. What happens to them is in `inbox`, `tickets` and `outbox`.

Rows that belong to an account have the column `account` and are under row-level security, as are all others that hold a
customer's words (migrations/versions/v0001_first.py).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: TIMESTAMP(timezone=True),
        dict[str, Any]: JSONB,
        list[dict[str, Any]]: JSONB,
        int: BigInteger,
    }


Id = Identity(always=True)


class AccountRow(Base):
    __tablename__ = "accounts"
    id: Mapped[str] = mapped_column(primary_key=True)  # the company's own id
    name: Mapped[str]
    language: Mapped[str]
    plan: Mapped[str]
    tier: Mapped[str]
    source: Mapped[str | None]  # the name of the one that names it; None: an earlier version stored it


class ContactRow(Base):
    __tablename__ = "contacts"
    email: Mapped[str] = mapped_column(primary_key=True)  # lower case
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    role: Mapped[str]
    verified: Mapped[bool]


class InboxRow(Base):
    """An inbox row is one accepted webhook call. The two unique keys make a repeated event harmless."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("source", "call_id"),
        UniqueConstraint("source", "external_id", "version"),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    source: Mapped[str]
    call_id: Mapped[str]
    external_id: Mapped[str]
    version: Mapped[str]
    body_sha256: Mapped[str]  # another body under a known id is refused with 409
    payload: Mapped[dict[str, Any]]
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())


class TicketRow(Base):
    """This is the queue of record: a row waits here until a worker claims it. A Celery message only says "look"."""

    __tablename__ = "tickets"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        Index("tickets_claimable", "urgency", "received_at", postgresql_where=text("state in ('queued', 'running')")),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    source: Mapped[str]
    external_id: Mapped[str]
    version: Mapped[int] = mapped_column(server_default="1")
    state: Mapped[str] = mapped_column(server_default="queued")
    urgency: Mapped[int] = mapped_column(server_default="1")  # 0 for priority-tier accounts
    attempts: Mapped[int] = mapped_column(server_default="0")  # counted at the claim
    # When the present version was queued; `received_at` is for the first one.
    queued_at: Mapped[datetime] = mapped_column(server_default=func.now())
    not_before: Mapped[datetime] = mapped_column(server_default=func.now())
    lease_owner: Mapped[str | None]
    lease_token: Mapped[int] = mapped_column(server_default="0")
    lease_until: Mapped[datetime | None]
    rung_at: Mapped[datetime | None]  # last doorbell, so that the sweep does not ring in every round
    account: Mapped[str | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    requester_email: Mapped[str | None]
    requester_name: Mapped[str | None]
    verified: Mapped[bool] = mapped_column(server_default="false")
    subject: Mapped[str]
    language: Mapped[str | None]
    channel: Mapped[str]
    automatic: Mapped[bool] = mapped_column(server_default="false")
    author: Mapped[str] = mapped_column(
        server_default="customer"
    )  # a worker.domain.Author, of what is not answered yet
    brand: Mapped[str | None]  # its id in the helpdesk
    merged_into: Mapped[str | None]  # external id of another ticket of the same helpdesk
    quarantine_reason: Mapped[str | None]
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]
    resolved_at: Mapped[
        datetime | None
    ]  # when a person last solved it, by the helpdesk's clock: the thread begins there


class MessageRow(Base):
    """A message is what one person or machine said in a ticket, as it came and as it is read."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("ticket_id", "ticket_version"),
        Index("ix_messages_external_id", "external_id", "source"),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    # None: it came before the first message of its customer; the ticket takes it when it is made.
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    ticket_version: Mapped[int | None]  # None: it asks nothing, so it made no version of the ticket
    source: Mapped[str]
    external_id: Mapped[str]  # of the ticket in the helpdesk
    version: Mapped[str | None]  # the helpdesk's name of the message
    author: Mapped[str] = mapped_column(server_default="customer")  # a worker.domain.Author
    author_email: Mapped[str | None]
    author_name: Mapped[str | None]
    public: Mapped[bool] = mapped_column(server_default="true")
    subject: Mapped[str] = mapped_column(server_default="")
    body: Mapped[str]  # what the model and the search see of this message alone
    original: Mapped[str]
    segments: Mapped[list[dict[str, Any]]] = mapped_column(server_default="[]")  # [{kind, length}, …] over `original`
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(server_default="[]")  # worker.domain.Attachment, as JSON
    verified_account: Mapped[str | None]  # a verified contact of it wrote this
    old: Mapped[bool] = mapped_column(server_default="false")  # it was, when it came
    late: Mapped[bool] = mapped_column(server_default="false")  # a newer one had been decided when it came
    occurred_at: Mapped[datetime]  # by the helpdesk's clock
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RunRow(Base):
    """A run is one handling of one version of a ticket, with what is needed to explain the answer later."""

    __tablename__ = "runs"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    ticket_version: Mapped[int]
    account: Mapped[str | None]
    worker: Mapped[str]
    base_id: Mapped[str]
    adapter_ids: Mapped[dict[str, Any]]
    prompt_hashes: Mapped[dict[str, Any]]
    tokens: Mapped[dict[str, Any]]
    milliseconds: Mapped[dict[str, Any]]
    passages: Mapped[dict[str, Any]]  # {"found": [{ref, title, lexical_rank, dense_rank, score}, …]}
    failures: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class DecisionRow(Base):
    """A decision exists once per version of a ticket. Nothing is sent without one."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("ticket_id", "ticket_version"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    ticket_version: Mapped[int]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))  # None: quarantined
    account: Mapped[str | None]
    outcome: Mapped[str]
    reason: Mapped[str]
    explanation: Mapped[str]
    made_by: Mapped[str | None]  # which rule or head; None: an earlier version stored it, mostly in the explanation
    queue: Mapped[str | None]
    priority: Mapped[str | None]
    escalate: Mapped[bool | None]
    escalate_reason: Mapped[str | None]
    probabilities: Mapped[dict[str, Any]]
    fields: Mapped[dict[str, Any]] = mapped_column(server_default="{}")  # select field -> value
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ReplyRow(Base):
    __tablename__ = "replies"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"), unique=True)
    account: Mapped[str | None]
    action: Mapped[str]
    language: Mapped[str]
    text: Mapped[str]  # as a customer would read it, plain text
    check_findings: Mapped[dict[str, Any]]  # {"findings": [{code, sentence, detail}, …]}


class CitationRow(Base):
    """A citation is stored by value, because it outlives the document it quotes."""

    __tablename__ = "citations"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("replies.id", ondelete="CASCADE"), index=True)
    account: Mapped[str | None]
    position: Mapped[int]  # of the sentence, from 1
    sentence: Mapped[str]
    support: Mapped[float]
    ref: Mapped[str]
    title: Mapped[str]
    url: Mapped[str]
    version: Mapped[str]
    quote: Mapped[str]


class DeliveryRow(Base):
    """This is the outbox: one row per effect on the helpdesk. The key of an effect makes it happen once."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("deliveries_due", "not_before", postgresql_where=text("state in ('pending', 'sending', 'unsure')")),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    effect_key: Mapped[str] = mapped_column(unique=True)  # sha256 of source, ticket, version, kind
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    ticket_version: Mapped[int]
    account: Mapped[str | None]
    source: Mapped[str]
    external_id: Mapped[str]
    payload: Mapped[dict[str, Any]]  # a worker.helpdesks.protocol.Update, as JSON
    state: Mapped[str] = mapped_column(server_default="pending")
    attempts: Mapped[int] = mapped_column(server_default="0")
    not_before: Mapped[datetime] = mapped_column(server_default=func.now())
    lease_token: Mapped[int] = mapped_column(server_default="0")
    lease_until: Mapped[datetime | None]
    stamp: Mapped[str | None]  # the helpdesk's own version of the ticket, read before the first try
    last_error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    sent_at: Mapped[datetime | None]


class HelpdeskMemoryRow(Base):
    """A row is what the harmless helpdesk was told once, so that demos and tests can ask it."""

    __tablename__ = "helpdesk_memory"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    source: Mapped[str]
    external_id: Mapped[str]
    marker: Mapped[str]  # the effect key; deliberately not unique: a duplicate must be visible, not hidden
    payload: Mapped[dict[str, Any]]
    told_at: Mapped[datetime] = mapped_column(server_default=func.now())


class WordingRow(Base):
    """A wording is a sentence that an agent wrote for a public passage (`worker.db.wordings`). The owner writes it; the
    application role reads accepted ones, without their tickets."""

    __tablename__ = "wordings"
    __table_args__ = (
        UniqueConstraint("section", "language", "text"),
        CheckConstraint("state in ('proposed', 'accepted', 'rejected')", name="wordings_state_check"),
        CheckConstraint("decided_by in ('accounts', 'person')", name="wordings_decided_by_check"),
        Index("ix_wordings_tickets", "tickets", postgresql_using="gin"),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    section: Mapped[str]  # as `knowledge.passages.section_of` computes it
    language: Mapped[str]  # ISO 639-1
    text: Mapped[str]
    sources: Mapped[list[str]] = mapped_column(ARRAY(Text))  # the passage's statements that it says
    state: Mapped[str]
    decided_by: Mapped[str | None]  # "accounts": it was written for two
    accounts: Mapped[int]
    tickets: Mapped[list[str]] = mapped_column(ARRAY(Text))  # external ids
    content_sha256: Mapped[str]  # of the passage that it was approved against
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    decided_at: Mapped[datetime | None]
