"""This module trains a sentence encoder by LoRA, with the other passages of the batch and hard wrong passages as
negatives.

The loss is InfoNCE over in-batch negatives (multiple negatives ranking, Henderson et al. 2017) with one hard negative
per query, which retrieval had put near the front. A passage that also answers a query is not a negative for it. Half of
the time another query with the same answer takes the place of the passage, because retrieval finds answers through such
queries as well.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
from peft import LoraConfig, get_peft_model

from models.errors import TrainingError
from models.hardware.processor import computes_in_bf16
from models.quiet import quiet_peft
from models.training.run import EncoderRun, Progress

T = TypeVar("T")
MAX_TOKENS = 192  # of a query or a passage in training; more tokens add little and cost as much
TEXTS = 16  # of similar length, which go through the network at once
NEAR = 30  # this many wrong candidates, best first, count as hard
TARGETS = {  # by the network's type; in any other, every linear layer is trained
    "bert": ["query", "key", "value", "attention.output.dense", "intermediate.dense", "output.dense"],
    "mpnet": ["attn.q", "attn.k", "attn.v", "attn.o", "intermediate.dense", "output.dense"],
}
SHALLOW = 6  # layers; in a deeper network only the upper half is trained


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
) -> Any:
    """Return the trained PEFT model. The same seed and data give the same weights. Raises `TrainingError`."""
    usable = [e for e in examples if any(c.right for c in e.candidates)]
    if len(usable) < 2:
        raise TrainingError("an encoder is trained on at least two questions with a passage that answers them")
    torch.manual_seed(run.seed)
    source = random.Random(run.seed)
    peft = adapted(network, run.rank)
    weights = [p for p in peft.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=run.learning_rate, weight_decay=0.01)
    steps = max(1, round(len(usable) * run.epochs / run.queries))
    for step, batch in enumerate(batches(usable, run.queries, steps, source)):
        for group in optimiser.param_groups:
            group["lr"] = run.learning_rate * linear(step, steps)
        loss = _loss(peft, tokenizer, batch, run.temperature, source)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        report(Progress(step + 1, steps, float(loss.detach())))
    return peft


def _loss(
    network: Any, tokenizer: Any, batch: Sequence[EncoderExample], temperature: float, source: random.Random
) -> torch.Tensor:
    right = [_right(example, source) for example in batch]
    wrong = []
    for example in batch:
        others = [c.text for c in example.candidates if not c.right][:NEAR]
        wrong += source.sample(others, min(1, len(others)))
    places = {text: place for place, text in enumerate(dict.fromkeys([*right, *wrong]))}
    vectors = embed(network, tokenizer, [e.query for e in batch] + list(places))
    scores = vectors[: len(batch)] @ vectors[len(batch) :].T / temperature
    for row, (example, own) in enumerate(zip(batch, right, strict=True)):
        also_right = {c.text for c in example.candidates if c.right}.union(example.alike).intersection(places) - {own}
        scores[row, [places[text] for text in also_right]] = -torch.inf
    return torch.nn.functional.cross_entropy(scores, torch.tensor([places[text] for text in right]))


def _right(example: EncoderExample, source: random.Random) -> str:
    if example.alike and source.random() < 0.5:
        return source.choice(example.alike)
    return source.choice([c.text for c in example.candidates if c.right])


def embed(network: Any, tokenizer: Any, texts: Sequence[str]) -> torch.Tensor:
    """Return unit vectors by mean pooling, of shape (texts, dimensions), in the order given. Texts of similar length go
    through the network together, which needs little padding."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    rows: list[torch.Tensor] = [torch.empty(0)] * len(texts)
    for start in range(0, len(order), TEXTS):
        places = order[start : start + TEXTS]
        encoded = tokenizer(
            [texts[i] for i in places], truncation=True, max_length=MAX_TOKENS, padding=True, return_tensors="pt"
        )
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=computes_in_bf16()):
            hidden = network(**encoded).last_hidden_state.float()
        mask = encoded["attention_mask"].unsqueeze(-1)
        pooled = torch.nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=-1)
        for place, row in zip(places, pooled, strict=True):
            rows[place] = row
    return torch.stack(rows)


def adapted(network: Any, rank: int) -> Any:
    """Return the PEFT model. It trains three times faster than the network that serves would (measured on two cores
    with AMX), because it has no dropout, which draws more random numbers than it is worth on texts this short, and
    because the backward pass of plain matrix products is faster than that of fused attention. The frozen weights are
    kept in bf16 where the processor computes in it. In a network of more than six layers the lower half is not trained,
    which makes a step a third faster."""
    network.set_attn_implementation("eager")
    if computes_in_bf16():
        network = network.bfloat16()
    targets, layers = TARGETS.get(network.config.model_type), int(network.config.num_hidden_layers)
    upper = list(range(layers // 2, layers)) if targets and layers > SHALLOW else None
    config = LoraConfig(
        r=rank,
        lora_alpha=2 * rank,
        target_modules=targets or "all-linear",
        layers_to_transform=upper,
        layers_pattern="layer" if upper else None,
        task_type="FEATURE_EXTRACTION",  # without it, PEFT writes `auto_mapping`, which the registry refuses
    )
    with quiet_peft():
        return get_peft_model(network, config).eval()


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
