"""This module adds rows for the tests of the queue, and makes results to commit."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, text

from models.skills.reply import Action, Reply
from models.skills.triage import Priority, Triage
from worker.db import tickets as queue
from worker.db.session import transaction
from worker.domain import Attribution, CheckResult, Decision, Finding, Passage, Run, Ticket
from worker.states import Outcome


def claim(
    database: Engine, *, holder: str = "me", limit: int = 16, lease: float = 60, attempts: int = 3
) -> list[Ticket]:
    return queue.claim(database, holder, limit, lease, attempts)


def add(
    database: Engine,
    *,
    received: str = "0 seconds",
    urgency: int = 1,
    account: str | None = None,
    email: str | None = None,
    verified: bool = False,
    body: str = "the body",
    subject: str = "subject",
) -> int:
    with transaction(database, see_all=True) as session:
        ticket_id = session.scalar(
            text(
                "insert into tickets (source, external_id, urgency, account, requester_email, verified, subject, channel,"
                " received_at, not_before) values ('test', gen_random_uuid()::text, :urgency, :account, :email, :verified,"
                " :subject, 'email', now() - cast(:received as interval), now() - cast(:received as interval))"
                " returning id"
            ),
            {
                "urgency": urgency,
                "account": account,
                "email": email,
                "verified": verified,
                "received": received,
                "subject": subject,
            },
        )
    message(database, ticket_id, 1, body)
    return int(ticket_id)


def message(database: Engine, ticket_id: int, version: int, body: str) -> None:
    with transaction(database, see_all=True) as session:
        session.execute(
            text(
                "insert into messages (ticket_id, ticket_version, source, external_id, body, original, occurred_at,"
                " verified_account) select id, :version, source, external_id, :body, :body, clock_timestamp(),"
                " case when verified then account end from tickets where id = :ticket_id"
            ),
            {"ticket_id": ticket_id, "version": version, "body": body},
        )


def expire(database: Engine, ticket_id: int) -> None:
    with transaction(database, see_all=True) as session:
        session.execute(
            text("update tickets set lease_until = now() - interval '1 s' where id = :id"), {"id": ticket_id}
        )


def row(database: Engine, ticket_id: int) -> dict[str, Any]:
    with transaction(database, see_all=True) as session:
        found = session.execute(text("select * from tickets where id = :id"), {"id": ticket_id}).one()
        return dict(found._mapping)


def one(database: Engine, statement: str) -> Sequence[Any]:
    with transaction(database, see_all=True) as session:
        return tuple(session.execute(text(statement)).one())


def full(ticket: Ticket, *findings: Finding, text: str = "It costs 5.") -> Run:
    passage = Passage(1, "docs/x.md#A", "docs", "A", "https://x.example", "It costs 5.", "v1", None, 1, 2, 0.5)
    return Run(
        ticket=ticket,
        decision=Decision(Outcome.SEND, "grounded", "every sentence is attributed"),
        triage=Triage("billing", Priority.NORMAL, False, None, {"queue": 0.9}),
        passages=(passage,),
        reply=Reply(Action.ANSWER, "en", (text, "Which plan?"), {"action": 0.7}),
        check=CheckResult((Attribution(text, passage, 0.8), Attribution("Which plan?", None, 1.0)), findings),
        base_id="base",
        adapter_ids={"triage": None, "reply": "adapter-1"},
        tokens={"reply.output": 12},
    )
