"""A past ticket is one that people handled, as a helpdesk or a file of theirs tells it. It is read, and never answered."""

from dataclasses import dataclass, field
from datetime import datetime

from worker.thread import Author


@dataclass(frozen=True)
class PastMessage:
    """A past message is what one person or machine wrote in a past ticket, as it came."""

    author: Author
    text: str  # HTML or text
    at: datetime | None = None  # by the helpdesk's clock; None where a file does not say
    public: bool = True  # False: an internal note
    id: str = ""  # the helpdesk's own
    author_name: str | None = None
    author_email: str | None = None


@dataclass(frozen=True)
class PastTicket:
    """A past ticket has what was said in it, and what people did with it. Groups, priorities and tags are the helpdesk's own
    words; which queue of the company a group is, `[history]` of the company file or the mapping of the import says."""

    source: str  # name of the helpdesk or of the imported file; with the id it names the ticket
    external_id: str
    subject: str
    messages: tuple[PastMessage, ...]  # oldest first
    requester_email: str | None = None
    requester_name: str | None = None
    account: str | None = None  # the company's own id, where the file says it or a contact is known
    language: str | None = None  # ISO 639-1, where the file says it
    channel: str = ""
    brand: str | None = None
    status: str = ""
    tags: tuple[str, ...] = ()  # at the end
    group_first: str | None = None
    group_last: str | None = None
    priority_first: str | None = None
    priority_last: str | None = None
    assignee: str | None = None  # who took it, at the end
    reopened: int = 0  # how often it was opened again after it was solved
    fields: dict[str, str] = field(default_factory=dict)  # further columns: select fields, "refund", …
    passages: tuple[str, ...] = ()  # references, where a file names them
    created_at: datetime | None = None
    solved_at: datetime | None = None
    updated_at: datetime | None = None
