"""This module makes of a handled ticket the ticket that the pipeline would receive now."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from knowledge.handled_tickets import HandledTicket, Said
from worker.domain import Author, Fate, Handled, Message, Thread, Ticket

Customers = Mapping[str, tuple[str | None, str | None]]
"""Account -> its plan and tier."""


def as_ticket(handled: HandledTicket, customers: Customers | None = None) -> Ticket:
    """Return a handled ticket as the pipeline would receive it now, from a verified contact."""
    plan, tier = (customers or {}).get(handled.account or "", (None, None))
    thread = _thread(handled)
    return Ticket(
        id=0,
        version=max((message.version or 0 for message in thread.turn), default=1),
        lease_token=0,
        external_id=handled.id,
        source="handled",
        account=handled.account,
        plan=plan,
        tier=tier,
        requester_email=handled.requester,
        requester_name=None,
        verified=handled.account is not None,
        subject=handled.subject,
        body=handled.body,
        language=handled.language,
        automatic=False,
        late=False,
        received_at=datetime.now(UTC),
        thread=thread,
    )


def _thread(handled: HandledTicket) -> Thread:
    """Return the thread of a ticket with earlier messages, an hour apart: each answer of ours was delivered."""
    if not handled.before:
        return Thread()
    began = datetime.now(UTC) - timedelta(hours=len(handled.messages))
    said, ours, asked = list[Message](), list[Handled](), 0
    for place, message in enumerate(handled.messages):
        at, author = began + timedelta(hours=place), _author(message)
        asked += message.is_asked
        text = message.text if message.public else ""
        said.append(Message(author, at, text, message.public, asked if message.is_asked else None))
        if author is Author.OURSELVES and message.public:
            ours.append(Handled(asked, at, "send", "grounded", Fate.DELIVERED, public=True, reply=text))
    turn = len(handled.before)
    return Thread(turn=tuple(said[turn:]), before=tuple(said[:turn]), handled=tuple(ours))


def _author(message: Said) -> Author:
    """Return the kind of author. One that is not known is the customer if it asks, and an agent if it tells."""
    known = message.author.lower()
    if known in set(Author):
        return Author(known)
    if known in {"us", "bot"}:
        return Author.OURSELVES
    return Author.CUSTOMER if message.is_asked else Author.AGENT
