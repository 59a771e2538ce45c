"""This module reads the PEFT configuration of a foreign adapter, and refuses what would change what is served."""

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from peft import LoraConfig

from models.errors import AdapterError
from models.merging.differences import of_pattern
from models.weights.registry import FORBIDDEN_KEYS

FILE = "adapter_config.json"
# These settings say what is in the weights, or concern training alone.
_WITHOUT_EFFECT = frozenset(
    """base_model_name_or_path eva_config exclude_modules fan_in_fan_out inference_mode layers_pattern layers_to_transform
    lora_dropout megatron_core peft_type peft_version qalora_group_size revision runtime_config target_modules
    task_type""".split()
)
_READ = frozenset("alpha_pattern init_lora_weights lora_alpha r rank_pattern use_dora use_rslora".split())
_REASONS = {  # setting -> why an adapter that uses it is refused; it must be unset
    "modules_to_save": "it holds whole layers of its own, which do not fit beside other adapters",
    "trainable_token_indices": "it changes the vocabulary of the base",
    "target_parameters": "it changes weights that are no layers",
    "layer_replication": "it makes another network of the base",
    "lora_bias": "it adds a bias, for which the layers have no place",
    "bias": "it changes the biases of the base",
}
# Ways to begin under which the base keeps its weights, which it does not under PiSSA, OLoRA, LoftQ and others.
_STARTS = (True, False, None, "gaussian", "eva", "orthogonal")
_LONGEST_PATTERN = 200
_LARGEST = 1e6  # rank or alpha: with more, an answer is no number
_NESTED = re.compile(r"\)[*+?{]")  # a pattern that could take for ever


def read(folder: Path) -> dict[str, Any]:
    """Return the settings of an adapter. Raises `AdapterError` for a file that is none."""
    try:
        config = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise AdapterError(f"{folder / FILE} cannot be read: {error}") from error
    if not isinstance(config, dict):
        raise AdapterError(f"{folder / FILE} is no configuration")
    return config


def check(folder: Path, config: Mapping[str, Any]) -> list[str]:
    """Return the settings that are unknown and unset. Raises `AdapterError` for one that would change what is served."""
    if config.get("peft_type") != "LORA" or config.get("task_type") not in ("CAUSAL_LM", None):
        kind = f"{config.get('peft_type')} for {config.get('task_type')}"
        raise AdapterError(f"{folder} is an adapter of the kind {kind}: only LORA for CAUSAL_LM serves here")
    forbidden = sorted(key for key in FORBIDDEN_KEYS if config.get(key))
    if forbidden:
        hint = "; train with task_type CAUSAL_LM, so that PEFT does not write it" if "auto_mapping" in forbidden else ""
        raise AdapterError(f"{folder / FILE} sets {', '.join(forbidden)}, through which code could run{hint}")
    for key, why in _REASONS.items():
        if _is_set(config.get(key)):
            raise AdapterError(f"{folder} sets {key}: {why}. Train without it")
    start = config.get("init_lora_weights", True)
    if not (_is_plain(start) and start in _STARTS):
        raise AdapterError(
            f"{folder} began with init_lora_weights = {start!r}, which changes the base itself, so it does not fit ours"
        )
    others = [key for key in config if key not in _WITHOUT_EFFECT | _READ | FORBIDDEN_KEYS | _REASONS.keys()]
    used = sorted(key for key in others if config[key])
    if used:
        raise AdapterError(
            f"{folder / FILE} sets {', '.join(used)}, and only plain LoRA, rank-stabilised LoRA and DoRA serve here: train "
            "without it"
        )
    return sorted(set(others) - _known())


def require_known(folder: Path) -> None:
    """Raise `AdapterError` where an adapter has settings that PEFT does not know, whatever they change."""
    if unknown := sorted(read(folder).keys() - _known()):
        raise AdapterError(f"{folder / FILE} has settings that nobody knows here: {', '.join(unknown)}")


def _known() -> set[str]:
    return {field.name for field in fields(LoraConfig)}


def _is_set(value: Any) -> bool:
    return bool(value) and value != "none"


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, (bool, str, int, float))


def value(folder: Path, config: Mapping[str, Any], patterns: str, layer: str, otherwise: str) -> Any:
    """Return rank or alpha of a layer, as PEFT finds it. Raises `AdapterError` for one that is no number above zero."""
    known = config.get(patterns) or {}
    if not isinstance(known, dict) or any(_is_slow(pattern) for pattern in known):
        raise AdapterError(f"{folder}: {patterns} of {FILE} is not what PEFT writes")
    try:
        found = of_pattern(known, layer, config.get(otherwise))
    except re.error as error:
        raise AdapterError(f"{folder}: {patterns} of {FILE} is not what PEFT writes: {error}") from error
    if isinstance(found, bool) or not isinstance(found, (int, float)) or not 0 < found <= _LARGEST:
        raise AdapterError(f"{folder}: {otherwise} of {layer} must be a number above zero and below a million")
    return found


def _is_slow(pattern: str) -> bool:
    return len(pattern) > _LONGEST_PATTERN or bool(_NESTED.search(pattern))
