"""This module makes small heads in a moment: they know where the vector of a ticket lies."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.heads import folder
from models.heads.fit import FROZEN, Fitted, fit
from models.heads.seen import Seen
from models.weights import versions
from models.weights.manifest import HEADS

ENCODER = "abc"
QUEUES = ("access", "billing", "data")
_SIZE, _COUNT = 8, 60


def vector(axis: int = 0) -> NDArray[np.float32]:
    """Return the vector of a ticket that the heads send to the queue of this axis."""
    return np.eye(_SIZE, dtype=np.float32)[axis]


def make(
    place: Path,
    queues: tuple[str, ...] = QUEUES,
    texts: Sequence[str] = (),
    *,
    company: str = "ferrowick",
    encoder: str = ENCODER,
    data: str = "d",
) -> Path:
    """Heads in a folder: the queue of each axis, and one ticket in five for a person, whatever its vector is. `texts`: what the
    first of their tickets say."""
    known = _fitted(queues, tuple(texts))
    folder.save(place, known, encoder=encoder, company=company, data_sha256=data, thresholds={"escalate": 0.9})
    return place


def add(adapters: Path, queues: tuple[str, ...] = QUEUES, texts: Sequence[str] = (), **about: str) -> str:
    """A version of the heads of an encoder. Returns its id."""
    made = make(adapters / HEADS / ".made", queues, texts, **about)
    return versions.add(adapters / HEADS / about.get("encoder", ENCODER), made).name


@lru_cache
def _fitted(queues: tuple[str, ...], texts: tuple[str, ...]) -> Fitted:
    noise, rows = np.random.default_rng(1), []
    for place in range(_COUNT):
        made = vector(place % len(queues)) + noise.normal(0, 0.05, _SIZE).astype(np.float32)
        text = texts[place] if place < len(texts) else f"ticket {place}"
        rows.append(Seen(made / np.linalg.norm(made), text))
    labels = {
        "queue": [queues[place % len(queues)] for place in range(_COUNT)],
        "reason": ["none" if place % 5 else "not_covered" for place in range(_COUNT)],
    }
    return fit(rows, labels, np.zeros((0, _SIZE), np.float32), recipes=(FROZEN,))
