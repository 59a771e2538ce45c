"""This module lets several processes train one adapter together, as `accelerate launch` or torchrun starts them.

Each takes its share of the examples of every step, and the gradients are added up, so that all make the step that one
process would make. The first process alone reads the data, keeps the checkpoint and writes the adapter; it hands the others
what they need. Who is who stands in the environment, where the launcher wrote it.
"""

import os
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

T = TypeVar("T")
_PATIENCE = timedelta(hours=24)  # the others wait while the first one searches for thousands of tickets


def count() -> int:
    """Return how many processes train together; 1 without a launcher."""
    return _number("WORLD_SIZE", 1)


def is_first() -> bool:
    return _number("RANK", 0) == 0


class Group:
    """A group is the processes that train together. Alone, nothing is exchanged."""

    def __init__(self) -> None:
        import torch

        self.count, self._rank = count(), _number("RANK", 0)
        if torch.cuda.is_available() and self.count > 1:
            torch.cuda.set_device(_number("LOCAL_RANK", 0))
        if self.count > 1 and not torch.distributed.is_initialized():
            backend = "nccl" if torch.cuda.is_available() else "gloo"
            torch.distributed.init_process_group(backend, timeout=_PATIENCE)

    @property
    def is_first(self) -> bool:
        return self._rank == 0

    def own(self, rows: Sequence[T]) -> Sequence[T]:
        """Return the share of this process."""
        return rows[self._rank :: self.count]

    def add_gradients(self, weights: Iterable[Any]) -> None:
        """Add up the gradients of all processes, in each of them."""
        if self.count == 1:
            return
        import torch

        for weight in weights:
            if weight.grad is None:  # there was no example for this process
                weight.grad = torch.zeros_like(weight)
            torch.distributed.all_reduce(weight.grad)

    def total(self, value: float) -> float:
        """Return the sum of a number over all processes."""
        if self.count == 1:
            return value
        import torch

        device = "cuda" if torch.cuda.is_available() else "cpu"
        summed = torch.tensor(value, dtype=torch.float64, device=device)
        torch.distributed.all_reduce(summed)
        return float(summed)

    def shared(self, value: T | None = None) -> T:
        """Return what the first process gives."""
        held: list[Any] = [value]
        if self.count > 1:
            import torch

            torch.distributed.broadcast_object_list(held)
        return held[0]  # type: ignore[no-any-return]

    def leave(self) -> None:
        """Wait for the others, and end what connects them."""
        if self.count > 1:
            import torch

            torch.distributed.barrier()
            torch.distributed.destroy_process_group()


def _number(name: str, otherwise: int) -> int:
    told = os.environ.get(name, "")
    return int(told) if told.isdigit() else otherwise
