"""This module groups vectors by what they mean: agglomerative clustering with the mean similarity of two groups.

How alike the members of a group are is a matter of the encoder's scale and of the texts, so it is not set: of some cuts of the
tree, the one counts whose groups are the best apart (silhouette, Rousseeuw 1987), where who stands in no group of three or more
counts nothing.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FEWEST = 3  # members of a group
MOST = 4000  # vectors that are clustered; each further one joins the nearest group
_CUTS = (50.0, 70.0, 80.0, 90.0, 94.0, 96.0, 98.0, 99.0, 99.5)  # percentiles of the similarities of two
Vectors = NDArray[np.float32]


def groups_of(vectors: Vectors) -> list[list[int]]:
    """Return groups of the places of unit vectors, the largest first. A vector may stand in none."""
    if len(vectors) < FEWEST:
        return []
    first = vectors[:MOST]
    labels, least = _clustered(np.clip(1 - first @ first.T, 0, 2).astype(np.float64))
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


def _clustered(distances: NDArray[np.float64]) -> tuple[NDArray[np.int64], float]:
    """Return the group of each, and the least similarity of two groups that were joined."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform
    from sklearn.metrics import silhouette_samples

    np.fill_diagonal(distances, 0.0)
    pairs = squareform(distances, checks=False)
    tree = linkage(pairs, "average")
    best, how, at = np.arange(len(distances)), 0.0, 0.0
    for cut in _CUTS:
        height = float(np.percentile(pairs, 100 - cut))
        labels = fcluster(tree, height, "distance")
        if 1 < len(np.unique(labels)) < len(labels):
            grouped = np.bincount(labels)[labels] >= FEWEST
            apart = float(np.where(grouped, silhouette_samples(distances, labels, metric="precomputed"), 0.0).mean())
            if apart > how:
                best, how, at = labels.astype(np.int64), apart, height
    return best, 1 - at


def nearest_first(vectors: Vectors, places: Sequence[int]) -> list[int]:
    """Return the members of a group, the most typical first."""
    near = vectors[list(places)] @ _centre(vectors, places)
    return [places[n] for n in np.argsort(-near, kind="stable")]


def _centre(vectors: Vectors, places: Sequence[int]) -> NDArray[np.float32]:
    mean = vectors[list(places)].mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-6), np.float32)
