"""Made-up tickets whose vectors lie around one direction per class."""

import numpy as np

from models.heads.seen import Seen

QUEUES = ("access", "billing", "data")


def tickets(
    count: int = 90, *, noise: float = 0.4, seed: int = 1, dimensions: int = 12
) -> tuple[list[Seen], list[str]]:
    """Return tickets and their queues, in turn."""
    source = np.random.default_rng(seed)
    labels = [QUEUES[place % len(QUEUES)] for place in range(count)]
    rows = []
    for place, label in enumerate(labels):
        vector = source.normal(0, noise, dimensions)
        vector[QUEUES.index(label)] += 1.0
        vector /= np.linalg.norm(vector)
        facts = {"plan": "team" if place % 2 else "", "language": "en"}
        rows.append(Seen(vector.astype(np.float32), f"ticket {place} about {label}", facts, (float(vector[0]), 0.5)))
    return rows, labels


def anchors(dimensions: int = 12) -> np.ndarray:
    return np.eye(len(QUEUES), dimensions, dtype=np.float32)
