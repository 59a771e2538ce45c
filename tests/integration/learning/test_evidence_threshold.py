"""The threshold of the search: learned on questions with and without an answer, and what a ticket meets afterwards."""

import pytest

from knowledge.measure.questions import Question
from knowledge.search.evidence import FEATURES, Evidence, identity
from models.errors import TrainingError
from tests.conftest import Database
from tests.support.knowledge_tools import TODAY, Knowledge
from worker.learning import evidence_threshold, search_evaluation
from worker.retrieval.finder import Finder
from worker.retrieval.query import Query

ANSWERED = [Question(f"A{n}", f"alpha{n} beta{n}", frozenset({f"docs/{n:02}"})) for n in range(30)]
SILENT = [Question(f"N{n}", f"nothing{n} like{n} this{n}", frozenset()) for n in range(30)]


@pytest.fixture
def knowledge(database: Database) -> Knowledge:
    made = Knowledge(database.owner, database.app)
    for n in range(40):
        made.shelf.put(f"{n:02}", f"alpha{n} beta{n} gamma{n}", title="")
    made.sync()
    return made


def finder(knowledge: Knowledge, evidence: Evidence | None = None) -> Finder:
    return Finder(knowledge.app, lambda _: knowledge.encoder, None, today=lambda: TODAY, evidence=evidence)  # type: ignore[arg-type,return-value]


def test_what_nothing_answers_gets_nothing_and_the_rest_keeps_its_passages(knowledge: Knowledge) -> None:
    done: list[int] = []
    fitted = evidence_threshold.fit(finder(knowledge), [*ANSWERED, *SILENT], 0.05, done.append)
    assert (fitted.answered, fitted.unanswerable, sum(done)) == (30, 30, 60)
    assert fitted.lost <= 2
    assert fitted.emptied >= 28
    assert (fitted.withheld, fitted.missed) == (30, 30)  # nothing else says anything of alpha7
    assert fitted.beside["the score of the first candidate alone"][1] >= 28
    search = finder(knowledge, fitted.evidence)
    known, strange = search.find([Query("alpha7 beta7"), Query("weather tomorrow")])
    assert known.ranked[0].hit.ref == "docs/07"
    assert strange.ranked == ()
    assert len(strange.candidates) == 40  # an evaluation still sees them
    assert (known.evidence or 0) > fitted.evidence.threshold > (strange.evidence or 1)
    result = search_evaluation.evaluate_search(search, knowledge.owner, [*ANSWERED, *SILENT])
    assert result.last_stage == "kept"
    assert result.empty is not None and result.empty.mean > 0.9
    assert result.figures["kept"]["recall@5"].mean > 0.9


def test_it_holds_for_its_own_encoder_alone(knowledge: Knowledge) -> None:
    strict = Evidence(identity(knowledge.encoder.id), (0.0,) * FEATURES, -5.0, 0.5)
    for evidence, kept in ((strict, False), (Evidence("other", (0.0,) * FEATURES, -5.0, 0.5), True)):
        [found] = finder(knowledge, evidence).find([Query("alpha7")])
        assert bool(found.ranked) is kept
        assert (found.evidence is None) is kept


def test_too_few_of_either_kind_are_refused(knowledge: Knowledge) -> None:
    with pytest.raises(TrainingError, match=r"at least 20 .* here are 30 and 5"):
        evidence_threshold.fit(finder(knowledge), [*ANSWERED, *SILENT[:5]], 0.05)
