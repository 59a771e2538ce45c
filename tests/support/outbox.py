"""This module adds effects to the outbox, reads what became of them, and names where a worker can die."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select, text

from worker.db import outbox
from worker.db.session import transaction
from worker.db.tables import DeliveryRow, MessageRow, TicketRow
from worker.delivery import Schedule
from worker.helpdesks.protocol import Update

AT_ONCE = Schedule(lease=60, first_delay=0, pause=0)
DEAD_AT_ONCE = replace(AT_ONCE, lease=0)  # a crashed worker's rows are free without waiting
HOUR = timedelta(hours=1)
NOTE = Update(
    marker="", public=False, comment="Held for a person.", priority="high", queue="billing", tags=("deskhand",)
)
REPLY = replace(NOTE, public=True, comment="Hello,\n\npress the button.")

POINTS = ("claimed", "held", "read", "stamped", "written", "settled")  # where a worker can die


class Crash(BaseException):
    """A crash is not an Exception, just as a kill is not, so that nothing on the way catches it."""


def ticket_with_delivery(
    engine: Engine,
    number: int,
    update: Update = NOTE,
    *,
    version: int = 1,
    source: str,
    age: timedelta = HOUR,
) -> int:
    """Add a decided ticket and its effect, as the commit of a run does, and return the delivery's id. `age`: how long
    ago the customer wrote."""
    asked = datetime.now(UTC) - age
    with transaction(engine, see_all=True) as session:
        ticket = TicketRow(
            source=source, external_id=str(number), version=version, state="decided", subject="s", channel="web"
        )
        session.add(ticket)
        session.flush()
        session.add(
            MessageRow(
                ticket_id=ticket.id,
                ticket_version=version,
                source=source,
                external_id=str(number),
                body="b",
                original="b",
                occurred_at=asked,
            )
        )
        assert outbox.add(
            session,
            ticket_id=ticket.id,
            ticket_version=version,
            account=None,
            source=source,
            external_id=str(number),
            kind="result",
            payload=update.to_json(),
        )
        return session.scalars(select(DeliveryRow.id).where(DeliveryRow.ticket_id == ticket.id)).one()


def row(engine: Engine, delivery: int) -> DeliveryRow:
    with transaction(engine, see_all=True) as session:
        return session.get_one(DeliveryRow, delivery)


def states(engine: Engine) -> Counter[str]:
    with transaction(engine, see_all=True) as session:
        return Counter(session.scalars(select(DeliveryRow.state)))


def due_now(engine: Engine) -> None:
    """Make what waits due. What a worker holds is passed over: to wait for its rows in another order can be a deadlock."""
    with transaction(engine, see_all=True) as session:
        session.execute(
            text(
                "update deliveries set not_before = now() where id in (select id from deliveries "
                "where state in ('pending', 'unsure') order by id for update skip locked)"
            )
        )
