"""This module chooses the send threshold: the confidence from which a reply may be sent without a person reading it
first.

It comes with a promise about the replies above it (`models.evaluation.promise`), which is made on held-out tickets and kept
in the manifest of the adapter for replies. DESKHAND_MIN_REPLY takes its place where it is set. Without either, every reply
stays a draft. The evidence threshold is a different one: `worker.learning.evidence_threshold`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from models.evaluation import promise
from models.evaluation.promise import Promise
from models.weights import registry
from worker.domain import Reply, Triage
from worker.learning.report.row import Row


@dataclass(frozen=True)
class Reviewed:
    """A reviewed reply is one that passes the check, on a ticket whose agent noted which passages answer it."""

    confidence: float
    right: bool  # it cites passages, and only such as the agent used
    queue: str  # as triage has it, since nobody knows better when a reply is sent; empty without triage


def reviewed(rows: Sequence[Row]) -> list[Reviewed]:
    """Return the replies in `rows` that could have been sent."""
    return [
        Reviewed(
            row.reply.probabilities["reply"],
            row.stands_on_the_right,
            row.triage.queue if isinstance(row.triage, Triage) else "",
        )
        for row in rows
        if isinstance(row.reply, Reply) and row.check and row.check.passed and "reply" in row.reply.probabilities
    ]


def choose(replies: Sequence[Reviewed], error: float, level: float) -> Promise:
    """Return the promise that these replies carry; most often it has no threshold."""
    return promise.choose([r.confidence for r in replies], [r.right for r in replies], error=error, level=level)


def choose_by_queue(
    replies: Sequence[Reviewed], queues: Collection[str], error: float, level: float
) -> dict[str, Promise]:
    """Return a promise for each of the `queues`, which were named before anybody saw the replies. All hold together."""
    return promise.choose_by_group(
        [r.confidence for r in replies],
        [r.right for r in replies],
        [r.queue for r in replies],
        queues,
        error=error,
        level=level,
    )


def keep(chosen: Promise, folder: Path) -> None:
    """Keep the promise in the manifest of the adapter `folder`; workers follow it when they start."""
    registry.write_manifest(folder, replace(registry.read_manifest(folder), promise=chosen))
