"""Values for the pipeline's tests, with everything that does not matter filled in."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from models.skills.reply import Action, Reply
from models.skills.triage import Priority, Triage
from worker.company import Company
from worker.domain import Passage, Ticket

COMPANY = Company(
    id="ferrowick",
    name="Ferrowick",
    signature="Ferrowick Support",
    queues={"billing": "invoices", "access": "logins", "other": "the rest"},
    escalation={"asks_for_person": "The customer asks for a person."},
    not_support_queue="other",
    protected_names=frozenset({"Team", "Business"}),
)
SURE = {"queue": 0.95, "priority": 0.9, "escalate": 0.97, "reason": 0.99}


def ticket(**changes: Any) -> Ticket:
    return replace(
        Ticket(
            id=1, version=1, lease_token=1, external_id="T-1", source="standard", account="acc-a", plan="team",
            tier="standard", requester_email="a@a.example", requester_name=None, verified=True, subject="Reset",
            body="The reset link does not arrive.", language="en", automatic=False, late=False,
            received_at=datetime(2026, 11, 22, tzinfo=UTC),
        ),
        **changes,
    )  # fmt: skip


def passage(text: str, **changes: Any) -> Passage:
    return replace(
        Passage(
            id=1, ref="docs/login.md#Reset", kind="docs", title="Login > Reset", url="https://help.x.example/login",
            text=text, version="1", account=None, lexical_rank=1, dense_rank=2, score=0.03,
        ),
        **changes,
    )  # fmt: skip


def reply(*sentences: str, action: Action = Action.ANSWER, language: str = "en") -> Reply:
    return Reply(action=action, language=language, sentences=sentences, probabilities={})


def triage(**changes: Any) -> Triage:
    return replace(Triage("billing", Priority.NORMAL, False, None, SURE), **changes)
