"""This module deletes versions that nobody needs. What is known of them stays: their cards, and the ledger."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from models.errors import AdapterError
from models.weights import manifest, pointer, versions
from models.weights.pointer import Serving
from worker import learned_assets
from worker.errors import Refused
from worker.learning.gate import card, states

KEEP = 3  # of the candidates of each skill, the newest


@dataclass(frozen=True)
class Pruned:
    id: str
    skill: str
    bytes: int


def prune(adapters: Path, keep: int = KEEP, *, dry_run: bool = False) -> list[Pruned]:
    """Delete versions, and return which. What serves, a canary, what somebody is named to get, what a rollback would let serve
    and the newest `keep` of the others of each skill stay, of heads those of each encoder. With `dry_run` nothing is deleted."""
    return [one for place in card.places(adapters) for one in prune_place(place, keep, dry_run=dry_run)]


def prune_place(place: Path, keep: int, *, dry_run: bool = False) -> list[Pruned]:
    """Do the same for the versions in one folder."""
    if versions.is_flat(place) or not place.is_dir():
        return []
    if dry_run:
        return list(map(_about, _idle(place, versions.read(place), keep)))
    return _delete(place, partial(_idle, place, keep=keep))


def delete(adapters: Path, name: str, *, dry_run: bool = False) -> Pruned:
    """Delete one version, also the one that a rollback would let serve. Raises `Refused` for one that has a part in the work."""
    folder = versions.resolve(adapters, learned_assets.VERSIONED, name)
    place, about = versions.place_of(folder), _about(folder)
    if place.resolve() not in {own.resolve() for own in card.places(adapters)}:
        raise Refused(f"{folder} is no version in {adapters}")
    _refuse_at_work(versions.read(place), about.id)
    if not dry_run:
        _delete(place, lambda known: _named(known, versions.find(place, about.id)))
    return about


def _named(known: Serving, folder: Path) -> list[Path]:
    _refuse_at_work(known, folder.name)
    return [folder]


def _refuse_at_work(known: Serving, name: str) -> None:
    if name in _at_work(known):
        raise Refused(f"{name} has a part in the work: promote another version, or roll back, before you delete it")


def _delete(place: Path, chosen: Callable[[Serving], list[Path]]) -> list[Pruned]:
    """Delete while nobody can promote. Each folder is hidden in one step, so that nobody finds half of one."""
    found = []

    def change(known: Serving) -> Serving:
        _clear(place)  # what a command left that was interrupted
        for folder in chosen(known):
            found.append(_about(folder))
            card.keep(place, folder)
            folder.rename(place / f".{folder.name}.pruned")
        _clear(place)
        return known

    versions.update(place, change)
    return found


def _clear(place: Path) -> None:
    for hidden in place.glob(".*.pruned"):
        shutil.rmtree(hidden)


def _idle(place: Path, known: Serving, keep: int) -> list[Path]:
    needed = _at_work(known) | {pointer.served_before(known)}
    others = []
    for folder in versions.list_versions(place):
        with suppress(AdapterError):  # `deskhand models list` names it: somebody has to look
            others += [folder] if manifest.read(folder).id not in needed else []
    return others[: max(0, len(others) - keep)]


def _at_work(known: Serving) -> set[str | None]:
    return {known.current, known.canary.id if known.canary else None, *known.named.values()}


def _about(folder: Path) -> Pruned:
    known = manifest.read(folder)
    return Pruned(known.id, known.skill, states.size(folder))
