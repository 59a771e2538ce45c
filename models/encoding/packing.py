"""This module runs texts of different lengths through a BERT or an MPNet in one batch without padding.

The tokens of all texts stand in one matrix, one row per token, for the layers that treat each token separately: the
linear layers, which are nine tenths of the arithmetic. Only attention treats each text separately. The three
projections of attention are one matrix product, and oneDNN adds the activation while it multiplies. That is one and a
half times as fast as the padded batches of sentence-transformers, and as fast as OpenVINO (docs/decisions/0016).
"""

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import torch
from torch.nn.functional import layer_norm, scaled_dot_product_attention

from models.hardware.matrix_product import Product

ARCHITECTURES = ("bert", "mpnet")
_DISTANCE_CLASSES, _FARTHEST = 32, 128  # of MPNet, whatever its configuration says
TOKENS = 2048  # in one batch: enough to fill the matrix products, few enough to stay in the processor's cache


def packs(network: Any) -> bool:
    """Return whether `PackedNetwork` computes the same as this network of transformers."""
    config = network.config
    return config.model_type in ARCHITECTURES and config.hidden_act == "gelu"


class PackedNetwork:
    """A packed network holds the weights of a BERT or MPNet, arranged for packed batches. The residual stream and the
    layer norms stay in float32; the matrix products are computed in `dtype`."""

    def __init__(self, network: Any, dtype: torch.dtype) -> None:
        """Take the layers out of `network`, so that no weight is held twice; `network` cannot be called afterwards."""
        config = network.config
        self._dtype, self._heads, self._epsilon = dtype, int(config.num_attention_heads), float(config.layer_norm_eps)
        self._width, self._inner = int(config.hidden_size), int(config.intermediate_size)
        self._embeddings = network.embeddings
        is_mpnet = config.model_type == "mpnet"
        self._first_position = int(config.pad_token_id) + 1 if is_mpnet else 0
        self._distances = network.encoder.relative_attention_bias.weight.detach() if is_mpnet else None
        self._layers = [_Layer(layer, dtype, is_mpnet=is_mpnet) for layer in network.encoder.layer]
        network.encoder.layer = torch.nn.ModuleList()

    @torch.inference_mode()
    def __call__(self, texts: Sequence[Sequence[int]]) -> torch.Tensor:
        """Return the last hidden states in float32, of shape (tokens of all texts, width), in order. Each text is its
        token ids, with the tokenizer's special tokens at both ends. Adjacent texts of equal length are cheapest."""
        lengths = [len(ids) for ids in texts]
        state = self._embed(torch.tensor([token for ids in texts for token in ids]), lengths)
        groups = list(_groups(lengths))
        biases = {length: self._bias(length) for _, _, length in groups}
        for layer in self._layers:
            mixed = self._attend(layer.query_key_value(state.to(self._dtype)), groups, biases)
            state = self._normalised(state + layer.output(mixed), layer.attention_norm)
            inner = layer.intermediate(state.to(self._dtype))
            state = self._normalised(state + layer.back(inner), layer.output_norm)
        return state

    def operations(self, lengths: Sequence[int]) -> int:
        """Return the floating point operations for texts with these numbers of tokens; a multiplication and an addition
        are two."""
        width, inner, layers = self._width, self._inner, len(self._layers)
        linear_layers = 2 * (4 * width * width + 2 * width * inner) * sum(lengths)
        attention = 4 * width * sum(length * length for length in lengths)
        return layers * (linear_layers + attention)

    def _embed(self, ids: torch.Tensor, lengths: Sequence[int]) -> torch.Tensor:
        table, first = self._embeddings, self._first_position
        places = torch.cat([torch.arange(first, first + length) for length in lengths])
        state = table.word_embeddings.weight[ids] + table.position_embeddings.weight[places]
        if hasattr(table, "token_type_embeddings"):
            state = state + table.token_type_embeddings.weight[0]
        return self._normalised(state.float(), table.LayerNorm)

    def _attend(
        self, projected: torch.Tensor, groups: Sequence[tuple[int, int, int]], biases: dict[int, torch.Tensor | None]
    ) -> torch.Tensor:
        mixed = torch.empty((len(projected), self._width), dtype=self._dtype)
        for start, count, length in groups:
            rows = slice(start, start + count * length)
            parts = projected[rows].view(count, length, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
            seen = scaled_dot_product_attention(parts[0], parts[1], parts[2], attn_mask=biases[length])
            mixed[rows] = seen.transpose(1, 2).reshape(-1, self._width)
        return mixed

    def _bias(self, length: int) -> torch.Tensor | None:
        """Return what MPNet adds to attention for the distance between two tokens, of shape (heads, length, length)."""
        if self._distances is None:
            return None
        bias: torch.Tensor = self._distances[_distance_classes(length)].permute(2, 0, 1)
        return bias.to(self._dtype).contiguous()

    def _normalised(self, state: torch.Tensor, norm: Any) -> torch.Tensor:
        return layer_norm(state, (self._width,), norm.weight, norm.bias, self._epsilon)


class _Layer:
    def __init__(self, layer: Any, dtype: torch.dtype, *, is_mpnet: bool) -> None:
        attention = layer.attention
        if is_mpnet:
            inputs, output = (attention.attn.q, attention.attn.k, attention.attn.v), attention.attn.o
        else:
            own = attention.self
            inputs, output = (own.query, own.key, own.value), attention.output.dense
        self.query_key_value = _product(inputs, dtype)
        self.output = _product((output,), dtype)
        self.attention_norm = attention.LayerNorm if is_mpnet else attention.output.LayerNorm
        self.intermediate = _product((layer.intermediate.dense,), dtype, activated=True)
        self.back = _product((layer.output.dense,), dtype)
        self.output_norm = layer.output.LayerNorm


def _product(modules: Sequence[Any], dtype: torch.dtype, *, activated: bool = False) -> Product:
    weights, biases = ([getattr(module, name) for module in modules] for name in ("weight", "bias"))
    return Product(weights, dtype, biases=biases, activated=activated)


def _distance_classes(length: int) -> torch.Tensor:
    """Return the class of the distance from each token to each token, as MPNet has them: one for each short distance, one
    for several longer ones, and the upper half for those that lie behind."""
    half, single = _DISTANCE_CLASSES // 2, _DISTANCE_CLASSES // 4
    places = torch.arange(length)
    behind = places[None, :] - places[:, None]
    distance = behind.abs()
    share = torch.log(distance.float() / single) / math.log(_FARTHEST / single)
    shared = (single + (share * (half - single)).long()).clamp(max=half - 1)
    return torch.where(distance < single, distance, shared) + (behind > 0).long() * half


def _groups(lengths: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield the first row, the number of texts and the length of each run of equally long texts."""
    start = 0
    for length, run in groupby(lengths):
        count = len(list(run))
        yield start, count, length
        start += count * length


def batches(lengths: Sequence[int], budget: int = TOKENS) -> Iterator[list[int]]:
    """Yield the indices of the texts, shortest first, in batches of up to `budget` tokens; a longer text is a batch of
    its own."""
    batch: list[int] = []
    size = 0
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and size + lengths[place] > budget:
            yield batch
            batch, size = [], 0
        batch.append(place)
        size += lengths[place]
    if batch:
        yield batch
