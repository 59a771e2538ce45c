"""This module learns the evidence threshold: with less evidence retrieval has found nothing, and the ticket goes to a
person.

It is learned on questions with and without an answer, together with the weights that combine the evidence into one
number (`knowledge.search.evidence`), and kept in evidence.json. The threshold of replies is a different one:
`worker.learning.send_threshold`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from knowledge.measure.evaluation import FOUND_WITHIN
from knowledge.measure.questions import Question
from knowledge.search.candidates import Hit
from knowledge.search.evidence import Evidence, features, identity
from models.errors import TrainingError
from worker.retrieval.batches import find_all
from worker.retrieval.finder import Finder, Query

LEAST = 20  # questions of each kind


@dataclass(frozen=True)
class Fitted:
    """The result holds an evidence threshold, and its effect on questions that it was not fitted on (five folds)."""

    evidence: Evidence
    answered: int
    lost: int  # of the answered, left without passages
    unanswerable: int
    emptied: int  # of the unanswerable, rightly left without passages


def fit(
    finder: Finder, questions: Sequence[Question], lose: float, progress: Callable[[int], None] = lambda _: None
) -> Fitted:
    """Fit the threshold. It leaves without passages the share `lose` of the questions that one of the first five
    passages answers.

    `finder` must drop nothing. `progress` is told how many more questions were searched for. Raises the first search
    error, and `TrainingError` if there are too few questions of either kind.
    """
    answered, silent, rows = [], [], []
    results = find_all(finder, [Query(q.text, q.account, q.id) for q in questions], progress)
    for question, found in zip(questions, results, strict=True):
        if found.candidates:
            answered.append(_answers(question, found.candidates))
            silent.append(not question.wanted)
            rows.append(features(found.candidates))
    if min(sum(answered), sum(silent)) < LEAST:
        raise TrainingError(
            f"an evidence threshold is learned on at least {LEAST} questions that the search answers and {LEAST} that nothing "
            f'answers ("passages": []); here are {sum(answered)} and {sum(silent)}'
        )
    # A question with an answer that was not among the first says nothing about either kind.
    known = np.array(answered) | np.array(silent)
    return _fitted(np.array(rows)[known], np.array(answered)[known], lose, finder.index().encoder)


def _answers(question: Question, hits: Sequence[Hit]) -> bool:
    return any(question.key(hit.ref) in question.wanted for hit in hits[:FOUND_WITHIN])


def _fitted(rows: NDArray[np.float64], answered: NDArray[np.bool_], lose: float, encoder: str) -> Fitted:
    model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced"))
    folds = StratifiedKFold(5, shuffle=True, random_state=7)
    unseen = cross_val_predict(model, rows, answered, cv=folds, method="predict_proba")[:, 1]
    threshold = float(np.quantile(unseen[answered], lose))
    scaler, regression = (step for _, step in model.fit(rows, answered).steps)
    weights = regression.coef_[0] / scaler.scale_
    offset = float(regression.intercept_[0] - weights @ scaler.mean_)
    below = unseen < threshold
    return Fitted(
        Evidence(identity(encoder), tuple(map(float, weights)), offset, threshold),
        answered=int(answered.sum()),
        lost=int(below[answered].sum()),
        unanswerable=int((~answered).sum()),
        emptied=int(below[~answered].sum()),
    )
