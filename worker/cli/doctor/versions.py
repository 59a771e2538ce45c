"""The doctor says which versions of adapters have a part in the work beside the one that serves, and which serve by force."""

from collections.abc import Iterator

from models.errors import AdapterError
from models.weights import registry, versions
from models.weights.versions import Serving
from worker import learned_assets
from worker.cli.doctor.diagnosis import Diagnosis, Level
from worker.learning.gate import states
from worker.settings import Settings


def learned(settings: Settings) -> Iterator[Diagnosis]:
    if settings.adapters is None:
        return  # `learned` has said why
    for skill in learned_assets.SKILLS:
        place, what = settings.adapters_path / skill, f"versions of {skill}"
        try:
            known = versions.read(place)
            names = [folder.name for folder in versions.list_versions(place)]
        except AdapterError as error:
            yield Diagnosis(what, Level.WRONG, str(error))
            continue
        others = {**({"a canary": known.canary.id} if known.canary else {}), **known.named}
        for who, name in others.items():
            try:
                registry.load_manifest(versions.find(place, name), base=None)
            except (AdapterError, OSError) as error:
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


def _by_force(what: str, known: Serving) -> Iterator[Diagnosis]:
    for name in (known.current, known.canary.id if known.canary else None):
        if name is not None and states.is_forced(known, name):
            change = [one for one in known.changes if one.id == name and one.forced][-1]
            why = f"{name} was promoted against the gate on {change.at[:10]} by {change.by}: {change.reason}"
            yield Diagnosis(what, Level.NOTE, why)
