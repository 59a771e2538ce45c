"""Training of a reranker: LoRA on a sentence encoder, one query with its right and its hard wrong passages at a time.

The loss is the negative log likelihood of each right passage among the wrong ones (listwise softmax, as for DPR's hard
negatives, Karpukhin et al. 2020). The wrong ones are what the search itself put near the front.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from models.encoding.reranker import Calibration, CrossEncoder
from models.errors import TrainingError
from models.training.bert import adapted, batches, linear
from models.training.run import Progress


@dataclass(frozen=True)
class Judged:
    """A candidate of a training query."""

    text: str
    score: float  # of the search
    right: bool


@dataclass(frozen=True)
class RankingExample:
    query: str
    candidates: tuple[Judged, ...]  # best first, at least one right and one wrong
    alike: tuple[str, ...] = ()  # other queries that the same passages answer


@dataclass(frozen=True)
class RerankerRun:
    rank: int = 8
    learning_rate: float = 5e-4
    head_learning_rate: float = 3e-3
    epochs: float = 3.0
    queries: int = 8  # per optimiser step
    wrong: int = 7  # passages a query is shown beside its right ones
    seed: int = 7

    def __post_init__(self) -> None:
        if min(self.rank, self.learning_rate, self.epochs, self.queries, self.wrong) <= 0:
            raise TrainingError("rank, learning rate, epochs, queries and wrong must be above zero")


def train_reranker(
    network: Any,
    tokenizer: Any,
    examples: Sequence[RankingExample],
    run: RerankerRun,
    report: Callable[[Progress], None] = lambda _: None,
) -> tuple[Any, CrossEncoder]:
    """The PEFT model and the cross-encoder around it. The same seed and data give the same weights."""
    usable = [e for e in examples if any(c.right for c in e.candidates) and any(not c.right for c in e.candidates)]
    if not usable:
        raise TrainingError("no training query has both a right and a wrong passage among its candidates")
    torch.manual_seed(run.seed)
    source = random.Random(run.seed)
    peft = adapted(network, run.rank)
    model = CrossEncoder(peft, tokenizer).eval()
    weights = [p for p in peft.parameters() if p.requires_grad]
    head = [model.first.weight, model.first.bias, model.matching, model.prior]
    optimiser = torch.optim.AdamW(
        [{"params": weights, "lr": run.learning_rate}, {"params": head, "lr": run.head_learning_rate}],
        weight_decay=0.01,
    )
    peaks = [group["lr"] for group in optimiser.param_groups]
    steps = max(1, round(len(usable) * run.epochs / run.queries))
    for step, batch in enumerate(batches(usable, run.queries, steps, source)):
        for group, peak in zip(optimiser.param_groups, peaks, strict=True):
            group["lr"] = peak * linear(step, steps)
        losses = []
        for example in batch:
            loss = _loss(model, example, run.wrong, source)
            torch.autograd.backward(loss / run.queries)
            losses.append(float(loss.detach()))
        torch.nn.utils.clip_grad_norm_([*weights, *head], 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        report(Progress(step + 1, steps, sum(losses) / len(losses)))
    return peft, model


def _loss(model: CrossEncoder, example: RankingExample, wrong: int, source: random.Random) -> torch.Tensor:
    right = [c for c in example.candidates if c.right][:3]
    others = [c for c in example.candidates if not c.right]
    near, far = others[:20], others[20:]  # mostly what is nearly right, and one that plainly is not
    chosen = source.sample(near, min(wrong - bool(far), len(near))) + source.sample(far, min(1, len(far)))
    shown = [*right, *chosen]
    encoded = model.encode([model.cut(example.query)] * len(shown), [c.text for c in shown])
    logits = model(encoded, torch.tensor([c.score for c in shown]))
    against = logits[len(right) :].logsumexp(0)
    return torch.stack([torch.logaddexp(logits[i], against) - logits[i] for i in range(len(right))]).mean()


def calibrate(logits: Sequence[float], right: Sequence[bool], keep: float = 0.99) -> Calibration:
    """Platt scaling (Platt 1999) of held-out logits, and the probability that keeps `keep` of the right passages.

    Wrong candidates are many times as many as right ones, so a probability here is small until a match is good.
    """
    x, y = np.asarray(logits, float), np.asarray(right, bool)
    scale, offset = _platt(x, y) if y.any() and not y.all() else (1.0, 0.0)
    if scale <= 0:  # it would turn the order round: a reranker that bad is not to be mended here
        scale, offset = 1.0, 0.0
    kept = np.sort(_sigmoid(scale * x + offset)[y])
    # A hair lower: what serves computes in float32, and the passage it was read from must not fall below it.
    threshold = float(kept[int(len(kept) * (1 - keep))]) * (1 - 1e-5) if len(kept) else 0.0
    return Calibration(scale, offset, threshold)


def _platt(x: NDArray[np.float64], y: NDArray[np.bool_]) -> tuple[float, float]:
    """Newton's method with halved steps (Lin, Lin and Weng 2007); a full one runs away where one class is rare. The
    targets are Platt's own, a little inside of 0 and 1, so that a separable sample has an answer."""
    wrong = len(y) - y.sum()
    wanted = np.where(y, (y.sum() + 1) / (y.sum() + 2), 1 / (wrong + 2))
    design = np.stack([x, np.ones_like(x)], axis=1)

    def loss(values: NDArray[np.float64]) -> float:
        z = design @ values
        return float((np.logaddexp(0, z) - wanted * z).sum())

    found = np.array([0.0, np.log((y.sum() + 1) / (wrong + 1))])
    for _ in range(100):
        p = _sigmoid(design @ found)
        gradient = design.T @ (p - wanted)
        curvature = (design * (p * (1 - p))[:, None]).T @ design + 1e-12 * np.eye(2)
        step, length = np.linalg.solve(curvature, gradient), 1.0
        while length > 1e-10 and loss(found - length * step) > loss(found) - 1e-4 * length * float(gradient @ step):
            length /= 2
        found = found - length * step
        if np.abs(gradient).max() < 1e-6 or length <= 1e-10:
            break
    return float(found[0]), float(found[1])


def _sigmoid(z: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.exp(-np.logaddexp(0, -z))
