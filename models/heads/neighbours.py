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

    def cosines(self, vectors: NDArray[np.float32], without: Sequence[bytes] = ()) -> NDArray[np.float32]:
        """Return how near each ticket is, of shape (rows, tickets). `without`: one key per row, of the ticket that counts as
        far away; in training that is the row itself."""
        cosines = vectors @ self.vectors.T
        if without:
            places: dict[bytes, list[int]] = {}
            for place, key in enumerate(map(bytes, self.keys)):
                places.setdefault(key, []).append(place)
            for row, key in enumerate(without):
                cosines[row, places.get(key, [])] = 0.0
        return np.asarray(cosines, np.float32)

    def votes(self, head: str, classes: int, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the shares of the votes of the nearest tickets that have a label for this head, of shape (rows, classes).
        Rows are zero where nobody votes."""
        total = np.zeros((len(cosines), classes), np.float32)
        if not cosines.size:
            return total
        near = np.where(self.labels[head] == UNLABELLED, np.float32(-1), cosines)
        count = min(NEAREST, near.shape[1])
        chosen = np.argpartition(-near, count - 1, axis=1)[:, :count]
        power = np.maximum(np.take_along_axis(near, chosen, axis=1), 0.0) ** SHARPNESS
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
