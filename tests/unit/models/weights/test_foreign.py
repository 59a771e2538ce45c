"""An adapter of another tool is taken only if it fits the base and is what serves."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from models.errors import AdapterError
from models.weights import foreign

LAYERS = {
    "model.layers.0.mlp.up_proj": (6, 4),
    "model.layers.0.mlp.down_proj": (4, 6),
    "model.layers.1.mlp.up_proj": (6, 4),
    "model.layers.1.mlp.down_proj": (4, 6),
}
CONFIG = {"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 2, "lora_alpha": 4, "target_modules": ["up_proj"]}
UP = ("model.layers.0.mlp.up_proj", "model.layers.1.mlp.up_proj")
Weights = dict[str, torch.Tensor]


def weights(*layers: str, rank: int = 2) -> Weights:
    made: Weights = {}
    for layer in layers or UP:
        outputs, inputs = LAYERS.get(layer, (6, 4))
        made[f"base_model.model.{layer}.lora_A.weight"] = torch.randn(rank, inputs)
        made[f"base_model.model.{layer}.lora_B.weight"] = torch.randn(outputs, rank)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    def make(held: Weights | None = None, **config: Any) -> Path:
        save_file(weights() if held is None else held, tmp_path / "adapter_model.safetensors")
        (tmp_path / "adapter_config.json").write_text(json.dumps({**CONFIG, **config}))
        return tmp_path

    return make


def test_layers_rank_and_alpha_come_from_what_is_there(folder: Callable[..., Path], tmp_path: Path) -> None:
    held = weights("model.layers.0.mlp.up_proj", "model.layers.0.mlp.down_proj") | weights(
        "model.layers.1.mlp.up_proj", rank=3
    )
    made = folder(
        held, target_modules="all-linear", rank_pattern={r".*1\.mlp\.up_proj": 3}, alpha_pattern={"down_proj": 9},
        base_model_name_or_path="/home/somebody/base", revision="main", peft_version="0.19.1", new_thing=None,
        modules_to_save=None, use_rslora=True,
    )  # fmt: skip
    known = foreign.read(made, LAYERS)
    assert (known.method, known.rank, known.alpha, known.peft) == ("lora", 2, 4, "0.19.1")
    assert known.dropped == ["new_thing"]
    assert known.targets == [
        "model.layers.0.mlp.down_proj", "model.layers.0.mlp.up_proj", "model.layers.1.mlp.up_proj",
    ]  # fmt: skip
    (target := tmp_path / "target").mkdir()
    foreign.write(known, target)
    written = json.loads((target / "adapter_config.json").read_text())
    assert written["rank_pattern"] == {"model.layers.1.mlp.up_proj": 3}
    assert written["alpha_pattern"] == {"model.layers.0.mlp.down_proj": 9}
    assert written["base_model_name_or_path"] is None
    assert "revision" not in written
    assert written["use_rslora"] is True


def test_all_layers_of_a_name_are_that_name(folder: Callable[..., Path]) -> None:
    assert foreign.read(folder(), LAYERS).targets == ["up_proj"]


NAN = weights()
NAN["base_model.model.model.layers.0.mlp.up_proj.lora_B.weight"][0, 0] = float("nan")
FLAT = {name: tensor[:3] if name.endswith("B.weight") else tensor for name, tensor in weights().items()}
HALF = dict(list(weights().items())[:-1])
LENGTHS = weights() | {f"base_model.model.{layer}.lora_magnitude_vector": torch.ones(6) for layer in UP}
EMBEDDING = weights() | {"base_model.model.model.embed_tokens.lora_embedding_A": torch.ones(2, 9)}
HEAD = weights() | {"base_model.model.lm_head.weight": torch.ones(9, 4)}
STRANGE = weights() | {"base_model.model.model.layers.7.mlp.up_proj.lora_A.weight": torch.ones(2, 4)}
WHOLE = {name: tensor.to(torch.int8) for name, tensor in weights().items()}


@pytest.mark.parametrize(
    ("held", "config", "said"),
    [
        (NAN, {}, "not finite"),
        (FLAT, {}, "it was trained on another one"),
        (HALF, {}, "it was trained on another one"),
        (STRANGE, {}, "no linear layer of this base"),
        (EMBEDDING, {}, "changes the vocabulary"),
        (HEAD, {}, "changes the vocabulary"),
        (WHOLE, {}, "number format I8"),
        ({}, {}, "no weights"),
        (LENGTHS, {}, "lengths of DoRA"),
        (None, {"use_dora": True}, "no lengths, which DoRA needs"),
        (None, {"r": 3}, "has the rank 2"),
        (None, {"r": True}, "above zero"),
        (None, {"lora_alpha": float("inf")}, "above zero"),
        (None, {"lora_alpha": "8"}, "above zero"),
        (None, {"lora_alpha": 10**400}, "below a million"),
        (None, {"r": 10**400}, "below a million"),
        (None, {"rank_pattern": {"(a+)+$": 2}}, "not what PEFT writes"),
        (None, {"alpha_pattern": {"[": 2}}, "not what PEFT writes"),
        (None, {"alpha_pattern": [1]}, "not what PEFT writes"),
        (None, {"peft_type": "LOHA"}, "only LORA"),
        (None, {"task_type": "SEQ_CLS"}, "only LORA"),
        (None, {"task_type": []}, "only LORA"),
        (None, {"auto_mapping": {"base_model_class": "X"}}, "through which code could run"),
        (None, {"modules_to_save": ["lm_head"]}, "whole layers"),
        (None, {"trainable_token_indices": [1]}, "vocabulary"),
        (None, {"bias": "all"}, "biases of the base"),
        (None, {"lora_bias": True}, "adds a bias"),
        (None, {"init_lora_weights": "pissa_niter_16"}, "changes the base itself"),
        (None, {"init_lora_weights": {}}, "changes the base itself"),
        (None, {"kasa_config": {"x": 1}}, "only plain LoRA"),
        (None, {"next_years_variant": True}, "only plain LoRA"),
    ],
)
def test_what_does_not_fit_or_does_not_serve_is_refused(
    held: Weights | None, config: dict[str, Any], said: str, folder: Callable[..., Path]
) -> None:
    with pytest.raises(AdapterError, match=re.escape(said)):
        foreign.read(folder(held, **config), LAYERS)


def test_pickled_weights_are_never_opened(folder: Callable[..., Path]) -> None:
    made = folder()
    (made / "training_args.bin").write_bytes(b"the state of a trainer is not looked at")
    foreign.read(made, LAYERS)
    torch.save(nn.Linear(1, 1).state_dict(), made / "adapter_model.bin")
    with pytest.raises(AdapterError, match="can run code"):
        foreign.read(made, LAYERS)


def test_weights_that_change_between_two_looks_are_refused(folder: Callable[..., Path], tmp_path: Path) -> None:
    known = foreign.read(folder(), LAYERS)
    (target := tmp_path / "target").mkdir()
    folder(weights(rank=3))
    with pytest.raises(AdapterError, match="changed while it was read"):
        foreign.write(known, target)
    folder(NAN)
    with pytest.raises(AdapterError, match="not finite"):
        foreign.write(known, target)


def test_files_that_are_none_are_refused_and_checkpoints_are_named(folder: Callable[..., Path], tmp_path: Path) -> None:
    made = folder()
    (made / "checkpoint-3").mkdir()
    for name in ("adapter_model.safetensors", "adapter_config.json"):
        (made / name).rename(made / "checkpoint-3" / name)
    with pytest.raises(AdapterError, match="it has checkpoint-3"):
        foreign.read(made, LAYERS)
    (made / "adapter_config.json").symlink_to(made / "checkpoint-3" / "adapter_config.json")
    with pytest.raises(AdapterError, match=r"adapter_config\.json is a link"):
        foreign.read(made, LAYERS)
    with pytest.raises(AdapterError, match="is no folder"):
        foreign.read(tmp_path / "nothing", LAYERS)
    damaged = made / "checkpoint-3" / "adapter_model.safetensors"
    damaged.write_bytes(damaged.read_bytes()[:-9])
    with pytest.raises(AdapterError, match="cannot be read"):
        foreign.read(made / "checkpoint-3", LAYERS)
