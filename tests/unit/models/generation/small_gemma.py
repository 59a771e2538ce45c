"""A random Gemma 3 of three small layers and a window of eight tokens."""

import random
from typing import Any

import torch
from transformers import Gemma3ForCausalLM, Gemma3TextConfig, set_seed

from models.generation import gemma
from models.generation.gemma import Gemma3
from models.generation.gemma_batch import GemmaNetwork

SOURCE = random.Random(7)
PROMPTS = [[SOURCE.randrange(64) for _ in range(length)] for length in (3, 21, 9, 1)]


def small(**changes: Any) -> Gemma3ForCausalLM:
    config = Gemma3TextConfig(
        **{
            "vocab_size": 64,
            "hidden_size": 32,
            "intermediate_size": 64,
            "num_hidden_layers": 3,
            "layer_types": ["sliding_attention", "full_attention", "sliding_attention"],
            "sliding_window": 8,
            "num_attention_heads": 4,
            "num_key_value_heads": 2,
            "head_dim": 16,
            "query_pre_attn_scalar": 16,
            "initializer_range": 0.3,
        }
        | changes
    )
    set_seed(7)
    model = Gemma3ForCausalLM(config).eval()
    for name, weight in model.named_parameters():
        if "norm" in name:  # they start at zero, and then a forgotten one would not show
            torch.nn.init.normal_(weight, std=0.3)
    return model


def network(model: Gemma3ForCausalLM, dtype: torch.dtype = torch.float32) -> GemmaNetwork:
    return GemmaNetwork(Gemma3(model, dtype), lambda: gemma.layers(model, {}, dtype))
