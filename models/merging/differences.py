"""This module reads from an adapter's files what it adds to each weight of its base, whatever kind of LoRA it is.

A difference is `scaling * B @ A`; the scaling is alpha / r, or alpha / sqrt(r) with rank-stabilised LoRA (Kalajdzievski
2023). DoRA (Liu et al. 2024) also scales the rows of the sum to a learned length, so its difference has full rank and needs
the weights of the base. A LoRA bias is added to the output of a layer.
"""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors.torch import load_file
from torch import Tensor, float32
from torch.linalg import vector_norm

from models.errors import AdapterError
from models.weights.registry import WEIGHTS

_KEY = re.compile(r"base_model\.model\.(.+)\.(lora_A|lora_B|lora_magnitude_vector)(?:\.(weight|bias))?")
# Settings of PEFT under which `scaling * B @ A` is not what the adapter adds. They must be unset.
_OTHER_KINDS = (
    "layer_replication", "megatron_config", "modules_to_save", "use_bdlora", "use_qalora", "velora_config",
    "monteclora_config", "kasa_config", "arrow_config", "alora_invocation_tokens", "trainable_token_indices",
    "target_parameters",
)  # fmt: skip

Weight = Callable[[str], Tensor]
"""It returns a weight of the base model, of shape (outputs, inputs), by its name, such as "model.layers.0.mlp.up_proj.weight"."""


@dataclass(frozen=True)
class Factors:
    """Factors are what LoRA adds to one weight, of shape (outputs, inputs), as `up @ down`; the scaling is in `up`."""

    up: Tensor  # (outputs, rank), float32
    down: Tensor  # (rank, inputs), float32
    bias: Tensor | None = None  # (outputs,), float32: added to the output of the layer
    length: Tensor | None = None  # (outputs,), float32: of the rows of the sum, with DoRA

    @property
    def is_dora(self) -> bool:
        return self.length is not None

    def difference(self, weight: Tensor) -> Tensor:
        """Return what the adapter adds to `weight`, float32 of its shape."""
        added = self.up @ self.down
        if self.length is None:
            return added
        own = weight.to(float32)
        whole = own + added
        share: Tensor = self.length / vector_norm(whole, dim=1)
        return whole * share.unsqueeze(1) - own


@dataclass(frozen=True)
class Adapter:
    """An adapter was read: what it adds, by the name of the layer ("model.layers.0.mlp.up_proj")."""

    name: str
    layers: Mapping[str, Factors]


def read(folder: Path) -> Adapter:
    """Return the adapter in a folder, whose hashes the caller has checked. Raises `AdapterError` for a kind of adapter that is
    not LoRA, rank-stabilised LoRA or DoRA."""
    config = json.loads((folder / "adapter_config.json").read_text())
    if config.get("peft_type") != "LORA":
        raise AdapterError(f"{folder} is an adapter of the kind {config.get('peft_type')}: only LoRA can be merged")
    used = [name for name in _OTHER_KINDS if config.get(name)]
    if used or config.get("bias", "none") != "none":
        raise AdapterError(
            f"{folder} uses {', '.join(used or ['bias'])}, which is no plain sum of weights: it cannot be merged"
        )
    parts: dict[str, dict[str, Tensor]] = {}
    for key, tensor in load_file(folder / WEIGHTS).items():
        found = _KEY.fullmatch(key)
        if found is None:
            raise AdapterError(f"{folder}: {key} is no weight of a LoRA adapter")
        layer, part, kind = found.groups()
        parts.setdefault(layer, {})[f"{part}.{kind}" if kind == "bias" else part] = tensor.to(float32)
    if not parts:
        raise AdapterError(f"{folder} holds no weights")
    return Adapter(
        folder.name, {layer: _factors(folder, layer, config, found) for layer, found in sorted(parts.items())}
    )


def _factors(folder: Path, layer: str, config: Mapping[str, Any], parts: Mapping[str, Tensor]) -> Factors:
    try:
        down, up = parts["lora_A"], parts["lora_B"]
    except KeyError as error:
        raise AdapterError(f"{folder}: {layer} has only one of the two factors") from error
    rank = down.shape[0]
    if up.shape[1] != rank:
        raise AdapterError(f"{folder}: the two factors of {layer} have the ranks {rank} and {up.shape[1]}")
    stated = of_pattern(config.get("rank_pattern") or {}, layer, config["r"])
    if stated != rank:
        raise AdapterError(f"{folder}: {layer} has the rank {rank}, and the configuration says {stated}")
    alpha = of_pattern(config.get("alpha_pattern") or {}, layer, config["lora_alpha"])
    scaling = alpha / (math.sqrt(rank) if config.get("use_rslora") else rank)
    bias = parts.get("lora_B.bias")
    if config.get("use_dora") and "lora_magnitude_vector" not in parts:
        raise AdapterError(f"{folder}: {layer} has no length, which DoRA needs")
    if config.get("use_dora") and bias is not None:
        raise AdapterError(f"{folder}: {layer} has DoRA and a bias, which cannot be merged")
    return Factors(up * scaling, down, None if bias is None else bias * scaling, parts.get("lora_magnitude_vector"))


def of_pattern(patterns: Mapping[str, Any], layer: str, otherwise: Any) -> Any:
    """Return the value of the pattern that fits a layer, as PEFT looks for it: a name, or a regular expression, at its end."""
    for pattern, value in patterns.items():
        if re.fullmatch(rf"(.*\.)?({pattern})", layer):
            return value
    return otherwise
