"""This module estimates what the other tickets say about the labels of each one, by five folds of logistic regression."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from worker.learning.dataset.confident import Probabilities

FOLDS = 5
FEWEST = 10  # rows with one label: with less, a fold has one or two to learn from
_STRENGTH = 10.0  # of the fit, as is usual for vectors of unit length; not tuned


@dataclass(frozen=True)
class Judged:
    """These are the rows that can be judged on one field, with their labels and their folds."""

    field: str
    places: tuple[int, ...]  # of the rows among all
    classes: tuple[str, ...]
    labels: NDArray[np.int64]  # the place of the label in `classes`, per judged row
    folds: NDArray[np.int64]
    rare: tuple[str, ...]  # labels that too few rows have


def judged(field: str, labels: Sequence[str | None], groups: Sequence[int]) -> Judged | None:
    """Return the rows whose label enough rows have, or None where there are not two such labels. A row without a label
    (None) is left out. Rows of one group, such as copies, stand in one fold: a copy would give the label away."""
    counts = Counter(label for label in labels if label is not None)
    classes = tuple(sorted(label for label, count in counts.items() if count >= FEWEST))
    if len(classes) < 2:
        return None
    places = tuple(place for place, label in enumerate(labels) if label in classes)
    own = np.array([classes.index(labels[place] or "") for place in places])
    rare = tuple(sorted(counts.keys() - set(classes)))
    return Judged(field, places, classes, own, _dealt(own, [groups[place] for place in places]), rare)


def unseen(judged: Judged, vectors: Any) -> Probabilities:
    """Return the probability of each class for each judged row, from a model that was fitted without the row's fold."""
    from sklearn.linear_model import LogisticRegression

    own = vectors[list(judged.places)]
    found = np.zeros((len(judged.places), len(judged.classes)))
    for fold in range(FOLDS):
        held = judged.folds == fold
        if not held.any():  # of few groups
            continue
        learned = np.unique(judged.labels[~held])
        if len(learned) == 1:  # all rows of the others stand in this fold
            found[held, learned[0]] = 1.0
            continue
        model = LogisticRegression(C=_STRENGTH, max_iter=1000).fit(own[~held], judged.labels[~held])
        found[np.ix_(held, learned)] = model.predict_proba(own[held])
    return found


def _dealt(labels: Iterable[int], groups: Iterable[int]) -> NDArray[np.int64]:
    """Deal the groups into folds, in random order and label by label, so that each fold has about as many of each."""
    first: dict[int, int] = {}
    members = [(group, first.setdefault(group, int(label))) for label, group in zip(labels, groups, strict=True)]
    order = np.random.default_rng(7).permutation(len(first))
    dealt = sorted(zip(first.values(), order, first, strict=True))
    fold_of = {group: place % FOLDS for place, (_, _, group) in enumerate(dealt)}
    return np.array([fold_of[group] for group, _ in members])
