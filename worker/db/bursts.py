"""This module queues a ticket for its next version, some seconds later: people write in bursts, and a burst is one turn.

Each further message of a burst extends the wait, up to `LONGEST` times the setting after the first one. A ticket that a worker
gave back for later waits too, but that wait always ends later than the burst did: its next message begins a burst.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from worker.db.tables import MessageRow, TicketRow
from worker.states import TicketState

LONGEST = 6


def requeue(ticket: TicketRow, burst_seconds: float) -> None:
    """Queue the ticket as a new version, as if it had just come. The lease's token stays, because it must only ever
    grow: the worker that holds the old lease can neither commit nor renew it."""
    # The database's clock counts. Within a burst the time of its first message stays.
    asked = MessageRow.ticket_id == ticket.id, MessageRow.ticket_version.is_not(None)
    newest = select(func.max(MessageRow.received_at)).where(*asked).scalar_subquery()
    longest = TicketRow.queued_at + timedelta(seconds=LONGEST * burst_seconds)
    in_burst = and_(
        TicketRow.state == TicketState.QUEUED,
        TicketRow.not_before > func.now(),
        TicketRow.not_before <= func.least(longest, newest + timedelta(seconds=burst_seconds)),
    )
    last = func.greatest(func.now(), func.least(longest, in_seconds(burst_seconds)))
    ticket.not_before = case((in_burst, last), else_=in_seconds(burst_seconds))
    ticket.queued_at = case((in_burst, TicketRow.queued_at), else_=func.now())
    ticket.version += 1
    ticket.state = TicketState.QUEUED
    ticket.attempts = 0
    ticket.lease_owner = ticket.lease_until = ticket.rung_at = ticket.finished_at = ticket.quarantine_reason = None


def in_seconds(seconds: float) -> ColumnElement[Any]:
    return func.now() + timedelta(seconds=seconds)
