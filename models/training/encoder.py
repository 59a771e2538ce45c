"""This module trains a sentence encoder by LoRA, with the other passages of the batch and hard wrong passages as
negatives.

The loss is InfoNCE over in-batch negatives (multiple negatives ranking, Henderson et al. 2017) with one hard negative
per query, which retrieval had put near the front. A passage that also answers a query is not a negative for it. Half of
the time another query with the same answer takes the place of the passage, because retrieval finds answers through such
queries as well.
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch
from peft import set_peft_model_state_dict

from models.errors import TrainingError
from models.hardware import memory
from models.training import checkpoint as checkpoints
from models.training.encoder_network import adapted, encoded, vectors
from models.training.run import EncoderRun, Progress, require_finite

T = TypeVar("T")
NEAR = 30  # this many wrong candidates, best first, count as hard
CHECKPOINT_EVERY = 25  # steps


@dataclass(frozen=True)
class Judged:
    """A judged passage belongs to a training query."""

    text: str
    right: bool


@dataclass(frozen=True)
class EncoderExample:
    """An example is a training query with the passages that retrieval found for it."""

    query: str
    candidates: tuple[Judged, ...]  # best first
    alike: tuple[str, ...] = ()  # other queries that the same passages answer


def train_encoder(
    network: Any,
    tokenizer: Any,
    examples: Sequence[EncoderExample],
    run: EncoderRun,
    report: Callable[[Progress], None] = lambda _: None,
    *,
    validation: Sequence[EncoderExample] = (),
    checkpoint: Path | None = None,
    identity: Mapping[str, Any] | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Any:
    """Return the trained PEFT model. The same seed and data give the same weights. Raises `TrainingError`.

    With `validation` the state with the lowest loss on it, looked at after each epoch, is returned. A run that was saved in the
    folder `checkpoint` with the same `identity` goes on there, which it says.
    """
    usable, checked = ([e for e in own if any(c.right for c in e.candidates)] for own in (examples, validation))
    if len(usable) < 2:
        raise TrainingError("an encoder is trained on at least two questions with a passage that answers them")
    if validation and not checked:
        raise TrainingError("no question of the validation has a passage that answers it: it would choose no epoch")
    began = time.monotonic()
    torch.manual_seed(run.seed)
    peft = adapted(network, run.rank)
    weights = [p for p in peft.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=run.learning_rate, weight_decay=0.01)
    steps = max(1, round(len(usable) * run.epochs / run.queries))
    known = {**(identity or {}), **asdict(run)}
    best, tokens = checkpoints.Best(), 0
    done = checkpoints.resume(checkpoint, known, peft, optimiser, weights, best, say) if checkpoint else 0
    for step, batch in enumerate(batches(usable, run.queries, steps, random.Random(run.seed))):
        drawn = _drawn(batch, random.Random(f"{run.seed} {step}"))
        texts = encoded(tokenizer, drawn.texts)
        tokens += sum(int(part.tokens["attention_mask"].sum()) for part in texts)
        if step < done:
            continue
        if run.patience and best.waited >= run.patience:
            break
        for group in optimiser.param_groups:
            group["lr"] = run.learning_rate * linear(step, steps)
        loss = _loss(vectors(peft, texts), drawn, run.temperature)
        require_finite(float(loss.detach()), step)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        is_last = step + 1 == steps
        if checked and (is_last or (step + 1) * run.queries // len(usable) > step * run.queries // len(usable)):
            best.take(validation_loss(peft, tokenizer, checked, run), peft)
        seconds = time.monotonic() - began
        report(Progress(step + 1, steps, float(loss.detach()), tokens, best.last, seconds, memory.peak()))
        if checkpoint and ((step + 1) % CHECKPOINT_EVERY == 0 or is_last):
            checkpoints.save(checkpoint, known, step + 1, peft, optimiser, weights, best)
    if best.weights is not None:
        set_peft_model_state_dict(peft, best.weights)
    return peft


@torch.no_grad()
def validation_loss(network: Any, tokenizer: Any, examples: Sequence[EncoderExample], run: EncoderRun) -> float:
    """Return the mean loss per question, in batches as in training."""
    total, source = 0.0, random.Random(run.seed)
    for start in range(0, len(examples), run.queries):
        drawn = _drawn(examples[start : start + run.queries], source)
        loss = _loss(vectors(network, encoded(tokenizer, drawn.texts)), drawn, run.temperature)
        total += float(loss) * len(drawn.batch)
    return total / len(examples)


@dataclass(frozen=True)
class _Drawn:
    """A draw for a batch has a right text for each query, and wrong ones."""

    batch: Sequence[EncoderExample]
    right: Sequence[str]
    others: Sequence[str]  # the right and the wrong texts, each once

    @property
    def texts(self) -> list[str]:
        return [*(example.query for example in self.batch), *self.others]


def _drawn(batch: Sequence[EncoderExample], source: random.Random) -> _Drawn:
    right = [_right(example, source) for example in batch]
    wrong = []
    for example in batch:
        others = [c.text for c in example.candidates if not c.right][:NEAR]
        wrong += source.sample(others, min(1, len(others)))
    return _Drawn(batch, right, list(dict.fromkeys([*right, *wrong])))


def _loss(made: torch.Tensor, drawn: _Drawn, temperature: float) -> torch.Tensor:
    """Return the mean loss of a batch, from the vectors of its texts."""
    queries = len(drawn.batch)
    places = {text: place for place, text in enumerate(drawn.others)}
    scores = made[:queries] @ made[queries:].T / temperature
    for row, (example, own) in enumerate(zip(drawn.batch, drawn.right, strict=True)):
        also_right = {c.text for c in example.candidates if c.right}.union(example.alike).intersection(places) - {own}
        scores[row, [places[text] for text in also_right]] = -torch.inf
    wanted = torch.tensor([places[text] for text in drawn.right], device=made.device)
    return torch.nn.functional.cross_entropy(scores, wanted)


def _right(example: EncoderExample, source: random.Random) -> str:
    if example.alike and source.random() < 0.5:
        return source.choice(example.alike)
    return source.choice([c.text for c in example.candidates if c.right])


def linear(step: int, steps: int) -> float:
    """Return the share of the peak learning rate: linear warm-up over a tenth of the steps, then linear to a twentieth."""
    return min(1.0, (step + 1) / max(1, steps * 0.1)) * max(0.05, 1 - step / steps)


def batches(examples: Sequence[T], size: int, steps: int, source: random.Random) -> Iterator[list[T]]:
    """Yield `steps` batches, in which every example comes once before any comes again."""
    waiting: list[T] = []
    for _ in range(steps):
        while len(waiting) < size:
            waiting += source.sample(examples, len(examples))
        yield waiting[:size]
        waiting = waiting[size:]
