"""This module says how often we were right in cases like this one, in counts (`models.evaluation.track_record`)."""

from models.evaluation.confidence import Confidence
from models.evaluation.track_record import TrackRecord
from models.heads.folder import Heads
from worker.domain import Reply, Sureness, Triage
from worker.pipeline.heads import QUEUE
from worker.pipeline.reply_confidence import REPLY


def of(
    reply: Reply | None, triage: Triage | None, confidence: Confidence | None, heads: Heads | None
) -> dict[str, Sureness]:
    """Return what is known of the reply and of the queue; what nobody counted is left out."""
    found = {}
    sure = reply.probabilities.get(REPLY) if reply is not None else None
    if sure is not None and confidence is not None:
        found[REPLY] = _like(sure, confidence.record, confidence.origin.answers)
    sure = triage.probabilities.get(QUEUE) if triage is not None else None
    if sure is not None and heads is not None and (about := heads.manifest.heads.get(QUEUE)):
        found[QUEUE] = _like(sure, TrackRecord.from_json(about.get("record")), int(about.get("tickets", 0)))
    return {name: one for name, one in found.items() if one.cases}


def _like(sure: float, record: TrackRecord, cases: int) -> Sureness:
    """Return the counts of the band of a confidence. A file of an earlier version has none: then the calibrator's estimate
    is told, with the number of cases that it was fitted on."""
    band = record.of(sure)
    if band is not None:
        return Sureness(band.right, band.cases)
    return Sureness(round(sure * cases), cases, counted=False)
