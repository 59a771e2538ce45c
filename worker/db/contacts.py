"""This module says who may read what belongs to an account."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from worker.db.tables import ContactRow


def verified(session: Session, account: str) -> frozenset[str]:
    """Return the addresses of an account's verified contacts, in lower case."""
    known = select(func.lower(ContactRow.email)).where(ContactRow.account == account, ContactRow.verified)
    return frozenset(session.scalars(known))
