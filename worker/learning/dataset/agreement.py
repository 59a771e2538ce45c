"""The agreement says how well labels can be told from the other tickets: what five folds give on the data itself. Low figures
mean that the labels contradict each other, or that the text does not have what they were chosen by."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from models.evaluation.resampling import Figure, Mean, macro_f1, mean
from models.evaluation.scores import Share, precision_recall
from worker.learning.dataset.confident import Probabilities
from worker.learning.dataset.folds import Judged


def figures(judged: Judged, probabilities: Probabilities) -> Mapping[str, Figure]:
    """Return accuracy and macro-F1; of a field that is true or false, precision and recall."""
    chosen = probabilities.argmax(axis=1)
    if judged.classes == ("false", "true"):
        precision, recall = precision_recall(zip((chosen == 1).tolist(), (judged.labels == 1).tolist(), strict=True))
        return {f"{judged.field} precision": precision, f"{judged.field} recall": recall}
    right = Share.of(map(bool, chosen == judged.labels))
    return {f"{judged.field} accuracy": right, f"{judged.field} macro-F1": _macro_f1(judged.labels, chosen)}


def _macro_f1(labels: NDArray[np.int64], chosen: NDArray[np.int64]) -> Mean:
    return mean(lambda places: macro_f1(labels[places], chosen[places]), len(labels))
