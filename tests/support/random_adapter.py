"""This module makes random adapters for small bases, in seconds and without training."""

from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM

from models.weights import registry, versions
from models.weights.base import BaseModel
from models.weights.pointer import Change, Serving


def make(base: BaseModel, folder: Path, skill: str, seed: int, company: str = "ferrowick") -> Path:
    """An adapter in `folder` that changes what the base says."""
    model = AutoModelForCausalLM.from_pretrained(base.path, dtype=torch.float32)
    torch.manual_seed(seed)
    config = LoraConfig(
        r=4, lora_alpha=8, target_modules=["q_proj", "down_proj"], init_lora_weights=False, task_type="CAUSAL_LM"
    )
    peft = get_peft_model(model, config)
    with torch.no_grad():
        for name, weight in peft.named_parameters():
            if "lora_B" in name:
                weight.normal_(std=0.3)
    peft.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    save_file({"ids": torch.arange(model.config.vocab_size)}, folder / "shortlist.safetensors")
    registry.write_new_manifest(folder, skill, base, "d", {}, company)
    return folder


def add(base: BaseModel, adapters: Path, skill: str, seed: int, company: str = "ferrowick") -> Path:
    """A version beside those that are there."""
    made = make(base, adapters / f".{skill}.{seed}", skill, seed, company)
    return versions.add(adapters / skill, made)


def point(adapters: Path, skill: str, action: str, version: str | None, **values: object) -> Serving:
    """Change the pointer, as the commands do."""
    change = Change(action, version, versions.read(adapters / skill).current, "test")
    return versions.update(adapters / skill, lambda known: known.changed(change, **values))
