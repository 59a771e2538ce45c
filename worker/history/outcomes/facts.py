"""These facts are what is known of a ticket when its outcomes are judged: what we told the helpdesk, who wrote what since, and
what the helpdesk reported of the ticket's fields. They are values, in order of time, and the same however often they are read."""

from dataclasses import dataclass
from datetime import datetime

from worker.rendering.blocks import Document
from worker.states import Outcome
from worker.thread import Author


@dataclass(frozen=True)
class Told:
    """A told decision is one that the helpdesk has. What it asked to be written may differ from what was decided."""

    decision_id: int
    account: str | None
    outcome: Outcome
    reason: str
    public: bool  # the customer has it
    since: datetime  # by the helpdesk's clock: what happened later may be an answer to it
    told_at: datetime
    reply: str = ""  # sentences of the draft, or of the reply; "" without one
    written: Document = ()  # what the helpdesk was told
    comment: str = ""  # the same as plain text
    quotes: tuple[str, ...] = ()  # texts of the passages that it cites
    language: str = ""
    queue: str | None = None  # that it wrote
    priority: str | None = None


@dataclass(frozen=True)
class Word:
    """A word is a message that somebody wrote in the ticket."""

    author: Author
    public: bool
    at: datetime
    text: str  # as it came; "" for a private note
    body: str = ""  # as it is read

    @property
    def is_answer(self) -> bool:
        return self.public and self.author is Author.AGENT

    @property
    def is_asked(self) -> bool:
        return self.public and self.author in {Author.CUSTOMER, Author.THIRD_PERSON}


@dataclass(frozen=True)
class Report:
    """A report says what a field of the ticket was, and who had the ticket in hand."""

    field: str
    value: str
    author: Author
    at: datetime


@dataclass(frozen=True)
class TicketFacts:
    ticket_id: int
    told: tuple[Told, ...] = ()
    words: tuple[Word, ...] = ()
    reports: tuple[Report, ...] = ()
    resolved_at: datetime | None = None
