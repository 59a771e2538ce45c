"""This module computes the loss of examples: over their answers alone, among the tokens that the adapter will be served with
(`models.generation.decoding`), which also saves the output layer's share of the time."""

import re
from collections.abc import Sequence
from typing import Any

import torch
from torch.nn.functional import cross_entropy

from models.generation.head import head_of
from models.generation.turns import end_ids
from models.training.examples import Tokenised
from models.training.packing import Pack, packs, states
from models.training.processes import Group

_ENGLISH = re.compile("\N{LOWER ONE EIGHTH BLOCK}?[A-Za-z]+")  # that block stands for the space before a word


def build_shortlist(rows: Sequence[Tokenised], tokenizer: Any, common: int = 0) -> torch.Tensor:
    """Return the sorted ids of the tokens that the output layer is computed for: all that occur in an answer, every
    byte, every printable character, the end of the sequence, and the English words below the id `common` (frequent
    words have low ids). A batch adds the tokens of its own prompts."""
    ids = {token for row in rows for token in row.ids[row.answer_start :]}
    vocabulary = tokenizer.get_vocab()
    ids.update(
        index for piece, index in vocabulary.items() if (len(piece) == 1 and ord(piece) < 0x250) or _is_byte(piece)
    )
    ids.update(index for piece, index in vocabulary.items() if index < common and _ENGLISH.fullmatch(piece))
    ids.update(end_ids(tokenizer, turns=False))
    return torch.tensor(sorted(ids))


def _is_byte(piece: str) -> bool:
    return len(piece) == 6 and piece.startswith("<0x") and piece.endswith(">")


def backward(model: Any, batch: Sequence[Tokenised], shortlist: torch.Tensor, group: Group, together: int = 1) -> float:
    """Add up the gradients of one optimiser step and return its loss. So many short examples go through the network `together`;
    padded ones would cost more than that saves. Each process of a group has the examples that are its own."""
    total, counted = 0.0, sum(len(row.counted) for row in batch)
    for pack in packs(group.own(batch), together):
        loss = _loss(model, pack, shortlist)
        torch.autograd.backward(loss / counted)
        total += float(loss.detach())
    return group.total(total) / counted


@torch.no_grad()
def validation_loss(
    model: Any, rows: Sequence[Tokenised], shortlist: torch.Tensor, group: Group | None = None
) -> float:
    """Return the mean loss per answer token, in nats. What the shortlist lacks of an answer is added to it for that answer."""
    was = model.training
    model.eval()
    total = sum(float(_loss(model, pack, shortlist)) for pack in packs(group.own(rows) if group else rows, 1))
    model.train(was)
    return (group.total(total) if group else total) / sum(len(row.counted) for row in rows)


def _loss(model: Any, pack: Pack, shortlist: torch.Tensor) -> torch.Tensor:
    """Return the sum of the losses of some examples' answer tokens."""
    found = states(model, pack)
    return torch.stack([_of_row(model, row, own, shortlist) for row, own in zip(pack.rows, found, strict=True)]).sum()


def _of_row(model: Any, row: Tokenised, states: torch.Tensor, shortlist: torch.Tensor) -> torch.Tensor:
    ids = torch.tensor(row.ids)
    kept = torch.unique(torch.cat([shortlist, ids, _allowed(row)])).to(model.device)
    places = torch.tensor(row.counted, device=model.device)
    scores = head_of(model, kept).logits(states[places - 1])
    if row.choices:
        scores = scores.masked_fill(_closed(row, kept), -torch.inf)
    return cross_entropy(scores, torch.searchsorted(kept, ids.to(model.device)[places]), reduction="sum")


def _allowed(row: Tokenised) -> torch.Tensor:
    return torch.tensor([token for tokens in (row.choices or {}).values() for token in tokens], dtype=torch.long)


def _closed(row: Tokenised, kept: torch.Tensor) -> torch.Tensor:
    """Return a bool per counted place and token: true where the schema does not allow the token."""
    closed = torch.ones((len(row.counted), len(kept)), dtype=torch.bool, device=kept.device)
    for place, at in enumerate(row.counted):
        allowed = torch.tensor(list((row.choices or {})[at]), device=kept.device)
        closed[place, torch.searchsorted(kept, allowed)] = False
    return closed
