"""This module trains a language model's adapter for one skill, by LoRA (Hu et al. 2021). A run can be resumed, and
repeated with the same result."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from peft import set_peft_model_state_dict
from safetensors.torch import load_file, save_file

from models.errors import TrainingError
from models.generation.grammar import Grammar
from models.generation.turns import has_turns
from models.hardware import memory
from models.training import checkpoint as checkpoints
from models.training.examples import Example, Tokenised, data_sha256, tokenise
from models.training.loss import backward, build_shortlist, validation_loss
from models.training.network import adapted
from models.training.packing import TOGETHER, agrees
from models.training.plan import plan, rate
from models.training.processes import Group
from models.training.run import LoraRun, Progress, require_finite


def train(
    model: Any,
    tokenizer: Any,
    examples: Sequence[Example],
    run: LoraRun,
    folder: Path,
    *,
    checkpoint: Path,
    report: Callable[[Progress], None] = lambda _: None,
    say: Callable[[str], None] = lambda _: None,
    checkpoint_every: int = 25,
    start: Path | None = None,
    origin: str = "",
    common: int = 0,
    validation: Sequence[Example] = (),
    group: Group | None = None,
    together: int = TOGETHER,
) -> str:
    """Train an adapter into `folder` (weights, PEFT configuration and shortlist; the caller writes the manifest), and
    return the hash of the training data. Raises `TrainingError`.

    `common`: the English words among this many of the lowest token ids are added to the shortlist, for a skill that
    writes about anything. `start`: the folder of an adapter to continue from (`require_shape`). `origin`: what the
    weights start from, base and start. The run continues from the folder `checkpoint` if that was saved with the same
    data, run and origin, which it says; the caller deletes it. With `validation` the state with the lowest loss on it, looked
    at after each epoch, is the result. `group`: the processes that train together; only the first one writes.
    `together`: so many short examples go through the network at once, where that gives the same.
    """
    if not examples:
        raise TrainingError("there are no examples to train on")
    group, began = group or Group(), time.monotonic()
    torch.manual_seed(run.seed)
    rows, checked = tokenised(model.config, tokenizer, run, examples, validation)
    shortlist = build_shortlist(rows, tokenizer, common)
    peft = adapted(model, run)
    if start is not None:
        _begin_from(start, peft)
    weights = [p for p in peft.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=run.learning_rate, weight_decay=0.0)
    planned = plan(rows, run)
    identity = {"data": data_sha256(examples), "origin": origin, **asdict(run)}
    if validation:
        identity["validation"] = data_sha256(validation)
    best, tokens = checkpoints.Best(), 0
    done = checkpoints.resume(checkpoint, identity, peft, optimiser, weights, best, say)
    together = together if together > 1 and agrees(model, rows) else 1
    group.total(0)  # nobody replaces the checkpoint before all have read it
    for step, batch in enumerate(planned.batches):
        tokens += sum(len(row.ids) for row in batch)
        if step < done:
            continue
        if run.patience and best.waited >= run.patience:
            break
        torch.manual_seed(run.seed + step)  # so that dropout draws the same after a resume
        for parameters in optimiser.param_groups:
            parameters["lr"] = run.learning_rate * rate(step, planned.steps, run.warmup)
        loss = backward(model, batch, shortlist, group, together)
        require_finite(loss, step)
        group.add_gradients(weights)
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        if checked and (step + 1) in planned.epoch_ends:
            best.take(validation_loss(model, checked, shortlist, group), peft)
        report(Progress(step + 1, planned.steps, loss, tokens, best.last, time.monotonic() - began, memory.peak()))
        if group.is_first and ((step + 1) % checkpoint_every == 0 or step + 1 == planned.steps):
            checkpoints.save(checkpoint, identity, step + 1, peft, optimiser, weights, best)
    if group.is_first:
        _save(folder, peft, weights, best, shortlist)
    return str(identity["data"])


def tokenised(
    config: Any, tokenizer: Any, run: LoraRun, examples: Sequence[Example], validation: Sequence[Example] = ()
) -> tuple[list[Tokenised], list[Tokenised]]:
    """Return the token ids of the examples, and of those for validation. `config`: the base's."""
    grammar = Grammar(tokenizer, config.vocab_size) if any(e.schema for e in (*examples, *validation)) else None
    turns = has_turns(tokenizer)
    rows, checked = (
        [tokenise(example, tokenizer, run.max_tokens, grammar, turns=turns) for example in own]
        for own in (examples, validation)
    )
    return rows, checked


def _begin_from(start: Path, peft: Any) -> None:
    """Load the weights of an adapter. Raises `TrainingError` if it changes other layers than this run does."""
    found: Any = set_peft_model_state_dict(peft, load_file(start / "adapter_model.safetensors"))
    if found.unexpected_keys or any("lora_" in name for name in found.missing_keys):
        raise TrainingError(f"{start} changes other layers of the base than this run: give the same targets")


def _save(folder: Path, peft: Any, weights: Sequence[Any], best: checkpoints.Best, shortlist: torch.Tensor) -> None:
    """Save the best state, or the last one where none was looked at."""
    if best.weights is not None:
        set_peft_model_state_dict(peft, best.weights)
    for weight in weights:  # half the size; only the optimiser needed the other half
        if weight.dim() > 1:  # DoRA's lengths are few, and rounded they would lose most of what they learned
            weight.data = weight.data.to(torch.bfloat16)
    peft.save_pretrained(str(folder), safe_serialization=True)
    save_file({"ids": shortlist.int()}, folder / "shortlist.safetensors")
    (folder / "README.md").unlink(missing_ok=True)
