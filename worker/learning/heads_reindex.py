"""This module prepares heads for an index of another encoder, before it goes live: a head reads vectors of its own encoder
only."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from knowledge.errors import DataError
from knowledge.index.indexes import Index
from knowledge.search.evidence import identity
from models.errors import TrainingError
from models.evaluation.pairs import Pairs
from models.heads.fit import CANDIDATES, Fitted
from worker.errors import Refused
from worker.learning import heads_training, serving_heads
from worker.pipeline import heads as step
from worker.settings import Settings


def needs_heads(settings: Settings, encoder: str) -> bool:
    """Return whether heads serve with the live index's encoder, and there are none for the encoder given."""
    if serving_heads.folder_of(settings, encoder) is not None:
        return False
    live = serving_heads.live_encoder(settings)
    return live != encoder and serving_heads.folder_of(settings, live) is not None


def judge(
    settings: Settings,
    files: Sequence[Path],
    index: Index,
    *,
    force: bool = False,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> dict[str, Any]:
    """Train heads for a new index and compare them, out of fold on the same tickets, with those that serve. They take their
    place for the new encoder if they are not worse beyond chance. Raises `Refused` if there is nothing to train on."""
    if settings.triage == "model" or not needs_heads(settings, identity(index.encoder)):
        return {}
    try:
        return _compared(settings, files, index, force=force, progress=progress)
    except (Refused, DataError, TrainingError) as error:
        if not force:
            raise
        return {"accepted": True, "heads": f"none: {error}"}


def _compared(
    settings: Settings, files: Sequence[Path], index: Index, *, force: bool, progress: Callable[[int, int], None]
) -> dict[str, Any]:
    tickets = heads_training.labelled(settings, files)
    if not tickets:
        raise Refused(
            "triage is done by heads of the live encoder, and the knowledge file names no labelled tickets to train heads of "
            "the new one on: name the tickets there, or switch with --force and run `deskhand models heads --data FILE` then"
        )
    old = heads_training.prepare(settings, tickets)
    new = heads_training.prepare(settings, tickets, progress, index=index)
    before = heads_training.fit_again(old, CANDIDATES)
    trained = heads_training.train(settings, new, CANDIDATES, compare=False)
    pairs = {name: _pairs(before, trained.fitted, name) for name in _both(before, trained.fitted)}
    worse = any(pair.is_worse for pair in pairs.values())
    accepted = force or not worse
    if accepted:
        reason = f"{'worse' if worse else 'no worse'} out of fold than those of the encoder before, for a new index"
        serving_heads.serve(settings, trained.heads, reason, forced=worse)
    return {"accepted": accepted, "heads": trained.heads.id, **{f"{n} right": str(pair) for n, pair in pairs.items()}}


def _both(old: Fitted, new: Fitted) -> list[str]:
    """Return the heads that decide and that both have: too few tickets teach no head of reasons."""
    return [name for name in (step.QUEUE, step.REASON) if name in old.heads and name in new.heads]


def _pairs(old: Fitted, new: Fitted, name: str) -> Pairs:
    right = [known.out_of_fold[name].right for known in (old, new)]
    return Pairs.of([(bool(a), bool(b)) for a, b in zip(*right, strict=True)])
