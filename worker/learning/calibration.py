"""This module calibrates adapters on tickets from which they have not learned, and keeps the result in their manifests: the
temperatures of triage, and the promise of replies."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from knowledge.handled_tickets import HandledTicket
from models.evaluation.calibration import fit_temperature
from models.generation.engine import Engine
from models.skills import reply, triage
from models.weights import registry
from worker import bootstrap
from worker.company import Company, load_company
from worker.domain import Triage
from worker.learning import send_threshold
from worker.learning.adapters import customers
from worker.learning.evaluation import Contender, triage_all
from worker.learning.received import Customers
from worker.learning.review import replied
from worker.settings import Settings

CALIBRATED = ("queue", "priority", "escalate", "reason")


def calibrate(
    settings: Settings,
    folders: Mapping[str, Path],
    held_out: Sequence[HandledTicket],
    error: float,
    level: float,
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, Any]:
    """Calibrate the adapters in `folders` (by skill) on tickets they were not trained on, and return what their
    manifests then say. Without such tickets they stay uncalibrated, and replies stay drafts.

    `error`: the share of sent replies that may be wrong, with the certainty `level`. `progress` is told how many more
    tickets were replied to.
    """
    known: dict[str, Any] = {"held_out": len(held_out), "error": error, "level": level}
    if not held_out:
        return known
    company, engine = load_company(settings.company_path), bootstrap.make_model_engine(settings, dict(folders))
    with bootstrap.opened(settings) as database:
        if triage.NAME in folders:
            lines = customers(database)
            known["temperatures"] = calibrate_triage(held_out, engine, company, lines, folders[triage.NAME])
        if reply.NAME in folders:
            reviewed = replied(settings, engine, company, database, held_out, progress, folders[reply.NAME])
            chosen = send_threshold.choose(reviewed.replies, error, level, reviewed.confidence)
            send_threshold.keep(chosen, folders[reply.NAME])
            known["promise"] = chosen.as_json()
    return known


def calibrate_triage(
    tickets: Sequence[HandledTicket], engine: Engine, company: Company, lines: Customers, folder: Path
) -> dict[str, float]:
    """Fit the temperature of each field on held-out tickets, keep them in the manifest of the adapter `folder`, and
    return them."""
    results = triage_all(tickets, {}, Contender("calibration", engine), company, lines)
    pairs = [(t, v) for t, v in zip(tickets, results, strict=True) if isinstance(v, Triage)]
    fitted = {}
    for field in CALIBRATED:
        values = [
            (v.probabilities[field], wanted(t, field) == getattr(v, field))
            for t, v in pairs
            if field in v.probabilities
        ]
        fitted[field] = fit_temperature([p for p, _ in values], [ok for _, ok in values])
    registry.write_manifest(folder, replace(registry.read_manifest(folder), temperatures=fitted))
    return fitted


def wanted(ticket: HandledTicket, field: str) -> object:
    """Return the value that a field of triage should have."""
    value = getattr(ticket, field)
    return triage.Reason(value) if field == "reason" and value else value
