"""This module lets the labelled tickets nearest to a ticket vote on its labels (distance-weighted nearest neighbours,
Dudani 1976)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NEAREST = 15  # that vote
SHARPNESS = 4  # power of the cosine with which each votes
UNLABELLED = -1


@dataclass(frozen=True)
class Neighbours:
    """These are labelled tickets. `labels`: head -> one place among the classes per ticket, or UNLABELLED."""

    vectors: NDArray[np.float32]  # (tickets, dimensions), unit length
    keys: NDArray[np.uint8]  # (tickets, 32): hashes of their texts
    evidence: NDArray[np.float32]  # (tickets, numbers): kept so that a refit need not search for them again
    labels: Mapping[str, NDArray[np.int32]]

    def nearest(
        self, vectors: NDArray[np.float32], without: Sequence[bytes] = ()
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return, per row of `vectors`, the places of the nearest tickets and the power of the vote of each, both of shape
        (rows, at most NEAREST). `without`: one key per row, of the ticket that has no vote; in training that is itself."""
        if not len(self.vectors) or not len(vectors):
            return np.zeros((len(vectors), 0), np.int64), np.zeros((len(vectors), 0), np.float32)
        cosines = vectors @ self.vectors.T
        if without:
            places: dict[bytes, list[int]] = {}
            for place, key in enumerate(map(bytes, self.keys)):
                places.setdefault(key, []).append(place)
            for row, key in enumerate(without):
                cosines[row, places.get(key, [])] = 0.0
        count = min(NEAREST, cosines.shape[1])
        chosen = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
        power = np.maximum(np.take_along_axis(cosines, chosen, axis=1), 0.0) ** SHARPNESS
        return chosen, power

    def votes(
        self, head: str, classes: int, chosen: NDArray[np.int64], power: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return the shares of the votes, of shape (rows, classes). Rows are zero where nobody votes."""
        total = np.zeros((len(chosen), classes), np.float32)
        labels = self.labels[head][chosen]
        for label in range(classes):
            total[:, label] = np.where(labels == label, power, 0.0).sum(axis=1)
        sums = total.sum(axis=1, keepdims=True)
        return np.asarray(np.divide(total, sums, out=np.zeros_like(total), where=sums > 0), np.float32)

    def subset(self, places: Sequence[int] | NDArray[np.int64]) -> "Neighbours":
        return Neighbours(
            self.vectors[places],
            self.keys[places],
            self.evidence[places],
            {name: own[places] for name, own in self.labels.items()},
        )
