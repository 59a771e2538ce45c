"""This module stores accounts and contacts as rows, so that intake knows who wrote a ticket."""

from collections.abc import Sequence

from sqlalchemy import Engine, delete
from sqlalchemy.dialects.postgresql import insert

from knowledge.errors import SourceError
from knowledge.sources.accounts import Account, AccountsSource
from knowledge.sources.base import BadDocument
from worker.db.session import transaction
from worker.db.tables import AccountRow, ContactRow


def sync_accounts(owner: Engine, sources: Sequence[AccountsSource]) -> int:
    """Make the tables say what the sources say, in one transaction, and return how many accounts there are. Tickets of
    an account that vanished stay, without it. An address that two accounts name goes to the first, because it must not
    see both. While a row or a source cannot be read nothing is deleted, because what is missing may stand there."""
    read = [account for source in sources for account in _read(source)]
    accounts = [a for a in read if isinstance(a, Account)]
    contacts = {c.email: (a.id, c) for a in reversed(accounts) for c in reversed(a.contacts)}
    with transaction(owner) as session:
        if len(accounts) == len(read):
            session.execute(delete(ContactRow).where(ContactRow.email.not_in(contacts)))
            session.execute(delete(AccountRow).where(AccountRow.id.not_in([a.id for a in accounts])))
        for account in accounts:
            values = {k: getattr(account, k) for k in ("id", "name", "language", "plan", "tier")}
            session.execute(insert(AccountRow).values(values).on_conflict_do_update(index_elements=["id"], set_=values))
        for email, (owner_id, contact) in contacts.items():
            row = {
                "email": email,
                "account": owner_id,
                "name": contact.name,
                "role": contact.role,
                "verified": contact.verified,
            }
            session.execute(insert(ContactRow).values(row).on_conflict_do_update(index_elements=["email"], set_=row))
    return len(accounts)


def _read(source: AccountsSource) -> list[Account | BadDocument]:
    try:
        return list(source.accounts())
    except SourceError as error:  # the sync that follows reports it
        return [BadDocument(source.name, str(error), identified=False)]
