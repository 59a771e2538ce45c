"""This module sends several short examples through the network at once, with what their prompts begin with in common computed
once.

The tokens lie in one row: the common beginning, then the rest of each example. A mask lets each rest see the beginning and
itself, so that all states are those of the examples alone, up to rounding. That pays for short examples on a processor
(decision 0034); long ones go alone, because the mask is as large as the square of all tokens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile
from typing import Any

import torch
from torch import Tensor

from models.training.examples import Tokenised
from models.training.network import hidden_states

TOGETHER = 4  # examples
MOST_TOKENS = 256  # of an example that goes with others
_CLOSE = 0.05  # two ways of rounding differ by less of a state's length


@dataclass(frozen=True)
class Pack:
    """A pack is some examples that go through the network at once."""

    rows: Sequence[Tokenised]
    shared: int  # tokens that all begin with

    @property
    def starts(self) -> list[int]:
        """Return where the rest of each example begins."""
        return list(accumulate((len(row.ids) - self.shared for row in self.rows[:-1]), initial=self.shared))

    def places(self, number: int) -> list[int]:
        """Return where the tokens of an example stand in the row of all."""
        start = self.starts[number]
        return [*range(self.shared), *range(start, start + len(self.rows[number].ids) - self.shared)]


def packs(rows: Sequence[Tokenised], together: int = TOGETHER) -> list[Pack]:
    """Divide the examples of a step: short ones go with others of like length."""
    short = sorted((row for row in rows if len(row.ids) <= MOST_TOKENS), key=lambda row: len(row.ids))
    groups: list[list[Tokenised]] = [short[at : at + together] for at in range(0, len(short), together)]
    groups += [[row] for row in rows if len(row.ids) > MOST_TOKENS]
    return [Pack(group, _shared(group)) for group in groups]


def states(model: Any, pack: Pack) -> list[Tensor]:
    """Return the last hidden states of each example's tokens."""
    if len(pack.rows) == 1:
        return [hidden_states(model, torch.tensor([pack.rows[0].ids], device=model.device))]
    ids = [*pack.rows[0].ids[: pack.shared], *(token for row in pack.rows for token in row.ids[pack.shared :])]
    where = [*range(pack.shared), *(at for row in pack.rows for at in range(pack.shared, len(row.ids)))]
    own = [*[-1] * pack.shared, *(n for n, row in enumerate(pack.rows) for _ in row.ids[pack.shared :])]
    places = torch.tensor([where], device=model.device)
    masks = _masks(model, torch.tensor(own, device=model.device), places[0])
    tokens = torch.tensor([ids], device=model.device)
    found = model.base_model(input_ids=tokens, position_ids=places, attention_mask=masks, use_cache=False)
    return [found.last_hidden_state[0][pack.places(number)] for number in range(len(pack.rows))]


@torch.no_grad()
def agrees(model: Any, rows: Sequence[Tokenised]) -> bool:
    """Return whether a network gives the same states for examples that go together: a trial shows it, on the longest two of them,
    which see as far back as any. A network with another kind of attention, or none, does not."""
    pair = sorted((row for row in rows if len(row.ids) <= MOST_TOKENS), key=lambda row: len(row.ids))[-2:]
    if len(pair) < 2:
        return False
    was = model.training
    model.eval()
    try:
        together = states(model, Pack(pair, _shared(pair)))
    except (TypeError, ValueError, RuntimeError, KeyError, AttributeError, IndexError):
        return False
    else:
        alone = [hidden_states(model, torch.tensor([row.ids], device=model.device)) for row in pair]
        apart = [float((a - b).norm() / a.norm()) for a, b in zip(alone, together, strict=True)]
        return max(apart) < _CLOSE
    finally:
        model.train(was)


def _shared(rows: Sequence[Tokenised]) -> int:
    """Return how many tokens all rows begin with; each keeps at least one of its own."""
    columns = zip(*(row.ids[:-1] for row in rows), strict=False)
    common = takewhile(lambda column: len(set(column)) == 1, columns)
    return sum(1 for _ in common)


def _masks(model: Any, own: Tensor, places: Tensor) -> Any:
    """Return what each token sees, as transformers takes it: one mask, or one per kind of layer. `own`: of which example a token
    is, -1 for all."""
    order = torch.arange(len(own), device=own.device)
    seen = ((own[:, None] == own[None, :]) | (own[None, :] == -1)) & (order[None, :] <= order[:, None])
    kinds = set(getattr(model.config, "layer_types", None) or ())
    if "sliding_attention" not in kinds:
        return _additive(seen, model.dtype)
    near = seen & (places[:, None] - places[None, :] < int(model.config.sliding_window))
    return {"full_attention": _additive(seen, model.dtype), "sliding_attention": _additive(near, model.dtype)}


def _additive(seen: Tensor, dtype: torch.dtype) -> Tensor:
    closed = torch.zeros(seen.shape, dtype=dtype, device=seen.device)
    return closed.masked_fill(~seen, torch.finfo(dtype).min)[None, None]
