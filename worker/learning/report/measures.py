"""This module has the measures of `deskhand models evaluate`. They are named before anybody sees a result.

A measure counts tickets, so that two contenders are compared ticket by ticket (McNemar), or it is a statistic of all of
them, which is compared by the bootstrap. A danger is better the lower it is; every other measure the higher.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from models.errors import InvalidOutput
from models.evaluation.pairs import Pairs
from models.evaluation.resampling import Figure, Mean, Places, Statistic, difference, macro_f1, mean
from models.evaluation.scores import Share
from models.heads.operating_points import recall_at_precision
from models.skills.triage import Priority, Reason
from worker.learning.report.row import Part, Row

PRECISION = 0.8  # at which the recall of escalations is measured


@dataclass(frozen=True)
class Measure:
    """A measure has either `outcome`, per ticket, or `statistic`. `figure` shows a statistic as a share, if it is one."""

    name: str
    part: Part
    outcome: Callable[[Row], bool | None] | None = None  # None: the measure says nothing about this ticket
    statistic: Callable[[Sequence[Row]], Statistic] | None = None
    figure: Callable[[Sequence[Row]], Share] | None = None
    danger: bool = False
    decides: bool = False  # which contender is called the best one

    def of(self, rows: Sequence[Row]) -> Figure:
        """Return the figure of a contender."""
        if self.outcome is not None:
            return Share.of(known for row in rows if (known := self.outcome(row)) is not None)
        if self.figure is not None:
            return self.figure(rows)
        return mean(self.statistic(rows), len(rows)) if self.statistic else Share(0, 0)

    def compared(self, first: Sequence[Row], second: Sequence[Row]) -> Pairs | Mean:
        """Return how two contenders differ on the same tickets."""
        if self.statistic is not None:
            return difference(self.statistic(first), self.statistic(second), len(first))
        outcome = self.outcome or (lambda _: None)
        both = [(outcome(a), outcome(b)) for a, b in zip(first, second, strict=True)]
        return Pairs.of((a, b) for a, b in both if a is not None and b is not None)


def of_part(part: Part) -> tuple[Measure, ...]:
    """Return the measures of a part, top to bottom."""
    return tuple(measure for measure in MEASURES if measure.part == part)


def _where(condition: Callable[[Row], bool], right: Callable[[Row], bool]) -> Callable[[Row], bool | None]:
    return lambda row: right(row) if condition(row) else None


def _wanted(reason: Reason) -> Callable[[Row], bool | None]:
    return _where(lambda row: row.ticket.escalate and reason in row.reasons, lambda row: row.escalates)


def _ratio(name: str, part: Part, counted: Callable[[Row], tuple[int, int]]) -> Measure:
    """Return a measure that counts other things than tickets. `counted` returns hits and total of one."""

    def figure(rows: Sequence[Row]) -> Share:
        pairs = [counted(row) for row in rows]
        return Share(sum(hits for hits, _ in pairs), sum(total for _, total in pairs))

    def statistic(rows: Sequence[Row]) -> Statistic:
        pairs = np.array([counted(row) for row in rows], np.int64).reshape(len(rows), 2)

        def share(places: Places) -> float:
            hits, total = pairs[places].sum(axis=0)
            return float(hits / total) if total else np.nan

        return share

    return Measure(name, part, statistic=statistic, figure=figure)


def _macro_f1(rows: Sequence[Row]) -> Statistic:
    given = [row.given.queue if row.given else None for row in rows]
    place = {
        queue: number for number, queue in enumerate(sorted({*(r.ticket.queue for r in rows), *filter(None, given)}))
    }
    labels = np.array([place[row.ticket.queue] for row in rows], np.int64)
    chosen = np.array([-1 if queue is None else place[queue] for queue in given], np.int64)
    return lambda places: macro_f1(labels[places], chosen[places])


def _recall_at_precision(rows: Sequence[Row]) -> Statistic:
    scores, wanted = np.array([row.alarm for row in rows]), np.array([row.ticket.escalate for row in rows], bool)

    def recall(places: Places) -> float:
        found, total = recall_at_precision(scores[places], wanted[places], PRECISION)
        return found / total if total else np.nan

    return recall


def _share_at_precision(rows: Sequence[Row]) -> Share:
    scores, wanted = np.array([row.alarm for row in rows]), np.array([row.ticket.escalate for row in rows], bool)
    return Share(*recall_at_precision(scores, wanted, PRECISION))


def _surer_half(rows: Sequence[Row]) -> Statistic:
    sure = np.array([row.given.probabilities.get("queue", 0.0) if row.given else 0.0 for row in rows])
    right = np.array([_queue(row) for row in rows], bool)

    def share(places: Places) -> float:
        half = np.argsort(-sure[places], kind="stable")[: len(places) // 2]
        return float(right[places][half].mean()) if len(half) else np.nan

    return share


def _of_surer_half(rows: Sequence[Row]) -> Share:
    ranked = sorted(rows, key=lambda row: -(row.given.probabilities.get("queue", 0.0) if row.given else 0.0))
    return Share.of(_queue(row) for row in ranked[: len(rows) // 2])


def _queue(row: Row) -> bool:
    return row.given is not None and row.given.queue == row.ticket.queue


def _is_invalid_reply(row: Row) -> bool:
    return isinstance(row.reply, InvalidOutput)


def _replied(right: Callable[[Row], bool]) -> Callable[[Row], bool | None]:
    return _where(lambda row: row.reply is not None, right)


MEASURES = (
    Measure("queue right", "triage", _queue, decides=True),
    Measure("queue macro-F1", "triage", statistic=_macro_f1),
    Measure("surer half: queue right", "triage", statistic=_surer_half, figure=_of_surer_half),
    Measure("priority right", "triage", lambda row: bool(row.given and row.given.priority == row.ticket.priority)),
    _ratio(
        "escalation precision", "triage", lambda row: (int(row.escalates and row.ticket.escalate), int(row.escalates))
    ),
    Measure("escalation recall", "triage", _where(lambda row: row.ticket.escalate, lambda row: row.escalates)),
    Measure(
        f"escalation recall at precision {PRECISION:.2f}",
        "triage",
        statistic=_recall_at_precision,
        figure=_share_at_precision,
        decides=True,
    ),
    Measure("explicit requests escalated", "triage", _wanted(Reason.ASKS_FOR_PERSON)),
    Measure(
        "the same with the rule for requests",
        "triage",
        _where(
            lambda row: row.ticket.escalate and Reason.ASKS_FOR_PERSON in row.reasons, lambda row: row.is_handed_over
        ),
    ),
    _ratio(
        "precision of hand-overs with the rule",
        "triage",
        lambda row: (int(row.is_handed_over and row.ticket.escalate), int(row.is_handed_over)),
    ),
    Measure(
        "recall of hand-overs with the rule",
        "triage",
        _where(lambda row: row.ticket.escalate, lambda row: row.is_handed_over),
    ),
    Measure("security escalated", "triage", _wanted(Reason.SECURITY_OR_LEGAL)),
    Measure(
        "reason right where escalated",
        "triage",
        _where(
            lambda row: row.escalates and row.ticket.escalate,
            lambda row: row.given is not None and row.given.reason in row.reasons,
        ),
    ),
    Measure(
        "escalation missed",
        "triage",
        _where(lambda row: row.ticket.escalate, lambda row: not row.escalates),
        danger=True,
    ),
    Measure(
        "urgent called low or normal",
        "triage",
        _where(
            lambda row: row.ticket.priority == Priority.URGENT,
            lambda row: row.given is not None and row.given.priority in {Priority.LOW, Priority.NORMAL},
        ),
        danger=True,
    ),
    Measure("invalid triage", "triage", lambda row: row.given is None, danger=True),
    Measure(
        "a cited passage was shown",
        "replies",
        _where(
            lambda row: row.reply is not None and bool(row.ticket.passages),
            lambda row: not row.answering.isdisjoint(p.ref for p in row.passages),
        ),
    ),
    Measure("a right reply could be chosen", "replies", _replied(lambda row: row.could_be_right)),
    _ratio(
        "of those, replies right",
        "replies",
        lambda row: (int(row.could_be_right and row.is_right), int(row.reply is not None and row.could_be_right)),
    ),
    Measure("replies right", "replies", _replied(lambda row: row.is_right), decides=True),
    Measure("answered where a person did", "replies", _replied(lambda row: row.answered is not None)),
    Measure(
        "replies that pass the check", "replies", _where(lambda row: row.answered is not None, lambda row: row.passes)
    ),
    _ratio(
        "citations right, by sentence",
        "replies",
        lambda row: (sum(ref in row.answering for ref in row.cited), len(row.cited)),
    ),
    Measure("unsupported claim", "replies", _replied(lambda row: row.claims_too_much), danger=True),
    Measure("wrong language", "replies", _replied(lambda row: row.wrong_language), danger=True),
    Measure("invalid reply", "replies", _replied(_is_invalid_reply), danger=True),
)
