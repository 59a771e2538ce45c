"""This module says what we know of the sender of a message."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from worker.db.tables import AccountRow, ContactRow
from worker.domain import Author
from worker.incoming import IncomingTicket

_ORDINARY, _URGENT = 1, 0


@dataclass(frozen=True)
class Sender:
    """A sender is who asks in a message, as far as their account knows them."""

    account: str | None
    verified: bool
    urgency: int


def sender_of(session: Session, incoming: IncomingTicket) -> Sender:
    """Return the sender of a message. Anybody can write any address into a mail, so the sender is verified only if both
    the helpdesk and the account say so."""
    email = incoming.requester_email.lower() if incoming.requester_email else None
    row = session.execute(
        select(ContactRow.account, ContactRow.verified, AccountRow.tier)
        .join(AccountRow, AccountRow.id == ContactRow.account)
        .where(ContactRow.email == email)
    ).one_or_none()
    if row is None:
        return Sender(None, verified=False, urgency=_ORDINARY)
    # A stranger in CC, or an agent who writes for a customer, is not the requester whom the helpdesk verified.
    is_requester = incoming.author in {Author.CUSTOMER, Author.MACHINE}
    verified = incoming.requester_verified and row.verified and is_requester
    return Sender(row.account, verified, _URGENT if row.tier == "priority" else _ORDINARY)
