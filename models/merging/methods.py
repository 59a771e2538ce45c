"""This module combines what several adapters add to one weight.

`linear` is the weighted sum. TIES (Yadav et al. 2023) keeps the largest entries of each, chooses a sign per entry by the
weighted sum, and averages those that have it. DARE (Yu et al. 2023) drops entries at random and scales up the others, so
that the expected sum stays what it was. The share of entries that are kept is the density, per weight matrix.
"""

from collections.abc import Sequence
from enum import StrEnum

import torch
from torch import Tensor


class Method(StrEnum):
    CAT = "cat"
    LINEAR = "linear"
    TIES = "ties"
    DARE_LINEAR = "dare_linear"
    DARE_TIES = "dare_ties"

    @property
    def is_sum(self) -> bool:
        """Return whether it is the weighted sum, entry for entry."""
        return self in {Method.CAT, Method.LINEAR}


def combine(
    differences: Sequence[Tensor], weights: Sequence[float], method: Method, density: float, source: torch.Generator
) -> Tensor:
    """Return the combined difference, of the shape of each. `density`: 0 to 1, of what is no sum. `source` draws the entries
    that DARE drops."""
    if method in {Method.DARE_LINEAR, Method.DARE_TIES}:
        differences = [dropped(one, density, source) for one in differences]
    elif method is Method.TIES:
        differences = [trimmed(one, density) for one in differences]
    if method in {Method.TIES, Method.DARE_TIES}:
        return elected(differences, weights)
    return torch.stack([one * weight for one, weight in zip(differences, weights, strict=True)]).sum(0)


def trimmed(difference: Tensor, density: float) -> Tensor:
    """Return the entries of the largest magnitude, a share of `density` of them, rounded up; the others are zero."""
    count = max(1, -int(-difference.numel() * density // 1))
    if count >= difference.numel():
        return difference
    kept = difference.abs().flatten().topk(count, sorted=False).indices
    made = torch.zeros_like(difference).flatten()
    made[kept] = difference.flatten()[kept]
    return made.view_as(difference)


def dropped(difference: Tensor, density: float, source: torch.Generator) -> Tensor:
    """Return each entry with the probability `density`, divided by it; the others are zero."""
    if density >= 1:
        return difference
    kept = torch.rand(difference.shape, generator=source) < density
    return torch.where(kept, difference / density, torch.zeros_like(difference))


def elected(differences: Sequence[Tensor], weights: Sequence[float]) -> Tensor:
    """Return the weighted mean of the entries that, weighted, have the sign of their sum; entries of zero do not count. What has
    a negative weight is subtracted."""
    share = torch.tensor(list(weights)).view(-1, *[1] * differences[0].dim())
    weighted = torch.stack(list(differences)) * share
    agree = (weighted.sign() == weighted.sum(0).sign()) & (weighted != 0)
    total = (share.abs() * agree).sum(0)
    return (weighted * agree).sum(0) / torch.where(total > 0, total, 1.0)
