"""The threshold below which a search has found nothing, learned on questions with and without an answer."""

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
from worker.retrieval.finder import Finder, Query

BATCH = 16
LEAST = 20  # questions of either kind


@dataclass(frozen=True)
class Fitted:
    """A threshold, and what it does to questions it was not fitted on (five folds)."""

    evidence: Evidence
    answered: int
    lost: int  # of them, left without passages
    unanswerable: int
    emptied: int  # of them, rightly left without


def fit(
    finder: Finder, questions: Sequence[Question], lose: float, progress: Callable[[int], None] = lambda _: None
) -> Fitted:
    """The threshold that leaves the share `lose` of the questions answered among the first five without passages. `finder`
    must drop nothing. Raises `TrainingError` where there are few of either kind."""
    answered, silent, rows = [], [], []
    for start in range(0, len(questions), BATCH):
        group = questions[start : start + BATCH]
        for question, found in zip(group, finder.find([Query(q.text, q.account, q.id) for q in group]), strict=True):
            if found.error is not None:
                raise found.error
            if found.candidates:
                answered.append(_answers(question, found.candidates))
                silent.append(not question.wanted)
                rows.append(features(found.candidates))
        progress(len(group))
    if min(sum(answered), sum(silent)) < LEAST:
        raise TrainingError(
            f"a threshold is learned on at least {LEAST} questions that the search answers and {LEAST} that nothing "
            f'answers ("passages": []); here are {sum(answered)} and {sum(silent)}'
        )
    known = np.array(answered) | np.array(silent)  # what was missed says nothing about either
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
