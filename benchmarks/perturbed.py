"""This module makes further adapters out of one, by noise on its weights: other figures, the same shape and cost."""

import shutil
from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from models.weights import registry, versions
from models.weights.base import sha256_of


def perturbed(source: Path, skill_folder: Path, seed: int, noise: float = 0.02) -> Path:
    """Add a version to a skill's folder that differs from `source` by noise of a share `noise` of each weight's size, and
    return its folder."""
    made = skill_folder.with_name(f".{skill_folder.name}.{seed}")
    shutil.copytree(source, made)
    generator = torch.Generator().manual_seed(seed)
    weights = {
        name: own + noise * own.float().std() * torch.randn(own.shape, generator=generator).to(own.dtype)
        for name, own in load_file(source / registry.WEIGHTS).items()
    }
    save_file(weights, made / registry.WEIGHTS)
    known = registry.read_manifest(source)
    name = f"{known.skill}-{known.created_at[:10].replace('-', '')}-{sha256_of(made / registry.WEIGHTS)[:8]}"
    registry.write_manifest(made, replace(known, id=name, promise=None, files={}))
    skill_folder.mkdir(parents=True, exist_ok=True)
    return versions.add(skill_folder, made)
