"""This module takes the rows of a contender apart: per queue and language, and what was taken for what."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.evaluation.resampling import Figure, as_json
from worker.learning.report.measures import MEASURES
from worker.learning.report.row import Part, Row

SHOWN = {"queue right", "priority right", "escalation recall", "replies right"}
INVALID, NONE = "(invalid)", "none"


@dataclass(frozen=True)
class Slice:
    """A slice has the tickets of one queue, or in one language."""

    name: str
    tickets: int
    figures: Mapping[str, Figure]

    def as_json(self) -> dict[str, Any]:
        return {"tickets": self.tickets, "figures": {name: as_json(figure) for name, figure in self.figures.items()}}


@dataclass(frozen=True)
class Confusion:
    """A confusion says how many tickets that should be one thing were taken for which."""

    field: str
    names: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]  # (wanted, given)

    def mistakes(self) -> list[tuple[str, str, int]]:
        """Return what was taken for what, most frequent first."""
        wrong = [(wanted, given, n) for (wanted, given), n in self.counts.items() if wanted != given]
        return sorted(wrong, key=lambda one: (-one[2], one[:2]))

    def as_json(self) -> dict[str, Any]:
        matrix = [[self.counts.get((wanted, given), 0) for given in self.names] for wanted in self.names]
        return {"names": list(self.names), "wanted_by_given": matrix}


def by(rows: Sequence[Row], group: Callable[[Row], str], parts: frozenset[Part]) -> tuple[Slice, ...]:
    """Return the rows of each group, largest first."""
    names = Counter(group(row) for row in rows)
    chosen = [measure for measure in MEASURES if measure.part in parts and measure.name in SHOWN]
    slices = []
    for name, count in sorted(names.items(), key=lambda one: (-one[1], one[0])):
        own = [row for row in rows if group(row) == name]
        slices.append(Slice(name, count, {measure.name: measure.of(own) for measure in chosen}))
    return tuple(slices)


def by_queue(rows: Sequence[Row], parts: frozenset[Part]) -> tuple[Slice, ...]:
    return by(rows, lambda row: row.ticket.queue, parts)


def by_language(rows: Sequence[Row], parts: frozenset[Part]) -> tuple[Slice, ...]:
    return by(rows, lambda row: row.ticket.language, parts)


def by_kind(rows: Sequence[Row], parts: frozenset[Part]) -> tuple[Slice, ...]:
    """Return the tickets of each kind; nothing where no ticket has one."""
    return by([row for row in rows if row.ticket.kind], lambda row: row.ticket.kind or "", parts)


def confusions(rows: Sequence[Row]) -> tuple[Confusion, ...]:
    """Return what triage took for what: queues, whether a person must take the ticket, and why."""
    fields: dict[str, tuple[Callable[[Row], str], Callable[[Row], str]]] = {
        "queue": (lambda row: row.ticket.queue, lambda row: row.given.queue if row.given else INVALID),
        "escalate": (lambda row: _yes(row.ticket.escalate), lambda row: _yes(row.escalates) if row.given else INVALID),
        "reason": (
            lambda row: (row.ticket.escalate and row.ticket.reason) or NONE,
            lambda row: (row.given.reason or NONE) if row.given else INVALID,
        ),
    }
    made = []
    for field, (wanted, given) in fields.items():
        counts = Counter((str(wanted(row)), str(given(row))) for row in rows)
        names = sorted({name for pair in counts for name in pair}, key=lambda name: (name in {INVALID, NONE}, name))
        made.append(Confusion(field, tuple(names), counts))
    return tuple(made)


def _yes(value: bool) -> str:
    return "yes" if value else "no"
