"""This module reads and continues a batch with Gemma 3 on a processor. Three measures keep the arithmetic to what is
needed:

- There is no padding: only attention knows rows, and the matrix products process the tokens of all of them.
- The beginning that all prompts share is read once.
- The last layer computes keys and values of all tokens, and the rest only for a row's last token, the only one that is
  used.

Keys and values are written into memory that is reserved once; transformers copies all of them at every step.
"""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import takewhile

import torch
from torch import Tensor

from models.generation.gemma import Gemma3, Layer
from models.generation.head import Head

CHUNK = 1024  # tokens of prompts that are read together: large products with intermediate values that fit the cache


def begun_together(prompts: Sequence[Sequence[int]]) -> int:
    """Return how many tokens all prompts begin with; the last token of each prompt is not counted."""
    pairs = zip(*(prompt[:-1] for prompt in prompts), strict=False)
    return len(list(takewhile(lambda tokens: len(set(tokens)) == 1, pairs)))


class GemmaNetwork:
    """A network is Gemma 3 with one skill's adapter, or with none."""

    def __init__(self, shared: Gemma3, layers: Callable[[], Sequence[Layer]]) -> None:
        """`layers` is called with the first batch, because the base model is rarely used without an adapter."""
        self._shared, self._layers = shared, cache(layers)
        self.vocabulary_size = shared.vocabulary_size

    def read(self, prompts: Sequence[Sequence[int]], room: int) -> "GemmaReading":
        return GemmaReading(self._shared, self._layers(), prompts, room)

    def head(self, ids: Tensor | None) -> Head:
        return Head(self._shared.head(ids))


class GemmaReading:
    """A reading knows which tokens each row has seen, and their keys and values by layer."""

    def __init__(self, network: Gemma3, layers: Sequence[Layer], prompts: Sequence[Sequence[int]], room: int) -> None:
        """`room` is the number of tokens that a row may get after its prompt."""
        self._network, self._layers, self._prompts = network, layers, prompts
        self._windows = {layer.window for layer in layers}
        self._lengths = torch.zeros(len(prompts), dtype=torch.long)
        self._count = len(prompts)  # rows that go on; they come first
        tokens = max(len(prompt) for prompt in prompts) + room
        self._kept = [network.room(len(prompts), tokens) for _ in layers]

    def start(self) -> Tensor:
        """Read the prompts. Return the last hidden state of each, (rows, hidden size)."""
        common = begun_together(self._prompts) if self._count > 1 else 0
        if common:
            self._read([0], 0, common)
            for keys, values in self._kept:
                keys[1:, :, :, :common] = keys[:1, :, :, :common]
                values[1:, :, :common] = values[:1, :, :common]
        made: list[Tensor] = []
        chunk: list[int] = []
        for row, prompt in enumerate(self._prompts):
            if chunk and sum(len(self._prompts[r]) - common for r in chunk) + len(prompt) - common > CHUNK:
                made.append(self._read(chunk, common))
                chunk = []
            chunk.append(row)
        made.append(self._read(chunk, common))
        return torch.cat(made)

    def _read(self, rows: Sequence[int], start: int, stop: int | None = None) -> Tensor:
        """Read this part of the prompts of `rows`. Return the last hidden state of each."""
        network = self._network
        parts = [self._prompts[row][start:stop] for row in rows]
        positions = [torch.arange(start, start + len(part)) for part in parts]
        ends = torch.tensor([len(part) for part in parts]).cumsum(0) - 1
        turns = network.turns(torch.cat(positions))
        masks = {
            window: [network.mask(position[None], start + len(position), window) for position in positions]
            for window in self._windows
        }
        states = network.embed(torch.tensor([token for part in parts for token in part]))
        for number, layer in enumerate(self._layers):
            is_last = number == len(self._layers) - 1
            query, key, value = network.project(layer, states, turns[layer.window])
            attended, begin = [], 0
            for row, part, mask in zip(rows, parts, masks[layer.window], strict=True):
                end, seen = begin + len(part), start + len(part)
                keys, values = (kept[row : row + 1] for kept in self._kept[number])
                keys[0, :, :, start:seen] = key[begin:end].permute(1, 2, 0)
                values[0, :, start:seen] = value[begin:end].transpose(0, 1)
                first = end - 1 if is_last else begin
                made = network.attend(
                    query[None, first:end], keys[..., :seen], values[:, :, :seen], mask[:, first - end :]
                )
                attended.append(made[0])
                begin = end
            states = network.finish(layer, states[ends] if is_last else states, torch.cat(attended))
        self._lengths[list(rows)] = torch.tensor([start + len(part) for part in parts])
        return network.last(states)

    def step(self, written: Sequence[Sequence[int]]) -> Tensor:
        """Read what each row has written since the last call, at least one token. Return the last hidden state of
        each."""
        states, ends = self._step(written)
        return self._network.last(states[ends])

    def every(self, written: Sequence[Sequence[int]]) -> list[Tensor]:
        """Read as `step` does. Return the hidden states of all tokens that each row has written, (tokens, hidden size)."""
        states, ends = self._step(written)
        return list(self._network.last(states).tensor_split((ends[:-1] + 1).tolist()))

    def _step(self, written: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
        """Return the states of all new tokens, and the places of the last one of each row."""
        network, before = self._network, self._lengths[: self._count]
        counts = torch.tensor([len(tokens) for tokens in written])
        rows = torch.repeat_interleave(torch.arange(len(written)), counts)
        ends = counts.cumsum(0) - 1
        offsets = torch.arange(len(rows)) - (ends + 1 - counts)[rows]  # a token's place among the new ones of its row
        positions = before[rows] + offsets
        width, seen = int(counts.max()), int((before + counts).max())
        asking = before[:, None] + torch.arange(width)
        turns, masks = network.turns(positions), {w: network.mask(asking, seen, w) for w in self._windows}
        states = network.embed(torch.tensor([token for tokens in written for token in tokens]))
        for (keys, values), layer in zip(self._kept, self._layers, strict=True):
            query, key, value = network.project(layer, states, turns[layer.window])
            keys[rows, :, :, positions] = key
            values[rows, :, positions] = value
            padded = query.new_zeros((len(written), width, *query.shape[1:]))
            padded[rows, offsets] = query
            kept = keys[: self._count, ..., :seen], values[: self._count, :, :seen]
            made = network.attend(padded, *kept, masks[layer.window])
            states = network.finish(layer, states, made[rows, offsets])
        before += counts
        return states, ends

    def drop(self, row: int) -> None:
        """End a row. The last one takes its place, so that those that go on stay together and nothing else is
        copied."""
        self._count -= 1
        self._lengths[row] = self._lengths[self._count]
        length = int(self._lengths[row])
        if row != self._count:
            for keys, values in self._kept:
                keys[row, :, :, :length] = keys[self._count, :, :, :length]
                values[row, :, :length] = values[self._count, :, :length]
