"""This module is one head: multinomial logistic regression over some blocks of features."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.heads.features import Block, Features, Rows

_MOST_ROTATED = 2000  # rows: the time of the rotation grows with their cube


@dataclass(frozen=True)
class Head:
    """A head chooses one of its classes."""

    name: str
    classes: tuple[str, ...]
    blocks: tuple[Block, ...]
    weights: Rows  # (classes, columns)
    offsets: Rows  # (classes,)
    temperature: float = 1.0  # by which its scores are divided (Guo et al. 2017)
    strength: float = 1.0  # inverse of the regularisation, as it was fitted

    def scores(self, features: Features) -> NDArray[np.float64]:
        """Return the scores before the softmax, of shape (tickets, classes)."""
        rows = features.rows(self.blocks, self.name, len(self.classes))
        return np.asarray(rows @ self.weights.T + self.offsets, np.float64)

    def probabilities(self, features: Features) -> NDArray[np.float64]:
        """Return the calibrated probability of each class, of shape (tickets, classes)."""
        return softmax(self.scores(features) / self.temperature)


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float64)


def fit_head(
    name: str,
    classes: Sequence[str],
    blocks: Sequence[Block],
    strength: float,
    features: Features,
    labels: NDArray[np.int32],
) -> Head:
    """Fit a head on tickets that all have a label. `strength`: the inverse of the regularisation (C in scikit-learn)."""
    if not blocks:
        share = np.bincount(labels, minlength=len(classes)) + 1e-3
        nothing = np.zeros((len(classes), 0), np.float32)
        return Head(name, tuple(classes), (), nothing, np.log(share / share.sum()).astype(np.float32))
    from sklearn.linear_model import LogisticRegression

    rows = features.rows(blocks, name, len(classes))
    rotated, back = _rotated(rows)
    model = LogisticRegression(C=strength, max_iter=1000, tol=1e-3).fit(rotated, labels)
    weights, offsets = _of_every_class(model, len(classes))
    weights = weights if back is None else np.asarray((back @ weights.T).T, np.float32)
    return Head(name, tuple(classes), tuple(blocks), weights, offsets, strength=strength)


def _rotated(rows: Any) -> tuple[Any, Any]:
    """Return sparse rows in the few dimensions that they span, and the matrix that turns weights back into weights of the
    columns. A regularised fit is the same in both, and so takes a tenth of the time. Other rows are returned as they are."""
    from scipy.sparse import issparse

    if not issparse(rows) or not 0 < rows.shape[0] <= _MOST_ROTATED < rows.shape[1]:
        return rows, None
    values, vectors = np.linalg.eigh(np.asarray((rows @ rows.T).todense(), np.float64))
    kept = values > values[-1] * 1e-9
    spread = np.sqrt(values[kept])
    return vectors[:, kept] * spread, rows.T @ (vectors[:, kept] / spread)


def _of_every_class(model: Any, classes: int) -> tuple[Rows, Rows]:
    """Return one row per class. With two classes the library has one row, and a class without an example has none."""
    own, offsets = np.asarray(model.coef_, np.float32), np.asarray(model.intercept_, np.float32)
    if len(model.classes_) == 2:
        own, offsets = np.vstack([-own / 2, own / 2]), np.concatenate([-offsets / 2, offsets / 2])
    weights = np.zeros((classes, own.shape[1]), np.float32)
    bias = np.full(classes, -30.0, np.float32)  # a class that was never seen is not chosen
    weights[model.classes_], bias[model.classes_] = own, offsets
    return weights, bias


def fit_temperature(scores: NDArray[np.float64], labels: NDArray[np.int32]) -> float:
    """Return the temperature with the least negative log likelihood of the labels, from 0.25 to 8."""
    grid = np.geomspace(0.25, 8.0, 61)
    chosen = labels[:, None]

    def loss(temperature: float) -> float:
        found = np.take_along_axis(softmax(scores / temperature), chosen, axis=1)
        return float(-np.log(np.maximum(found, 1e-9)).mean())

    return float(min(grid, key=loss))
