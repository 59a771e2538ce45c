"""The doctor says which versions have a part in the work beside the one that serves, and which serve by force."""

from collections.abc import Iterator
from pathlib import Path

from models.errors import AdapterError
from models.weights import registry, versions
from models.weights.pointer import Serving
from worker import learned_assets
from worker.cli.doctor.diagnosis import Diagnosis, Level
from worker.errors import ForeignAsset
from worker.learning.gate import card, contestants, states
from worker.settings import Settings


def learned(settings: Settings) -> Iterator[Diagnosis]:
    if settings.adapters is None:
        return  # `learned` has said why
    for place in card.places(settings.adapters_path):
        what = f"versions of {versions.skill_of(place)}"
        try:
            known = versions.read(place)
            names = [folder.name for folder in versions.list_versions(place)]
        except AdapterError as error:
            yield Diagnosis(what, Level.WRONG, str(error))
            continue
        others = {**({"a canary": known.canary.id} if known.canary else {}), **known.named}
        for who, name in others.items():
            try:
                _require_fit(settings, versions.find(place, name))
            except (AdapterError, ForeignAsset, OSError) as error:
                yield Diagnosis(what, Level.WRONG, f"{who} cannot be loaded: {error}")
        if known.canary is not None:
            yield Diagnosis(
                what, Level.GOOD, f"{known.canary.id} is a canary for {known.canary.share * 100:g} % of the tickets"
            )
        yield from _by_force(what, known)
        waiting = sum(states.of(known, name) == states.CANDIDATE for name in names)
        if waiting and not versions.is_flat(place):
            told = f"candidates that wait: {waiting}; `deskhand models list` shows them, `deskhand models promote` compares one"
            yield Diagnosis(what, Level.GOOD, told)


def _require_fit(settings: Settings, folder: Path) -> None:
    """Raise `AdapterError` or `ForeignAsset` for a version that may not be loaded, whatever the base is."""
    if contestants.version(folder).kind is contestants.Kind.HEADS:
        learned_assets.load_own_heads(settings, folder)
    else:
        registry.load_manifest(folder, base=None)


def _by_force(what: str, known: Serving) -> Iterator[Diagnosis]:
    for name in (known.current, known.canary.id if known.canary else None):
        if name is not None and states.is_forced(known, name):
            change = [one for one in known.changes if one.id == name and one.forced][-1]
            why = f"{name} was promoted against the gate on {change.at[:10]} by {change.by}: {change.reason}"
            yield Diagnosis(what, Level.NOTE, why)
