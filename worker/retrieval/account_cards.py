"""This module reads what an agent is told of a verified requester's account, from the account's own passages.

Each read is a transaction of that account, so row-level security lets through no other account's rows.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from knowledge.index.tables import PassageRow
from knowledge.search.candidates import live_index
from knowledge.statements.rows import SETTLED
from worker.db.session import transaction
from worker.domain import AccountCard, Ticket
from worker.logs import get_logger

MOST_INVOICES = 5
MOST_TICKETS = 3
_MOST_ROWS = 2_000
_PROFILE, _INVOICE, _TICKET = "profile", "invoice ", "ticket "  # how the headings of an account's sections begin
_SETTLED = re.compile(rf"\bis (?:{'|'.join(sorted(SETTLED))})\b", re.IGNORECASE)
_DAY = re.compile(r"\bof (\d{4}-\d{2}-\d{2})\b")

log = get_logger(__name__)


@dataclass(frozen=True)
class AccountCards:
    database: Engine
    named: Collection[str] | None = None  # sources that count; None: whatever the index has

    def __call__(self, ticket: Ticket) -> AccountCard | None:
        """Return the card; None for a sender who is not verified, or where nothing can be read: a note says less then, and no
        ticket fails."""
        account = ticket.history_account
        if account is None:
            return None
        try:
            rows = self._rows(account)
        except SQLAlchemyError as error:
            log.warning("no account card", ticket=ticket.id, error=type(error).__name__)
            return None
        return card(ticket, rows) if rows else None

    def _rows(self, account: str) -> list[tuple[str, str]]:
        """Return the heading and the text of each of the account's sections."""
        with transaction(self.database, account=account) as session:
            index = live_index(session)
            if index is None:
                return []
            own = (
                select(PassageRow.section, PassageRow.text)
                .where(PassageRow.index_id == index.id, PassageRow.account == account, *self._of_named())
                .order_by(PassageRow.id)
                .limit(_MOST_ROWS)
            )
            return [(section.partition("#")[2], said) for section, said in session.execute(own)]

    def _of_named(self) -> list[ColumnElement[bool]]:
        return [] if self.named is None else [func.split_part(PassageRow.ref, "/", 1).in_(self.named)]


def card(ticket: Ticket, rows: Sequence[tuple[str, str]]) -> AccountCard:
    """Return the card of an account with these rows, each a heading and a text."""
    of = {kind: [said for heading, said in rows if heading.startswith(kind)] for kind in (_PROFILE, _INVOICE, _TICKET)}
    unpaid = [said for said in of[_INVOICE] if not _SETTLED.search(said)]
    return AccountCard(
        ticket.plan,
        ticket.tier,
        " ".join(of[_PROFILE]),
        tuple(_newest(unpaid)[:MOST_INVOICES]) if of[_INVOICE] else None,
        tuple(_newest(of[_TICKET])[:MOST_TICKETS]),
    )


def _newest(said: Sequence[str]) -> list[str]:
    def day(text: str) -> str:
        found = _DAY.search(text)
        return found[1] if found else ""

    return sorted(said, key=day, reverse=True)
