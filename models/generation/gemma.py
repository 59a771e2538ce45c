"""This module holds the weights and the arithmetic of Gemma 3 on a processor, for tokens in one flat list without
padding.

It computes what transformers computes, to rounding, in fewer and larger steps: query, key and value are one matrix
product and so are gate and up, and the weights are laid out once. `models.generation.gemma_batch` runs a batch through it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import embedding, gelu, rms_norm

from models.errors import EngineError
from models.hardware.matrix_product import Product

MODEL_TYPE = "gemma3_text"
PRODUCTS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
_PRODUCT = re.compile(rf"model\.layers\.\d+\.(self_attn|mlp)\.({'|'.join(PRODUCTS)})\.weight")


@dataclass(frozen=True)
class Layer:
    """A layer holds its weights in the form in which they are used."""

    qkv: Product
    out: Product
    gate_up: Product
    down: Product
    heads: Tensor  # norm weights of the query and key heads, (heads, head size)
    norms: tuple[Tensor, Tensor, Tensor, Tensor]  # before and after attention, before and after the MLP
    window: int | None  # tokens a sliding layer looks back at, the token itself included


def is_supported(config: Any) -> bool:
    """Return whether this module reads a model of this configuration; any other is left to transformers."""
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
    """Return the layers of a `Gemma3ForCausalLM` in `dtype`, with the weights of `changed` (by name) in place of its
    own.

    Raises `EngineError` if `changed` has a weight that is not a product of the layers.
    """
    for name in sorted(changed):
        require_product(name)
    config = model.config

    def weight(index: int, name: str) -> Tensor:
        full = f"model.layers.{index}.{name}.weight"
        return changed[full] if full in changed else model.get_parameter(full)

    def norm(index: int, name: str) -> Tensor:
        found: Tensor = model.get_parameter(f"model.layers.{index}.{name}.weight")
        return 1.0 + found.detach().float()

    def layer(index: int) -> Layer:
        query, key = norm(index, "self_attn.q_norm"), norm(index, "self_attn.k_norm")
        return Layer(
            qkv=Product([weight(index, f"self_attn.{name}_proj") for name in "qkv"], dtype),
            out=Product([weight(index, "self_attn.o_proj")], dtype),
            gate_up=Product([weight(index, f"mlp.{name}_proj") for name in ("gate", "up")], dtype),
            down=Product([weight(index, "mlp.down_proj")], dtype),
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


def require_product(name: str) -> None:
    """Raise `EngineError` for a weight that is not a product of the layers."""
    if not _PRODUCT.fullmatch(name):
        raise EngineError(f"the adapter changes {name}, which is not served: train it on {', '.join(PRODUCTS)} only")


class Gemma3:
    """This class holds what all skills share: embeddings, positions, the last norm. The layers belong to each skill."""

    def __init__(self, model: Any, dtype: torch.dtype) -> None:
        config = model.config
        self.dtype, self._eps = dtype, float(config.rms_norm_eps)
        self._heads, self._key_heads = int(config.num_attention_heads), int(config.num_key_value_heads)
        self._size = int(config.head_dim)
        self._scale = float(config.query_pre_attn_scalar) ** -0.5
        self._embedding: Tensor = model.model.embed_tokens.weight.detach()
        self._head: Tensor = model.lm_head.weight.detach()
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
        """Return cosine and sine of the rotary embedding by the layer's window, each (tokens, 1, head size)."""
        turns = {}
        for window, frequencies in self._frequencies.items():
            angles = positions[:, None].float() * frequencies
            angles = torch.cat([angles, angles], dim=-1)[:, None]
            turns[window] = (angles.cos().to(self.dtype), angles.sin().to(self.dtype))
        return turns

    def norm(self, states: Tensor, weight: Tensor) -> Tensor:
        return rms_norm(states.float(), states.shape[-1:], eps=self._eps).mul_(weight).to(states.dtype)

    def project(self, layer: Layer, states: Tensor, turn: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """Return queries, keys and values of flat tokens, each (tokens, heads, head size)."""
        count, turning = len(states), self._heads + self._key_heads
        made = layer.qkv(self.norm(states, layer.norms[0])).view(count, turning + self._key_heads, self._size)
        heads = self.norm(made[:, :turning], layer.heads)
        half = self._size // 2
        turned = torch.cat([-heads[..., half:], heads[..., :half]], dim=-1)
        heads = heads * turn[0] + turned * turn[1]
        return heads[:, : self._heads], heads[:, self._heads :], made[:, turning:]

    def finish(self, layer: Layer, states: Tensor, attended: Tensor) -> Tensor:
        """Return the layer's output for its input `states` and what its attention read."""
        states = states + self.norm(layer.out(attended.flatten(1)), layer.norms[1])
        gate, up = layer.gate_up(self.norm(states, layer.norms[2])).chunk(2, dim=-1)
        made = layer.down(gelu(gate, approximate="tanh").mul_(up))
        return states + self.norm(made, layer.norms[3])

    def last(self, states: Tensor) -> Tensor:
        return self.norm(states, self._norm)

    def attend(self, query: Tensor, keys: Tensor, values: Tensor, mask: Tensor) -> Tensor:
        """Return the attention of queries (rows, width, heads, size) over keys (rows, key heads, size, seen) and values
        (rows, key heads, seen, size), of shape (rows, width, heads, size). `mask` (rows, width, seen) is added."""
        rows, width = query.shape[:2]
        groups = self._heads // self._key_heads
        query = query.view(rows, width, self._key_heads, groups, self._size).permute(0, 2, 3, 1, 4)
        scores = query.reshape(rows, self._key_heads, groups * width, self._size) @ keys
        scores.mul_(self._scale).view(rows, self._key_heads, groups, width, -1).add_(mask[:, None, None])
        made = (scores.softmax(-1) @ values).view(rows, self._key_heads, groups, width, self._size)
        return made.permute(0, 3, 1, 2, 4).reshape(rows, width, self._heads, self._size)

    def mask(self, asking: Tensor, seen: int, window: int | None) -> Tensor:
        """Return the mask of what tokens at these positions (rows, width) may look at among the first `seen` ones of
        their row."""
        at, asking = torch.arange(seen), asking[..., None]
        hidden = at > asking
        if window is not None:
            hidden |= at <= asking - window
        return torch.zeros(hidden.shape, dtype=self.dtype).masked_fill_(hidden, -torch.inf)

    def room(self, rows: int, tokens: int) -> tuple[Tensor, Tensor]:
        """Return the memory in which one layer keeps keys and values. It is zeros, because a place that nothing was
        written to is multiplied by zero and must hold a number."""
        keys = torch.zeros((rows, self._key_heads, self._size, tokens), dtype=self.dtype)
        return keys, torch.zeros((rows, self._key_heads, tokens, self._size), dtype=self.dtype)
