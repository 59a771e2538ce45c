"""This module fits the heads again when a sync brought new handled tickets. What it makes is a candidate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.heads import folder
from worker import learned_assets
from worker.company import load_company
from worker.learning import heads, heads_gate, heads_training
from worker.settings import Settings


@dataclass(frozen=True)
class Refit:
    """This is what became of the heads after a sync."""

    candidate: str  # id
    tickets: int
    serves: bool
    told: str  # for a person


def is_wanted(settings: Settings) -> bool:
    """Return whether heads do triage here, so that new handled tickets matter to them."""
    return bool(learned_assets.load_heads(settings))


def refit(
    settings: Settings, files: Sequence[Path], progress: Callable[[int, int], None] = lambda *_: None
) -> Refit | None:
    """Fit a candidate if the labelled tickets of `files` changed since the heads that serve, and since the last candidate;
    return None if they did not, or if no heads serve with the encoder of the live index.

    The candidate serves only if DESKHAND_GATE names tickets on which it is no worse; those never train it.
    """
    encoder = heads_gate.live_encoder(settings)
    serving = heads.live(settings, encoder)
    if serving is None:
        return None
    tickets = heads_training.labelled(settings, files)
    if not tickets or heads.data_hash(tickets, load_company(settings.company_path)) in _known(settings, encoder):
        return None
    prepared = heads_training.prepare(settings, tickets, progress)
    made = heads_training.train(settings, prepared, heads.recipes_of(serving), compare=False).heads
    if settings.gate is None:
        return Refit(
            made.id, len(tickets), False, "a candidate; `deskhand models promote heads` compares it and lets it serve"
        )
    judged = heads_gate.judge(settings, settings.gate)
    if not judged.passes:
        return Refit(made.id, len(tickets), False, f"refused by the gate: {'; '.join(judged.lines())}")
    heads_gate.promote(settings, judged, "deskhand", "no worse on the tickets of DESKHAND_GATE")
    return Refit(made.id, len(tickets), True, "passed the gate, and serves; workers take it between two batches")


def _known(settings: Settings, encoder: str) -> set[str]:
    """Return the hashes of the data of the heads that serve, and of the candidate."""
    places = [heads.place(settings, encoder, candidate=candidate) for candidate in (False, True)]
    return {folder.read_manifest(place).data_sha256 for place in places if (place / folder.MANIFEST).exists()}
