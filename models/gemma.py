"""Gemma 3 on a processor, without padding: what the engine runs in place of transformers' forward pass.

Four things make it faster with the same result to rounding:

- The tokens of all rows lie in one flat list, so that the matrix products see no padding. Only the attention knows rows.
- Keys and values are written into room that was reserved once. transformers copies all of them at every step.
- Query, key and value are one matrix product, and so are gate and up.
- The last layer computes only what is read of it: keys and values of all tokens, everything else of a row's last one.

`tests/unit/test_gemma.py` holds it against transformers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import embedding, gelu, linear, rms_norm, scaled_dot_product_attention

CHUNK = (
    1024  # tokens of prompts that are read together: enough for the matrix products, and the rest stays in the cache
)
PACKS = torch.backends.mkldnn.is_available() and hasattr(torch.ops.mkldnn, "_linear_pointwise")
MODEL_TYPE = "gemma3_text"


class Product:
    """The matrix product with one weight, which oneDNN has laid out once as this processor reads it best: `linear` does so
    at every call in bf16, and never in float32. A quarter faster for a prompt and half for a step of sixteen rows."""

    def __init__(self, weight: Tensor) -> None:
        self._weight = torch.ops.mkldnn._reorder_linear_weight(weight.contiguous(), None) if PACKS else weight

    def __call__(self, states: Tensor) -> Tensor:
        if PACKS:
            made: Tensor = torch.ops.mkldnn._linear_pointwise(states, self._weight, None, "none", [], "")
            return made
        return linear(states, self._weight)


@dataclass(frozen=True)
class Layer:
    """Weights of one layer, as they are used."""

    qkv: Product
    out: Product
    gate_up: Product
    down: Product
    heads: Tensor  # norms of the query and key heads, (heads, head size)
    norms: tuple[Tensor, Tensor, Tensor, Tensor]  # before and after attention, before and after the MLP
    window: int | None  # tokens a sliding layer looks back at, with the token itself


def is_supported(config: Any) -> bool:
    """Whether a model of this configuration is read here; any other is transformers' business."""
    ropes = [config.rope_parameters[kind]["rope_type"] for kind in set(config.layer_types)] if _is_gemma(config) else []
    return (
        bool(ropes)
        and set(ropes) == {"default"}
        and not config.use_bidirectional_attention
        and not config.attention_bias
        and config.attn_logit_softcapping is None
        and config.final_logit_softcapping is None
        and config.hidden_activation == "gelu_pytorch_tanh"
    )


def _is_gemma(config: Any) -> bool:
    return bool(config.model_type == MODEL_TYPE)


def layers(model: Any, changed: Mapping[str, Tensor], dtype: torch.dtype) -> list[Layer]:
    """The layers of a `Gemma3ForCausalLM` in `dtype`, with the weights of `changed` (by name) in place of its own."""
    config = model.config

    def weight(index: int, name: str) -> Tensor:
        full = f"model.layers.{index}.{name}.weight"
        return (changed[full] if full in changed else model.get_parameter(full)).detach().to(dtype)

    def norm(index: int, name: str) -> Tensor:
        return 1.0 + model.get_parameter(f"model.layers.{index}.{name}.weight").detach().float()

    def layer(index: int) -> Layer:
        query, key = norm(index, "self_attn.q_norm"), norm(index, "self_attn.k_norm")
        return Layer(
            qkv=Product(torch.cat([weight(index, f"self_attn.{name}_proj") for name in "qkv"])),
            out=Product(weight(index, "self_attn.o_proj")),
            gate_up=Product(torch.cat([weight(index, "mlp.gate_proj"), weight(index, "mlp.up_proj")])),
            down=Product(weight(index, "mlp.down_proj")),
            heads=torch.stack([query] * config.num_attention_heads + [key] * config.num_key_value_heads),
            norms=(
                norm(index, "input_layernorm"),
                norm(index, "post_attention_layernorm"),
                norm(index, "pre_feedforward_layernorm"),
                norm(index, "post_feedforward_layernorm"),
            ),
            window=config.sliding_window if config.layer_types[index] == "sliding_attention" else None,
        )

    return [layer(index) for index in range(config.num_hidden_layers)]


class Gemma3:
    """What all skills share: embeddings, positions, the last norm. The layers are a skill's own."""

    def __init__(self, model: Any, dtype: torch.dtype) -> None:
        config = model.config
        self.dtype, self._eps = dtype, config.rms_norm_eps
        self._heads, self._key_heads, self._size = (
            config.num_attention_heads,
            config.num_key_value_heads,
            config.head_dim,
        )
        self._scale = config.query_pre_attn_scalar**-0.5
        self._embedding = model.model.embed_tokens.weight.detach()
        self._head = model.lm_head.weight.detach()
        self.vocabulary_size = len(self._head)
        self._embedding_scale = torch.tensor(config.hidden_size**0.5).to(dtype)
        self._norm = 1.0 + model.model.norm.weight.detach().float()
        self._frequencies = {
            window: getattr(model.model.rotary_emb, f"{kind}_inv_freq").float()
            for kind, window in (("full_attention", None), ("sliding_attention", config.sliding_window))
            if kind in config.layer_types
        }

    def head(self, ids: Tensor | None) -> Tensor:
        return (self._head if ids is None else self._head[ids]).to(self.dtype)

    def embed(self, ids: Tensor) -> Tensor:
        return embedding(ids, self._embedding).to(self.dtype) * self._embedding_scale

    def turns(self, positions: Tensor) -> dict[int | None, tuple[Tensor, Tensor]]:
        """Cosine and sine of the rotary embedding by the layer's window, each (tokens, 1, head size)."""
        turns = {}
        for window, frequencies in self._frequencies.items():
            angles = positions[:, None].float() * frequencies
            angles = torch.cat([angles, angles], dim=-1)[:, None]
            turns[window] = (angles.cos().to(self.dtype), angles.sin().to(self.dtype))
        return turns

    def norm(self, states: Tensor, weight: Tensor) -> Tensor:
        return rms_norm(states.float(), states.shape[-1:], eps=self._eps).mul_(weight).to(states.dtype)

    def project(self, layer: Layer, states: Tensor, turn: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """Queries, keys and values of flat tokens, each (tokens, heads, head size)."""
        count, turning = len(states), self._heads + self._key_heads
        made = layer.qkv(self.norm(states, layer.norms[0])).view(count, turning + self._key_heads, self._size)
        heads = self.norm(made[:, :turning], layer.heads)
        half = self._size // 2
        turned = torch.cat([-heads[..., half:], heads[..., :half]], dim=-1)
        heads = heads * turn[0] + turned * turn[1]
        return heads[:, : self._heads], heads[:, self._heads :], made[:, turning:]

    def finish(self, layer: Layer, states: Tensor, attended: Tensor) -> Tensor:
        """What the layer makes of its input and of what its attention read."""
        states = states + self.norm(layer.out(attended.flatten(1)), layer.norms[1])
        gate, up = layer.gate_up(self.norm(states, layer.norms[2])).chunk(2, dim=-1)
        made = layer.down(gelu(gate, approximate="tanh").mul_(up))
        return states + self.norm(made, layer.norms[3])

    def last(self, states: Tensor) -> Tensor:
        return self.norm(states, self._norm)

    def attend_prompt(self, query: Tensor, key: Tensor, value: Tensor, window: int | None) -> Tensor:
        """One row's attention, which has read nothing before; `query` may be its last tokens only."""
        asked, length = len(query), len(key)
        mask = None
        if asked != length or (window is not None and length > window):
            at = torch.arange(length)
            asking = at[length - asked :, None]
            mask = _sees(at, asking, window)
        groups = self._heads // self._key_heads
        made = scaled_dot_product_attention(
            query.transpose(0, 1)[None],
            key.transpose(0, 1).repeat_interleave(groups, 0)[None],
            value.transpose(0, 1).repeat_interleave(groups, 0)[None],
            attn_mask=mask,
            is_causal=mask is None,
            scale=self._scale,
        )
        return made[0].transpose(0, 1)

    def attend(self, query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Tensor:
        """Attention of (rows, width, heads, size) over the kept (rows, key heads, room, size); `mask` is added, (rows,
        1, 1 or width times heads by group, room)."""
        rows, width = query.shape[:2]
        groups = self._heads // self._key_heads
        query = query.view(rows, width, self._key_heads, groups, self._size).transpose(1, 2)
        made = scaled_dot_product_attention(
            query.reshape(rows, self._key_heads, width * groups, self._size),
            key,
            value,
            attn_mask=mask,
            scale=self._scale,
        )
        made = made.view(rows, self._key_heads, width, groups, self._size).transpose(1, 2)
        return made.reshape(rows, width, self._heads, self._size)

    @property
    def groups(self) -> int:
        return self._heads // self._key_heads


def _sees(at: Tensor, asking: Tensor, window: int | None) -> Tensor:
    seen = at <= asking
    return seen if window is None else seen & (at > asking - window)


class GemmaNetwork:
    """Gemma 3 as one skill has it."""

    def __init__(self, shared: Gemma3, layers: Callable[[], Sequence[Layer]]) -> None:
        """`layers` is called with the first batch: few ever ask the bare base model."""
        self._shared, self._layers = shared, cache(layers)
        self.vocabulary_size = shared.vocabulary_size

    def read(self, prompts: Sequence[Sequence[int]], room: int) -> "GemmaReading":
        return GemmaReading(self._shared, self._layers(), prompts, room)

    def head(self, ids: Tensor | None) -> Tensor:
        return self._shared.head(ids)


class GemmaReading:
    """One batch while it is read and written: which tokens each row has seen, and their keys and values."""

    def __init__(self, network: Gemma3, layers: Sequence[Layer], prompts: Sequence[Sequence[int]], room: int) -> None:
        """`room`: how many tokens a row may get after its prompt."""
        self._network, self._layers = network, layers
        self._lengths = torch.zeros(len(prompts), dtype=torch.long)
        self._room = max(len(prompt) for prompt in prompts) + room
        shape = (len(prompts), network._key_heads, self._room, network._size)
        self._keys = [torch.zeros(shape, dtype=network.dtype) for _ in layers]
        self._values = [torch.zeros(shape, dtype=network.dtype) for _ in layers]
        self._prompts, self._count = prompts, len(prompts)

    def start(self) -> Tensor:
        """Reads the prompts. Returns the last hidden state of each, (rows, hidden size)."""
        made: list[Tensor] = []
        chunk: list[int] = []
        for row, prompt in enumerate(self._prompts):
            if chunk and sum(len(self._prompts[r]) for r in chunk) + len(prompt) > CHUNK:
                made.append(self._read_prompts(chunk))
                chunk = []
            chunk.append(row)
        made.append(self._read_prompts(chunk))
        return torch.cat(made)

    def _read_prompts(self, rows: Sequence[int]) -> Tensor:
        network = self._network
        lengths = [len(self._prompts[row]) for row in rows]
        positions = torch.cat([torch.arange(length) for length in lengths])
        turns = network.turns(positions)
        states = network.embed(torch.tensor([token for row in rows for token in self._prompts[row]]))
        ends = torch.tensor(lengths).cumsum(0) - 1
        for number, layer in enumerate(self._layers):
            is_last = number == len(self._layers) - 1
            query, key, value = network.project(layer, states, turns[layer.window])
            attended, start = [], 0
            for row, length in zip(rows, lengths, strict=True):
                own = slice(start, start + length)
                asked = slice(start + length - 1, start + length) if is_last else own
                attended.append(network.attend_prompt(query[asked], key[own], value[own], layer.window))
                self._keys[number][row, :, :length] = key[own].transpose(0, 1)
                self._values[number][row, :, :length] = value[own].transpose(0, 1)
                start += length
            states = network.finish(layer, states[ends] if is_last else states, torch.cat(attended))
        self._lengths[list(rows)] = torch.tensor(lengths)
        return network.last(states)

    def step(self, written: Sequence[Sequence[int]]) -> Tensor:
        """Reads what each row has written since, at least one token. Returns the last hidden state of each."""
        network, count = self._network, self._count
        counts = torch.tensor([len(tokens) for tokens in written])
        rows = torch.repeat_interleave(torch.arange(len(written)), counts)
        ends = counts.cumsum(0) - 1
        offsets = torch.arange(len(rows)) - (ends + 1 - counts)[rows]
        positions = self._lengths[rows] + offsets
        width, reached = int(counts.max()), int((self._lengths[:count] + counts).max())
        turns, masks = network.turns(positions), self._masks(width, reached)
        states = network.embed(torch.tensor([token for tokens in written for token in tokens]))
        is_single = width == 1
        for number, layer in enumerate(self._layers):
            query, key, value = network.project(layer, states, turns[layer.window])
            keys, values = self._keys[number], self._values[number]
            keys[rows, :, positions] = key
            values[rows, :, positions] = value
            if is_single:
                padded = query[:, None]
            else:
                padded = query.new_zeros((count, width, *query.shape[1:]))
                padded[rows, offsets] = query
            made = network.attend(padded, keys[:count, :, :reached], values[:count, :, :reached], masks[layer.window])
            states = network.finish(layer, states, made[:, 0] if is_single else made[rows, offsets])
        self._lengths[:count] += counts
        return network.last(states[ends])

    def _masks(self, width: int, reached: int) -> dict[int | None, Tensor]:
        """What a token that a row writes now may look at, by the layer's window; columns are positions."""
        asking = (self._lengths[: self._count, None] + torch.arange(width))[..., None]
        if width > 1:
            asking = asking.repeat_interleave(self._network.groups, 1)
        masks = {}
        for window in {layer.window for layer in self._layers}:
            seen = _sees(torch.arange(reached), asking, window)
            mask = torch.zeros(seen.shape, dtype=self._network.dtype).masked_fill_(~seen, -torch.inf)
            masks[window] = mask[:, None]
        return masks

    def drop(self, row: int) -> None:
        """Ends a row. The last one takes its place, so that those that go on stay together and nothing else is copied."""
        self._count -= 1
        length = int(self._lengths[self._count])
        self._lengths[row] = length
        if row != self._count:
            for kept in (*self._keys, *self._values):
                kept[row, :, :length] = kept[self._count, :, :length]
