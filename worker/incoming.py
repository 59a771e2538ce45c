"""This module holds what a helpdesk's webhook said, in the same words for every vendor."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from worker.domain import Attachment
from worker.thread import Author


@dataclass(frozen=True)
class IncomingTicket:
    """An incoming ticket is what a webhook said, normalised but not cleaned."""

    source: str  # name of the vendor it came from
    call_id: str  # of this webhook call; the same id again is the same call
    external_id: str  # of the ticket in the helpdesk
    version: str  # semantic key of this message: comment id or updated_at; the same one twice is one event
    occurred_at: datetime
    subject: str
    body: str  # as it came, HTML or text
    requester_email: str | None
    requester_name: str | None
    requester_verified: bool  # said by the helpdesk
    channel: str  # "email", "web", "api", …
    author: Author = Author.CUSTOMER
    author_email: str | None = None
    author_name: str | None = None
    public: bool = True  # False: an internal note
    opens: bool = False  # an agent opened the ticket for a customer, or forwarded a customer's mail
    attachments: tuple[Attachment, ...] = ()
    brand: str | None = None  # its id in the helpdesk
    silent: bool = False  # imported, or solved or closed when it came: it is kept, and nobody is told anything
    solved: bool = False  # the ticket was solved or closed with this event
    says: bool = True  # False: nothing was said, only a field of the ticket changed
    fields: Mapping[str, str] = field(
        default_factory=dict
    )  # "group", "priority", "status" of the ticket, if it says them
    raw: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_asked(self) -> bool:
        """Return whether a message is to be routed and answered. Other messages are only kept."""
        from_outside = self.author not in {Author.AGENT, Author.OURSELVES}
        is_heard = self.says and self.public and not self.silent
        return is_heard and (from_outside or (self.opens and self.author is Author.AGENT))

    @property
    def automatic(self) -> bool:
        """Return whether a machine wrote the message."""
        return self.author is Author.MACHINE

    @property
    def resolves(self) -> bool:
        """Return whether the ticket was resolved with this event. A customer's own message is never a resolution."""
        return self.solved and (not self.says or self.author in {Author.AGENT, Author.OURSELVES})


@dataclass(frozen=True)
class IncomingMerge:
    """An incoming merge is what a webhook says when a ticket was closed because it was merged into another one."""

    source: str
    call_id: str
    external_id: str
    target: str  # external id of the other ticket
    raw: Mapping[str, object] = field(default_factory=dict)
