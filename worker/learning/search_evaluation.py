"""Measures the search that serves, on questions whose passages are known."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Engine, text

from benchmarks.datasets import Dataset, Given
from knowledge.index import indexer
from knowledge.index.filling import Maker
from knowledge.measure.evaluation import Answer, Evaluation, evaluate
from knowledge.measure.questions import Question, section_of
from worker.db.scratch import scratch_database
from worker.pipeline.reply import SHOWN
from worker.retrieval.finder import CANDIDATES, Finder, Found, Query

BATCH = 16


def evaluate_search(
    finder: Finder, owner: Engine, questions: Sequence[Question], progress: Callable[[int], None] = lambda _: None
) -> Evaluation:
    """Every stage on every question. `owner` only counts what is indexed."""
    return evaluate(answers(finder, questions, progress), pieces(owner), SHOWN)


def answers(
    finder: Finder, questions: Sequence[Question], progress: Callable[[int], None] = lambda _: None
) -> list[Answer]:
    """Raises the first search error: an evaluation never swallows one."""
    found = []
    for start in range(0, len(questions), BATCH):
        group = questions[start : start + BATCH]
        results = finder.find([Query(q.text, q.account, q.id) for q in group], limit=CANDIDATES)
        found += [answer(question, result) for question, result in zip(group, results, strict=True)]
        progress(len(group))
    return found


def answer(question: Question, found: Found) -> Answer:
    if found.error is not None:
        raise found.error
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


def pieces(owner: Engine) -> dict[str, int]:
    """Section to the number of passages the live index has of it, and each document that is there."""
    query = text("select ref from passages p join indexes i on i.id = p.index_id where i.state = 'live'")
    with owner.connect() as connection:
        refs = list(connection.scalars(query))
    return dict.fromkeys((ref.partition("#")[0] for ref in refs), 1) | Counter(map(section_of, refs))


@contextmanager
def indexed(
    dataset: Dataset, database_url: str, admin_url: str, maker: Maker, finder: Callable[[Engine], Finder]
) -> Iterator[tuple[Finder, Engine]]:
    """A data set's documents in a database of their own: what searches it, and its owner."""
    with scratch_database(database_url, admin_url) as scratch:
        indexer.sync(scratch.owner, [Given(dataset.documents)], maker)
        yield finder(scratch.app), scratch.owner
