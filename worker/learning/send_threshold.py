"""This module chooses the send threshold: the confidence from which a reply may be sent without a person reading it
first.

It is chosen on held-out tickets and kept in the manifest of the adapter for replies. DESKHAND_MIN_REPLY takes its place
where it is set. Without either, every reply stays a draft. The evidence threshold is a different one:
`worker.learning.evidence_threshold`.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from models.evaluation.calibration import lowest_threshold
from models.weights import registry
from worker.domain import Reply
from worker.learning.evaluation import Row


def choose(rows: Sequence[Row], target: float, folder: Path) -> float | None:
    """Choose the lowest confidence from which the share `target` of the replies that pass the check cite only passages
    the agent used, keep it in the manifest of the adapter `folder`, and return it. None means that no confidence
    qualifies.

    `rows`: what the adapter made of held-out tickets.
    """
    pairs = [
        (row.reply.probabilities["reply"], _stands_on_the_right(row))
        for row in rows
        if isinstance(row.reply, Reply) and row.check and row.check.passed and "reply" in row.reply.probabilities
    ]
    threshold = lowest_threshold([p for p, _ in pairs], [ok for _, ok in pairs], target)
    registry.write_manifest(folder, replace(registry.read_manifest(folder), send_threshold=threshold))
    return threshold


def _stands_on_the_right(row: Row) -> bool:
    """Return whether the reply cites passages, and only passages that the agent used in an answer."""
    cited = {a.passage.ref for a in row.check.attributions if a.passage} if row.check else set()
    return not row.ticket.escalate and bool(cited) and cited <= set(row.ticket.passages)
