"""This module deletes versions that nobody needs. What is known of them stays: their cards, and the ledger."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from models.weights import registry, versions
from models.weights.versions import Serving
from worker import bootstrap
from worker.learning.gate import card

KEEP = 3  # of the candidates of each skill, the newest


@dataclass(frozen=True)
class Pruned:
    id: str
    skill: str
    bytes: int


def prune(adapters: Path, keep: int = KEEP, *, dry_run: bool = False) -> list[Pruned]:
    """Delete versions, and return which. What serves, a canary, what somebody is named to get, what a rollback would let serve
    and the newest `keep` of the others stay. With `dry_run` nothing is deleted."""
    found: list[Pruned] = []
    for skill in bootstrap.SKILLS:
        place = adapters / skill
        if versions.is_flat(place) or not versions.list_versions(place):
            continue
        if dry_run:
            found += [_about(folder, skill) for folder in _idle(place, versions.read(place), keep)]
            continue
        found += _delete(place, keep)
    return found


def _delete(place: Path, keep: int) -> list[Pruned]:
    """Delete while nobody can promote. Each folder is hidden in one step, so that nobody finds half of one."""
    found = []

    def change(known: Serving) -> Serving:
        for folder in _idle(place, known, keep):
            found.append(_about(folder, place.name))
            card.keep(place, folder)
            folder.rename(place / f".{folder.name}.pruned")
        for left in place.glob(".*.pruned"):  # also of a command that was interrupted
            shutil.rmtree(left)
        return known

    versions.update(place, change)
    return found


def _idle(place: Path, known: Serving, keep: int) -> list[Path]:
    needed = {known.current, versions.served_before(known), *known.named.values()}
    needed |= {known.canary.id} if known.canary else set()
    others = [folder for folder in versions.list_versions(place) if folder.name not in needed]
    return others[: len(others) - keep] if keep else others


def _about(folder: Path, skill: str) -> Pruned:
    return Pruned(registry.read_manifest(folder).id, skill, card.size(folder))
