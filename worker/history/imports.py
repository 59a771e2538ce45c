"""This module stores what an import reads, batch by batch: tickets, counts and cursor in one transaction.

Before a ticket is stored, its account is looked up among the verified contacts, its language is guessed, and whoever was
erased is left out. Nothing here touches the tickets of the worker: what is imported is never answered, delivered or counted.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.languages import guess as languages
from knowledge.postgres import scrub
from worker.db import erasures, history_imports, past_tickets
from worker.db.erasures import Subject
from worker.db.history_imports import Import
from worker.db.session import transaction
from worker.db.tables import ContactRow
from worker.mail.reading import read
from worker.mail.view import written
from worker.past import PastTicket
from worker.thread import Author

# What is counted in `counts` of an import, beside what `past_tickets.Stored` says.
ERASED, DELETED, MISSING, REJECTED, REQUESTS = "erased", "deleted", "not_shown", "rejected", "requests"
LEFT_OUT = "messages_left_out"  # of people who were erased, in the tickets of others
_MOST_READ = 4000  # characters of a message, to tell its language


@dataclass
class Pass:
    """A pass is one way through a helpdesk or a file. `at` is what is stored of it."""

    database: Engine
    at: Import

    @property
    def counts(self) -> Counter[str]:
        return Counter({name: n for name, n in self.at.counts.items() if isinstance(n, int)})

    def store(
        self,
        tickets: Iterable[PastTicket],
        *,
        cursor: str | None,
        removed: Sequence[str] = (),
        counted: Counter[str] | None = None,
        noted: dict[str, Any] | None = None,
        end: bool = False,
    ) -> None:
        """Store a batch and move on to `cursor`, or nothing of it. `removed`: ids that the helpdesk has deleted; `counted` is
        added to the counts; `noted` takes the place of what stood in them under its names."""
        told = [with_language(storable(ticket)) for ticket in tickets]  # outside of the transaction: it takes a while
        with transaction(self.database) as session:
            history_imports.check_in(session, self.at.source, self.at.cursor, self.at.counts)
            added = Counter(counted or {}) + _stored(session, told)
            added[DELETED] += sum(history_imports.remove(session, self.at.source, one) for one in removed)
            sums = {name: n for name, n in (self.counts + added).items() if n}
            counts = {**self.at.counts, **sums, **(noted or {})}
            history_imports.move(session, self.at.source, cursor, counts, end=end)
        self.at = replace(
            self.at, cursor=cursor, counts=counts, state=history_imports.COMPLETE if end else self.at.state
        )


def begin(
    database: Engine,
    source: str,
    kind: str,
    *,
    since: datetime | None = None,
    keeps_cursor: bool,
    mapping: Mapping[str, Any] | None = None,
) -> Pass:
    """Begin an import, or go on with one that was interrupted. A complete one begins a new pass: at its cursor if
    `keeps_cursor`, else at the beginning. An earlier `since` or another `mapping` than last time begins at the beginning too."""
    with transaction(database) as session:
        known = history_imports.find(session, source)
        if known is None:
            at = Import(source, kind, since=since, mapping=mapping or {})
        elif is_earlier(since, known.since) or (mapping is not None and mapping != known.mapping):
            at = replace(known, cursor=None, since=since or known.since, counts={}, state=history_imports.RUNNING)
        elif known.is_complete:
            at = replace(known, cursor=known.cursor if keeps_cursor else None, counts={}, state=history_imports.RUNNING)
        else:
            at = known
        at = replace(at, mapping=at.mapping if mapping is None else mapping)
        if at != known:
            history_imports.begin(session, at)
    return Pass(database, at)


def is_earlier(wanted: datetime | None, known: datetime | None) -> bool:
    """Return whether an import must begin anew to have what is wanted. None: nothing else is wanted, or all is there."""
    return wanted is not None and known is not None and wanted < known


def with_language(ticket: PastTicket) -> PastTicket:
    """Return a ticket with the language of what its customer wrote first, where nothing else says it."""
    if ticket.language:
        return ticket
    first = next((one.text for one in ticket.messages if one.author is Author.CUSTOMER and one.text.strip()), "")
    reading = read(ticket.subject, first[:_MOST_READ])
    return replace(ticket, language=languages.guess(f"{reading.subject}\n{written(reading.body)}"))


def storable(ticket: PastTicket) -> PastTicket:
    """Return a ticket whose texts PostgreSQL can store."""
    said = {name: _scrubbed(getattr(ticket, name)) for name in ticket.__dataclass_fields__ if name != "messages"}
    texts = ("text", "id", "author_name", "author_email")
    messages = (replace(m, **{name: _scrubbed(getattr(m, name)) for name in texts}) for m in ticket.messages)
    return replace(ticket, **said, messages=tuple(messages))


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, tuple):
        return tuple(map(scrub, value))
    return {scrub(name): scrub(one) for name, one in value.items()} if isinstance(value, dict) else value


def _stored(session: Session, tickets: Sequence[PastTicket]) -> Counter[str]:
    counted: Counter[str] = Counter()
    accounts = _accounts(session, {one.requester_email for one in tickets if one.requester_email and not one.account})
    known = [replace(one, account=one.account or accounts.get(_email(one.requester_email))) for one in tickets]
    erased = erasures.known(session)
    kept = []
    for ticket in known:
        if erased.has(Subject.ACCOUNT, ticket.account or "") or erased.has(
            Subject.EMAIL, _email(ticket.requester_email)
        ):
            counted[ERASED] += 1
            history_imports.remove(session, ticket.source, ticket.external_id)
            continue
        messages = tuple(one for one in ticket.messages if not erased.has(Subject.EMAIL, _email(one.author_email)))
        counted[LEFT_OUT] += len(ticket.messages) - len(messages)
        kept.append(replace(ticket, messages=messages))
    return counted + Counter(past_tickets.store_all(session, kept))


def _email(written: str | None) -> str:
    return written.strip().lower() if written else ""


def _accounts(session: Session, emails: set[str]) -> dict[str, str]:
    """Return the account of each address that is a verified contact's."""
    wanted = [email.strip().lower() for email in emails]
    known = select(ContactRow.email, ContactRow.account).where(ContactRow.verified, ContactRow.email.in_(wanted))
    return dict(session.execute(known).all()) if wanted else {}
