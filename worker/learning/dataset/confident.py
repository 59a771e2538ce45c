"""This module finds doubtful labels by confident learning: Northcutt, Jiang and Chuang, "Confident Learning: Estimating
Uncertainty in Dataset Labels", Journal of Artificial Intelligence Research 70 (2021), arXiv 1911.00068.

A class has a threshold: the mean probability that the rows with its label get for it. A row is counted for the class whose
threshold its probability reaches, the most probable one where there are several. The counts by label and by class are the
confident joint; the rows off its diagonal are doubted. They are ranked by the normalised margin: the probability of the label
less that of the best other class. The probabilities must come from a model that has not seen the row.

One thing is added: where labels are easy to tell the thresholds are high, and a wrongly labelled row may reach none. Such a row
is doubted if the most probable class leads its label by half of the probability.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.float64]
"""One row per ticket, one column per class; a row sums to 1."""


_LEAD = 0.5  # of probability, for a row that reaches no threshold


@dataclass(frozen=True)
class Doubt:
    place: int  # of the row
    suggested: int  # the class that it is counted for
    margin: float  # -1 to 1; the lowest is the worst


def thresholds(probabilities: Probabilities, labels: Sequence[int]) -> NDArray[np.float64]:
    """Return the threshold of each class; a class that no row has cannot be reached."""
    given = np.asarray(labels)
    own = [probabilities[given == label, label] for label in range(probabilities.shape[1])]
    return np.array([column.mean() if len(column) else np.inf for column in own])


def doubts(probabilities: Probabilities, labels: Sequence[int]) -> list[Doubt]:
    """Return the rows off the diagonal of the confident joint, the worst first."""
    reached = probabilities >= thresholds(probabilities, labels)
    counted = np.where(reached, probabilities, -1.0).argmax(axis=1)
    found = []
    for place, label in enumerate(labels):
        row = probabilities[place]
        others = np.where(np.arange(len(row)) == label, -1.0, row)
        margin = float(row[label] - others.max())
        if reached[place].any() and counted[place] != label:
            found.append(Doubt(place, int(counted[place]), margin))
        elif not reached[place].any() and margin <= -_LEAD:
            found.append(Doubt(place, int(others.argmax()), margin))
    return sorted(found, key=lambda doubt: doubt.margin)
