"""This benchmark searches many passages: time, recall against exact search, and the same vectors in pgvector and numpy.

    deskhand up && python -m benchmarks.search_speed [--passages 100000] [--queries 100]

The passages are the demo company's and, to reach the number, new ones composed of its titles and sentences, all
embedded by the real encoder (minutes with MiniLM, 40 with mpnet on two cores), because invented vectors have neighbours
that no text has. Three accounts own 5, 200 and 20,000 of these rows. Queries are the demo's questions. Exact search is
numpy over all vectors that a query may see, by whole passages, and also with windows, as a short query is scored. Long
queries are the demo's held-out tickets. Each sentence is in about a hundred passages,
so the windows of far more passages are near a query than in text that people write.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from pgvector.sqlalchemy import HALFVEC
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sqlalchemy import ARRAY, Connection, Engine, bindparam, text

from knowledge.index import filling, indexer, indexes, lexical
from knowledge.index.passage_maker import Maker
from knowledge.index.rows import INSERT_TERMS
from knowledge.index.splitter import WINDOW, windows
from knowledge.measure.questions import load_questions
from knowledge.passages import PassageDraft
from knowledge.search.candidates import Hit, find_candidates, live_index
from knowledge.search.ranking_weights import WEIGHTS
from worker import bootstrap, embedded
from worker.db.scratch_database import scratch_database
from worker.db.session import transaction
from worker.library.sources import open_sources
from worker.retrieval.query import Query
from worker.settings import Settings

ACCOUNTS = {"bench-5": 5, "bench-200": 200, "bench-20000": 20_000}
TOP = 10
CHUNK = 999  # passages; documents have three
T = TypeVar("T")
_INSERT = text(
    "insert into passages (index_id, document_id, ref, kind, title, url, version, text, account, lexemes, weights, "
    f"embedding, windows) select :index, :document, :ref, 'docs', :title, '', '', :text, :account, lexed.lexemes, "
    f"({lexical.PASSAGE_WEIGHTS}), :vector, cast(:windows as halfvec[]) "
    f"from (select to_tsvector('{lexical.CONFIGURATION}', :title || ' ' || :text) as lexemes offset 0) lexed"
).bindparams(bindparam("vector", type_=HALFVEC()), bindparam("windows", type_=ARRAY(HALFVEC)))


@dataclass(frozen=True)
class Timed:
    name: str
    milliseconds: Sequence[float]
    whole: float | None = None  # recall
    windows: float | None = None

    def row(self) -> tuple[str, str, str, str, str]:
        p50, p95 = np.percentile(self.milliseconds, [50, 95])
        recalls = ["-" if value is None else f"{value:.3f}" for value in (self.whole, self.windows)]
        return self.name, f"{p50:.1f}", f"{p95:.1f}", recalls[0], recalls[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=100)
    options = parser.parse_args()
    settings, console = Settings(), Console(width=130)
    urls = embedded.up(settings)
    maker = bootstrap.make_maker(settings)
    with scratch_database(urls.database, urls.admin_database) as scratch, open_sources(settings) as sources:
        indexer.sync(scratch.owner, sources, maker)
        start = time.perf_counter()
        grow(scratch.owner, options.passages, replace(maker, encode=remembering(maker.encode)))
        seen = read(scratch.owner)
        console.print(f"{options.passages} passages embedded and written in {time.perf_counter() - start:.0f} s")
        questions = [q.text for q in load_questions(settings.knowledge_path.parent / "questions.jsonl")][
            : options.queries
        ]
        vectors = maker.encode(questions)
        columns = ("search", "p50 ms", "p95 ms", f"recall@{TOP} of exact", "with windows, short queries")
        table = Table(*columns, title="one query at a time, no reranking")
        for timed in measure(scratch.owner, scratch.app, questions, vectors, seen):
            table.add_row(*timed.row())
        tickets = [q.text for q in load_questions(settings.knowledge_path.parent / "tickets" / "test.jsonl")]
        table.add_row(*measure_long(scratch.app, tickets, maker).row())
        console.print(table)
        console.print(reranked(settings, scratch.app, questions))


def remembering(encode: Callable[[Sequence[str]], np.ndarray]) -> Callable[[Sequence[str]], np.ndarray]:
    """Return an encoder that encodes each text once, because the same sentence is a window of many passages here."""
    known: dict[str, np.ndarray] = {}

    def encoded(texts: Sequence[str]) -> np.ndarray:
        new = list(dict.fromkeys(text for text in texts if text not in known))
        known.update(zip(new, encode(new), strict=True))
        return np.stack([known[text] for text in texts])

    return encoded


def grow(owner: Engine, amount: int, maker: Maker) -> None:
    """Add passages until there are `amount`."""
    source = random.Random(7)
    with owner.begin() as connection:
        index = indexes.find(connection, indexes.LIVE)
        assert index is not None
        connection.execute(text(f"drop index passages_dense_{index.id}"))
        known = connection.execute(text("select document_id, title, text from passages where account is null")).all()
    titles = [row.title for row in known]
    sentences = [sentence for row in known for sentence in row.text.split(". ") if len(sentence) > 20]
    owners = [name for name, rows in ACCOUNTS.items() for _ in range(rows)]
    for start in track(range(0, amount - len(known), CHUNK), "embedding", transient=True):
        numbers = range(start, min(start + CHUNK, amount - len(known)))
        of = {n: (owners[n] if n < len(owners) else None, n // 3) for n in numbers}  # three passages per document
        with owner.begin() as connection:
            documents = {key: _document(connection, *key) for key in dict.fromkeys(of.values())}
        rows = [
            {
                "index": index.id,
                "document": documents[of[number]],
                "ref": f"bench/{number}",
                "title": source.choice(titles),
                "text": ". ".join(source.sample(sentences, source.randint(1, 3))),
                "account": of[number][0],
            }
            for number in numbers
        ]
        drafts = [PassageDraft(row["ref"], row["title"], row["text"], windows(row["text"])) for row in rows]
        [embedded] = maker.embed([drafts], lambda _: {})
        with owner.begin() as connection:
            connection.execute(
                _INSERT,
                [
                    {**row, "vector": made.vector, "windows": list(made.windows) or None}
                    for row, made in zip(rows, embedded, strict=True)
                ],
            )
            connection.execute(INSERT_TERMS, {"index": index.id, "ids": list(documents.values())})
    with owner.begin() as connection:
        connection.execute(text("analyze passages, documents, document_terms"))
    indexes.make_searchable(owner, index)
    filling.count(owner, index, always=True)


def _document(connection: Connection, account: str | None, number: int) -> int:
    """Write a document without content, and return its id."""
    query = text(
        "insert into documents (path, source, kind, title, fingerprint, content_sha256, metadata_sha256, body, account) "
        "values (:path, 'bench', 'docs', '', '', '', '', '{}', :account) returning id"
    )
    return int(connection.execute(query, {"path": f"bench/{account}/{number}", "account": account}).scalar_one())


@dataclass(frozen=True)
class Seen:
    """These are all passages: ids, owners ("" for public), vectors, and the windows' vectors with the row of each."""

    ids: np.ndarray
    accounts: np.ndarray
    vectors: np.ndarray
    windows: np.ndarray
    rows: np.ndarray

    def whole(self, vector: np.ndarray, account: str | None) -> np.ndarray:
        """Return the ids of the nearest passages, exactly."""
        return self._best(self.vectors @ vector, account)

    def with_windows(self, vector: np.ndarray, account: str | None) -> np.ndarray:
        """Return the ids of the nearest passages, as a short query is scored."""
        whole = self.vectors @ vector
        nearest = np.full(len(whole), -np.inf, np.float32)
        np.maximum.at(nearest, self.rows, self.windows @ vector)
        both = WEIGHTS.window_weight * nearest + (1 - WEIGHTS.window_weight) * whole
        return self._best(np.where(np.isfinite(nearest), both, whole), account)

    def _best(self, scores: np.ndarray, account: str | None) -> np.ndarray:
        visible = (self.accounts == "") | (self.accounts == (account or "-"))
        return self.ids[np.argsort(-np.where(visible, scores, -np.inf))[:TOP]]


def read(owner: Engine) -> Seen:
    ids, accounts, vectors, parts, rows = [], [], [], [], []
    with owner.connect() as connection:
        query = text("select id, coalesce(account, '') as account, embedding::text, windows::text[] from passages")
        for row, (identity, account, vector, found) in enumerate(connection.execute(query)):
            ids.append(identity)
            accounts.append(account)
            vectors.append(_numbers(vector))
            parts += [_numbers(part) for part in found or ()]
            rows += [row] * len(found or ())
    return Seen(np.array(ids), np.array(accounts), np.stack(vectors), np.stack(parts), np.array(rows))


def _numbers(vector: str) -> np.ndarray:
    return np.array(vector.strip("[]").split(","), dtype=np.float32)


def measure(owner: Engine, app: Engine, questions: Sequence[str], vectors: np.ndarray, seen: Seen) -> list[Timed]:
    results = []
    short = [len(question) <= WINDOW for question in questions]
    for account in (None, *ACCOUNTS):
        found, took = each(lambda q, v, account=account: ask(app, q, v, account), questions, vectors)  # type: ignore[misc]
        rows = f"account with {ACCOUNTS[account]} rows" if account else "public only"
        whole = recall([seen.whole(vector, account) for vector in vectors], [best(hits, "cosine") for hits in found])
        windows = recall(
            [seen.with_windows(vector, account) for vector in vectors[short]],
            [best(hits, "dense_score") for hits, is_short in zip(found, short, strict=True) if is_short],
        )
        results.append(Timed(f"deskhand, hybrid, {rows}", took, whole, windows))
    public = seen.vectors[seen.accounts == ""]
    nearest = [seen.whole(vector, None) for vector in vectors]
    with plain_table(owner) as ask_plain:
        plain, alone = each(lambda _, v: ask_plain(v), questions, vectors)
    results.append(Timed("plain pgvector, dense only, ef_search 40", alone, recall(nearest, plain)))
    _, spent = each(lambda _, v: list(np.argsort(-(public @ v))[:TOP]), questions, vectors)
    results.append(Timed("numpy, exact, dense only", spent, 1.0))
    return results


def measure_long(app: Engine, tickets: Sequence[str], maker: Maker) -> Timed:
    long = [ticket for ticket in tickets if len(ticket) > WINDOW]
    _, took = each(lambda q, v: ask(app, q, v, None), long, maker.encode(long))
    return Timed(f"deskhand, hybrid, {len(long)} tickets longer than a window", took)


def recall(exact: Sequence[Sequence[int]], found: Sequence[Sequence[int]]) -> float:
    return float(np.mean([len(set(a) & set(b)) / TOP for a, b in zip(exact, found, strict=True)]))


def each(
    search: Callable[[str, np.ndarray], T], questions: Sequence[str], vectors: np.ndarray
) -> tuple[list[T], list[float]]:
    found, spent = [], []
    for question, vector in zip(questions, vectors, strict=True):
        start = time.perf_counter()
        found.append(search(question, vector))
        spent.append((time.perf_counter() - start) * 1000)
    return found, spent


def ask(app: Engine, question: str, vector: np.ndarray, account: str | None) -> list[Hit]:
    """Return all candidates of the hybrid search."""
    with transaction(app, account=account) as session:
        index = live_index(session)
        assert index is not None
        return find_candidates(
            session,
            question,
            vector,
            index=index,
            account=account,
            today=bootstrap.today(),
            language="en",
            limit=1000,
        )


def best(hits: Sequence[Hit], score: str) -> list[int]:
    return [hit.id for hit in sorted(hits, key=lambda hit: -getattr(hit, score))[:TOP]]


@contextmanager
def plain_table(owner: Engine) -> Iterator[Callable[[np.ndarray], list[int]]]:
    """Put only the public vectors into a table with pgvector's default HNSW, and yield a function that searches it."""
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        size = connection.scalar(text("select vector_dims(embedding) from passages limit 1"))
        connection.execute(
            text(f"create table plain as select id, embedding::halfvec({size}) from passages where account is null")
        )
        connection.execute(text("set maintenance_work_mem = '512MB'"))
        connection.execute(text("create index on plain using hnsw (embedding halfvec_cosine_ops)"))
        connection.execute(text("analyze plain"))
        query = text(
            f"select id from plain order by embedding <=> cast(:vector as halfvec({size})) limit {TOP}"
        ).bindparams(bindparam("vector", type_=HALFVEC()))

        def ask(vector: np.ndarray) -> list[int]:
            return list(connection.scalars(query, {"vector": vector}))

        yield ask
        connection.execute(text("drop table plain"))


def reranked(settings: Settings, app: Engine, questions: Sequence[str]) -> str:
    finder = bootstrap.make_finder(settings, app)
    finder.find([Query(questions[0])])
    spent = [next(iter(finder.find([Query(q)]))).milliseconds for q in questions[:30]]
    parts = ", ".join(f"{step} {np.median([ms[step] for ms in spent]):.0f}" for step in spent[0])
    totals = np.percentile([sum(ms.values()) for ms in spent], [50, 95])
    return f"whole search with reranking, {len(spent)} queries: p50 {totals[0]:.0f} ms, p95 {totals[1]:.0f} ms (median: {parts})"


if __name__ == "__main__":
    main()
