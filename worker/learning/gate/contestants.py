"""This module knows who may do the work of a skill: adapters, and whatever would do it without one."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from models.errors import AdapterError
from models.heads import folder as heads_folder
from models.heads.folder import Heads
from models.skills import reply, translation, triage
from models.weights import base, manifest, registry, versions
from models.weights.manifest import HEADS
from worker import assets, kept_prompts, learned_assets
from worker.company import load_company
from worker.errors import Refused
from worker.settings import Settings


class Kind(StrEnum):
    ADAPTER = "adapter"
    BASE = "base"  # the bare base model
    PROMPT = "prompt"  # the base model with the kept prompt
    HEADS = "heads"
    CHOSEN = "chosen"  # statements, by the selector if there is one
    STATEMENTS = "first statements"
    MAJORITY = "most frequent answer"
    ORIGINAL = "no translation"


SIMPLEST = {triage.NAME: Kind.MAJORITY, reply.NAME: Kind.STATEMENTS, translation.NAME: Kind.ORIGINAL}


@dataclass(frozen=True)
class Contestant:
    name: str  # as people read it: the id of a version
    kind: Kind
    folder: Path | None = None  # of a version


def version(folder: Path) -> Contestant:
    known = manifest.read(folder)
    return Contestant(known.id, Kind.HEADS if known.skill == HEADS else Kind.ADAPTER, folder)


def checked(settings: Settings, folder: Path) -> manifest.Manifest:
    """Return the manifest of a version that may be run: this company's, whole, and for the base of the settings. Raises
    `AdapterError` and `ForeignAsset` for any other."""
    known = manifest.read(folder)
    if known.skill == HEADS:
        learned_assets.load_own_heads(settings, folder)
        return known
    assets.require_own(folder / registry.MANIFEST, load_company(settings.company_path))
    ready = base.is_ready(settings.base_model, settings.home_path)
    model = base.ensure(settings.base_model, settings.home_path) if ready else None
    registry.load_manifest(folder, base=model)
    if known.skill not in learned_assets.SKILLS:
        raise AdapterError(f"{folder} is an adapter for {known.skill}, which no pointer names")
    return known


def work_of(version: str) -> str:
    """Return which skill is measured of a version: heads do triage."""
    return triage.NAME if version == HEADS else version


def place_of(settings: Settings, skill: str, one: Contestant) -> Path:
    """Return the folder of the versions of which a contestant for a skill is one."""
    if one.kind is not Kind.HEADS or one.folder is None:
        return settings.adapters_path / skill
    return settings.adapters_path / HEADS / heads_folder.read_manifest(one.folder).encoder


def skill_of(settings: Settings, names: Iterable[str]) -> str:
    """Return for which skill those are that a person names. Raises `Refused` where none is an adapter, or `AdapterError`."""
    for name in names:
        if name == HEADS:
            return triage.NAME
        if name not in {"serving", "base", "simplest", "prompt"}:
            return work_of(
                manifest.read(versions.resolve(settings.adapters_path, learned_assets.VERSIONED, name)).skill
            )
    raise Refused(f"say with --skill what {' and '.join(names)} shall do: {', '.join(learned_assets.SKILLS)}")


def simplest(skill: str) -> Contestant:
    return Contestant(SIMPLEST[skill].value, SIMPLEST[skill])


def working(settings: Settings, skill: str) -> Contestant:
    """Return what does the work of a skill now, under the settings."""
    if skill == triage.NAME and (own := heads(settings)) is not None:
        return own
    if skill == reply.NAME and learned_assets.chooses(settings):
        return Contestant(learned_assets.reply_adapter(settings), Kind.CHOSEN)
    if skill == translation.NAME and not settings.translate:
        return simplest(skill)
    folder = learned_assets.adapter_folders(settings).get(skill)
    return version(folder) if folder is not None else prompt(settings, skill) or Contestant("base", Kind.BASE)


def heads(settings: Settings) -> Contestant | None:
    """Return the heads that serve, those of all encoders together; None where the setting asks for the model."""
    known = learned_assets.load_heads(settings)
    if len(known) == 1:
        own = versions.serving_folder(settings.adapters_path / HEADS / next(iter(known)))
        return None if own is None else version(own)
    return Contestant(", ".join(own.id for own in known.values()), Kind.HEADS) if known else None


def heads_of(settings: Settings, one: Contestant) -> dict[str, Heads]:
    """Return the heads of a contestant, by encoder. Raises what `learned_assets.load_own_heads` raises."""
    if one.folder is None:
        return learned_assets.load_heads(settings.model_copy(update={"triage": None}))
    own = learned_assets.load_own_heads(settings, one.folder)
    return {own.manifest.encoder: own}


def prompt(settings: Settings, skill: str) -> Contestant | None:
    """Return the prompt that was chosen for a skill and for the base of the settings; None if there is none."""
    if skill not in kept_prompts.SKILLS:
        return None
    known = learned_assets.load_kept_prompt(settings, skill)
    if known is None or known.misfit(learned_assets.base_id(settings), known.prompt.form):
        return None
    return Contestant(known.prompt.id, Kind.PROMPT)


def named(settings: Settings, skill: str, name: str) -> Contestant:
    """Return the contestant that a person names. Raises `Refused` or `AdapterError`."""
    if name == "serving":
        return working(settings, skill)
    if name == "base":
        return Contestant("base", Kind.BASE)
    if name == "prompt":
        if (kept := prompt(settings, skill)) is None:
            raise Refused(f"no prompt is kept for {skill} and this base: `deskhand models prompt {skill}` chooses one")
        return kept
    if name == "simplest":
        return simplest(skill)
    if name == HEADS:
        trained = heads(settings.model_copy(update={"triage": None})) if skill == triage.NAME else None
        if trained is None:
            raise Refused(f"there are no heads for {skill}: heads do triage, and `deskhand models heads` trains them")
        return trained
    folder = versions.resolve(settings.adapters_path, learned_assets.VERSIONED, name)
    known = checked(settings, folder)
    if work_of(known.skill) != skill:
        kind = "has heads, which do triage" if known.skill == HEADS else f"is an adapter for {known.skill}"
        raise Refused(f"{known.id} {kind}, not {skill}")
    return version(folder)
