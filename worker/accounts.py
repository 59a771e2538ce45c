"""Accounts and contacts as rows, so that intake knows who wrote a ticket."""

from sqlalchemy import Engine, delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from knowledge.sources.accounts import Account, AccountsFile
from worker.db.tables import AccountRow, ContactRow


def sync_accounts(owner: Engine, source: AccountsFile) -> int:
    """Make the tables say what the file says, in one transaction; returns how many accounts there are. Tickets of an
    account that vanished stay, without it. An address named by two accounts goes to the first: it must not see both.
    While a line cannot be read nobody is deleted: it may be theirs."""
    read = list(source.accounts())
    accounts = [a for a in read if isinstance(a, Account)]
    contacts = {c.email: (a.id, c) for a in reversed(accounts) for c in reversed(a.contacts)}
    with Session(owner) as session, session.begin():
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
