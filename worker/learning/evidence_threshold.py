"""This module learns the evidence threshold: with less evidence retrieval has found nothing, and the ticket goes to a
person.

It is learned on questions with and without an answer, and on those with an answer once more, without the passages that
answer: this is what a company's knowledge looks like that lacks a page. The weights that combine the evidence into one
number (`knowledge.search.evidence`) are learned with it, and all is kept in evidence.json. The threshold of replies is
a different one: `worker.learning.send_threshold`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from knowledge.measure.evaluation import FOUND_WITHIN
from knowledge.measure.questions import Question
from knowledge.search.candidates import Hit
from knowledge.search.evidence import Evidence, features, identity
from models.errors import TrainingError
from worker.retrieval.batches import find_all
from worker.retrieval.finder import Finder
from worker.retrieval.query import Query

LEAST = 20  # questions of each kind
ANSWERED, UNANSWERABLE, WITHHELD = "answered", "unanswerable", "withheld"
SIMPLER = {
    "the score of the first candidate alone": (5,),
    "cosines and votes alone": range(5),
}  # columns of the features


@dataclass(frozen=True)
class Fitted:
    """The result holds an evidence threshold, and its effect on questions that it was not fitted on (five folds)."""

    evidence: Evidence
    answered: int
    lost: int  # of the answered, left without passages
    unanswerable: int
    emptied: int  # of the unanswerable, rightly left without passages
    withheld: int  # questions with an answer, asked without the passages that answer
    missed: int  # of the withheld, rightly left without passages
    beside: Mapping[str, tuple[int, int]] = field(
        default_factory=dict
    )  # simpler evidence -> its `emptied` and `missed`


def fit(
    finder: Finder, questions: Sequence[Question], lose: float, progress: Callable[[int], None] = lambda _: None
) -> Fitted:
    """Fit the threshold. It leaves without passages the share `lose` of the questions that one of the first five
    passages answers.

    `finder` must drop nothing. `progress` is told how many more questions were searched for. Raises the first search
    error, and `TrainingError` if there are too few questions of either kind.
    """
    rows, kinds, groups = list[tuple[float, ...]](), list[str](), list[int]()
    results = find_all(finder, [Query(q.text, q.account, q.id) for q in questions], progress)
    for number, (question, found) in enumerate(zip(questions, results, strict=True)):
        for kind, hits in _seen(question, found.candidates):
            rows.append(features(hits))
            kinds.append(kind)
            groups.append(number)
    if min(kinds.count(ANSWERED), kinds.count(UNANSWERABLE)) < LEAST:
        raise TrainingError(
            f"an evidence threshold is learned on at least {LEAST} questions that the search answers and {LEAST} that nothing "
            f'answers ("passages": []); here are {kinds.count(ANSWERED)} and {kinds.count(UNANSWERABLE)}'
        )
    return _fitted(np.array(rows), np.array(kinds), groups, lose, finder.index().encoder)


def _seen(question: Question, hits: Sequence[Hit]) -> Iterator[tuple[str, Sequence[Hit]]]:
    """Yield the candidates of a question, and those left without what answers it. A question with an answer that was not
    among the first says nothing about the first kind."""
    if not question.wanted:
        if hits:
            yield UNANSWERABLE, hits
        return
    if any(question.key(hit.ref) in question.wanted for hit in hits[:FOUND_WITHIN]):
        yield ANSWERED, hits
    if others := [hit for hit in hits if question.key(hit.ref) not in question.wanted]:
        yield WITHHELD, others


def _fitted(
    rows: NDArray[np.float64], kinds: NDArray[np.str_], groups: Sequence[int], lose: float, encoder: str
) -> Fitted:
    """Fit the regression and the threshold. Both forms of one question are in the same fold."""
    answered = kinds == ANSWERED
    model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced"))

    def out_of_fold(columns: Sequence[int]) -> NDArray[np.float64]:
        folds = StratifiedGroupKFold(5, shuffle=True, random_state=7)
        chances = cross_val_predict(model, rows[:, columns], answered, groups=groups, cv=folds, method="predict_proba")
        return np.asarray(chances[:, 1], np.float64)

    def left_without(chances: NDArray[np.float64]) -> tuple[int, int]:
        below = chances < np.quantile(chances[answered], lose)
        return int(below[kinds == UNANSWERABLE].sum()), int(below[kinds == WITHHELD].sum())

    unseen = out_of_fold(range(rows.shape[1]))
    threshold = float(np.quantile(unseen[answered], lose))
    emptied, missed = left_without(unseen)
    scaler, regression = (step for _, step in model.fit(rows, answered).steps)
    weights = regression.coef_[0] / scaler.scale_
    offset = float(regression.intercept_[0] - weights @ scaler.mean_)
    return Fitted(
        Evidence(identity(encoder), tuple(map(float, weights)), offset, threshold),
        answered=int(answered.sum()),
        lost=int((unseen[answered] < threshold).sum()),
        unanswerable=int((kinds == UNANSWERABLE).sum()),
        emptied=emptied,
        withheld=int((kinds == WITHHELD).sum()),
        missed=missed,
        beside={name: left_without(out_of_fold(columns)) for name, columns in SIMPLER.items()},
    )
