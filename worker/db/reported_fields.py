"""This module keeps what a helpdesk reports of the fields of a ticket: its group, its priority, its status, in its own words.

A report says what the field was when somebody had the ticket in hand, not that they changed it: whoever is named by the first
report of a new value changed it. The same report twice is one row, so calls may be repeated and come in any order.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from worker.db.history_tables import ReportedFieldRow
from worker.db.tables import TicketRow
from worker.domain import Author

GROUP, PRIORITY, STATUS = "group", "priority", "status"
SOLVED, OPEN = "solved", "open"
_MOST_CHARACTERS = 200


def add(session: Session, ticket_id: int, said: Mapping[str, str], author: Author, at: datetime) -> None:
    """Store what somebody's update of a ticket says of its fields, in the transaction that stores the event."""
    account = session.query(TicketRow.account).filter_by(id=ticket_id).scalar_subquery()
    rows = [
        {
            "ticket_id": ticket_id,
            "account": account,
            "field": field,
            "value": value[:_MOST_CHARACTERS],
            "author": author,
            "occurred_at": at,
        }
        for field, value in said.items()
        if value
    ]
    if rows:
        session.execute(insert(ReportedFieldRow).values(rows).on_conflict_do_nothing())
