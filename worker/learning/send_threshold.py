"""This module chooses the send threshold: the confidence from which a reply may be sent without a person reading it
first.

It comes with a promise about the replies above it (`models.evaluation.promise`), which is made on held-out tickets and kept
in the manifest of the adapter for replies. DESKHAND_MIN_REPLY takes its place where it is set. Without either, every reply
stays a draft. The evidence threshold is a different one: `worker.learning.evidence_threshold`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from models.evaluation import promise
from models.evaluation.confidence import Confidence
from models.evaluation.promise import TOKENS, Promise
from models.weights import registry
from worker.domain import Retrieved
from worker.learning.evaluation import NOTHING
from worker.learning.labelled_replies import features_of
from worker.learning.report.row import Row
from worker.pipeline.reply_confidence import REPLY, judged


@dataclass(frozen=True)
class Reviewed:
    """A reviewed reply is one that passes the check, on a ticket whose agent noted which passages answer it."""

    confidence: float
    right: bool  # it cites passages, and only such as the agent used
    queue: str  # as triage has it, since nobody knows better when a reply is sent; empty without triage


def reviewed(
    rows: Sequence[Row], found: Mapping[str, Retrieved] | None = None, confidence: Confidence | None = None
) -> list[Reviewed]:
    """Return the replies in `rows` that could have been sent, and have a confidence: the learned one where it is given. `found`
    by ticket id: what the search gave."""
    made = []
    for row in rows:
        results = (found or {}).get(row.ticket.id, NOTHING)
        said, known = row.answered, features_of(row, results)
        if said is None or known is None:
            continue
        if confidence is not None:
            said = judged(said, confidence, results.encoder, known)
        if REPLY in said.probabilities:
            queue = row.given.queue if row.given else ""
            made.append(Reviewed(said.probabilities[REPLY], row.stands_on_the_right, queue))
    return made


def choose(replies: Sequence[Reviewed], error: float, level: float, confidence: str = TOKENS) -> Promise:
    """Return the promise that these replies carry; most often it has no threshold. `confidence`: the id of the one they
    have."""
    made = promise.choose([r.confidence for r in replies], [r.right for r in replies], error=error, level=level)
    return replace(made, confidence=confidence)


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
    """Keep the promise in the manifest of the adapter `folder`; workers take it between two batches."""
    registry.write_manifest(folder, replace(registry.read_manifest(folder), promise=chosen))
