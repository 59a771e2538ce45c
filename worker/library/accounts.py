"""This module stores accounts and contacts as rows, so that intake knows who wrote a ticket.

A source that would lose too many accounts or contacts keeps all of them, as it keeps its documents
(`knowledge.index.shrinkage`).
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Engine, and_, delete, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from knowledge.errors import SourceError
from knowledge.index.shrinkage import DEFAULT, Consent
from knowledge.sources.accounts import Account, AccountsSource
from knowledge.sources.base import BadDocument
from worker.db.session import transaction
from worker.db.tables import AccountRow, ContactRow

# A ticket lost its account when that was deleted. It comes back only to the account whose verified contact wrote it all.
_TAKE_BACK = text(
    """
    update tickets t set account = c.account from contacts c
    where t.account is null and t.verified and t.resolved_at is null and c.verified and c.email = lower(t.requester_email)
        and exists (select from messages m where m.ticket_id = t.id and m.verified_account = c.account)
        and not exists (select from messages m where m.ticket_id = t.id and m.verified_account <> c.account)
    """
)


@dataclass(frozen=True)
class Synced:
    accounts: int
    held: Mapping[str, str] = field(default_factory=dict)  # source that would lose too much -> what it would lose


def sync_accounts(
    owner: Engine, sources: Sequence[AccountsSource], *, consent: Consent = DEFAULT, dry_run: bool = False
) -> Synced:
    """Make the tables say what the sources say, in one transaction. Tickets of an account that vanished stay, without it,
    and are its own again when it comes back. An address that two accounts name goes to the first, because it must not see
    both. While a row or a source cannot be read nothing is deleted, because what is missing may stand there."""
    read = [(source.name, account) for source in sources for account in _read(source)]
    accounts = [(name, a) for name, a in read if isinstance(a, Account)]
    contacts = {c.email: (a.id, c) for _, a in reversed(accounts) for c in reversed(a.contacts)}
    ids = {a.id for _, a in accounts}
    with transaction(owner) as session:
        held: dict[str, str] = {}
        if len(accounts) == len(read):
            held = _held(session, {source.name for source in sources}, ids, contacts, consent)
        if dry_run:
            return Synced(len(accounts), held)
        if len(accounts) == len(read):
            _delete(session, [source.name for source in sources], held, ids, contacts)
        for name, account in accounts:
            values = {k: getattr(account, k) for k in ("id", "name", "language", "plan", "tier")} | {"source": name}
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
        session.execute(_TAKE_BACK)
    return Synced(len(accounts), held)


def distrust(owner: Engine, named: Collection[str]) -> int:
    """Let no contact pass as verified whose account comes from a source that the knowledge file does not name any more.
    Return how many there are. A source that is named again brings them back."""
    unnamed = select(AccountRow.id).where(AccountRow.source.is_not(None), AccountRow.source.not_in(named))
    with transaction(owner) as session:
        mine = and_(ContactRow.account.in_(unnamed), ContactRow.verified)
        changed = update(ContactRow).where(mine).values(verified=False).returning(ContactRow.email)
        return len(session.scalars(changed).all())


def _held(
    session: Session, sources: Collection[str], ids: Collection[str], emails: Collection[str], consent: Consent
) -> dict[str, str]:
    """Return the sources that would lose too many accounts or contacts, with what they would lose."""
    held: dict[str, str] = {}
    accounts = session.execute(select(AccountRow.source, AccountRow.id).where(AccountRow.source.in_(sources))).all()
    contacts = session.execute(
        select(AccountRow.source, ContactRow.email)
        .join(AccountRow, AccountRow.id == ContactRow.account)
        .where(AccountRow.source.in_(sources))
    ).all()
    for what, rows, still in (("accounts", accounts, set(ids)), ("contacts", contacts, set(emails))):
        before = Counter(str(s) for s, _ in rows)
        lost = Counter(str(s) for s, key in rows if key not in still)
        for source in before:
            if consent.refuses(source, before[source], lost[source]):
                held.setdefault(source, f"{lost[source]} of its {before[source]} {what} would go")
    return held


def _delete(
    session: Session, sources: Collection[str], held: Collection[str], ids: Collection[str], emails: Collection[str]
) -> None:
    """Delete what these sources do not name any more, but for those that are held. What no source is known for may be of
    one that is held."""
    theirs = AccountRow.source.in_(set(sources) - set(held))
    mine = theirs if held else or_(theirs, AccountRow.source.is_(None))
    own = ContactRow.account.in_(select(AccountRow.id).where(mine))
    session.execute(delete(ContactRow).where(own, ContactRow.email.not_in(emails)))
    session.execute(delete(AccountRow).where(mine, AccountRow.id.not_in(ids)))


def _read(source: AccountsSource) -> list[Account | BadDocument]:
    try:
        return list(source.accounts())
    except SourceError as error:  # the sync that follows reports it
        return [BadDocument(source.name, str(error), identified=False)]
