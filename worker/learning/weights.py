"""This module fits the weights of a learned signal to labelled examples."""

from collections.abc import Sequence
from typing import TypeVar

from worker.signal import Features, Signal

FOLDS = 5
S = TypeVar("S", bound=Signal)


def fit(
    kind: type[S],
    rows: Sequence[Features],
    labels: Sequence[bool],
    threshold: float,
    *,
    strength: float,
    least: float = 0,
) -> S:
    """Return the signal that fits the rows by logistic regression with equal weight for both labels. `strength` is how far
    the weights may follow the rows; weights nearer to 0 than `least` are left out."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = DictVectorizer()
    counts = vectorizer.fit_transform(rows)
    counts.indices, counts.indptr = counts.indices.astype("int32"), counts.indptr.astype("int32")
    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=500).fit(counts, labels)
    weights = {
        str(name): round(float(weight), 3)
        for name, weight in zip(vectorizer.feature_names_, model.coef_[0], strict=True)
        if abs(weight) >= least
    }
    return kind(round(float(model.intercept_[0]), 3), weights, threshold)
