"""Greedy batch decoding under a grammar.

Three things make it fast on a CPU and keep it valid by construction:

- *Grammar masks* from llguidance: only tokens that keep the output inside the JSON schema are considered, so the
  probability of a token is its share among the allowed ones.
- *Jump-forward decoding* (SGLang, Zheng et al. 2024): tokens the grammar forces (keys, quotes, braces) are appended
  without asking the model, several in one forward pass.
- *Vocabulary shortlist* (Jean et al. 2015, "On Using Very Large Target Vocabulary"): the output layer is computed for
  the tokens an adapter was trained to write, the tokens of this batch's prompts, and all single bytes, in place of all
  262,144. On two cores the full output layer is more than half of a decoding step.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import llguidance
import llguidance.hf
import llguidance.torch
import torch

from models.engine import Generation
from models.skills.fields import TokenLogprob


@dataclass
class _Row:
    matcher: Any
    written: list[int] = field(default_factory=list)
    logprobs: list[float] = field(default_factory=list)
    pending: list[int] = field(default_factory=list)  # written, but not yet seen by the model
    done: bool = False
    finished: bool = False

    def take(self, token: int, logprob: float) -> None:
        self.written.append(token)
        self.logprobs.append(logprob)
        self.pending.append(token)

    def jump_forward(self) -> None:
        """Append what the grammar forces; stop when nothing more may follow."""
        for token in self.matcher.compute_ff_tokens():
            self.matcher.consume_token(token)
            self.take(token, 0.0)
        if self.matcher.is_stopped():
            self.done = self.finished = True


class Grammar:
    """A compiled JSON schema, reused for every row of every batch."""

    def __init__(self, tokenizer: Any, vocabulary_size: int) -> None:
        self._tokenizer = llguidance.hf.from_tokenizer(tokenizer, n_vocab=vocabulary_size)
        self._compiled: dict[str, str] = {}

    def matcher(self, schema: Mapping[str, Any]) -> Any:
        key = json.dumps(schema, sort_keys=True)
        if key not in self._compiled:
            options = {"whitespace_flexible": False, "item_separator": ",", "key_separator": ":"}
            self._compiled[key] = llguidance.LLMatcher.grammar_from_json_schema({**schema, "x-guidance": options})
        return llguidance.LLMatcher(self._tokenizer, self._compiled[key])


@torch.inference_mode()
def decode(
    model: Any,
    tokenizer: Any,
    grammar: Grammar,
    prompts: Sequence[str],
    *,
    schema: Mapping[str, Any],
    max_tokens: int,
    shortlist: torch.Tensor | None,
) -> list[Generation]:
    """One greedy pass over a left-padded batch.

    `model` is a causal language model with `model.model` (hidden states) and `model.lm_head`; `shortlist` holds the
    sorted token ids the output layer is computed for, or None for all.
    """
    encoded = tokenizer(list(prompts), return_tensors="pt", padding=True, padding_side="left").to(model.device)
    rows = [_Row(grammar.matcher(schema)) for _ in prompts]
    kept = None if shortlist is None else torch.unique(torch.cat([shortlist, encoded.input_ids.unique().cpu()]))
    own = None if shortlist is None or kept is None else _own(encoded.input_ids.cpu(), shortlist, kept)
    head = model.lm_head.weight if kept is None else model.lm_head.weight[kept.to(model.device)]
    masks = llguidance.torch.allocate_token_bitmask(len(rows), model.config.vocab_size)

    for row in rows:  # the first forced tokens ride along with the prompt
        row.jump_forward()
    block, mask = _append(encoded.input_ids, encoded.attention_mask, rows, tokenizer.pad_token_id)
    attention, cache = mask, None
    while True:
        positions = (attention.cumsum(-1) - 1).clamp(min=0)[:, -block.shape[1] :]
        output = model.model(
            input_ids=block, attention_mask=attention, position_ids=positions, past_key_values=cache, use_cache=True
        )
        cache = output.past_key_values
        logits = (output.last_hidden_state[:, -1] @ head.T).float().cpu()
        _choose(rows, logits, masks, kept, own, max_tokens)
        if all(row.done for row in rows):
            break
        width = max(len(row.pending) for row in rows if not row.done)
        empty = attention.new_zeros((len(rows), 0))
        block, mask = _append(empty, empty, rows, tokenizer.pad_token_id, width)
        attention = torch.cat([attention, mask], dim=1)
    lengths = encoded.attention_mask.sum(-1).tolist()
    return [_generation(tokenizer, row, length) for row, length in zip(rows, lengths, strict=True)]


def _own(ids: torch.Tensor, shortlist: torch.Tensor, kept: torch.Tensor) -> torch.Tensor:
    """A bool per row and scored token: the shortlist and the row's own prompt, so that no word of one customer's ticket
    can come up in the answer to another's because they shared a batch."""
    own = torch.zeros((len(ids), len(kept)), dtype=torch.bool)
    own[:, torch.searchsorted(kept, shortlist)] = True
    return own.scatter(1, torch.searchsorted(kept, ids), True)


def _choose(
    rows: list[_Row],
    logits: torch.Tensor,
    masks: torch.Tensor,
    kept: torch.Tensor | None,
    own: torch.Tensor | None,
    limit: int,
) -> None:
    """The likeliest allowed token for every unfinished row, with its log probability among the allowed ones."""
    active = [(row.matcher, index) for index, row in enumerate(rows) if not row.done]
    for matcher, index in active:
        llguidance.torch.fill_next_token_bitmask(matcher, masks, index)
    for _, index in active:
        allowed = _allowed(masks[index], kept, logits.shape[1])
        if own is not None:
            allowed &= own[index]
        if not allowed.any():  # nothing on the shortlist fits: cannot happen while it holds all bytes
            rows[index].done = True
            continue
        scores = logits[index].masked_fill(~allowed, -torch.inf)
        best = int(scores.argmax())
        row, token = rows[index], int(best if kept is None else kept[best])
        row.matcher.consume_token(token)
        row.take(token, float(scores[best] - scores.logsumexp(0)))
        row.jump_forward()
        if not row.done and len(row.written) >= limit:
            row.done = True


def _allowed(bits: torch.Tensor, kept: torch.Tensor | None, size: int) -> torch.Tensor:
    """A bool per scored token, from llguidance's packed 32-bit words."""
    ids = torch.arange(size) if kept is None else kept
    return (bits[ids // 32] >> (ids % 32)) & 1 == 1


def _append(
    ids: torch.Tensor, mask: torch.Tensor, rows: list[_Row], pad: int, width: int | None = None
) -> tuple[torch.Tensor, torch.Tensor]:
    """`ids` followed by each row's pending tokens, padded on the left of the new part so that the last column is real."""
    width = max(len(row.pending) for row in rows) if width is None else width
    block = torch.full((len(rows), width), pad, dtype=ids.dtype, device=ids.device)
    seen = torch.zeros((len(rows), width), dtype=mask.dtype, device=mask.device)
    for index, row in enumerate(rows):
        count = 0 if row.done else len(row.pending)
        if count:
            block[index, width - count :] = torch.tensor(row.pending, dtype=ids.dtype)
            seen[index, width - count :] = 1
        row.pending.clear()
    return torch.cat([ids, block], dim=1), torch.cat([mask, seen], dim=1)


def _generation(tokenizer: Any, row: _Row, prompt_tokens: int) -> Generation:
    stop = {tokenizer.eos_token_id}
    pairs = [(token, value) for token, value in zip(row.written, row.logprobs, strict=True) if token not in stop]
    ids = [token for token, _ in pairs]
    text = tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)
    # Pieces are found as growing prefixes, so that characters made of several byte tokens are counted once.
    ends = [len(tokenizer.decode(ids[: n + 1], clean_up_tokenization_spaces=False)) for n in range(len(ids))]
    starts = [0, *ends[:-1]]
    tokens = tuple(TokenLogprob(text[s:e], v) for s, e, (_, v) in zip(starts, ends, pairs, strict=True))
    return Generation(text=text, tokens=tokens, prompt_tokens=prompt_tokens, finished=row.finished)
