"""This module gets a sentence encoder ready to be trained on, and makes vectors with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from peft import LoraConfig, get_peft_model

from models.hardware.processor import computes_in_bf16
from models.quiet import quiet_peft

MAX_TOKENS = 192  # of a query or a passage in training; more tokens add little and cost as much
TEXTS = 16  # of similar length, which go through the network at once
TARGETS = {  # by the network's type; in any other, every linear layer is trained
    "bert": ["query", "key", "value", "attention.output.dense", "intermediate.dense", "output.dense"],
    "mpnet": ["attn.q", "attn.k", "attn.v", "attn.o", "intermediate.dense", "output.dense"],
}
SHALLOW = 6  # layers; in a deeper network only the upper half is trained


@dataclass(frozen=True)
class Part:
    """A part of some texts goes through the network at once."""

    places: Sequence[int]  # where its texts stand among all
    tokens: Mapping[str, torch.Tensor]


def encoded(tokenizer: Any, texts: Sequence[str]) -> list[Part]:
    """Return the tokens of the texts. Those of similar length go through the network together, which needs little padding."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    parts = [order[start : start + TEXTS] for start in range(0, len(order), TEXTS)]
    options = {"truncation": True, "max_length": MAX_TOKENS, "padding": True, "return_tensors": "pt"}
    return [Part(places, dict(tokenizer([texts[i] for i in places], **options))) for places in parts]


def vectors(network: Any, parts: Sequence[Part]) -> torch.Tensor:
    """Return unit vectors by mean pooling, of shape (texts, dimensions), in the order of the texts."""
    device = network.device
    rows: list[torch.Tensor] = [torch.empty(0)] * sum(len(part.places) for part in parts)
    for part in parts:
        tokens = {name: tensor.to(device) for name, tensor in part.tokens.items()}
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=device.type != "cpu" or computes_in_bf16()):
            hidden = network(**tokens).last_hidden_state.float()
        mask = tokens["attention_mask"].unsqueeze(-1)
        pooled = torch.nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=-1)
        for place, row in zip(part.places, pooled, strict=True):
            rows[place] = row
    return torch.stack(rows)


def embed(network: Any, tokenizer: Any, texts: Sequence[str]) -> torch.Tensor:
    """Return unit vectors, of shape (texts, dimensions), in the order given."""
    return vectors(network, encoded(tokenizer, texts))


def adapted(network: Any, rank: int) -> Any:
    """Return the PEFT model. It trains three times faster than the network that serves would (measured on two cores
    with AMX), because it has no dropout, which draws more random numbers than it is worth on texts this short, and
    because the backward pass of plain matrix products is faster than that of fused attention. The frozen weights are
    kept in bf16 where the processor computes in it. In a network of more than six layers the lower half is not trained,
    which makes a step a third faster."""
    network.set_attn_implementation("eager")
    if torch.cuda.is_available():
        network = network.to("cuda")
    if network.device.type != "cpu" or computes_in_bf16():
        network = network.bfloat16()
    targets, layers = TARGETS.get(network.config.model_type), int(network.config.num_hidden_layers)
    upper = list(range(layers // 2, layers)) if targets and layers > SHALLOW else None
    config = LoraConfig(
        r=rank,
        lora_alpha=2 * rank,
        target_modules=targets or "all-linear",
        layers_to_transform=upper,
        layers_pattern="layer" if upper else None,
        task_type="FEATURE_EXTRACTION",  # without it, PEFT writes `auto_mapping`, which the registry refuses
    )
    with quiet_peft():
        return get_peft_model(network, config).eval()
