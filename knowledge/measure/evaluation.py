"""This module measures how good a search is: recall, MRR and nDCG at each stage, with intervals, and the causes of misses.

The measures are those of `ir-measures` (MacAvaney et al. 2022), which builds on trec_eval; the intervals are percentile
bootstraps over the questions (Efron 1979).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import ir_measures
import numpy as np
from ir_measures import RR, Measure, R, Success, nDCG

from knowledge.errors import DataError
from knowledge.measure.questions import Question

STAGES = ("lexical", "dense", "precedents", "fused", "kept", "reranked")
FOUND_WITHIN = 5  # a wanted passage that is not among the first five is a miss; the model is shown fewer, a person more
DECIDING = f"recall@{FOUND_WITHIN}"  # the measure by which a search is judged
WANTED_RECALL = 0.85  # below this, training a model on the found passages teaches it to guess
_RESAMPLES = 1000


def measures(shown: int) -> dict[str, Measure]:
    """Return the measures by name, in the order of a report. `shown`: how many passages the model is shown, so that the
    recall of these is measured as well."""
    return {
        **{f"recall@{first}": R @ first for first in sorted({1, shown, FOUND_WITHIN, 10})},
        "answered@5": Success @ 5,  # at least one wanted passage, which is enough where each answers by itself
        "MRR": RR,
        "nDCG@10": nDCG @ 10,
    }


class Cause(StrEnum):
    """A cause says why a wanted passage was not among the first five."""

    NOT_INDEXED = "not indexed: no passage has this reference"
    SPLIT = "split badly: its section was cut into several passages"
    NOT_A_CANDIDATE = "not among the candidates: neither half found it"
    RANKED_LOW = "among the candidates, but ranked low"


@dataclass(frozen=True)
class Answer:
    """An answer is what a search returned for a question: references per stage, best first."""

    question: Question
    stages: Mapping[str, Sequence[str]]

    def keys(self, stage: str) -> list[str]:
        """Return the sections or documents found at a stage, in order, each once."""
        return list(dict.fromkeys(self.question.key(ref) for ref in self.stages[stage]))


@dataclass(frozen=True)
class Figure:
    mean: float
    low: float  # of the 95 % interval
    high: float
    questions: int

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f} {self.high:.3f}]"


@dataclass(frozen=True)
class Miss:
    question: Question
    ref: str
    cause: Cause
    place: int | None  # among the candidates, 1 is best


@dataclass(frozen=True)
class Evaluation:
    questions: int
    figures: Mapping[str, Mapping[str, Figure]]  # stage -> measure
    by_kind: Mapping[str, Mapping[str, Figure]]  # kind -> measure, of the last stage
    misses: Sequence[Miss]
    empty: Figure | None  # share of the questions without an answer for which nothing was returned

    @property
    def last_stage(self) -> str:
        return list(self.figures)[-1]

    @property
    def recall(self) -> Figure:
        """Return the figure by which the search is judged: recall at five of its last stage."""
        return self.figures[self.last_stage][DECIDING]

    @property
    def warning(self) -> str | None:
        """Return a warning for the person who measures. None: enough is found to train on, or nothing could be found."""
        if self.questions == 0 or self.recall.mean >= WANTED_RECALL:
            return None
        return f"{DECIDING} is below {WANTED_RECALL * 100:.0f} %: improve the search before you train"

    def finds_no_less_than(self, other: "Evaluation") -> bool:
        """Return whether its recall is within the other's interval, or above."""
        return self.recall.mean >= other.recall.low

    @property
    def causes(self) -> Counter[Cause]:
        return Counter(miss.cause for miss in self.misses)


def evaluate(answers: Sequence[Answer], pieces: Mapping[str, int], shown: int) -> Evaluation:
    """Return the figures of each stage, and the misses of the last one: wanted passages that are not among the first five.

    `pieces`: the number of passages of each indexed section and document. `shown`: how many passages the model is
    shown. Raises `DataError` if there is no question.
    """
    if not answers:
        raise DataError("there is no question to evaluate on: the file is empty")
    asked = [answer for answer in answers if answer.question.wanted]
    unanswerable = [answer for answer in answers if not answer.question.wanted]
    stages = stages_of(answers)
    scores = {stage: score(asked, stage, shown) for stage in stages}
    last = stages[-1]
    kinds: defaultdict[str, list[int]] = defaultdict(list)
    for place, answer in enumerate(asked):
        kinds[answer.question.kind].append(place)
    return Evaluation(
        questions=len(asked),
        figures={s: {name: interval(values) for name, values in scores[s].items()} for s in stages},
        by_kind={
            kind: {name: interval(values[places]) for name, values in scores[last].items()}
            for kind, places in sorted(kinds.items())
        },
        misses=[miss for answer in asked for miss in _misses(answer, last, pieces)],
        empty=interval(np.array([not a.stages[last] for a in unanswerable], float)) if unanswerable else None,
    )


def stages_of(answers: Sequence[Answer]) -> list[str]:
    """Return the stages of these answers in order, without precedents if there are none."""
    found = [stage for stage in STAGES if stage in answers[0].stages]
    return [stage for stage in found if stage != "precedents" or any(answer.stages[stage] for answer in answers)]


def score(answers: Sequence[Answer], stage: str, shown: int) -> dict[str, np.ndarray]:
    """Return one value per question for each measure, in the order of the questions."""
    wanted = measures(shown)
    judged = [ir_measures.Qrel(str(n), key, 1) for n, answer in enumerate(answers) for key in answer.question.wanted]
    ranked = [
        ir_measures.ScoredDoc(str(n), key, -place)
        for n, answer in enumerate(answers)
        for place, key in enumerate(answer.keys(stage))
    ]
    values = {name: np.zeros(len(answers)) for name in wanted}
    names = {measure: name for name, measure in wanted.items()}
    for found in ir_measures.iter_calc(list(wanted.values()), judged, ranked):
        values[names[found.measure]][int(found.query_id)] = found.value
    return values


def interval(values: Iterable[float]) -> Figure:
    """Return the mean with its 95 % interval, by percentile bootstrap."""
    sample = np.asarray(list(values), float)
    if not len(sample):
        return Figure(0.0, 0.0, 1.0, 0)
    source = np.random.default_rng(7)
    means = sample[source.integers(0, len(sample), (_RESAMPLES, len(sample)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Figure(float(sample.mean()), float(low), float(high), len(sample))


def _misses(answer: Answer, stage: str, pieces: Mapping[str, int]) -> list[Miss]:
    first = answer.keys(stage)[:FOUND_WITHIN]
    candidates = answer.keys("fused")
    found = []
    for ref in sorted(answer.question.wanted - set(first)):
        place = candidates.index(ref) + 1 if ref in candidates else None
        if ref not in pieces:
            cause = Cause.NOT_INDEXED
        elif not answer.question.by_document and pieces[ref] > 1:
            cause = Cause.SPLIT
        elif place is None:
            cause = Cause.NOT_A_CANDIDATE
        else:
            cause = Cause.RANKED_LOW
        found.append(Miss(answer.question, ref, cause, place))
    return found
