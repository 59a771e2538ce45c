"""This module writes a combined difference as the two factors of a LoRA adapter again, exactly where the rank is small enough,
else by the singular value decomposition, which loses least of its energy (Eckart and Young 1936)."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from models.merging.differences import Factors


@dataclass(frozen=True)
class Factored:
    up: Tensor  # (outputs, rank)
    down: Tensor  # (rank, inputs)
    lost: float  # energy that the factors lack: the sum of the squares of the missing singular values
    energy: float  # of the whole difference


def concatenated(factors: Sequence[Factors], weights: Sequence[float]) -> Factored:
    """Return the weighted sum of plain LoRA differences, exactly: their factors side by side. The rank is the sum of theirs."""
    up = torch.cat([one.up * weight for one, weight in zip(factors, weights, strict=True)], dim=1)
    down = torch.cat([one.down for one in factors])
    # The energy of the product comes from two small matrices: the product itself is larger than both factors.
    energy = float(((up.T @ up) * (down @ down.T)).sum().clamp_min(0))
    return Factored(up, down, 0.0, energy)


def decomposed(difference: Tensor, rank: int) -> Factored:
    """Return the best factors of a rank. Raises nothing: a rank above the smaller side of the matrix is that side."""
    left, values, right = torch.linalg.svd(difference, full_matrices=False)
    squares = values.double() ** 2
    root = values[:rank].sqrt()  # in halves, so that neither factor is much larger than the other
    lost = float(squares[rank:].sum())
    return Factored(left[:, :rank] * root, root.unsqueeze(1) * right[:rank], lost, float(squares.sum()))
