"""This module says how likely a model finds each of some texts to follow a prompt. The prompt is read once for all of them."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

import torch
from torch import Tensor

from models.generation.decoding import TOGETHER
from models.generation.gemma_batch import GemmaNetwork
from models.generation.turns import prompt_ids


@torch.inference_mode()
def likelihoods(
    network: GemmaNetwork,
    tokenizer: Any,
    prompt: str,
    texts: Sequence[str],
    *,
    begun: str,
    shortlist: Tensor | None,
    turns: bool = False,
) -> list[float]:
    """Return the logarithm of the probability of each text after the prompt and what is `begun` of the answer.

    A text is written in the tokens in which it was trained, so the first of them may hold the end of `begun`. With a
    `shortlist` the probabilities are those among its tokens and the ones of prompt and texts. `turns`: as `decode` has it.
    """
    if not texts:
        return []
    [asked] = prompt_ids(tokenizer, [prompt], turns=turns)
    answers: list[list[int]] = tokenizer([begun + text for text in texts], add_special_tokens=False).input_ids
    head = tokenizer(begun, add_special_tokens=False).input_ids if begun else []
    shared = min(_shared(head, answer) for answer in answers)
    rows = [answer[shared:] for answer in answers]
    base = [*asked, *answers[0][:shared]]
    kept = None
    if shortlist is not None:
        known = torch.tensor(sorted({*base, *(token for row in rows for token in row)}))
        kept = torch.unique(torch.cat([shortlist, known]))
    room, output = max(map(len, rows)), network.head(kept)
    most = max(1, TOGETHER // (len(base) + room))
    made: list[float] = []
    for start in range(0, len(rows), most):
        group = rows[start : start + most]
        reading = network.read([base] * len(group), room)
        first = reading.start()
        for begin, states, row in zip(first, reading.every(group), group, strict=True):
            logits = output.logits(torch.cat([begin[None], states[:-1]]))
            tokens = torch.tensor(row)
            places = tokens if kept is None else torch.searchsorted(kept, tokens)
            chosen = logits.log_softmax(-1).gather(1, places[:, None])
            made.append(float(chosen.sum()))
    return made


def _shared(one: Sequence[int], other: Sequence[int]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
