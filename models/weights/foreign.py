"""This module reads an adapter that another tool wrote, and keeps what it needs to serve.

Only two files are opened: the configuration, as JSON, and the weights, as safetensors. The layers and the rank come from the
weights, which must fit the base; the configuration we write names these, and nothing of theirs that a library would act on.
"""

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import AdapterError
from models.training.run import DORA, LORA
from models.weights import foreign_settings as settings
from models.weights.registry import WEIGHTS

_PICKLED = ("adapter_model.bin", "adapter_model.pt", "adapter_model.pth", "pytorch_model.bin")
_KEY = re.compile(r"base_model\.model\.(.+)\.(lora_A\.weight|lora_B\.weight|lora_magnitude_vector)")
_DOWN, _UP, _LENGTHS = "lora_A.weight", "lora_B.weight", "lora_magnitude_vector"
_VOCABULARY = re.compile(r"embed_tokens|lm_head|embedding|wte|modules_to_save|\.original_module|token_adapter")
_DTYPES = frozenset({"F32", "F16", "BF16"})


@dataclass(frozen=True)
class Foreign:
    """A foreign adapter was read and fits the base."""

    folder: Path
    method: str  # lora or dora
    rank: int  # of most layers
    alpha: float
    targets: Sequence[str]  # names of its layers, their last parts where these suffice
    config: Mapping[str, Any]  # the PEFT configuration that we write
    peft: str  # version that wrote it
    dropped: Sequence[str]  # settings that we do not know, and that are unset
    shapes: Mapping[str, tuple[int, ...]]  # of its tensors, by name


def read(folder: Path, layers: Mapping[str, tuple[int, int]]) -> Foreign:
    """Return the adapter in a folder. `layers`: outputs and inputs of each linear layer of the base. Raises `AdapterError`."""
    require_files(folder)
    config = settings.read(folder)
    dropped = settings.check(folder, config)
    shapes = _shapes(folder)
    found = _by_layer(folder, shapes, layers)
    ranks = {layer: parts[_DOWN][0] for layer, parts in found.items()}
    alphas = {layer: settings.value(folder, config, "alpha_pattern", layer, "lora_alpha") for layer in found}
    for layer, rank in ranks.items():
        stated = settings.value(folder, config, "rank_pattern", layer, "r")
        if stated != rank:
            raise AdapterError(f"{folder}: {layer} has the rank {rank}, and {settings.FILE} says {stated}")
    is_dora = bool(config.get("use_dora"))
    _check_lengths(folder, found, is_dora=is_dora)
    rank, alpha = _most(ranks.values()), _most(alphas.values())
    targets = _targets(found, layers)
    written = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "inference_mode": True,
        "r": rank,
        "lora_alpha": alpha,
        "lora_dropout": 0.0,
        "target_modules": targets,
        "use_dora": is_dora,
        "use_rslora": bool(config.get("use_rslora")),
        "rank_pattern": {layer: own for layer, own in ranks.items() if own != rank},
        "alpha_pattern": {layer: own for layer, own in alphas.items() if own != alpha},
        "bias": "none",
        "base_model_name_or_path": None,
    }
    version = config.get("peft_version")
    return Foreign(
        folder,
        DORA if is_dora else LORA,
        int(rank),
        alpha,
        targets,
        written,
        str(version or "unknown"),
        dropped,
        shapes,
    )


def write(foreign: Foreign, target: Path) -> None:
    """Write weights and configuration into the folder `target`. Raises `AdapterError` for weights that changed since they were
    read: a training may still be writing them."""
    shutil.copyfile(foreign.folder / WEIGHTS, target / WEIGHTS)
    if _shapes(target) != foreign.shapes:
        raise AdapterError(f"{foreign.folder / WEIGHTS} changed while it was read: wait until the training has ended")
    (target / settings.FILE).write_text(json.dumps(foreign.config, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def require_files(folder: Path) -> None:
    """Raise `AdapterError` unless the two files are there, as plain files, and no weights are pickled."""
    if not folder.is_dir():
        raise AdapterError(f"{folder} is no folder")
    pickled = [name for name in _PICKLED if (folder / name).exists()]
    if pickled:
        raise AdapterError(
            f"{folder} has its weights in {', '.join(pickled)}, which can run code when it is opened: save the adapter as "
            "safetensors (`save_pretrained(..., safe_serialization=True)`) into a new folder"
        )
    for name in (settings.FILE, WEIGHTS):
        path = folder / name
        if path.is_symlink():
            raise AdapterError(
                f"{path} is a link, as in the cache of a hub: copy the folder with what its links lead to (`cp -rL`), and "
                "import the copy"
            )
        if not path.is_file():
            inner = sorted(place.parent.name for place in folder.glob(f"*/{WEIGHTS}"))
            hint = f"; it has {', '.join(inner)}, of which you can name one" if inner else ""
            raise AdapterError(f"{folder} has no file {name}: it is no adapter of PEFT{hint}")


def _shapes(folder: Path) -> dict[str, tuple[int, ...]]:
    """Return the shapes of the tensors by name. Raises `AdapterError` for a file that is no safetensors, for another number
    format and for a number that is not finite."""
    import torch
    from safetensors import SafetensorError, safe_open

    shapes = {}
    try:
        with safe_open(folder / WEIGHTS, framework="pt") as file:
            for name in file.keys():  # noqa: SIM118 - it is no mapping
                dtype = file.get_slice(name).get_dtype()
                if dtype not in _DTYPES:
                    raise AdapterError(
                        f"{folder}: {name} is in the number format {dtype}: only {', '.join(sorted(_DTYPES))}"
                    )
                tensor = file.get_tensor(name)
                if not bool(torch.isfinite(tensor).all()):
                    raise AdapterError(f"{folder}: {name} has numbers that are not finite: the training diverged")
                shapes[name] = tuple(tensor.shape)
    except (SafetensorError, OSError, ValueError) as error:
        raise AdapterError(f"{folder / WEIGHTS} cannot be read: {error}") from error
    if not shapes:
        raise AdapterError(f"{folder} holds no weights")
    return shapes


def _by_layer(
    folder: Path, shapes: Mapping[str, tuple[int, ...]], layers: Mapping[str, tuple[int, int]]
) -> dict[str, dict[str, tuple[int, ...]]]:
    """Return the shapes of each layer's parts, which fit the base. Raises `AdapterError`."""
    found: dict[str, dict[str, tuple[int, ...]]] = {}
    for name, shape in shapes.items():
        match = _KEY.fullmatch(name)
        if match is None or match[1] not in layers:
            if _VOCABULARY.search(name):
                raise AdapterError(
                    f"{folder} changes the vocabulary of the base ({name}), which all adapters share: train without new words "
                    "and without embedding and output layers"
                )
            raise AdapterError(
                f"{folder} changes {name}, which is no linear layer of this base: it was trained on another one"
            )
        found.setdefault(match[1], {})[match[2]] = shape
    for layer, parts in found.items():
        outputs, inputs = layers[layer]
        down, up = parts.get(_DOWN, ()), parts.get(_UP, ())
        if len(down) != 2 or len(up) != 2 or not down[0] or down[1] != inputs or up != (outputs, down[0]):
            raise AdapterError(
                f"{folder}: {layer} has the shapes {list(down)} and {list(up)}, and the layer of this base has {inputs} inputs "
                f"and {outputs} outputs: it was trained on another one"
            )
        if parts.get(_LENGTHS, (outputs,)) != (outputs,):
            raise AdapterError(f"{folder}: the lengths of {layer} do not fit its {outputs} outputs")
    return found


def _check_lengths(folder: Path, found: Mapping[str, Mapping[str, Any]], *, is_dora: bool) -> None:
    for layer, parts in found.items():
        if (_LENGTHS in parts) is not is_dora:
            told = (
                "no lengths, which DoRA needs"
                if is_dora
                else "lengths of DoRA, and the configuration says that it is none"
            )
            raise AdapterError(f"{folder}: {layer} has {told}")


def _most(values: Any) -> Any:
    """Return the value that most have, the smallest of several."""
    counts: dict[Any, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return min(counts, key=lambda value: (-counts[value], value))


def _targets(found: Mapping[str, Any], layers: Mapping[str, Any]) -> list[str]:
    """Return the last parts of the layers' names if no other layer of the base ends so; else the whole names."""
    endings = {layer.rpartition(".")[2] for layer in found}
    meant = {layer for layer in layers if layer.rpartition(".")[2] in endings}
    return sorted(endings) if meant == set(found) else sorted(found)
