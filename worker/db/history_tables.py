"""This module declares the rows of what people handled: past tickets, the examples made of them, erasures and outcomes.

Past tickets and what is made of them are the owner's alone: the application role sees no row of them.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Float, ForeignKey, Text, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from worker.db.tables import Base, Id

_TEXTS = ARRAY(Text)


class HistoryImportRow(Base):
    """A row says how far the import of one helpdesk or file is, so that it can go on there."""

    __tablename__ = "history_imports"
    __table_args__ = (CheckConstraint("state in ('running', 'complete')", name="history_imports_state_check"),)
    source: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]  # "zendesk" or "file"
    state: Mapped[str] = mapped_column(server_default="running")
    cursor: Mapped[str | None]  # what the next request or line is
    since: Mapped[datetime | None]
    mapping: Mapped[dict[str, Any]] = mapped_column(
        server_default="{}"
    )  # of columns and of values, confirmed by a person
    counts: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    started_at: Mapped[datetime] = mapped_column(server_default=func.now())
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PastTicketRow(Base):
    """A row is a `worker.past.PastTicket`, without its messages."""

    __tablename__ = "past_tickets"
    __table_args__ = (UniqueConstraint("source", "external_id"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    source: Mapped[str]
    external_id: Mapped[str]
    subject: Mapped[str]
    requester_email: Mapped[str | None] = mapped_column(index=True)  # lower case
    requester_name: Mapped[str | None]
    account: Mapped[str | None] = mapped_column(index=True)
    language: Mapped[str | None]
    channel: Mapped[str] = mapped_column(server_default="")
    brand: Mapped[str | None]
    status: Mapped[str] = mapped_column(server_default="")
    tags: Mapped[list[str]] = mapped_column(_TEXTS, server_default="{}")
    group_first: Mapped[str | None]
    group_last: Mapped[str | None]
    priority_first: Mapped[str | None]
    priority_last: Mapped[str | None]
    assignee: Mapped[str | None]
    reopened: Mapped[int] = mapped_column(server_default="0")
    fields: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    passages: Mapped[list[str]] = mapped_column(_TEXTS, server_default="{}")
    created_at: Mapped[datetime | None]
    solved_at: Mapped[datetime | None]
    updated_at: Mapped[datetime | None]
    content_sha256: Mapped[str]  # of ticket and messages: the same one again changes nothing
    imported_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PastMessageRow(Base):
    """A row is a `worker.past.PastMessage`."""

    __tablename__ = "past_messages"
    __table_args__ = (UniqueConstraint("past_ticket_id", "position"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    past_ticket_id: Mapped[int] = mapped_column(ForeignKey("past_tickets.id", ondelete="CASCADE"))
    position: Mapped[int]  # from 1, the oldest first
    external_id: Mapped[str] = mapped_column(server_default="")
    author: Mapped[str]  # a worker.thread.Author
    author_name: Mapped[str | None]
    author_email: Mapped[str | None]
    public: Mapped[bool] = mapped_column(server_default=text("true"))
    text: Mapped[str]
    occurred_at: Mapped[datetime | None]


class PastExampleRow(Base):
    """A row is a `worker.history.example.Example`, with its texts as they came."""

    __tablename__ = "past_examples"
    past_ticket_id: Mapped[int] = mapped_column(ForeignKey("past_tickets.id", ondelete="CASCADE"), primary_key=True)
    content_sha256: Mapped[str]  # of the past ticket that it was made of
    example: Mapped[dict[str, Any]]
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PastReviewRow(Base):
    """A row is what a person said of the label of one past ticket: whether somebody had to take it, and why."""

    __tablename__ = "past_reviews"
    past_ticket_id: Mapped[int] = mapped_column(ForeignKey("past_tickets.id", ondelete="CASCADE"), primary_key=True)
    shown_reason: Mapped[str | None]  # the label that was shown; None: nobody had to take it
    shown_rule: Mapped[str | None]  # which rule had made it
    reason: Mapped[str | None]  # what the person says it is
    reviewed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ErasureRow(Base):
    """A row says that an account or an address was erased, without naming it, so that no import brings it back."""

    __tablename__ = "erasures"
    __table_args__ = (CheckConstraint("kind in ('account', 'email')", name="erasures_kind_check"),)
    subject_sha256: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    erased_at: Mapped[datetime] = mapped_column(server_default=func.now())


class OutcomeRow(Base):
    """A row says what people made of one decision: whether its draft was used, and what they changed back."""

    __tablename__ = "outcomes"
    __table_args__ = (
        CheckConstraint("fate in ('used', 'edited', 'ignored', 'answered_otherwise')", name="outcomes_fate_check"),
    )
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"), primary_key=True)
    account: Mapped[str | None]
    fate: Mapped[str | None]  # of the draft; None while nobody answered, or where there was none
    similarity: Mapped[float | None] = mapped_column(Float)  # of the agent's answer to the draft, 0 to 1
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None]  # the agent's own words, where they are not ours
    queue_after: Mapped[str | None]  # what a person changed ours to
    priority_after: Mapped[str | None]
    reopened_at: Mapped[datetime | None]
    carried: Mapped[float | None] = mapped_column(
        Float
    )  # share of the answer that stands on what the draft cites, 0 to 1
    corrected_at: Mapped[datetime | None]  # a person answered after a reply that was sent
    solved_at: Mapped[datetime | None]  # the ticket was solved after it, for the first time
    seen_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ReportedFieldRow(Base):
    """A row says what the helpdesk reported of one field of a ticket, in its own words, and who had the ticket in hand."""

    __tablename__ = "reported_fields"
    __table_args__ = (
        UniqueConstraint("ticket_id", "field", "occurred_at", "value"),
        CheckConstraint("field in ('group', 'priority', 'status')", name="reported_fields_field_check"),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    account: Mapped[str | None]
    field: Mapped[str]
    value: Mapped[str]
    author: Mapped[str]  # a worker.domain.Author
    occurred_at: Mapped[datetime]  # by the helpdesk's clock
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())


class InstallationRow(Base):
    """The one row says whose installation this database is: the id of the company file."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("one", name="installation_one_check"),)
    one: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    company_id: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
