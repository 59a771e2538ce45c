"""This module draws the learning curve: how good heads are that learned from fewer of the handled tickets."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from knowledge.handled_tickets import HandledTicket
from models.heads.fit import Recipe
from worker.company import Company
from worker.domain import Retrieved
from worker.learning.evaluation import Contender, evaluate
from worker.learning.heads import Known
from worker.learning.received import Customers
from worker.learning.report.baselines import trained_on

SMALLEST, DRAWS = 50, 5
MEASURED = ("queue right", "priority right", "escalation recall at precision 0.80")


@dataclass(frozen=True)
class Point:
    """A point is one size, with the mean, the lowest and the highest value of its draws."""

    tickets: int
    draws: int
    values: Mapping[str, tuple[float, float, float]]  # measure -> mean, lowest, highest

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Lesson:
    """A lesson is what heads may learn from, and how."""

    tickets: Sequence[HandledTicket]
    known: Known
    recipes: Sequence[Recipe]


def sizes(tickets: int) -> list[int]:
    """Return how many tickets the points take: 50, twice as many and so on, and at last all."""
    found, size = [], SMALLEST
    while size < tickets:
        found.append(size)
        size *= 2
    return [*found, tickets]


def fits(tickets: int) -> int:
    """Return how many times heads are trained."""
    return sum(_draws(size, tickets) for size in sizes(tickets))


def curve(
    lesson: Lesson,
    asked: Mapping[str, tuple[Sequence[HandledTicket], Mapping[str, Retrieved]]],
    company: Company,
    customers: Customers,
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, tuple[Point, ...]]:
    """Return the points of each set in `asked`, by its name: the tickets that are asked and what the search gave for them.
    A draw that has too little to learn from is left out. `progress` is told how many more draws are done."""
    source, total = np.random.default_rng(7), len(lesson.tickets)
    points: dict[str, list[Point]] = {name: [] for name in asked}
    for size in sizes(total):
        values: dict[str, list[dict[str, float]]] = {name: [] for name in asked}
        for _ in range(_draws(size, total)):
            own = np.sort(source.permutation(total)[:size])
            known = Known(lesson.known.encoder, [lesson.known.found[n] for n in own], lesson.known.anchors)
            made = trained_on([lesson.tickets[n] for n in own], company, customers, known, lesson.recipes)
            if made is not None:
                contender = Contender("draw", heads={known.encoder: made}, parts=frozenset({"triage"}))
                for name, (tickets, found) in asked.items():
                    figures = evaluate(tickets, found, contender, company, customers).figures
                    values[name].append({one: float(figures[one].value or 0.0) for one in MEASURED})
            progress(1)
        for name, drawn in values.items():
            if drawn:
                points[name].append(
                    Point(size, len(drawn), {one: _spread([d[one] for d in drawn]) for one in MEASURED})
                )
    return {name: tuple(own) for name, own in points.items()}


def _draws(size: int, total: int) -> int:
    return 1 if size >= total else DRAWS


def _spread(values: Sequence[float]) -> tuple[float, float, float]:
    return float(np.mean(values)), min(values), max(values)
