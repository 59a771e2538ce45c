"""Any causal language model, read by transformers as one left-padded batch. `models.gemma` reads its own faster."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor


class PaddedNetwork:
    """A model and the weights it has for one skill; several share the model, and the one that reads points it to its own."""

    def __init__(self, model: Any, weights: Mapping[str, Tensor]) -> None:
        """`weights`: by name, all that any skill changes."""
        self._model, self._weights = model, weights
        self.vocabulary_size = int(model.config.vocab_size)

    def read(self, prompts: Sequence[Sequence[int]], room: int) -> "PaddedReading":
        del room  # the cache grows
        for name, weight in self._weights.items():
            self._model.get_parameter(name).data = weight
        return PaddedReading(self._model, prompts)

    def head(self, ids: Tensor | None) -> Tensor:
        weight: Tensor = self._model.lm_head.weight
        return weight if ids is None else weight[ids.to(weight.device)]


class PaddedReading:
    def __init__(self, model: Any, prompts: Sequence[Sequence[int]]) -> None:
        self._model, self._prompts = model, prompts
        self._seen = torch.zeros((len(prompts), 0), dtype=torch.long, device=model.device)
        self._cache: Any = None

    def start(self) -> Tensor:
        return self.step(self._prompts)

    def step(self, written: Sequence[Sequence[int]]) -> Tensor:
        width = max(len(tokens) for tokens in written)
        block = torch.tensor([[0] * (width - len(tokens)) + list(tokens) for tokens in written])
        real = torch.tensor([[0] * (width - len(tokens)) + [1] * len(tokens) for tokens in written])
        self._seen = torch.cat([self._seen, real.to(self._seen.device)], dim=1)
        positions = (self._seen.cumsum(-1) - 1).clamp(min=0)[:, -width:]
        output = self._model.model(
            input_ids=block.to(self._seen.device),
            attention_mask=self._seen,
            position_ids=positions,
            past_key_values=self._cache,
            use_cache=True,
        )
        self._cache = output.past_key_values
        hidden: Tensor = output.last_hidden_state[:, -1]
        return hidden

    def drop(self, row: int) -> None:
        rows = list(range(len(self._seen)))
        rows[row] = rows[-1]
        chosen = torch.tensor(rows[:-1], dtype=torch.long, device=self._seen.device)
        self._seen = self._seen[chosen]
        self._cache.batch_select_indices(chosen)
