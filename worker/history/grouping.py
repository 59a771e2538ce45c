"""This module groups vectors by what they mean: agglomerative clustering with the mean similarity of two groups.

Where two groups are no longer alike is a matter of the encoder's scale, so it is told from the vectors themselves: two are
alike if they are nearer than nearly all pairs.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FEWEST = 3  # members of a group
MOST = 4000  # vectors that are clustered; each further one joins the nearest group
_APART = 2.0  # standard deviations above the mean similarity of two
Vectors = NDArray[np.float32]


def groups_of(vectors: Vectors) -> list[list[int]]:
    """Return groups of the places of unit vectors, the largest first. A vector may stand in none."""
    if len(vectors) < FEWEST:
        return []
    from sklearn.cluster import AgglomerativeClustering

    first = vectors[:MOST]
    likeness = first @ first.T
    pairs = likeness[np.triu_indices(len(first), 1)]
    least = min(float(pairs.mean() + _APART * pairs.std()), 0.95)
    clustering = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - least
    )
    labels = clustering.fit_predict(np.clip(1 - likeness, 0, 2).astype(np.float64))
    made: dict[int, list[int]] = defaultdict(list)
    for place, label in enumerate(labels):
        made[int(label)].append(place)
    groups = [places for places in made.values() if len(places) >= FEWEST]
    if groups and len(vectors) > MOST:
        centres = np.array([_centre(vectors, places) for places in groups])
        near = vectors[MOST:] @ centres.T
        for place, (best, how) in enumerate(zip(near.argmax(axis=1), near.max(axis=1), strict=True), MOST):
            if how >= least:
                groups[int(best)].append(place)
    return sorted(groups, key=lambda places: (-len(places), places[0]))


def nearest_first(vectors: Vectors, places: Sequence[int]) -> list[int]:
    """Return the members of a group, the most typical first."""
    near = vectors[list(places)] @ _centre(vectors, places)
    return [places[n] for n in np.argsort(-near, kind="stable")]


def _centre(vectors: Vectors, places: Sequence[int]) -> NDArray[np.float32]:
    mean = vectors[list(places)].mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-6), np.float32)
