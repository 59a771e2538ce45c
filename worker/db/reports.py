"""Reading: what people ask about tickets. Values, never rows, leave this module."""

from typing import Any

from sqlalchemy import Engine, func, select

from worker.db.session import transaction
from worker.db.tables import CitationRow, DecisionRow, DeliveryRow, MessageRow, ReplyRow, RunRow, TicketRow


def list_tickets(engine: Engine, *, state: str | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """Newest first, each with its latest decision if there is one."""
    latest = (
        select(DecisionRow.ticket_id, func.max(DecisionRow.id).label("id")).group_by(DecisionRow.ticket_id).subquery()
    )
    query = (
        select(TicketRow, DecisionRow)
        .outerjoin(latest, latest.c.ticket_id == TicketRow.id)
        .outerjoin(DecisionRow, DecisionRow.id == latest.c.id)
        .order_by(TicketRow.id.desc())
        .limit(limit)
    )
    if state:
        query = query.where(TicketRow.state == state)
    with transaction(engine, see_all=True) as session:
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
            }
            for ticket, decision in session.execute(query)
        ]


def explain(engine: Engine, ticket_id: int) -> dict[str, Any] | None:
    """Everything kept about the newest version of a ticket; None: there is no such ticket."""
    with transaction(engine, see_all=True) as session:
        ticket = session.get(TicketRow, ticket_id)
        if ticket is None:
            return None
        of_version = {"ticket_id": ticket_id, "ticket_version": ticket.version}
        message = session.scalars(
            select(MessageRow).filter_by(ticket_id=ticket_id).order_by(MessageRow.ticket_version.desc()).limit(1)
        ).first()
        decision = session.scalars(select(DecisionRow).filter_by(**of_version)).first()
        run = session.get(RunRow, decision.run_id) if decision and decision.run_id else None
        reply = session.scalars(select(ReplyRow).filter_by(decision_id=decision.id)).first() if decision else None
        citations = (
            session.scalars(select(CitationRow).filter_by(reply_id=reply.id).order_by(CitationRow.position)).all()
            if reply
            else []
        )
        deliveries = session.scalars(select(DeliveryRow).filter_by(ticket_id=ticket_id).order_by(DeliveryRow.id)).all()
        return {
            "ticket": _values(ticket),
            "message": _values(message),
            "decision": _values(decision),
            "run": _values(run),
            "reply": _values(reply),
            "citations": [_values(row) for row in citations],
            "deliveries": [_values(row) for row in deliveries],
        }


def counts(engine: Engine) -> dict[str, dict[str, int]]:
    """Tickets and deliveries by state, decisions by outcome."""
    with transaction(engine, see_all=True) as session:
        return {
            name: {
                str(key): int(total) for key, total in session.execute(select(column, func.count()).group_by(column))
            }
            for name, column in (
                ("tickets", TicketRow.state),
                ("decisions", DecisionRow.outcome),
                ("deliveries", DeliveryRow.state),
            )
        }


def _values(row: Any) -> dict[str, Any] | None:
    return None if row is None else {c.key: getattr(row, c.key) for c in row.__table__.columns}
