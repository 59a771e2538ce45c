"""This module is the first step of a search: one SQL statement (`candidates.sql`) finds and orders candidates for a query.

`knowledge.search.ranking` then chooses among them. An account's rows are protected twice: by the statement's own
condition and by row-level security.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import Connection, TextClause, bindparam, text
from sqlalchemy.orm import Session

from knowledge.errors import IndexGoneError
from knowledge.index import lexical
from knowledge.index.indexes import LIVE, Index
from knowledge.index.indexes import find as find_index
from knowledge.index.splitter import WINDOW, WINDOWS_SINCE
from knowledge.postgres import scrub
from knowledge.search.ranking_weights import WEIGHTS, Weights

MAX_CHARACTERS = 8_000  # of a query; a pasted log says nothing more after that
ENGLISH = "en"  # what a company writes for everybody
MAX_CODES = 20  # of a query
SQL = (files("knowledge.search") / "candidates.sql").read_text(encoding="utf-8")
VECTOR_TYPE = "halfvec(768)"  # stands in the file for the vector type of the index that is searched
_CODE = re.compile(r"\b[A-Za-z]{1,8}-?\d{3,12}(?:-\d{1,12}){0,4}\b")  # FW-2117, F-2026-04417, T-47638, E4012


@dataclass(frozen=True)
class Hit:
    """A hit is a candidate passage with its place and score at each stage.

    The best place is 1. A place, and the score of precedents, is None if that stage did not
    find the passage.
    """

    id: int
    ref: str
    kind: str
    title: str
    url: str
    text: str
    version: str
    account: str | None
    lexical_rank: int | None
    dense_rank: int | None  # by `dense_score`, among what the dense half found
    precedent_rank: int | None
    lexical_score: float  # BM25 of the passage
    document_score: float  # BM25 of the whole document
    cosine: float  # of the whole passage, -1 to 1
    dense_score: float  # the same; for a short query mixed with the cosine of the nearest window
    precedent_score: float | None  # sum of votes
    fused_rank: int
    score: float  # fused
    language: str | None = None  # of its document; None: cannot be told, or the customer's own


def live_index(connection: Session | Connection) -> Index | None:
    """Return the index to search now, or None before the first sync. Its encoder's name says which vectors it holds."""
    return find_index(connection if isinstance(connection, Connection) else connection.connection(), LIVE)


def find_candidates(
    session: Session,
    query: str,
    vector: NDArray[np.float32],
    *,
    index: Index,
    account: str | None,
    today: date,
    ticket: str = "",
    copies: Sequence[str] = (),
    language: str | None = None,
    sources: Sequence[str] = (),
    named: Collection[str] | None = None,
    limit: int = 50,
    depth: int = 200,
    weights: Weights = WEIGHTS,
) -> list[Hit]:
    """Return the best `limit` passages for `query`, best first, of those that `account` may see and that are valid `today`.

    `vector`: the query's unit vector, made by the index's encoder, of the index's dimensions.
    `ticket`: the id of the ticket that asks, so that it is no precedent of itself; nor are its `copies`.
    `language`: what the customer reads beside English; with None all languages count alike.
    `sources`: the names of the only sources whose public passages count; without them all do.
    `named`: the names of all sources that count, also for an account's own passages; None: whatever the index has.
    `depth`: how many candidates the lexical and the dense half bring each.

    A query of up to `WINDOW` characters, including its translation, is compared with the passages' windows as well. An
    empty query is answered without the lexical half. The session's transaction must have been opened for the same
    account. Raises `IndexGoneError`.
    """
    # By default the approximate index would stop after 40 rows, and find even fewer if some are expired prices.
    session.execute(
        text(
            "select set_config('hnsw.ef_search', :depth, true), set_config('hnsw.iterative_scan', 'strict_order', true)"
        ),
        {"depth": str(max(200, min(depth * 4, 1000)))},
    )
    asked = searchable(query)
    has_windows = index.splitter >= WINDOWS_SINCE
    rows = session.execute(
        statement(index),
        {
            "index": index.id,
            "query": asked,
            "codes": list(dict.fromkeys(_CODE.findall(asked)))[:MAX_CODES],
            "vector": vector,
            "is_short": len(asked) <= WINDOW and has_windows,
            "account": account,
            "today": today,
            "tickets": [ticket, *copies],
            "sources": list(sources) if named is None else _or_none(sorted(set(sources or named) & set(named))),
            "named": [] if named is None else _or_none(sorted(named)),
            "reads": [language, ENGLISH] if language else None,
            "limit": limit,
            "depth": depth,
            "configuration": lexical.CONFIGURATION,
            "sparse_dimensions": lexical.DIMENSIONS,
            **asdict(weights),
        },
    )
    hits = [Hit(**row) for row in rows.mappings()]
    if not hits and session.scalar(text("select 1 from indexes where id = :id"), {"id": index.id}) is None:
        raise IndexGoneError(f"index {index.id} was replaced")
    return hits


def _or_none(names: list[str]) -> list[str]:
    """Return the names, or one that no source has: without any, all sources would count."""
    return names or [""]


def statement(index: Index) -> TextClause:
    """Return the SQL that searches `index`; `find_candidates` passes its parameters."""
    sql = text(SQL.replace(VECTOR_TYPE, index.vector_type))
    return sql.bindparams(bindparam("vector", type_=HALFVEC()))


def searchable(query: str) -> str:
    """Return the query as Postgres accepts it, cut to `MAX_CHARACTERS`; NUL separates words, as a blank does."""
    return scrub(query[:MAX_CHARACTERS].replace("\0", " "))
