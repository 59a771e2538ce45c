"""This module fits the heads again when a sync brought new handled tickets. What it makes is a candidate."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from models.errors import AdapterError
from models.heads import folder
from models.weights import versions
from models.weights.pointer import standing
from worker import learned_assets
from worker.company import load_company
from worker.learning import heads, heads_training, serving_heads
from worker.learning.gate import promotion, pruning
from worker.learning.gate.promotion import Wish
from worker.settings import Settings

KEPT = 10  # of the heads of an encoder that do nothing: each has the vectors of all its tickets


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
    """Fit a candidate if the labelled tickets of `files` changed since the heads that serve, since each candidate, and since what
    a rollback took back; return None if they did not, or if no heads serve with the encoder of the live index.

    The candidate serves only if DESKHAND_GATE names tickets on which it is worse in nothing; those never train it. Nobody has to
    tidy up after the syncs: of the versions that do nothing, the newest stay.
    """
    encoder = serving_heads.live_encoder(settings)
    serving = serving_heads.load(settings, encoder)
    if serving is None:
        return None
    place = serving_heads.place_of(settings, encoder)
    tickets = heads_training.labelled(settings, files)
    if not tickets or heads.data_hash(tickets, load_company(settings.company_path)) in _known(place):
        return None
    prepared = heads_training.prepare(settings, tickets, progress)
    made = heads_training.train(settings, prepared, heads.recipes_of(serving), compare=False).heads
    pruning.prune_place(place, KEPT)
    if settings.gate is None:
        return Refit(
            made.id, len(tickets), False, "a candidate; `deskhand models promote heads` compares it and lets it serve"
        )
    if (canary := versions.read(place).canary) is not None:
        return Refit(made.id, len(tickets), False, f"a candidate; it takes no part while {canary.id} is a canary")
    wish = Wish(settings.gate, by="deskhand")
    outcome = promotion.promote(settings, versions.find(place, made.id), wish)
    if not outcome.promoted:
        return Refit(made.id, len(tickets), False, f"refused by the gate: {'; '.join(outcome.why_not)}")
    return Refit(made.id, len(tickets), True, "passed the gate, and serves; workers take it between two batches")


def _known(place: Path) -> set[str]:
    """Return the hashes of the data of all heads of an encoder but those whose place a promotion has taken."""
    pointer = versions.read(place)
    replaced = set(standing(pointer)) - {pointer.current}
    found = set()
    for one in versions.list_versions(place):
        with suppress(AdapterError):
            known = folder.read_manifest(one)
            found |= set() if known.id in replaced else {known.data_sha256}
    return found
