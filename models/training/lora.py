"""This module trains a language model's adapter for one skill, by LoRA (Hu et al. 2021). A run can be resumed, and
repeated with the same result.

The loss covers only the answer's tokens, under the vocabulary shortlist that the adapter will be served with
(`models.generation.decoding`), which also saves the output layer's share of the time.
"""

import math
import random
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import torch
from peft import set_peft_model_state_dict
from safetensors.torch import load_file, save_file
from torch.nn.functional import cross_entropy

from models.errors import TrainingError
from models.generation.grammar import Grammar
from models.generation.turns import has_turns
from models.training import checkpoint as checkpoints
from models.training.examples import Example, Tokenised, data_sha256, tokenise
from models.training.network import adapted, hidden_states, logits
from models.training.run import LoraRun, Progress

_ENGLISH = re.compile("\N{LOWER ONE EIGHTH BLOCK}?[A-Za-z]+")  # that block stands for the space before a word


def train(
    model: Any,
    tokenizer: Any,
    examples: Sequence[Example],
    run: LoraRun,
    folder: Path,
    *,
    checkpoint: Path,
    report: Callable[[Progress], None] = lambda _: None,
    checkpoint_every: int = 25,
    start: Path | None = None,
    origin: str = "",
    common: int = 0,
    validation: Sequence[Example] = (),
) -> str:
    """Train an adapter into `folder` (weights, PEFT configuration and shortlist; the caller writes the manifest), and
    return the hash of the training data. Raises `TrainingError`.

    `common`: the English words among this many of the lowest token ids are added to the shortlist, for a skill that
    writes about anything. `start`: the folder of an adapter to continue from (`require_shape`). `origin`: what the
    weights start from, base and start. The run continues from the folder `checkpoint` if that was saved with the same
    data, run and origin; the caller deletes it. With `validation` the state with the lowest loss on it, looked at after each
    epoch, is the result.
    """
    if not examples:
        raise TrainingError("there are no examples to train on")
    torch.manual_seed(run.seed)
    grammar = Grammar(tokenizer, model.config.vocab_size) if any(e.schema for e in (*examples, *validation)) else None
    turns = has_turns(tokenizer)
    rows = [tokenise(example, tokenizer, run.max_tokens, grammar, turns=turns) for example in examples]
    shortlist = build_shortlist(rows, tokenizer, common)
    peft = adapted(model, run)
    if start is not None:
        set_peft_model_state_dict(peft, load_file(start / "adapter_model.safetensors"))
    weights = [p for p in peft.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=run.learning_rate, weight_decay=0.0)
    plan = _plan(rows, run)
    identity = {"data": data_sha256(examples), "origin": origin, **asdict(run)}
    if validation:
        identity["validation"] = data_sha256(validation)
    checked = [tokenise(example, tokenizer, run.max_tokens, grammar, turns=turns) for example in validation]
    best, tokens, last = checkpoints.Best(), 0, None
    done = checkpoints.resume(checkpoint, identity, peft, optimiser, weights, best)
    for step, batch in enumerate(plan.batches):
        tokens += sum(len(row.ids) for row in batch)
        if step < done:
            continue
        torch.manual_seed(run.seed + step)  # so that dropout draws the same after a resume
        for group in optimiser.param_groups:
            group["lr"] = run.learning_rate * _schedule(step, plan.steps, run.warmup)
        loss = _step(model, batch, shortlist)
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        if checked and (step + 1) in plan.epoch_ends:
            last = validation_loss(model, checked, shortlist)
            best.take(last, peft)
        report(Progress(step + 1, plan.steps, loss, tokens, last))
        if (step + 1) % checkpoint_every == 0 or step + 1 == plan.steps:
            checkpoints.save(checkpoint, identity, step + 1, peft, optimiser, weights, best)
        if run.patience and best.waited >= run.patience:
            break
    if best.weights is not None:
        set_peft_model_state_dict(peft, best.weights)
    for weight in weights:  # half the size; only the optimiser needed the other half
        weight.data = weight.data.to(torch.bfloat16)
    peft.save_pretrained(str(folder), safe_serialization=True)
    save_file({"ids": shortlist.int()}, folder / "shortlist.safetensors")
    (folder / "README.md").unlink(missing_ok=True)
    return str(identity["data"])


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
    ids.add(tokenizer.eos_token_id)
    return torch.tensor(sorted(ids))


def _is_byte(piece: str) -> bool:
    return len(piece) == 6 and piece.startswith("<0x") and piece.endswith(">")


@dataclass(frozen=True)
class _Plan:
    """A plan says what each optimiser step learns from."""

    batches: list[list[Tokenised]]
    epoch_ends: frozenset[int]  # steps, from 1, after which each example was seen once more

    @property
    def steps(self) -> int:
        return len(self.batches)


def _plan(rows: Sequence[Tokenised], run: LoraRun) -> _Plan:
    """Return the batches, shuffled anew in each epoch. The same seed gives the same order, which makes resuming exact."""
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
    return _Plan(batches, frozenset(ends))


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


def _step(model: Any, batch: Sequence[Tokenised], shortlist: torch.Tensor) -> float:
    """Add up the gradients of one optimiser step and return its loss. The examples go through one at a time, because on
    a CPU padding would cost more than a batch saves."""
    total, counted = 0.0, sum(len(row.counted) for row in batch)
    for row in batch:
        loss = _loss(model, row, shortlist)
        torch.autograd.backward(loss / counted)
        total += float(loss.detach())
    return total / counted


@torch.no_grad()
def validation_loss(model: Any, rows: Sequence[Tokenised], shortlist: torch.Tensor) -> float:
    """Return the mean loss per answer token, in nats. What the shortlist lacks of an answer is added to it for that answer."""
    was = model.training
    model.eval()
    total = sum(float(_loss(model, row, shortlist)) for row in rows)
    model.train(was)
    return total / sum(len(row.counted) for row in rows)


def _loss(model: Any, row: Tokenised, shortlist: torch.Tensor) -> torch.Tensor:
    """Return the sum of the losses of an example's answer tokens."""
    ids = torch.tensor([row.ids], device=model.device)
    kept = torch.unique(torch.cat([shortlist, ids.cpu().flatten(), _allowed(row)])).to(model.device)
    places = torch.tensor(row.counted, device=model.device)
    scores = logits(model, hidden_states(model, ids)[places - 1], kept)
    if row.choices:
        scores = scores.masked_fill(_closed(row, kept), -torch.inf)
    return cross_entropy(scores, torch.searchsorted(kept, ids[0, places]), reduction="sum")


def _allowed(row: Tokenised) -> torch.Tensor:
    return torch.tensor([token for tokens in (row.choices or {}).values() for token in tokens], dtype=torch.long)


def _closed(row: Tokenised, kept: torch.Tensor) -> torch.Tensor:
    """Return a bool per counted place and token: true where the schema does not allow the token."""
    closed = torch.ones((len(row.counted), len(kept)), dtype=torch.bool, device=kept.device)
    for place, at in enumerate(row.counted):
        allowed = torch.tensor(list((row.choices or {})[at]), device=kept.device)
        closed[place, torch.searchsorted(kept, allowed)] = False
    return closed


def _schedule(step: int, steps: int, warmup: float) -> float:
    """Return the share of the peak learning rate: linear warm-up, then cosine to a tenth."""
    ramp = max(1, int(steps * warmup))
    if step < ramp:
        return (step + 1) / ramp
    return 0.1 + 0.45 * (1 + math.cos(math.pi * (step - ramp) / max(1, steps - ramp)))
