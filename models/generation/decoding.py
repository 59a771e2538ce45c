"""This module decodes a batch greedily under a grammar.

Three techniques make it fast on a CPU and keep the output valid by construction:

- *Grammar masks* from llguidance: only tokens that keep the output inside the JSON schema are considered, so the
  probability of a token is its share among the allowed ones.
- *Jump-forward decoding* (SGLang, Zheng et al. 2024): tokens that the grammar forces (keys, quotes, braces) are
  appended without asking the model, which reads several of them in one forward pass.
- *Vocabulary shortlist* (Jean et al. 2015, "On Using Very Large Target Vocabulary"): the output layer is computed for
  the tokens an adapter was trained to write, the tokens of this batch's prompts, and all single bytes, instead of all
  262,144 tokens. On two cores the full output layer is more than half of a decoding step.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Protocol

import llguidance.numpy  # llguidance.torch sets a compiler up for a function that is not used here: a second at each start
import torch
from torch import Tensor

from models.generation.engine import Generation, Schema
from models.generation.grammar import Grammar
from models.generation.head import Head
from models.generation.turns import prompt_ids
from models.skills.fields import TokenLogprob

TOGETHER = 24_576  # tokens in one group, prompts and room: Gemma 3 270M keeps 36 KB per token in float32


@dataclass
class _Row:
    matcher: Any
    prompt: list[int]
    words: frozenset[int]  # tokens that it may write beside the shortlist
    limit: int  # tokens that it may write
    written: list[int] = field(default_factory=list)
    logprobs: list[float] = field(default_factory=list)
    read: int = 0  # how many of the written tokens the model has read
    done: bool = False
    finished: bool = False

    def take(self, token: int, logprob: float) -> None:
        self.written.append(token)
        self.logprobs.append(logprob)

    def seen(self) -> list[int]:
        """Return the tokens that the model has not read yet, and count them as read."""
        unread = self.written[self.read :]
        self.read = len(self.written)
        return unread

    def jump_forward(self) -> None:
        """Append the tokens that the grammar forces; stop when nothing more may follow.

        The tokenizer may not write a forced text as it stands, "<eos>" for one. Then the model chooses how to spell it.
        """
        forced = self.matcher.compute_ff_tokens()
        for token in forced[: self.matcher.validate_tokens(forced)]:
            self.matcher.consume_token(token)
            self.take(token, 0.0)
        if self.matcher.is_stopped():
            self.done, self.finished = True, not self.matcher.is_error()


class Reading(Protocol):
    """A reading is a batch that a network reads: each row's prompt, then what the row writes."""

    def start(self) -> Tensor:
        """Read the prompts. Return the last hidden state of each row, (rows, hidden size)."""
        ...

    def step(self, written: Sequence[Sequence[int]]) -> Tensor:
        """Read what each row has written since the last call, at least one token. Return the last hidden state of each
        row."""
        ...

    def drop(self, row: int) -> None:
        """End a row; the last row takes its place."""
        ...


class Network(Protocol):
    """A network is a causal language model with one skill's adapter, or with none. `GemmaNetwork` and `PaddedNetwork`
    implement it."""

    vocabulary_size: int

    def read(self, prompts: Sequence[Sequence[int]], room: int) -> Reading:
        """Return a reading of the prompts. `room` is the number of tokens that a row may read after its prompt."""
        ...

    def head(self, ids: Tensor | None) -> Head:
        """Return the output layer for these tokens, or for all."""
        ...


@torch.inference_mode()
def decode(
    network: Network,
    tokenizer: Any,
    grammar: Grammar,
    prompts: Sequence[str],
    *,
    schemas: Sequence[Schema],
    max_tokens: int,
    shortlist: Tensor | None,
    turns: bool = False,
) -> list[Generation]:
    """Decode greedily, in one pass over each group of prompts of similar length. The results are in the order of the
    prompts.

    `schemas` has one per prompt. One that names all its texts ends by itself, so it is not cut at `max_tokens`.
    `shortlist` holds the sorted token ids that the output layer is computed for, or None for all. `turns`: the prompts are
    read in the turns of the base's chat template.
    """
    ids = prompt_ids(tokenizer, prompts, turns=turns)
    compiled = [grammar.compiled(schema) for schema in schemas]
    limits = [max_tokens if one.most is None else one.most for one in compiled]
    rows: dict[int, _Row] = {}
    for group in groups([len(prompt) for prompt in ids], limits):
        made = [
            _Row(
                grammar.matcher(compiled[index]),
                ids[index],
                frozenset(ids[index]).union(compiled[index].words),
                limits[index],
            )
            for index in group
        ]
        _decode(network, made, shortlist)
        rows.update(zip(group, made, strict=True))
    return [_generation(tokenizer, rows[index]) for index in range(len(ids))]


def groups(lengths: Sequence[int], rooms: Sequence[int]) -> list[list[int]]:
    """Return the indices of the rows that are decoded together: rows of similar length, several only up to `TOGETHER`
    tokens, which limits the memory for their keys and values. `rooms`: how many tokens each may write."""
    made: list[list[int]] = []
    room = 0
    for index in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        room = max(room, rooms[index])
        if made and (lengths[made[-1][0]] + room) * (len(made[-1]) + 1) <= TOGETHER:
            made[-1].append(index)
        else:
            made.append([index])
            room = rooms[index]
    return made


def _decode(network: Network, rows: Sequence[_Row], shortlist: Tensor | None) -> None:
    """Decode one group. Rows that are done leave the batch at once."""
    kept = own = None
    if shortlist is not None:
        kept = torch.unique(torch.cat([shortlist, *(torch.tensor(sorted(row.words)) for row in rows)]))
        own = _own([sorted(row.words) for row in rows], shortlist, kept)
    choice = _Choice(network.vocabulary_size, kept, len(rows))
    head = network.head(kept)
    for row in rows:  # the first forced tokens are read with the prompt
        row.jump_forward()
    reading = network.read([row.prompt + row.seen() for row in rows], max(row.limit for row in rows))
    active = list(range(len(rows)))
    states = reading.start()
    while True:
        logits = head.logits(states).cpu()
        choice.take([rows[index] for index in active], logits, None if own is None else own[active])
        for place in range(len(active) - 1, -1, -1):
            if rows[active[place]].done:
                reading.drop(place)
                active[place] = active[-1]
                active.pop()
        if not active:
            return
        states = reading.step([rows[index].seen() for index in active])


def _own(words: Sequence[Sequence[int]], shortlist: Tensor, kept: Tensor) -> Tensor:
    """Return a bool per row and scored token: true for the shortlist and for the row's own words, those of its prompt and
    of its schema. So no word of one customer's ticket can appear in the answer to another customer because they shared a
    batch."""
    own = torch.zeros((len(words), len(kept)), dtype=torch.bool)
    own[:, torch.searchsorted(kept, shortlist)] = True
    for row, known in zip(own, words, strict=True):
        row[torch.searchsorted(kept, torch.tensor(known))] = True
    return own


class _Choice:
    """This class chooses the next tokens, among the scored tokens that the grammar allows."""

    def __init__(self, vocabulary_size: int, kept: Tensor | None, rows: int) -> None:
        self._kept = torch.arange(vocabulary_size) if kept is None else kept
        self._words, self._bits = self._kept // 32, (self._kept % 32).int()  # where llguidance keeps a token's bit
        self._written = llguidance.numpy.allocate_token_bitmask(rows, vocabulary_size)
        self._masks = torch.from_numpy(self._written)  # the same memory

    def take(self, rows: Sequence[_Row], logits: Tensor, own: Tensor | None) -> None:
        """Append to every row the likeliest allowed token, with its log probability among the allowed ones."""
        for index, row in enumerate(rows):
            llguidance.numpy.fill_next_token_bitmask(row.matcher, self._written, index)
        allowed = (self._masks[: len(rows), self._words] >> self._bits) & 1 == 1
        if own is not None:
            allowed &= own
        logits.masked_fill_(~allowed, -torch.inf)
        scores, best = logits.max(dim=1)
        logprobs = (scores - logits.logsumexp(dim=1)).tolist()
        for row, token, logprob, score in zip(rows, self._kept[best].tolist(), logprobs, scores.tolist(), strict=True):
            if score == -torch.inf:  # nothing on the shortlist fits: cannot happen while it holds all bytes
                row.done = True
                continue
            row.matcher.consume_token(token)
            row.take(token, logprob)
            row.jump_forward()
            if len(row.written) >= row.limit:
                row.done = True


def _generation(tokenizer: Any, row: _Row) -> Generation:
    stop = {tokenizer.eos_token_id}
    pairs = [(token, value) for token, value in zip(row.written, row.logprobs, strict=True) if token not in stop]
    ids = [token for token, _ in pairs]
    text = tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)
    # Pieces are found as growing prefixes. Part of a character made of several byte tokens may be shown as more signs than
    # the character has, so no prefix is longer than a later one.
    grown = [len(tokenizer.decode(ids[: n + 1], clean_up_tokenization_spaces=False)) for n in range(len(ids))]
    ends = list(accumulate(reversed(grown), min))[::-1]
    starts = [0, *ends][: len(ids)]
    tokens = tuple(TokenLogprob(text[s:e], v) for s, e, (_, v) in zip(starts, ends, pairs, strict=True))
    return Generation(text=text, tokens=tokens, prompt_tokens=len(row.prompt), finished=row.finished)
