"""The candidates for a query, by one SQL statement (`knowledge.search.statement`). The order is final only after
`knowledge.search.ranking`. An account's rows are kept apart twice: by the predicate there and by row-level security below it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from knowledge.index.indexes import LIVE, Index
from knowledge.index.indexes import find as find_index
from knowledge.index.splitter import WINDOW, WINDOWS_SINCE, windows
from knowledge.postgres import scrub
from knowledge.search.statement import select_candidates

MAX_CHARACTERS = 8_000  # of a query; a pasted log says nothing more after that
MAX_PARTS = 24  # of a long query, its first ones
ENGLISH = "en"  # what a company writes for everybody
MAX_CODES = 20  # of a query
_CODE = re.compile(r"\b[A-Za-z]{1,8}-?\d{3,12}(?:-\d{1,12}){0,4}\b")  # FW-2117, F-2026-04417, T-47638, E4012


class IndexGoneError(Exception):
    """The index named was replaced meanwhile: ask for the live one and search again."""


@dataclass(frozen=True)
class Hit:
    """A candidate, with its place and score at each stage (1 is best; None: that stage did not have it)."""

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
    lexical_score: float | None  # BM25
    cosine: float  # of the whole passage, -1 to 1
    dense_score: float  # the same, for a short query with the cosine of the nearest window
    precedent_score: float | None  # sum of votes
    fused_rank: int
    score: float  # fused
    parts_score: float | None = None  # of a long query's parts
    language: str | None = None  # of its document; None: cannot be told, or the customer's own


def live_index(connection: Session | Connection) -> Index | None:
    """The index to search now; its encoder's name says which vectors it compares with."""
    return find_index(connection if isinstance(connection, Connection) else connection.connection(), LIVE)


def parts_of(query: str) -> tuple[str, ...]:
    """The parts that a long query is compared by beside its whole; none of a short one."""
    return windows(searchable(query))[:MAX_PARTS]


def candidates(
    session: Session,
    query: str,
    vector: NDArray[np.float32],
    *,
    index: Index,
    account: str | None,
    today: date,
    parts: Iterable[NDArray[np.float32]] = (),
    ticket: str = "",
    language: str | None = None,
    limit: int = 50,
    depth: int = 200,
) -> list[Hit]:
    """The best `limit` candidates that `account` may see and that are valid `today`, best first.

    `vector` is the query's, by the index's encoder, `parts` those of `parts_of`. `ticket`: its id, where it may have been
    handled before. `language`: what the customer reads beside English; None: not known, and all languages are alike.
    `depth`: how many each half brings. A query of up to `WINDOW` characters, its translation among them, is compared with
    windows. An empty one is answered without the lexical half. The session's transaction must have been opened for the
    same account. Raises `IndexGoneError`.
    """
    # The index would otherwise look at 40 rows and stop, and find fewer still where prices have run out.
    session.execute(
        text(
            "select set_config('hnsw.ef_search', :depth, true), set_config('hnsw.iterative_scan', 'strict_order', true)"
        ),
        {"depth": str(max(200, min(depth * 4, 1000)))},
    )
    asked = searchable(query)
    has_windows = index.splitter >= WINDOWS_SINCE
    rows = session.execute(
        select_candidates(index.vector_type),
        {
            "index": index.id,
            "query": asked,
            "codes": list(dict.fromkeys(_CODE.findall(asked)))[:MAX_CODES],
            "vector": vector,
            "is_short": len(asked) <= WINDOW and has_windows,
            "parts": list(parts) if has_windows else [],
            "account": account,
            "today": today,
            "ticket": ticket,
            "reads": [language, ENGLISH] if language else None,
            "limit": limit,
            "depth": depth,
        },
    )
    hits = [Hit(**row) for row in rows.mappings()]
    if not hits and session.scalar(text("select 1 from indexes where id = :id"), {"id": index.id}) is None:
        raise IndexGoneError(f"index {index.id} was replaced")
    return hits


def searchable(query: str) -> str:
    """Return the query as Postgres takes it, cut to `MAX_CHARACTERS`; NUL parts words, as a blank does."""
    return scrub(query[:MAX_CHARACTERS].replace("\0", " "))
