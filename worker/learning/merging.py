"""This module merges adapters of the language model into a new adapter, or one into a plain copy of its base."""

import shutil
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.errors import AdapterError
from models.weights import registry, versions
from models.weights.base import BaseModel
from models.weights.folders import replace_folder
from worker import assets
from worker.company import Company
from worker.learning import training_folder

if TYPE_CHECKING:
    from models.merging.merge import Merged, Plan

_LAYER_BIAS = "lora_bias"


def merge(
    folders: Sequence[Path],
    plan: "Plan",
    model: BaseModel,
    target: Path,
    company: Company,
    skill: str | None = None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> tuple[registry.AdapterManifest, "Merged"]:
    """Merge a company's adapters into the new folder `target`, and return its manifest and what was lost. `skill`: of the merge;
    needed where the adapters have different ones. Raises `AdapterError`, also if `target` is there already, and
    `ForeignAsset` for another company's adapter."""
    from models.generation.local import load_network
    from models.merging.merge import merge as merge_weights
    from models.weights.layers import oriented_weights

    _refuse_existing(target)
    for folder in folders:
        assets.require_own(folder / registry.MANIFEST, company)
    parents = [registry.load_manifest(folder, base=model) for folder in folders]
    skills = {parent.skill for parent in parents}
    if skill is None and len(skills) > 1:
        raise AdapterError(
            f"the adapters are for {' and '.join(sorted(skills))}: say with --skill what the merge is for"
        )
    shared = _shared(parents)
    weights = cache(lambda: oriented_weights(load_network(model, "auto")))  # only DoRA needs them, unrounded
    part = target.with_name(f".{target.name}.merging")
    shutil.rmtree(part, ignore_errors=True)
    try:
        known = merge_weights(folders, plan, lambda name: weights()[name], part, progress)
        config: dict[str, Any] = {
            "method": str(plan.method),
            "merged_from": [parent.id for parent in parents],
            "weights": list(plan.weights) or [1 / len(parents)] * len(parents),
            "density": None if plan.method.is_sum else plan.density,
            "rank": known.rank,
            "lost": known.lost,
            "seed": plan.seed,
            "examples": sum(int(parent.config.get("examples", 0)) for parent in parents),
            **shared,
        }
        data = parents[0].data_sha256 if len({p.data_sha256 for p in parents}) == 1 else ""
        manifest = registry.write_new_manifest(part, skill or parents[0].skill, model, data, config, company.id)
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_folder(target, part)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return manifest, known


def as_candidate(
    folders: Sequence[Path],
    plan: "Plan",
    model: BaseModel,
    adapters: Path,
    company: Company,
    skill: str | None = None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> tuple[registry.AdapterManifest, "Merged"]:
    """Merge a company's adapters into a new version of their skill, in the adapters' folder. Raises what `merge` raises, and
    `Refused` while another merge works there."""
    place = adapters / "merge"
    with training_folder.claimed(place):
        part = training_folder.begin(place) / "merged"
        manifest, known = merge(folders, plan, model, part, company, skill, progress)
        versions.add(adapters / manifest.skill, part)
    return manifest, known


def into_base(folder: Path, model: BaseModel, target: Path, company: Company) -> registry.AdapterManifest:
    """Write the base with the adapter in its weights into the new folder `target`, as a plain model in the format in which the
    base is stored, for servers without LoRA. Return the adapter's manifest. Raises `AdapterError`, and `ForeignAsset` for
    another company's adapter."""
    import torch
    from transformers import AutoTokenizer

    from models.generation.local import load_network
    from models.generation.merging import merged_weights
    from models.merging.differences import read

    _refuse_existing(target)
    assets.require_own(folder / registry.MANIFEST, company)
    manifest = registry.load_manifest(folder, base=model)
    if any(factors.bias is not None for factors in read(folder).layers.values()):
        raise AdapterError(f"{folder} adds a bias ({_LAYER_BIAS}), for which the layers of {model.name} have no place")
    network = load_network(model, "auto")
    weights = merged_weights(network, folder)
    with torch.no_grad():
        own = dict(network.named_parameters())
        for name, weight in weights.items():
            own[name].copy_(weight)
    part = target.with_name(f".{target.name}.merging")
    shutil.rmtree(part, ignore_errors=True)
    try:
        network.save_pretrained(part, safe_serialization=True)
        tokenizer = AutoTokenizer.from_pretrained(model.path, trust_remote_code=False)
        if not manifest.config.get("turns"):
            tokenizer.chat_template = None  # the adapter reads plain prompts, and whoever serves the model goes by this
        tokenizer.save_pretrained(part)
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_folder(target, part)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return manifest


def _shared(parents: Sequence[registry.AdapterManifest]) -> dict[str, Any]:
    """Return what a merge has in common with all its parents: how it is asked, and in which form it replies. Raises
    `AdapterError` where they differ."""
    turns = {bool(parent.config.get("turns")) for parent in parents}
    if len(turns) > 1:
        plain = [parent.id for parent in parents if not parent.config.get("turns")]
        raise AdapterError(
            f"{', '.join(plain)} learned from plain prompts, and the others from the turns of the base's chat template: train "
            "them again in the same way"
        )
    forms = {parent.config["form"] for parent in parents if "form" in parent.config}
    if len(forms) > 1:
        raise AdapterError(f"the adapters write replies in different forms ({', '.join(sorted(forms))})")
    return ({"turns": True} if turns == {True} else {}) | ({"form": forms.pop()} if forms else {})


def _refuse_existing(target: Path) -> None:
    if target.exists():
        raise AdapterError(f"{target} is there already: choose another --out, or remove it")
