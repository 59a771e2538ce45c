"""This module reads any causal language model with transformers, as one left-padded batch. `models.generation.gemma`
reads Gemma 3 faster.

Adapters stay beside the weights, as PEFT has them: merged, each skill would need a copy of nearly the whole model, and
there is no memory for that with a large one (docs/decisions/0015).
"""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from transformers.cache_utils import DynamicLayer, DynamicSlidingWindowLayer

from models.generation.head import Head, head_of


class PaddedNetwork:
    """A padded network is a model with one skill's adapter. Several share the model; the one that reads chooses its
    adapter."""

    def __init__(self, model: Any, peft: Any, skill: str) -> None:
        """`peft` is the PEFT model around `model`, or None without any adapter. `skill` is the name of its adapter;
        empty for the model without one."""
        self._model, self._peft, self._skill = model, peft, skill
        self.vocabulary_size = int(model.config.vocab_size)

    def read(self, prompts: Sequence[Sequence[int]], room: int) -> "PaddedReading":
        del room  # the cache grows
        if self._peft is not None and self._skill:
            self._peft.base_model.enable_adapter_layers()
            self._peft.set_adapter(self._skill)
        elif self._peft is not None:
            self._peft.base_model.disable_adapter_layers()
        return PaddedReading(self._model, prompts)

    def head(self, ids: Tensor | None) -> Head:
        return head_of(self._model, ids)


class PaddedReading:
    def __init__(self, model: Any, prompts: Sequence[Sequence[int]]) -> None:
        self._model, self._prompts = model, prompts
        self._seen = torch.zeros((len(prompts), 0), dtype=torch.long, device=model.device)
        self._rows = list(range(len(prompts)))  # place in the batch -> row of the cache
        self._cache: Any = None

    def start(self) -> Tensor:
        return self.step(self._prompts)

    def step(self, written: Sequence[Sequence[int]]) -> Tensor:
        self._forget_dropped()
        width = max(len(tokens) for tokens in written)
        block = torch.zeros((len(self._seen), width), dtype=torch.long)
        real = torch.zeros_like(block)
        for row, tokens in zip(self._rows, written, strict=True):
            block[row, width - len(tokens) :] = torch.tensor(tokens)
            real[row, width - len(tokens) :] = 1
        self._seen = torch.cat([self._seen, real.to(self._seen.device)], dim=1)
        positions = (self._seen.cumsum(-1) - 1).clamp(min=0)[:, -width:]
        output = self._model.base_model(
            input_ids=block.to(self._seen.device),
            attention_mask=self._seen,
            position_ids=positions,
            past_key_values=self._cache,
            use_cache=True,
        )
        self._cache = output.past_key_values
        hidden: Tensor = output.last_hidden_state[self._rows, -1]
        return hidden

    def drop(self, row: int) -> None:
        self._rows[row] = self._rows[-1]
        self._rows.pop()

    def _forget_dropped(self) -> None:
        """Remove the dropped rows from the cache once they are half of it, because each removal copies all of it. A
        cache that holds more than keys and values keeps them masked."""
        layers = [] if self._cache is None else self._cache.layers
        if 2 * len(self._rows) > len(self._seen) or not all(
            type(layer) in (DynamicLayer, DynamicSlidingWindowLayer) for layer in layers
        ):
            return
        chosen = torch.tensor(self._rows, dtype=torch.long, device=self._seen.device)
        self._seen = self._seen[chosen]
        self._cache.batch_select_indices(chosen)
        self._rows = list(range(len(self._rows)))
