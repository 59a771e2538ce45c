"""This module compares contenders for triage on the same tickets: how often queue and reason are right, which of those that a
person must take are handed over, and McNemar's test against the baselines."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.evaluation.pairs import Pairs
from models.evaluation.scores import Share
from models.heads.head import fit_temperature, softmax
from models.heads.operating_points import lowest_with_precision
from worker.pipeline import heads as step

HEADS = (step.QUEUE, step.REASON)
PRECISION = 0.8  # of the tickets that are handed over
Labels = Mapping[str, NDArray[np.int32]]
Scores = Mapping[str, NDArray[np.float64]]


def compare(found: Mapping[str, Scores], labels: Labels, classes: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return how often each contender is right, its loss, and how it compares with the frozen vector and the product."""
    each = {name: {head: calibrated(scores[head], labels[head]) for head in HEADS} for name, scores in found.items()}
    for name in ("LoRA", "words", "lower"):
        each[f"{name} and product"] = {
            head: calibrated((log(each[name][head]) + log(each["product"][head])) / 2, labels[head]) for head in HEADS
        }
    right = {name: outcomes(probabilities, labels, classes) for name, probabilities in each.items()}
    pairs = {
        f"{base}, {name}": {what: _pairs(right[base][what], hits) for what, hits in own.items()}
        for base in ("frozen", "product", "words and product", "lower and product")
        for name, own in right.items()
        if name not in ("frozen", "words", "lower", base)
    }
    return {
        "right": {name: {what: Share.of(map(bool, hits)) for what, hits in own.items()} for name, own in right.items()},
        "loss": {n: {head: round(loss(log(own[head]), labels[head]), 3) for head in HEADS} for n, own in each.items()},
        "ranking of hand-overs": {name: areas(probabilities, labels, classes) for name, probabilities in each.items()},
        "pairs": pairs,
    }


def outcomes(
    probabilities: Scores, labels: Labels, classes: Mapping[str, Sequence[str]]
) -> dict[str, NDArray[np.bool_]]:
    """Return whether queue and reason are right per ticket, and, per ticket that a person must take, whether it is handed
    over at the operating point."""
    calm = list(classes[step.REASON]).index(step.NONE)
    handed, must = 1 - probabilities[step.REASON][:, calm], labels[step.REASON] != calm
    threshold = lowest_with_precision(handed, must, PRECISION, default=np.inf)
    right = {name: probabilities[name].argmax(axis=1) == labels[name] for name in HEADS}
    return {**right, "escalated": (handed >= threshold)[must]}


def areas(probabilities: Scores, labels: Labels, classes: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Return how well the probability of a hand-over ranks the tickets, at every threshold at once: average precision, and the
    area under the ROC curve. A recall at one precision moves by jumps."""
    from sklearn.metrics import average_precision_score, roc_auc_score

    calm = list(classes[step.REASON]).index(step.NONE)
    handed, must = 1 - probabilities[step.REASON][:, calm], labels[step.REASON] != calm
    measures = {"average precision": average_precision_score, "area under ROC": roc_auc_score}
    return {name: round(float(measure(must, handed)), 3) for name, measure in measures.items()}


def calibrated(scores: NDArray[np.float64], labels: NDArray[np.int32]) -> NDArray[np.float64]:
    return softmax(scores / fit_temperature(scores, labels))


def loss(scores: NDArray[np.float64], labels: NDArray[np.int32]) -> float:
    return float(-np.take_along_axis(log(softmax(scores)), labels[:, None], axis=1).mean())


def log(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log(np.maximum(probabilities, 1e-9))


def _pairs(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> Pairs:
    return Pairs.of(zip(map(bool, first), map(bool, second), strict=True))
