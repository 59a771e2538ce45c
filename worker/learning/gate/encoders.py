"""This module says which tuned encoders an index needs, and deletes others."""

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Engine, text

from models.encoding import versions
from models.errors import AdapterError
from models.weights import registry
from worker.errors import Refused
from worker.learning.gate import card, states
from worker.learning.gate.pruning import Pruned


def in_use(database: Engine) -> frozenset[str]:
    """Return the identities of the encoders that made an index, wherever their folders lie."""
    with database.connect() as connection:
        return frozenset(name.rpartition("@")[2] for name in connection.scalars(text("select encoder from indexes")))


def is_needed(place: Path, used: Collection[str]) -> bool:
    """Return whether an index was made by the encoder in a folder. One that cannot be read is needed: somebody has to look."""
    try:
        return versions.identity(registry.read_manifest(place)) in used
    except (AdapterError, KeyError):
        return True


def prune(folder: Path, used: Collection[str], keep: int, *, dry_run: bool) -> list[Pruned]:
    """Delete encoders that made no index, without the newest `keep` of them, and return which."""
    idle = [place for place in versions.list_versions(folder) if not is_needed(place, used)]
    return [_delete(folder, place, dry_run=dry_run) for place in idle[: max(0, len(idle) - keep)]]


def delete(folder: Path, name: str, used: Collection[str], *, dry_run: bool) -> Pruned:
    """Delete one encoder. Raises `Refused` for one that an index needs."""
    place = versions.find(folder, name)
    if is_needed(place, used):
        raise Refused(
            f"an index was made by {name} and cannot be searched without it: `deskhand knowledge reindex` with another encoder "
            "(DESKHAND_ENCODER) comes first"
        )
    return _delete(folder, place, dry_run=dry_run)


def _delete(folder: Path, place: Path, *, dry_run: bool) -> Pruned:
    about = Pruned(registry.read_manifest(place).id, folder.name, states.size(place))
    if not dry_run:
        card.keep(folder, place)
        versions.delete(folder, place)
    return about
