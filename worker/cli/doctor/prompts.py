"""The doctor says which prompts are kept for a base without an adapter, and whether they serve; without one it says nothing,
unless the model is to work with neither."""

from collections.abc import Iterator

from models.errors import AdapterError, BaseModelError
from worker import kept_prompts, learned_assets
from worker.cli.doctor.diagnosis import Diagnosis, Level
from worker.errors import CompanyError, ForeignAsset, NotReady
from worker.settings import Settings


def prompts(settings: Settings) -> Iterator[Diagnosis]:
    for skill in kept_prompts.SKILLS:
        yield from _of(settings, skill)


def _of(settings: Settings, skill: str) -> Iterator[Diagnosis]:
    what = f"prompt for {skill}"
    try:
        known = learned_assets.load_kept_prompt(settings, skill)
        if known is None:
            if learned_assets.works_by_model(settings, skill) and skill not in learned_assets.adapter_folders(settings):
                choose = f"run `deskhand {kept_prompts.MADE_BY.format(skill=skill)}`"
                yield Diagnosis(
                    what, Level.NOTE, f"the bare base does it, with neither an adapter nor a chosen prompt: {choose}"
                )
            return
        model = learned_assets.base_id(settings)
        why = learned_assets.idle_prompt(settings, skill, known, model)
    except AdapterError as error:
        yield Diagnosis(what, Level.WRONG, str(error))
        return
    except (CompanyError, ForeignAsset, NotReady, BaseModelError, OSError):
        return  # `company`, `learned`, `form of replies` or `model` has said why
    told = f"{known.prompt.id}, {known.origin.measure} {known.score}"
    if not model:
        yield Diagnosis(what, Level.NOTE, f"{told}; once the base is converted, its fit is checked as well")
    elif why:
        yield Diagnosis(what, Level.NOTE, f"{told}, is not used: {why}")
    elif known.erased:
        again = f"run `deskhand {kept_prompts.MADE_BY.format(skill=skill)}`"
        yield Diagnosis(what, Level.NOTE, f"{told}, lost {known.erased} examples to an erasure since: {again}")
    else:
        yield Diagnosis(what, Level.GOOD, told)
