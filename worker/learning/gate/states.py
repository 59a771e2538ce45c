"""This module says in words what a version does."""

from pathlib import Path

from models.weights import pointer
from models.weights.pointer import Serving
from worker import learned_assets
from worker.settings import Settings

SERVES, CANARY, NAMED, CANDIDATE, BEFORE, PRUNED = "serves", "canary", "named", "candidate", "served before", "pruned"
NOT_USED, FOR_NEW_INDEXES, EARLIER, TUNED = "not used", "for new indexes", "earlier", "tuned"  # tuned encoders
KEPT, UNREADABLE = "kept", "cannot be read"


def of(known: Serving, name: str) -> str:
    """Return what a version does, by the pointer of its skill."""
    if name == known.current:
        return SERVES
    if known.canary is not None and known.canary.id == name:
        return f"{CANARY} {known.canary.share * 100:g} %"
    if name in known.named.values():
        return NAMED
    return BEFORE if name in pointer.ever_served(known) else CANDIDATE


def of_encoder(place: Path, settings: Settings) -> str:
    """Return what a tuned encoder does: the newest makes new indexes, unless the settings name one."""
    if settings.encoder is not None:
        return FOR_NEW_INDEXES if Path(settings.encoder).resolve() == place.resolve() else NOT_USED
    return FOR_NEW_INDEXES if place == learned_assets.newest_encoder(settings) else EARLIER


def is_forced(known: Serving, name: str) -> bool:
    """Return whether a version was promoted against the gate, the last time that it was."""
    promoted = [change for change in known.changes if change.id == name and change.action in {"promote", "canary"}]
    return bool(promoted) and promoted[-1].forced


def size(folder: Path) -> int:
    """Return the bytes of the files in a folder."""
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
