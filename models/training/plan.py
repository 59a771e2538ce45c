"""This module divides the examples of a training run into its steps. The same seed gives the same plan, which makes resuming
exact."""

import math
import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from models.training.examples import Tokenised
from models.training.run import LoraRun


@dataclass(frozen=True)
class Plan:
    """A plan says what each optimiser step learns from."""

    batches: list[list[Tokenised]]
    epoch_ends: frozenset[int]  # steps, from 1, after which each example was seen once more

    @property
    def steps(self) -> int:
        return len(self.batches)

    @property
    def tokens(self) -> int:
        return sum(len(row.ids) for batch in self.batches for row in batch)


def plan(rows: Sequence[Tokenised], run: LoraRun) -> Plan:
    """Return the batches, shuffled anew in each epoch."""
    source, wanted = random.Random(run.seed), len(rows) * run.epochs
    order: list[Tokenised] = []
    while len(order) < wanted:
        epoch = list(rows)
        source.shuffle(epoch)
        order += epoch
    batches = list(_divided(order[: math.ceil(wanted)], run))
    seen = list(accumulate(len(batch) for batch in batches))
    whole = range(len(rows), math.floor(wanted) + 1, len(rows))
    ends = {bisect_left(seen, count) + 1 for count in whole} | {len(batches)}
    return Plan(batches, frozenset(ends))


def rate(step: int, steps: int, warmup: float) -> float:
    """Return the share of the peak learning rate: linear warm-up, then cosine to a tenth."""
    ramp = max(1, int(steps * warmup))
    if step < ramp:
        return (step + 1) / ramp
    return 0.1 + 0.45 * (1 + math.cos(math.pi * (step - ramp) / max(1, steps - ramp)))


def _divided(order: Sequence[Tokenised], run: LoraRun) -> Iterator[list[Tokenised]]:
    """Yield the batches of some examples in order: so many of them, or as many as have so many tokens, at least one."""
    batch: list[Tokenised] = []
    size = 0
    for row in order:
        full = size + len(row.ids) > run.batch_tokens if run.batch_tokens else len(batch) >= run.batch
        if batch and full:
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += len(row.ids)
    if batch:
        yield batch
