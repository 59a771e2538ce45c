"""The agreement says how well labels can be told from the other tickets: what five folds give on the data itself. Low figures
mean that the labels contradict each other, or that the text does not have what they were chosen by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.evaluation.scores import Share, precision_recall
from worker.learning.dataset.confident import Probabilities
from worker.learning.dataset.folds import Judged

_RESAMPLES = 1000


@dataclass(frozen=True)
class Mean:
    """A mean has an interval of 95 %, from 1,000 resamples of the rows."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.2f}-{self.high:.2f}]"


Figure = Share | Mean


def figures(judged: Judged, probabilities: Probabilities) -> Mapping[str, Figure]:
    """Return accuracy and macro-F1; of a field that is true or false, precision and recall."""
    chosen = probabilities.argmax(axis=1)
    if judged.classes == ("false", "true"):
        precision, recall = precision_recall(zip((chosen == 1).tolist(), (judged.labels == 1).tolist(), strict=True))
        return {f"{judged.field} precision": precision, f"{judged.field} recall": recall}
    right = Share.of(map(bool, chosen == judged.labels))
    return {f"{judged.field} accuracy": right, f"{judged.field} macro-F1": _macro_f1(judged.labels, chosen)}


def as_json(figure: Figure) -> dict[str, Any]:
    if isinstance(figure, Share):
        return {"hits": figure.hits, "total": figure.total, "interval": [round(end, 3) for end in figure.interval]}
    return {"value": round(figure.value, 3), "interval": [round(figure.low, 3), round(figure.high, 3)]}


def _macro_f1(labels: NDArray[np.int64], chosen: NDArray[np.int64]) -> Mean:
    source = np.random.default_rng(7)
    samples = source.integers(0, len(labels), (_RESAMPLES, len(labels)))
    resampled = [_f1(labels[sample], chosen[sample]) for sample in samples]
    low, high = np.quantile(resampled, [0.025, 0.975])
    return Mean(_f1(labels, chosen), float(low), float(high))


def _f1(labels: NDArray[np.int64], chosen: NDArray[np.int64]) -> float:
    """Return the mean of the F1 of the classes that occur."""
    size = int(max(labels.max(), chosen.max())) + 1
    both = np.bincount(labels[labels == chosen], minlength=size)
    either = np.bincount(labels, minlength=size) + np.bincount(chosen, minlength=size)
    return float((2 * both[either > 0] / either[either > 0]).mean())
