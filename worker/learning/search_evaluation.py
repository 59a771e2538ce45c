"""This module measures the retrieval that serves, on questions with known passages."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, text

from knowledge.index import indexer
from knowledge.index.passage_maker import Maker
from knowledge.measure.dataset_folder import Dataset, DatasetSource
from knowledge.measure.evaluation import DECIDING, Answer, Evaluation, evaluate
from knowledge.measure.questions import Question
from knowledge.passages import section_of
from worker.db.scratch_database import scratch_database
from worker.learning import moved
from worker.pipeline.retrieve import SHOWN
from worker.retrieval.batches import find_all
from worker.retrieval.finder import Finder
from worker.retrieval.query import Found, Query
from worker.retrieval.reranking import CANDIDATES


def evaluate_search(
    finder: Finder, owner: Engine, questions: Sequence[Question], progress: Callable[[int], None] = lambda _: None
) -> Evaluation:
    """Return the figures of every stage on these questions. `owner` only counts what is indexed."""
    return evaluate(answers(finder, moved.questions(owner, questions), progress), pieces(owner), SHOWN)


def answers(
    finder: Finder, questions: Sequence[Question], progress: Callable[[int], None] = lambda _: None
) -> list[Answer]:
    """Return what every stage gives for each question, in order. Raises the first search error."""
    found = find_all(finder, [Query(q.text, q.account, q.id) for q in questions], progress, limit=CANDIDATES)
    return [answer(question, result) for question, result in zip(questions, found, strict=True)]


def answer(question: Question, found: Found) -> Answer:
    """Return the references of each stage, best first, out of what one search found."""
    hits = found.candidates
    stages = {
        "lexical": [h.ref for h in sorted(hits, key=lambda h: h.lexical_rank or 10**9) if h.lexical_rank],
        "dense": [h.ref for h in sorted(hits, key=lambda h: -h.dense_score)],
        "precedents": [h.ref for h in sorted(hits, key=lambda h: h.precedent_rank or 10**9) if h.precedent_rank],
        "fused": [h.ref for h in hits],
    }
    if found.evidence is not None:
        stages["kept"] = [ranked.hit.ref for ranked in found.ranked]
    if found.reranked:
        stages["reranked"] = [ranked.hit.ref for ranked in found.ranked]
    return Answer(question, stages)


def compare(new: Evaluation, live: Evaluation, *, force: bool) -> dict[str, Any]:
    """Return what is kept of the measurement of a new index beside the live one. The new one is accepted if it finds no
    less, and always with `force`."""
    return {
        DECIDING: new.recall.mean,
        f"live {DECIDING}": live.recall.mean,
        "accepted": force or new.finds_no_less_than(live),
    }


def pieces(owner: Engine) -> dict[str, int]:
    """Return how many passages of the live index each section has, by its reference, and 1 for each document."""
    query = text(
        "select ref, path from passages p join documents d on d.id = p.document_id join indexes i on i.id = p.index_id "
        "where i.state = 'live'"
    )
    with owner.connect() as connection:
        rows = connection.execute(query).all()
    return dict.fromkeys((path for _, path in rows), 1) | Counter(section_of(ref) for ref, _ in rows)


@contextmanager
def indexed(
    dataset: Dataset, database_url: str, admin_url: str, maker: Maker, finder: Callable[[Engine], Finder]
) -> Iterator[tuple[Finder, Engine]]:
    """Index the documents of a data set in a database of their own. Yield what searches it, and its owner's engine."""
    with scratch_database(database_url, admin_url) as scratch:
        indexer.sync(scratch.owner, [DatasetSource(dataset.documents)], maker)
        yield finder(scratch.app), scratch.owner
