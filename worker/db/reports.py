"""This module reads what people ask about tickets. It returns values, never rows."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Engine, func, select, text

from worker.db import threads
from worker.db.session import transaction
from worker.db.tables import (
    CitationRow,
    DecisionRow,
    DeliveryRow,
    HelpdeskMemoryRow,
    MessageRow,
    ReplyRow,
    RunRow,
    TicketRow,
)
from worker.states import DeliveryState, TicketState


def list_tickets(
    database: Engine, *, state: str | None = None, failed: bool = False, limit: int = 50
) -> list[dict[str, Any]]:
    """Return tickets, newest first, each with its latest decision if there is one. `failed`: only tickets with a failed
    delivery of the newest version."""
    failure = (
        select(func.max(DeliveryRow.last_error))
        .where(
            DeliveryRow.ticket_id == TicketRow.id,
            DeliveryRow.ticket_version == TicketRow.version,
            DeliveryRow.state == DeliveryState.FAILED,
        )
        .scalar_subquery()
    )
    latest = (
        select(DecisionRow.ticket_id, func.max(DecisionRow.id).label("id")).group_by(DecisionRow.ticket_id).subquery()
    )
    query = (
        select(TicketRow, DecisionRow, failure)
        .outerjoin(latest, latest.c.ticket_id == TicketRow.id)
        .outerjoin(DecisionRow, DecisionRow.id == latest.c.id)
        .order_by(TicketRow.id.desc())
        .limit(limit)
    )
    if state:
        query = query.where(TicketRow.state == state)
    if failed:
        query = query.where(failure.is_not(None))
    with transaction(database, see_all=True) as session:
        return [
            {
                "id": ticket.id,
                "external_id": ticket.external_id,
                "state": ticket.state,
                "subject": ticket.subject,
                "account": ticket.account,
                "language": ticket.language,
                "outcome": decision.outcome if decision else None,
                "reason": decision.reason if decision else ticket.quarantine_reason,
                "queue": decision.queue if decision else None,
                "priority": decision.priority if decision else None,
                "received_at": ticket.received_at.isoformat(),
                "delivery_failure": why,
            }
            for ticket, decision, why in session.execute(query)
        ]


def explain(database: Engine, ticket_id: int) -> dict[str, Any] | None:
    """Return everything kept about the newest version of a ticket; None if there is no such ticket."""
    with transaction(database, see_all=True) as session:
        ticket = session.get(TicketRow, ticket_id)
        if ticket is None:
            return None
        of_version = {"ticket_id": ticket_id, "ticket_version": ticket.version}
        message = session.scalars(
            select(MessageRow)
            .where(MessageRow.ticket_id == ticket_id, MessageRow.ticket_version.is_not(None))
            .order_by(MessageRow.ticket_version.desc())
            .limit(1)
        ).first()
        messages = session.scalars(
            select(MessageRow).filter_by(ticket_id=ticket_id).order_by(MessageRow.occurred_at, MessageRow.id)
        ).all()
        decision = session.scalars(select(DecisionRow).filter_by(**of_version)).first()
        run = session.get(RunRow, decision.run_id) if decision and decision.run_id else None
        reply = session.scalars(select(ReplyRow).filter_by(decision_id=decision.id)).first() if decision else None
        citations = (
            session.scalars(select(CitationRow).filter_by(reply_id=reply.id).order_by(CitationRow.position)).all()
            if reply
            else []
        )
        deliveries = session.scalars(select(DeliveryRow).filter_by(ticket_id=ticket_id).order_by(DeliveryRow.id)).all()
        keys = [row.effect_key for row in deliveries]
        kept = set(session.scalars(select(HelpdeskMemoryRow.marker).where(HelpdeskMemoryRow.marker.in_(keys))))
        turn, handled = threads.overview(session, ticket_id)
        return {
            "ticket": _values(ticket),
            "message": _values(message),
            "turn": turn,
            "handled": [asdict(one) for one in handled],
            "messages": [_columns(row) for row in messages],
            "decision": _values(decision),
            "run": _values(run),
            "reply": _values(reply),
            "citations": [_values(row) for row in citations],
            "deliveries": [_columns(row) | {"kept_here": row.effect_key in kept} for row in deliveries],
        }


def counts(database: Engine) -> dict[str, Any]:
    """Count tickets by state, and the deliveries of their newest versions by state (a failure of an older version no
    longer matters), and return how long the oldest unfinished ticket has waited."""
    unfinished = TicketRow.state.in_([TicketState.QUEUED, TicketState.RUNNING])
    oldest = select(func.extract("epoch", func.now() - func.min(TicketRow.queued_at))).where(unfinished)
    newest = select(DeliveryRow.state, func.count()).join(
        TicketRow, (TicketRow.id == DeliveryRow.ticket_id) & (TicketRow.version == DeliveryRow.ticket_version)
    )
    with transaction(database, see_all=True) as session:
        waits = session.scalar(oldest)
        tickets = session.execute(select(TicketRow.state, func.count()).group_by(TicketRow.state))
        deliveries = session.execute(newest.group_by(DeliveryRow.state))
        return {
            "tickets": {str(state): int(total) for state, total in tickets},
            "oldest_waiting_seconds": None if waits is None else round(float(waits)),
            "deliveries": {str(state): int(total) for state, total in deliveries},
        }


def connected(database: Engine) -> int:
    """Return how many other connections Deskhand has to the database: those of workers, web processes and commands."""
    others = "select count(*) from pg_stat_activity where application_name = 'deskhand' and pid <> pg_backend_pid()"
    with transaction(database) as session:
        return int(session.scalar(text(others)) or 0)


def _values(row: Any) -> dict[str, Any] | None:
    return None if row is None else _columns(row)


def _columns(row: Any) -> dict[str, Any]:
    return {c.key: getattr(row, c.key) for c in row.__table__.columns}
