"""Training of a sentence encoder: LoRA, by contrast with the other passages of the batch and with hard wrong ones.

The loss is InfoNCE over in-batch negatives (multiple negatives ranking, Henderson et al. 2017) with one hard negative a
query, which the search itself had put near the front. A passage that answers a query too is no negative to it. Half of the
time another query with the same answer stands in for the passage: the search finds answers by such queries as well.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from models.errors import TrainingError
from models.hardware.processor import computes_in_bf16
from models.training.bert import adapted, batches, linear
from models.training.reranking import RankingExample
from models.training.run import Progress

MAX_TOKENS = 192  # of a query or a passage in training; what comes after adds little and costs as much
TEXTS = 16  # through the network at once, of like length
NEAR = 30  # the first so many wrong ones are hard


@dataclass(frozen=True)
class EncoderRun:
    rank: int = 16
    learning_rate: float = 5e-4
    epochs: float = 6.0
    queries: int = 64  # per optimiser step: each brings a negative to all others
    temperature: float = 0.05
    seed: int = 7

    def __post_init__(self) -> None:
        if min(self.rank, self.learning_rate, self.epochs, self.queries - 1, self.temperature) <= 0:
            raise TrainingError("rank, learning rate, epochs and temperature must be above zero, queries above one")


def train_encoder(
    network: Any,
    tokenizer: Any,
    examples: Sequence[RankingExample],
    run: EncoderRun,
    report: Callable[[Progress], None] = lambda _: None,
) -> Any:
    """The PEFT model. The same seed and data give the same weights."""
    usable = [e for e in examples if any(c.right for c in e.candidates)]
    if len(usable) < 2:
        raise TrainingError("at least two training queries with a right passage are needed")
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
    network: Any, tokenizer: Any, batch: Sequence[RankingExample], temperature: float, source: random.Random
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


def _right(example: RankingExample, source: random.Random) -> str:
    if example.alike and source.random() < 0.5:
        return source.choice(example.alike)
    return source.choice([c.text for c in example.candidates if c.right])


def embed(network: Any, tokenizer: Any, texts: Sequence[str]) -> torch.Tensor:
    """Unit vectors by mean pooling, in the order given; by length through the network, to pad little."""
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
