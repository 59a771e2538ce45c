"""This module says how well one ticket was answered, for the choice of a prompt."""

from collections import Counter
from collections.abc import Sequence

from knowledge.handled_tickets import HandledTicket
from models.evaluation.scores import Share
from models.skills import triage
from worker.learning.prompting.halving import Outcome
from worker.learning.report.row import Row

MEASURE = {"triage": "queue and hand-over right", "reply": "replies right"}


def outcome(skill: str, row: Row) -> Outcome:
    return _of_triage(row) if skill == triage.NAME else _of_reply(row)


def _of_triage(row: Row) -> Outcome:
    if row.given is None:
        return Outcome(False, 0.0)
    queue, escalate = row.given.queue == row.ticket.queue, row.given.escalate == row.ticket.escalate
    return Outcome(queue and escalate, (queue + escalate + (row.given.priority == row.ticket.priority)) / 3)


def _of_reply(row: Row) -> Outcome:
    return Outcome(row.is_right, (row.is_right + row.stands_on_the_right + row.passes + bool(row.answered)) / 4)


def majority(examples: Sequence[HandledTicket], tickets: Sequence[HandledTicket]) -> tuple[str, Share]:
    """Return what the examples have most often, and how often it is right."""
    counts = Counter((ticket.queue, ticket.escalate) for ticket in examples)
    queue, escalate = counts.most_common(1)[0][0] if counts else ("", False)
    right = Share.of((ticket.queue, ticket.escalate) == (queue, escalate) for ticket in tickets)
    return f"always {queue}, {'handed over' if escalate else 'not handed over'}", right
