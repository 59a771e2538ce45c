"""This module knows who may do the work of a skill: adapters, and whatever would do it without one."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from models.errors import AdapterError
from models.skills import reply, translation, triage
from models.weights import base, registry, versions
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
    name: str  # as people read it: the id of an adapter
    kind: Kind
    folder: Path | None = None  # of an adapter


def adapter(folder: Path) -> Contestant:
    return Contestant(registry.read_manifest(folder).id, Kind.ADAPTER, folder)


def checked(settings: Settings, folder: Path) -> registry.AdapterManifest:
    """Return the manifest of an adapter that may be run: this company's, whole, and for the base of the settings. Raises
    `AdapterError` and `ForeignAsset` for any other."""
    company = load_company(settings.company_path)
    assets.require_own(folder / registry.MANIFEST, company)
    ready = base.is_ready(settings.base_model, settings.home_path)
    model = base.ensure(settings.base_model, settings.home_path) if ready else None
    manifest = registry.load_manifest(folder, base=model)
    if manifest.skill not in learned_assets.SKILLS:
        raise AdapterError(f"{folder} is an adapter for {manifest.skill}, which no pointer names")
    return manifest


def skill_of(settings: Settings, names: Iterable[str]) -> str:
    """Return for which skill those are that a person names. Raises `Refused` where none is an adapter, or `AdapterError`."""
    for name in names:
        if name == "heads":
            return triage.NAME
        if name not in {"serving", "base", "simplest", "prompt"}:
            return registry.read_manifest(versions.resolve(settings.adapters_path, learned_assets.SKILLS, name)).skill
    raise Refused(f"say with --skill what {' and '.join(names)} shall do: {', '.join(learned_assets.SKILLS)}")


def simplest(skill: str) -> Contestant:
    return Contestant(SIMPLEST[skill].value, SIMPLEST[skill])


def working(settings: Settings, skill: str) -> Contestant:
    """Return what does the work of a skill now, under the settings."""
    if skill == triage.NAME and (known := learned_assets.load_heads(settings)):
        return Contestant(", ".join(own.id for own in known.values()), Kind.HEADS)
    if skill == reply.NAME and learned_assets.chooses(settings):
        return Contestant(learned_assets.reply_adapter(settings), Kind.CHOSEN)
    if skill == translation.NAME and not settings.translate:
        return simplest(skill)
    folder = learned_assets.adapter_folders(settings).get(skill)
    return adapter(folder) if folder is not None else prompt(settings, skill) or Contestant("base", Kind.BASE)


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
        if (known := prompt(settings, skill)) is None:
            raise Refused(f"no prompt is kept for {skill} and this base: `deskhand models prompt {skill}` chooses one")
        return known
    if name == "simplest":
        return simplest(skill)
    if name == "heads":
        trained = (
            learned_assets.load_heads(settings.model_copy(update={"triage": None})) if skill == triage.NAME else {}
        )
        if not trained:
            raise Refused(f"there are no heads for {skill}: heads do triage, and `deskhand models heads` trains them")
        return Contestant(", ".join(own.id for own in trained.values()), Kind.HEADS)
    folder = versions.resolve(settings.adapters_path, learned_assets.SKILLS, name)
    manifest = checked(settings, folder)
    if manifest.skill != skill:
        raise Refused(f"{manifest.id} is an adapter for {manifest.skill}, not for {skill}")
    return Contestant(manifest.id, Kind.ADAPTER, folder)
