"""This module has the measures of the gate, per skill: what is counted per ticket, and how two contestants differ in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge.handled_tickets import HandledTicket
from models.evaluation.pairs import ALPHA, Pairs
from models.evaluation.resampling import Figure, as_json, mean
from models.evaluation.scores import Share
from models.skills import reply, translation, triage
from worker.domain import Triage
from worker.learning.report.row import Row
from worker.pipeline.retrieve import SHOWN

Outcome = float | None
"""How good a contestant is in a measure for one ticket, 1 for right; None where the measure says nothing about the ticket."""
Outcomes = Mapping[str, Sequence[Outcome]]  # measure -> one per ticket, in order


@dataclass(frozen=True)
class Measure:
    name: str
    outcome: Callable[[Row], bool | None] = lambda _: None
    proves: bool = True  # False: only being worse counts, because who says nothing is never wrong


QUEUE, HAND_OVER, NOT_MISSED = "queue right", "hand-over right", "hand-over not missed"
FOUND = f"recall at {SHOWN}"
OF_SKILL: Mapping[str, tuple[Measure, ...]] = {
    triage.NAME: (
        Measure(QUEUE, lambda row: queue_right(row.ticket, row.given)),
        Measure(HAND_OVER, lambda row: hand_over_right(row.ticket, row.given)),
        Measure(NOT_MISSED, lambda row: not_missed(row.ticket, row.given)),
    ),
    reply.NAME: (
        Measure("reply right", lambda row: None if row.reply is None else row.is_right),
        Measure("no unsupported claim", lambda row: None if row.reply is None else not row.claims_too_much, False),
    ),
    translation.NAME: (Measure(FOUND),),
}


def queue_right(ticket: HandledTicket, given: Triage | None) -> bool:
    return given is not None and given.queue == ticket.queue


def hand_over_right(ticket: HandledTicket, given: Triage | None) -> bool:
    return given is not None and given.escalate == ticket.escalate


def not_missed(ticket: HandledTicket, given: Triage | None) -> bool | None:
    return given is not None and given.escalate if ticket.escalate else None


def outcomes(skill: str, rows: Sequence[Row]) -> Outcomes:
    """Return what each measure says of each row."""
    return {measure.name: [measure.outcome(row) for row in rows] for measure in OF_SKILL[skill]}


def figure(values: Sequence[Outcome]) -> Figure:
    """Return a share of tickets, or where tickets are right in part, their mean."""
    known = np.array([value for value in values if value is not None], float)
    if np.isin(known, (0.0, 1.0)).all():
        return Share(int(known.sum()), len(known))
    return mean(lambda places: float(known[places].mean()), len(known))


@dataclass(frozen=True)
class Compared:
    """This is how a candidate does in a measure, beside another contestant on the same tickets."""

    measure: Measure
    other: Figure
    candidate: Figure
    pairs: Pairs  # the other first

    def is_better(self, level: float) -> bool:
        return self.measure.proves and self.pairs.better_at(level)

    @property
    def is_worse(self) -> bool:
        """Return whether the candidate is worse beyond chance. The level is never divided: that would let more pass."""
        return self.pairs.worse_at(ALPHA)

    def how(self, level: float) -> str:
        """Return in words how the candidate did."""
        return "worse beyond chance" if self.is_worse else "better beyond chance" if self.is_better(level) else "even"

    def as_json(self) -> dict[str, Any]:
        return {"other": as_json(self.other), "candidate": as_json(self.candidate), **self.pairs.as_json()}


def told_p(p_value: float) -> str:
    """Return a probability never as zero: "0.0312", "< 0.0001"."""
    return f"{p_value:.4f}" if p_value >= 0.0001 else "< 0.0001"


def compare(skill: str, other: Outcomes, candidate: Outcomes) -> list[Compared]:
    """Return the comparison in all measures of a skill."""
    made = []
    for measure in OF_SKILL[skill]:
        first, second = other[measure.name], candidate[measure.name]
        both = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
        pairs = Pairs(
            both=sum(a == b > 0 for a, b in both),
            first=sum(a > b for a, b in both),
            second=sum(b > a for a, b in both),
            neither=sum(a == b == 0 for a, b in both),
        )
        made.append(Compared(measure, figure(first), figure(second), pairs))
    return made
