"""This benchmark compares rankings by words in a stock Postgres with pgvector, on the same passages and questions.

    deskhand up && python -m benchmarks.lexical [--data PATH/workarena-kb]

ts_rank, ts_rank_cd   what Postgres has: no weight for rare words
exact BM25            every passage that shares a word, scored by its sparse vector
budgeted BM25         what the product uses: candidates by the rarest words (knowledge.index.lexical)
HNSW on sparsevec     pgvector's approximate index over the same sparse vectors
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from benchmarks.datasets import load_dataset
from knowledge.index import indexer, lexical
from knowledge.measure.evaluation import Answer, interval, score
from knowledge.measure.questions import Question, load_questions
from knowledge.search.candidates import SQL, live_index, searchable
from knowledge.search.ranking_weights import WEIGHTS
from worker import bootstrap, embedded
from worker.db.scratch_database import scratch_database
from worker.db.session import transaction
from worker.learning import search_evaluation
from worker.library.sources import open_sources
from worker.pipeline.retrieve import SHOWN
from worker.retrieval.finder import Finder
from worker.settings import Settings

QUESTION = SQL[SQL.index("asked as") : SQL.index(",\n\n-- What this account may see")]
"""These blocks of the product's statement turn a query into `question`, its weights and its rarest words."""
_ANY = "(select string_agg('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''', ' | ')::tsquery from asked)"
_RANK = "select p.ref from passages p where p.account is null and p.index_id = :index and p.lexemes @@ {any} order by {score}"
WAYS = {
    "ts_rank": _RANK.format(any=_ANY, score=f"ts_rank(p.lexemes, {_ANY}) desc, p.id limit 50"),
    "ts_rank_cd": _RANK.format(any=_ANY, score=f"ts_rank_cd(p.lexemes, {_ANY}) desc, p.id limit 50"),
    "exact BM25": _RANK.format(any=_ANY, score="p.weights <#> (select weights from question), p.id limit 50"),
    "budgeted BM25": _RANK.format(
        any="(select any_of from question)", score="p.weights <#> (select weights from question), p.id limit 50"
    ),
    "HNSW on sparsevec": (
        "select p.ref from passages p where p.account is null order by "
        f"p.weights::sparsevec({lexical.DIMENSIONS}) <#> (select weights::sparsevec({lexical.DIMENSIONS}) from question) limit 50"
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, action="append", default=[])
    options = parser.parse_args()
    settings, console = Settings(), Console()
    urls = embedded.up(settings)
    maker = bootstrap.make_maker(settings)
    with scratch_database(urls.database, urls.admin_database) as scratch, open_sources(settings) as sources:
        indexer.sync(scratch.owner, sources, maker)
        questions = [q for q in load_questions(Path("demo/questions.jsonl")) if q.account is None]
        show(console, "demo, questions of strangers", questions, scratch.owner, scratch.app)
    for folder in options.data:
        for dataset in load_dataset(folder):

            def finder(app: Engine) -> Finder:
                return bootstrap.make_finder(settings, app, rerank=False)

            with search_evaluation.indexed(dataset, urls.database, urls.admin_database, maker, finder) as (
                search,
                owner,
            ):
                show(console, dataset.name, dataset.questions, owner, search._database)


def show(console: Console, name: str, questions: Sequence[Question], owner: Engine, app: Engine) -> None:
    table = Table("ranking", "recall@5", "recall@10", "MRR", "ms/query", title=f"{name}: {len(questions)} questions")
    with owner.begin() as connection:
        try:
            connection.execute(
                text(
                    f"create index bench_sparse on passages using hnsw ((weights::sparsevec({lexical.DIMENSIONS})) "
                    "sparsevec_ip_ops) where account is null"
                )
            )
        except DBAPIError as error:
            console.print(f"HNSW on sparsevec: {error.orig}")
    for way, statement in WAYS.items():
        answers, spent = [], []
        for question in questions:
            with transaction(app) as session:
                index = live_index(session)
                assert index is not None
                start = time.perf_counter()
                refs = session.scalars(
                    text(f"with {QUESTION} {statement}"),
                    {
                        "index": index.id,
                        "query": searchable(question.text),
                        "configuration": lexical.CONFIGURATION,
                        "sparse_dimensions": lexical.DIMENSIONS,
                        **asdict(WEIGHTS),
                    },
                ).all()
                spent.append((time.perf_counter() - start) * 1000)
            answers.append(Answer(question, {way: list(refs)}))
        values = score(answers, way, SHOWN)
        table.add_row(
            way, *(str(interval(values[m])) for m in ("recall@5", "recall@10", "MRR")), f"{np.mean(spent):.1f}"
        )
    console.print(table)


if __name__ == "__main__":
    main()
