"""Short examples that go through the network together give what each gives alone."""

import random
from typing import Any

import pytest
import torch
from transformers import (
    AutoModelForCausalLM,
    LlamaConfig,
    LlamaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
    set_seed,
)

from models.training.examples import Tokenised
from models.training.loss import backward
from models.training.network import adapted
from models.training.packing import agrees, packs
from models.training.processes import Group
from models.training.run import LoraRun
from models.weights.base import BaseModel

pytestmark = pytest.mark.usefixtures("one_thread")
SIZES = {"vocab_size": 99, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2,
         "num_key_value_heads": 1, "head_dim": 16, "initializer_range": 0.3}  # fmt: skip


def rows(*sizes: int, shared: int = 7) -> list[Tokenised]:
    source = random.Random(5)
    begin = [source.randrange(3, 99) for _ in range(shared)]
    return [Tokenised([*begin, *(source.randrange(3, 99) for _ in range(size))], shared + size - 3) for size in sizes]


def network(kind: str, tiny_base: BaseModel) -> Any:
    set_seed(3)
    if kind == "gemma":
        made: Any = AutoModelForCausalLM.from_pretrained(tiny_base.path, dtype=torch.float32)
        for layer in made.base_model.layers:  # a window that ends within the examples
            if getattr(layer.self_attn, "sliding_window", None):
                layer.self_attn.sliding_window = 6
        made.config.sliding_window = 6
        return made
    known: dict[str, tuple[Any, Any]] = {
        "llama": (LlamaConfig, LlamaForCausalLM),
        "qwen": (Qwen3Config, Qwen3ForCausalLM),
    }
    config, model = known[kind]
    return model(config(**SIZES))


@pytest.mark.parametrize("kind", ["gemma", "llama", "qwen"])
def test_gradients_and_loss_are_those_of_examples_alone(kind: str, tiny_base: BaseModel) -> None:
    model, batch, group = network(kind, tiny_base), rows(4, 9, 20, 12, 31), Group()
    assert agrees(model, batch)
    peft = adapted(model, LoraRun(rank=4))
    weights = [p for p in peft.parameters() if p.requires_grad]
    for weight in weights:
        torch.nn.init.normal_(weight, std=0.1)
    found = []
    for together in (1, 4):
        for weight in weights:
            weight.grad = None
        loss = backward(model, batch, torch.arange(99), group, together)
        found.append((loss, torch.cat([weight.grad.flatten() for weight in weights if weight.grad is not None])))
    (one, alone), (other, together_) = found
    assert one == pytest.approx(other, rel=1e-4)
    assert torch.allclose(alone, together_, rtol=1e-3, atol=1e-5 * float(alone.abs().max()))


def test_a_window_that_the_configuration_does_not_tell_per_layer_is_seen_in_the_trial() -> None:
    model = MistralForCausalLM(MistralConfig(**SIZES, sliding_window=16))
    assert agrees(model, rows(1, 3))
    assert not agrees(model, rows(1, 3, 40, 41))


def test_short_ones_of_like_length_go_together_and_long_ones_alone() -> None:
    made = packs(rows(3, 300, 5, 4, 6, 7), 4)
    assert [[len(row.ids) for row in pack.rows] for pack in made] == [[10, 11, 12, 13], [14], [307]]
    assert made[0].shared == 7


def test_the_same_example_twice_keeps_a_token_of_its_own() -> None:
    [pack] = packs([*rows(3), *rows(3)], 4)
    assert (pack.shared, pack.places(1)[-1]) == (9, 10)


def test_a_network_that_does_not_take_masks_is_trained_on_one_example_at_a_time(tiny_base: BaseModel) -> None:
    model = network("llama", tiny_base)
    model.config._attn_implementation = "sdpa"
    plain = type(model.base_model).forward

    def deaf(self: Any, **options: Any) -> Any:
        return plain(self, **{**options, "attention_mask": None, "position_ids": None})

    model.base_model.forward = deaf.__get__(model.base_model)
    assert not agrees(model, rows(9, 12))
