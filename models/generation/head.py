"""This module computes the scores of words after a state: the output layer of a network, for some words or for all."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor


@dataclass(frozen=True)
class Head:
    """A head is the output layer for some tokens."""

    weight: Tensor  # (tokens, hidden size)
    bias: Tensor | None = None  # (tokens,)
    scale: float = 1.0  # of all scores, as Cohere and Granite have it
    cap: float | None = None  # that no score exceeds, as with Gemma 2

    def logits(self, states: Tensor) -> Tensor:
        """Return the score of each token after each state, (states, tokens), in float32."""
        found: Tensor = (states.to(self.weight.dtype) @ self.weight.T).float()
        if self.bias is not None:
            found = found + self.bias.float()
        if self.scale != 1.0:
            found = found * self.scale
        return torch.tanh(found / self.cap) * self.cap if self.cap else found


def head_of(model: Any, ids: Tensor | None) -> Head:
    """Return the head of a model of transformers for these tokens, or for all."""
    layer, config = model.get_output_embeddings(), model.config.get_text_config()
    weight, bias = layer.weight, getattr(layer, "bias", None)
    if ids is not None:
        ids = ids.to(weight.device)
        weight, bias = weight[ids], None if bias is None else bias[ids]
    scale = (getattr(config, "logit_scale", None) or 1.0) / (getattr(config, "logits_scaling", None) or 1.0)
    return Head(weight, bias, scale, getattr(config, "final_logit_softcapping", None))
