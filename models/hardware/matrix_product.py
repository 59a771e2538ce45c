"""This module computes the matrix product with one weight as oneDNN computes it fastest.

The weight is laid out once as this processor reads it best; `torch.nn.functional.linear` does so at every call in bf16,
and never in float32. That is a tenth to a quarter faster for many rows and half faster for a few. A torch without
oneDNN's operator gives the same result with `linear`.
"""

from collections.abc import Sequence
from functools import cache

import torch
from torch import Tensor
from torch.nn.functional import gelu, linear


@cache
def fused(dtype: torch.dtype) -> bool:
    """Return whether oneDNN's operator exists and computes in `dtype` on this processor, which only a trial shows."""
    try:
        weight = torch.ops.mkldnn._reorder_linear_weight(torch.eye(8, dtype=dtype), None)
        torch.ops.mkldnn._linear_pointwise(torch.ones((2, 8), dtype=dtype), weight, None, "none", [], "")
    except (AttributeError, RuntimeError):
        return False
    return True


class Product:
    """A product multiplies by weights of shape (outputs, inputs), side by side, in `dtype`; then it applies GELU, where
    `activated`."""

    def __init__(
        self,
        weights: Sequence[Tensor],
        dtype: torch.dtype,
        *,
        biases: Sequence[Tensor] = (),
        activated: bool = False,
    ) -> None:
        weight = torch.cat([own.detach().to(dtype) for own in weights])
        self._fused = fused(dtype)
        self._weight = torch.ops.mkldnn._reorder_linear_weight(weight, None) if self._fused else weight
        self._bias = torch.cat([own.detach().to(dtype) for own in biases]) if biases else None
        self._activated = activated

    def __call__(self, states: Tensor) -> Tensor:
        """Return the product with states of shape (rows, inputs), which must be in its number format."""
        if self._fused:
            name, variant = ("gelu", "none") if self._activated else ("none", "")
            made: Tensor = torch.ops.mkldnn._linear_pointwise(states, self._weight, self._bias, name, [], variant)
            return made
        made = linear(states, self._weight, self._bias)
        return gelu(made) if self._activated else made
