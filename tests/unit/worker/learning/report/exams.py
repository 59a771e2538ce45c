"""This module makes small exams: handled tickets of two topics, vectors that tell them apart, and what contenders gave."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.handled_tickets import HandledTicket
from knowledge.search.evidence import identity
from models.errors import InvalidOutput
from models.skills.triage import Priority, Reason, Triage
from tests.support.paths import DEMO
from tests.unit.worker.learning.test_evaluation import LOGIN, REFUNDS, handled
from worker.company import load_company
from worker.domain import Retrieved, Ticket
from worker.learning import heads
from worker.learning.evaluation import Report, calibration_band, calibration_error, figures, retrieved_for
from worker.learning.report.row import PARTS, Part, Row

COMPANY = replace(load_company(DEMO / "company.toml"), queues={"billing": "money", "access": "log in"})
WORDS = {"billing": "the invoice has a wrong amount number", "access": "the login link in the mail is dead number"}


class Encoder:
    """Says of each text how often it has the words that matter, and a little of everything else."""

    id, dimensions = "words@1", 4

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [[one.count("invoice"), one.count("login"), one.count("lawyer"), 0.1] for one in texts]
        made = np.asarray(rows, np.float32).reshape(len(texts), 4)
        return made / np.linalg.norm(made, axis=1, keepdims=True)


class Finder:
    """Finds the same two passages for each ticket, and the vector of its words."""

    def index(self) -> Any:
        return SimpleNamespace(encoder=Encoder.id)

    def encoder_of(self, _: Any) -> Encoder:
        return Encoder()

    def tickets(self, asked: Sequence[Ticket]) -> list[Retrieved]:
        vectors = Encoder().encode([ticket.body for ticket in asked])
        return [Retrieved((REFUNDS, LOGIN), one, identity(Encoder.id), evidence=(1.0, 0.5)) for one in vectors]


def known(of: Sequence[HandledTicket]) -> heads.Known:
    return heads.search(of, COMPANY, Finder())  # type: ignore[arg-type]


def found(of: Sequence[HandledTicket]) -> dict[str, Retrieved]:
    return retrieved_for(of, Finder().tickets)


def tickets(count: int, first: int = 0) -> list[HandledTicket]:
    """Return tickets of both topics in turn; each fourth must go to a person."""
    made = []
    for number in range(first, first + count):
        queue, escalate = ("billing", "access")[number % 2], number % 4 == 3
        body = f"{WORDS[queue]} {number}{' and my lawyer will call you' if escalate else ''}"
        priority = ("normal", "urgent")[number % 8 == 3]
        made.append(handled(number, escalate=escalate, queue=queue, body=body, subject="Question", priority=priority))
    return made


def triaged(queue: str, reason: str | None = None, priority: str = "normal", sure: float = 0.9) -> Triage:
    sureness = {"queue": sure, "priority": sure, "escalate": sure, "reason": sure}
    return Triage(queue, Priority(priority), reason is not None, Reason(reason) if reason else None, sureness)


def perfect(ticket: HandledTicket, sure: float = 0.9) -> Triage:
    return triaged(ticket.queue, ticket.reason, ticket.priority, sure)


def report(
    name: str,
    asked: Sequence[HandledTicket],
    given: Sequence[Triage | InvalidOutput],
    parts: frozenset[Part] = frozenset({"triage"}),
    **changes: Any,
) -> Report:
    rows = [Row(ticket, one, **changes) for ticket, one in zip(asked, given, strict=True)]
    return of_rows(name, rows, parts)


def of_rows(name: str, rows: Sequence[Row], parts: frozenset[Part] = PARTS) -> Report:
    return Report(name, tuple(rows), figures(rows, parts), calibration_error(rows), calibration_band(rows), parts)


DATA = Path("my/test.jsonl")
