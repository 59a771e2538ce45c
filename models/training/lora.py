"""This module trains a language model's adapter for one skill, by LoRA (Hu et al. 2021). A run can be resumed, and
repeated with the same result.

The loss covers only the answer's tokens, under the vocabulary shortlist that the adapter will be served with
(`models.generation.decoding`), which also saves the output layer's share of the time.
"""

import json
import math
import random
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model, get_peft_model_state_dict, set_peft_model_state_dict
from safetensors.torch import load_file, save_file
from torch.nn.functional import cross_entropy

from models.errors import TrainingError
from models.generation.grammar import Grammar
from models.quiet import quiet_peft
from models.training.examples import Example, Tokenised, data_sha256, tokenise
from models.training.run import DORA, LoraRun, Progress
from models.weights.folders import replace_folder

_ENGLISH = re.compile("\N{LOWER ONE EIGHTH BLOCK}?[A-Za-z]+")  # that block stands for the space before a word
TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


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
) -> str:
    """Train an adapter into `folder` (weights, PEFT configuration and shortlist; the caller writes the manifest), and
    return the hash of the training data. Raises `TrainingError`.

    `common`: the English words among this many of the lowest token ids are added to the shortlist, for a skill that
    writes about anything. `start`: the folder of an adapter to continue from (`require_shape`). `origin`: what the
    weights start from, base and start. The run continues from the folder `checkpoint` if that was saved with the same
    data, run and origin; the caller deletes it.
    """
    if not examples:
        raise TrainingError("there are no examples to train on")
    torch.manual_seed(run.seed)
    grammar = Grammar(tokenizer, model.config.vocab_size) if any(e.schema is not None for e in examples) else None
    rows = [tokenise(example, tokenizer, run.max_tokens, grammar) for example in examples]
    shortlist = build_shortlist(rows, tokenizer, common)
    config = LoraConfig(
        r=run.rank,
        lora_alpha=run.alpha,
        lora_dropout=run.dropout,
        target_modules=TARGETS,
        use_dora=run.method == DORA,
        task_type="CAUSAL_LM",
    )
    with quiet_peft():
        peft = get_peft_model(model, config)
    if start is not None:
        set_peft_model_state_dict(peft, load_file(start / "adapter_model.safetensors"))
    peft.train()
    weights = [p for p in peft.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=run.learning_rate, weight_decay=0.0)
    steps = max(1, math.ceil(len(rows) * run.epochs / run.batch))
    identity = {"data": data_sha256(examples), "origin": origin, **asdict(run)}
    done = _resume(checkpoint, identity, peft, optimiser, weights)
    for step, batch in enumerate(_batches(rows, run, steps)):
        if step < done:
            continue
        torch.manual_seed(run.seed + step)  # so that dropout draws the same after a resume
        for group in optimiser.param_groups:
            group["lr"] = run.learning_rate * _schedule(step, steps, run.warmup)
        loss = _step(model, batch, shortlist)
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        report(Progress(step + 1, steps, loss))
        if (step + 1) % checkpoint_every == 0 or step + 1 == steps:
            _save_checkpoint(checkpoint, identity, step + 1, peft, optimiser, weights)
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


def _batches(rows: Sequence[Tokenised], run: LoraRun, steps: int) -> Iterator[list[Tokenised]]:
    """Yield `steps` batches, shuffled anew in each epoch. The same seed gives the same order, which makes resuming exact."""
    source = random.Random(run.seed)
    queue: list[Tokenised] = []
    for _ in range(steps):
        while len(queue) < min(run.batch, len(rows)):
            epoch = list(rows)
            source.shuffle(epoch)
            queue.extend(epoch)
        yield queue[: run.batch]
        del queue[: run.batch]


def _step(model: Any, batch: Sequence[Tokenised], shortlist: torch.Tensor) -> float:
    """Add up the gradients of one optimiser step and return its loss. The examples go through one at a time, because on
    a CPU padding would cost more than a batch saves."""
    total, counted = 0.0, sum(len(row.counted) for row in batch)
    for row in batch:
        ids = torch.tensor([row.ids], device=model.device)
        kept = torch.unique(torch.cat([shortlist, ids.cpu().flatten(), _allowed(row)])).to(model.device)
        places = torch.tensor(row.counted, device=model.device)
        hidden = model.model(input_ids=ids, use_cache=False).last_hidden_state[0, places - 1]
        logits = (hidden @ model.lm_head.weight[kept].T).float()
        if row.choices:
            logits = logits.masked_fill(_closed(row, kept), -torch.inf)
        loss = cross_entropy(logits, torch.searchsorted(kept, ids[0, places]), reduction="sum")
        torch.autograd.backward(loss / counted)
        total += float(loss.detach())
    return total / counted


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


def _save_checkpoint(
    folder: Path, identity: dict[str, Any], step: int, peft: Any, optimiser: torch.optim.Optimizer, weights: list[Any]
) -> None:
    """Save adapter and optimiser as safetensors beside the last checkpoint, and replace it when they are complete,
    because a process that is killed in between must not lose the steps that were saved."""
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    save_file(get_peft_model_state_dict(peft), part / "adapter.safetensors")
    moments: dict[str, torch.Tensor] = {}
    for index, weight in enumerate(weights):
        state = optimiser.state[weight]
        moments |= {f"{index}.{key}": state[key].clone().contiguous() for key in ("exp_avg", "exp_avg_sq", "step")}
    save_file(moments, part / "optimiser.safetensors")
    (part / "state.json").write_text(json.dumps({"step": step, "identity": identity}))
    replace_folder(folder, part)


def _resume(
    folder: Path, identity: dict[str, Any], peft: Any, optimiser: torch.optim.Optimizer, weights: list[Any]
) -> int:
    """Load the checkpoint of an interrupted run with the same data, configuration and origin, and return the number of
    steps it has done; 0 without one."""
    path = folder / "state.json"
    state = json.loads(path.read_text()) if path.exists() else {}
    if state.get("identity") != identity:
        return 0
    set_peft_model_state_dict(peft, load_file(folder / "adapter.safetensors"))
    moments = load_file(folder / "optimiser.safetensors")
    for index, weight in enumerate(weights):
        optimiser.state[weight] = {key: moments[f"{index}.{key}"] for key in ("exp_avg", "exp_avg_sq", "step")}
    return int(state["step"])
