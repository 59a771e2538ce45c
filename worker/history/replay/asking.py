"""This module makes of a past ticket the ticket that the pipeline would receive today, and says which precedents it must not
find: itself, and tickets that say the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from knowledge.handled_tickets import HandledTicket
from knowledge.languages.guess import guess
from worker.db.session import transaction
from worker.db.tables import AccountRow, ContactRow
from worker.db.threads import joined
from worker.domain import Author, Ticket
from worker.history.example import Example
from worker.history.replay.choosing import Past
from worker.history.rows import row_id
from worker.learning.dataset import repeats
from worker.learning.dataset.row import Row
from worker.library.history import key_of, named
from worker.mail.automatic import is_automatic
from worker.mail.reading import read
from worker.mail.view import written
from worker.past import PastMessage

_OUTSIDE = frozenset({Author.CUSTOMER, Author.THIRD_PERSON, Author.MACHINE})


@dataclass(frozen=True)
class Known:
    """A known person is a contact of an account, as the accounts say today."""

    account: str
    verified: bool
    plan: str | None
    tier: str | None


def people(database: Engine) -> dict[str, Known]:
    """Return the contacts of all accounts, by address."""
    with transaction(database, see_all=True) as session:
        rows = session.execute(
            select(ContactRow.email, ContactRow.account, ContactRow.verified, AccountRow.plan, AccountRow.tier).join(
                AccountRow, AccountRow.id == ContactRow.account
            )
        )
        return {row.email: Known(row.account, row.verified, row.plan, row.tier) for row in rows}


def ticket_of(past: Past, name: str, contacts: Mapping[str, Known]) -> Ticket:
    """Return the ticket as it would come now: what was written until the first answer. `name`: its own as a precedent. A
    requester who is a verified contact today counts as one whom the helpdesk verified."""
    ticket = past.ticket
    asked = list(_asked(ticket.messages))
    readings = [read(ticket.subject, message.text) for message in asked]
    body = joined([one.body for one in readings])
    subject = read(ticket.subject, "").subject
    email = (ticket.requester_email or "").strip().lower()
    known = contacts.get(email)
    machines = [is_automatic({}, ticket.subject, one.author_email, one.text) for one in asked]
    authors = [message.author for message in asked]
    return Ticket(
        id=0,
        version=1,
        lease_token=0,
        external_id=name,
        source=ticket.source,
        account=known.account if known else None,
        plan=known.plan if known else None,
        tier=known.tier if known else None,
        requester_email=email or None,
        requester_name=ticket.requester_name,
        verified=known is not None and known.verified,
        subject=subject,
        body=body,
        language=guess(f"{subject}\n{written(body)}") or past.example.language,
        automatic=bool(machines) and all(machines),
        received_at=datetime.now(UTC),
        author=authors[0] if authors and len(set(authors)) == 1 else Author.CUSTOMER,
        brand=ticket.brand,
        channel=ticket.channel,
    )


def _asked(messages: Iterable[PastMessage]) -> Iterable[PastMessage]:
    """Yield what came from outside until the first public answer, and what an agent opened the ticket with."""
    found = False
    for message in messages:
        if not message.public:
            continue
        if message.author in _OUTSIDE:
            found = True
        elif found or message.author is Author.OURSELVES:
            return
        yield message


def names_of(examples: Mapping[int, Example], stored: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Return the name that each past ticket has as a precedent, or would have. `stored`: the examples that a sync reads."""
    by_key = {key_of(one["source"], one["external_id"]): name for name, one in named(stored).items()}
    keys = {row: key_of(example.source, example.external_id) for row, example in examples.items()}
    return {row: by_key.get(key, f"{key[0]}/{key[1]}") for row, key in keys.items()}


def copies_of(examples: Mapping[int, Example], names: Mapping[int, str]) -> dict[str, tuple[str, ...]]:
    """Return the precedents that a past ticket must not find, by its name: its own row in a file, and all that say the same."""
    rows = [_row(number, example) for number, example in enumerate(examples.values(), 1)]
    groups: dict[int, list[int]] = defaultdict(list)
    for row, group in zip(examples, repeats.groups(rows, repeats.repeats(rows)), strict=True):
        groups[group].append(row)
    found = {}
    for members in groups.values():
        ids = [one for row in members for one in (names[row], row_id(examples[row]))]
        for row in members:
            found[names[row]] = tuple(dict.fromkeys(ids))
    return found


def _row(number: int, example: Example) -> Row:
    values = {"id": str(number), "subject": example.subject, "body": example.body, "language": example.language}
    unsaid = {"account": None, "requester": "", "queue": "", "priority": "", "escalate": False, "reason": None}
    reply = {"passages": [], "reply": {"action": "", "sentences": []}}
    return Row(Path("past"), number, HandledTicket.model_validate({**values, **unsaid, **reply}))
