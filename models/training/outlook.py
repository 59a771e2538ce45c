"""This module says what a training run would do, without doing it: how many steps and tokens, and about how much memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from models.errors import TrainingError
from models.generation.turns import has_turns
from models.hardware.processor import dtype_of
from models.training import lora
from models.training.examples import Example, data_sha256
from models.training.network import adapted
from models.training.packing import MOST_TOKENS, TOGETHER
from models.training.plan import plan
from models.training.run import QLORA, LoraRun
from models.weights.base import BaseModel
from models.weights.layers import skeleton

_FOUR_BITS = 0.55  # bytes of a weight, with its share of the scales
_LIBRARIES = 800e6  # bytes of Python and torch
_NUMBERS_PER_TOKEN = 34  # numbers of the hidden size that a layer keeps per token for the way back, measured


@dataclass(frozen=True)
class Outlook:
    """An outlook is a run that was not made."""

    examples: int
    examples_sha256: str
    cut: int  # examples whose prompt loses its middle
    tokens: int  # that go through the network, in all epochs
    longest: int  # tokens of the longest example
    steps: int
    weights: int  # that are trained
    base_weights: int
    turns: bool  # in those of the base's chat template
    memory: int  # bytes, about


def outlook(model: BaseModel, examples: Sequence[Example], run: LoraRun) -> Outlook:
    """Return what a run would do. Only the base's configuration and tokenizer are read. Raises `TrainingError`."""
    from transformers import AutoTokenizer

    if not examples:
        raise TrainingError("there are no examples to train on")
    network = skeleton(model)
    config = network.config
    tokenizer: Any = AutoTokenizer.from_pretrained(model.path, trust_remote_code=False)
    rows, _ = lora.tokenised(config, tokenizer, run, examples)
    planned, (trained, whole, linear) = plan(rows, run), _weights(network, run)
    longest = max(len(row.ids) for row in rows)
    short = sorted(len(row.ids) for row in rows if len(row.ids) <= MOST_TOKENS)
    at_once = max(longest, sum(short[-TOGETHER:]))  # tokens that go through the network together
    return Outlook(
        examples=len(rows),
        examples_sha256=data_sha256(examples),
        cut=sum(row.cut for row in rows),
        tokens=planned.tokens,
        longest=longest,
        steps=planned.steps,
        weights=trained,
        base_weights=whole,
        turns=has_turns(tokenizer),
        memory=_memory(config, run, at_once, trained, whole, linear),
    )


def _weights(network: Any, run: LoraRun) -> tuple[int, int, int]:
    """Return how many weights are trained, how many the base has, and how many of these are in linear layers."""
    whole, head = sum(p.numel() for p in network.parameters()), network.get_output_embeddings()
    layers = [m for m in network.modules() if isinstance(m, torch.nn.Linear) and m is not head]
    linear = sum(layer.weight.numel() for layer in layers)
    with torch.device("meta"):
        peft = adapted(network, run)
    return sum(p.numel() for p in peft.parameters() if p.requires_grad), whole, linear


def _memory(config: Any, run: LoraRun, tokens: int, trained: int, whole: int, linear: int) -> int:
    """Return about how many bytes a run needs: the base, the trained weights with gradient and two moments in float32, and
    what the tokens that go together leave for the way back."""
    wide = dtype_of(run.precision).itemsize
    quantised = linear if run.method == QLORA else 0
    base = (whole - quantised) * wide + quantised * _FOUR_BITS
    kept = int(config.num_hidden_layers) * tokens * int(config.hidden_size) * _NUMBERS_PER_TOKEN * wide
    return int(_LIBRARIES + base + 16 * trained + kept)
