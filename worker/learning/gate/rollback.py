"""This module takes promotions back. It loads no model, and nothing that could: a rollback is for when something is wrong."""

from pathlib import Path

from models.weights import pointer, versions
from models.weights.manifest import HEADS
from models.weights.pointer import Change, Serving
from worker.errors import Refused
from worker.learning import serving_heads
from worker.learning.gate import contestants
from worker.settings import Settings

NONE = "none"  # in place of an id: no version shall serve


def rollback(settings: Settings, skill: str, to: str | None = None, by: str = "", reason: str = "") -> Serving:
    """End a canary, or else let the version serve that served before, or one that served earlier (`to`), or `NONE`. Raises
    `Refused` where there is none, and `AdapterError` for one that may not be loaded."""
    place = _place(settings, skill, to)

    def change(known: Serving) -> Serving:
        if known.canary is not None and to is None:
            return known.changed(Change("end canary", known.canary.id, known.current, by, reason), canary=None)
        name: str | None = None
        if to is not None and to != NONE:
            name = versions.find(place, to).name
            if name not in pointer.ever_served(known):
                raise Refused(f"{name} has never served: `deskhand models promote {name}` compares it first")
        elif known.current is None:
            raise Refused(f"no version of {skill} serves, so there is none to go back from")
        elif to is None:
            name = pointer.served_before(known)
        if name == known.current:
            raise Refused(f"{name} serves already")
        if name is not None:
            contestants.checked(settings, _there(place, known, name))
        return known.changed(Change("rollback", name, known.current, by, reason), current=name, canary=None)

    return versions.update(place, change)


def _place(settings: Settings, skill: str, to: str | None) -> Path:
    if skill != HEADS:
        return settings.adapters_path / skill
    if to is None or to == NONE:
        return serving_heads.place(settings)
    return versions.place_of(versions.resolve(settings.adapters_path, [HEADS], to))


def _there(place: Path, known: Serving, name: str) -> Path:
    if not (place / name).is_dir():
        served = pointer.ever_served(known) - {known.current}
        earlier = [one.name for one in versions.list_versions(place) if one.name in served]
        raise Refused(
            f"{name}, which served before, is not there any more: name another one with --to (of those that served before, these "
            f"are left: {', '.join(earlier) or 'not one'}), or let none serve with --to {NONE}"
        )
    return place / name
