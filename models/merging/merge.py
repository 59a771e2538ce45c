"""This module merges adapters of one base into one adapter, and says what was lost."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from models.errors import AdapterError
from models.merging.differences import Adapter, Factors, Weight, read
from models.merging.factoring import Factored, concatenated, decomposed
from models.merging.methods import Method, combine
from models.weights.registry import WEIGHTS

SHORTLIST = "shortlist.safetensors"


@dataclass(frozen=True)
class Plan:
    """A plan says how adapters are merged. `rank` of None: that of the exact sum, or the sum of the adapters' ranks."""

    method: Method = Method.CAT
    weights: tuple[float, ...] = ()  # one per adapter; none: 1 / number of adapters each
    density: float = 0.5  # share of entries that are kept; ties and dare only
    rank: int | None = None
    seed: int = 7

    def __post_init__(self) -> None:
        if not 0 < self.density <= 1:
            raise AdapterError(f"the density is above 0 and at most 1, not {self.density:g}")
        if self.rank is not None and self.rank < 1:
            raise AdapterError(f"the rank is at least 1, not {self.rank}")
        if not all(isfinite(weight) for weight in self.weights):
            raise AdapterError("a weight must be a finite number")
        if self.weights and not any(self.weights):
            raise AdapterError("all weights are zero: such a merge would change nothing")
        if self.method is Method.CAT and self.rank is not None:
            raise AdapterError("cat is exact, so its rank is the sum of the ranks: for a smaller one choose linear")


@dataclass(frozen=True)
class Merged:
    """The merge has factors of one rank per layer. `lost` is the share of the energy (sum of squares) that they lack."""

    rank: int
    lost: float
    layers: int
    exact: bool


def merge(
    folders: Sequence[Path],
    plan: Plan,
    weight: Weight,
    target: Path,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Merged:
    """Merge the adapters in `folders`, whose hashes the caller has checked, into the folder `target`: weights, PEFT
    configuration and the union of their shortlists; the caller writes the manifest. `weight` returns a weight of the base,
    and is asked only for what is merged with DoRA. `progress` is told layers, of how many.

    The same adapters, plan and base give the same weights. Raises `AdapterError`.
    """
    adapters = [read(folder) for folder in folders]
    weights = plan.weights or tuple(1 / len(adapters) for _ in adapters)
    if len(weights) != len(adapters):
        raise AdapterError(f"there are {len(adapters)} adapters and {len(weights)} weights")
    names = sorted({layer for adapter in adapters for layer in adapter.layers})
    rank = plan.rank or sum(_largest_rank(adapter) for adapter in adapters)
    exact = plan.method.is_sum and plan.rank is None and not any(f.is_dora for a in adapters for f in a.layers.values())
    tensors: dict[str, Tensor] = {}
    lost = energy = 0.0
    biased = any(f.bias is not None for a in adapters for f in a.layers.values())
    for done, name in enumerate(names, 1):
        own = [adapter.layers.get(name) for adapter in adapters]
        made = _layer(name, own, weights, plan, rank, weight, exact=exact)
        lost, energy = lost + made.lost, energy + made.energy
        tensors |= _padded(name, made, rank)
        if biased:
            tensors[f"base_model.model.{name}.lora_B.bias"] = _bias(own, weights, made.up.shape[0])
        progress(done, len(names))
    if not all(bool(tensor.isfinite().all()) for tensor in tensors.values()):
        raise AdapterError("the merge has weights that are no numbers: look at the weights of the adapters")
    target.mkdir(parents=True, exist_ok=True)
    save_file(tensors, target / WEIGHTS, metadata={"format": "pt"})
    _write_config(folders, names, rank, target, biased=biased)
    ids = [load_file(folder / SHORTLIST)["ids"] for folder in folders if (folder / SHORTLIST).exists()]
    if len(ids) == len(folders):
        save_file({"ids": torch.unique(torch.cat(ids)).int()}, target / SHORTLIST)
    return Merged(rank, lost / energy if energy else 0.0, len(names), exact)


def _layer(
    name: str,
    own: Sequence[Factors | None],
    weights: Sequence[float],
    plan: Plan,
    rank: int,
    weight: Weight,
    *,
    exact: bool,
) -> Factored:
    there = [(factors, share) for factors, share in zip(own, weights, strict=True) if factors is not None]
    if exact:
        return concatenated([factors for factors, _ in there], [share for _, share in there])
    base = weight(f"{name}.weight") if any(f.is_dora for f, _ in there) else None
    shape = (there[0][0].up.shape[0], there[0][0].down.shape[1])
    nothing = torch.zeros(shape)
    differences = [nothing if f is None else f.difference(nothing if base is None else base) for f in own]
    source = torch.Generator().manual_seed(int.from_bytes(hashlib.sha256(f"{plan.seed} {name}".encode()).digest()[:7]))
    return decomposed(combine(differences, weights, plan.method, plan.density, source), rank)


def _largest_rank(adapter: Adapter) -> int:
    return max(factors.down.shape[0] for factors in adapter.layers.values())


def _padded(name: str, made: Factored, rank: int) -> dict[str, Tensor]:
    """Return the factors with rows of zeros up to the rank, because one configuration names one rank for all layers."""
    missing = rank - made.down.shape[0]
    up = torch.nn.functional.pad(made.up, (0, missing))
    down = torch.nn.functional.pad(made.down, (0, 0, 0, missing))
    key = f"base_model.model.{name}"
    return {f"{key}.lora_A.weight": down.contiguous(), f"{key}.lora_B.weight": up.contiguous()}


def _bias(own: Sequence[Factors | None], weights: Sequence[float], outputs: int) -> Tensor:
    """Return the weighted sum of the biases, whatever the method: there is too little of them to trim."""
    made = torch.zeros(outputs)
    for factors, share in zip(own, weights, strict=True):
        if factors is not None and factors.bias is not None:
            made = made + share * factors.bias
    return made


def _write_config(folders: Sequence[Path], names: Sequence[str], rank: int, target: Path, *, biased: bool) -> None:
    """Write the PEFT configuration of plain LoRA: the factors hold the whole scaling, so alpha is the rank. The layers keep the
    short names that the adapters have for them, because servers know only those."""
    configs = [json.loads((folder / "adapter_config.json").read_text()) for folder in folders]
    short = [config["target_modules"] for config in configs]
    is_listed = all(isinstance(modules, list) for modules in short) and not any(
        c.get("layers_to_transform") for c in configs
    )
    targets = sorted({module for modules in short for module in modules}) if is_listed else list(names)
    config = configs[0] | {
        "r": rank,
        "lora_alpha": rank,
        "rank_pattern": {},
        "alpha_pattern": {},
        "lora_bias": biased,
        "lora_dropout": 0.0,
        "use_dora": False,
        "use_rslora": False,
        "layers_to_transform": None,
        "layers_pattern": None,
        "exclude_modules": None,
        "target_modules": targets,
        "init_lora_weights": True,
    }
    (target / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
