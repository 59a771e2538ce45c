"""This module makes of a past ticket the ticket that the pipeline would receive today, and says which precedents it must not
find: itself, and tickets that say the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select, text

from knowledge.handled_tickets import HandledTicket
from knowledge.languages.guess import guess
from knowledge.passages import Document
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

_PRECEDENTS = text("select path, body from documents where kind = 'handled' order by path")
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


def precedents(owner: Engine) -> list[tuple[str, str]]:
    """Return the name and the text of each handled ticket that a search uses, from whatever source it came."""
    with owner.connect() as connection:
        rows = connection.execute(_PRECEDENTS).all()
    found = [(row.path.partition("/")[2], Document.from_json(row.body)) for row in rows]
    return [(name, document.sections[0].text) for name, document in found if document.sections]


def copies_of(
    examples: Mapping[int, Example], names: Mapping[int, str], known: Sequence[tuple[str, str]]
) -> dict[str, tuple[str, ...]]:
    """Return the precedents that a past ticket must not find, by its name: itself, also as a redacted row of a file, and all
    that say the same. `known`: all precedents, each with its text."""
    texts = [f"{example.subject}\n{example.body}" for example in examples.values()]
    rows = [_row(number, said) for number, said in enumerate([*texts, *(said for _, said in known)], 1)]
    groups = repeats.groups(rows, repeats.repeats(rows))
    copies: dict[int, list[str]] = defaultdict(list)
    for (name, _), group in zip(known, groups[len(texts) :], strict=True):
        copies[group].append(name)
    own = zip(examples.items(), groups, strict=False)
    return {names[n]: tuple(dict.fromkeys([names[n], row_id(one), *copies[group]])) for (n, one), group in own}


def _row(number: int, said: str) -> Row:
    values = {"id": str(number), "subject": "", "body": said, "language": "en", "passages": []}
    unsaid = {"account": None, "requester": "", "queue": "", "priority": "", "escalate": False, "reason": None}
    return Row(
        Path("past"),
        number,
        HandledTicket.model_validate({**values, **unsaid, "reply": {"action": "", "sentences": []}}),
    )
