"""The doctor says what the workers serve, whether a promotion has arrived, and what of the pointers has no effect."""

from collections.abc import Iterator

from models.errors import AdapterError
from models.weights import versions
from worker import learned_assets
from worker.cli.doctor.diagnosis import Diagnosis, Level
from worker.errors import CompanyError, ForeignAsset, NotReady
from worker.serving import naming, plan, state
from worker.settings import Settings


def serving(settings: Settings) -> Iterator[Diagnosis]:
    if settings.adapters is None:
        return  # `learned` has said why
    for skill in learned_assets.SKILLS:
        try:
            known = versions.read(settings.adapters_path / skill)
            strangers = naming.strangers(settings, skill)
            idle = not learned_assets.is_asked(settings, skill)
        except (AdapterError, CompanyError, ForeignAsset, NotReady, OSError):
            continue  # `versions`, `learned` or `company` has said why
        for who in strangers:
            message = f"{who} has {known.named[who]} and is no brand or queue of the company file: --remove it"
            yield Diagnosis(f"versions of {skill}", Level.WRONG, f"{message} with `deskhand models assign`")
        if idle and (known.canary or known.named):
            yield Diagnosis(f"versions of {skill}", Level.NOTE, learned_assets.why_not_asked(skill))
    try:
        wanted = state.told_of(plan.read(settings, []))
    except (AdapterError, CompanyError, ForeignAsset, NotReady, OSError):
        wanted = None
    for told in state.read(settings.home_path):
        yield from _worker(told, wanted)


def _worker(told: state.Told, wanted: state.Told | None) -> Iterator[Diagnosis]:
    what = f"worker {told.worker}"
    if told.refused:
        message = f"goes on with {_shown(told)}, because it cannot take what the pointers say: {told.refused}"
        yield Diagnosis(what, Level.WRONG, message)
        return
    if wanted is not None and _served(told) != _served(wanted):
        yield Diagnosis(what, Level.NOTE, f"serves {_shown(told)}, and takes {_shown(wanted)} after its batch")
        return
    yield Diagnosis(what, Level.GOOD, f"serves {_shown(told)}")


def _served(told: state.Told) -> tuple[object, ...]:
    return told.serves, told.canaries, told.named


def _shown(told: state.Told) -> str:
    shown = [*told.serves.values(), *(f"{own} (canary)" for own in told.canaries.values())]
    shown += [f"{own} ({who})" for who, own in told.named.items()]
    return ", ".join(shown) or "no adapter"
