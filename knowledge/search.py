"""One SQL statement answers a query: dense and lexical candidates, joined by reciprocal rank.

Dense: cosine over the shared HNSW index for public knowledge, an exact scan over the asking account's own few rows (a
shared index with a filter loses most of them). Lexical: BM25 over any of the query's words; without the weight that a
rare word gets, a ticket of a hundred words matches everything alike. Who names an invoice or a known issue by its number
means that one, which neither half knows: to an encoder all numbers look alike. So what carries a number of the query
comes first. An account's rows are kept apart twice: by the predicate here and by row-level security below it.
"""

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from pgvector.sqlalchemy import VECTOR
from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from knowledge.tables import DIMENSIONS

MAX_CHARACTERS = 8_000  # of a query; a pasted log says nothing more after that
MAX_LEXEMES = 96  # of a query, the first ones: the cost of the lexical part grows with them
# Of the fusion. The usual constant, 60, lets two middling places beat one first place; 10 and a lighter lexical half
# find 2 more of 100 cited passages among the first four (demo tickets, train and test).
RANK_CONSTANT = 10
LEXICAL_WEIGHT = 0.7
NAMED_WEIGHT = 2.0  # more than both halves together
K1, B = 1.2, 0.75  # BM25: how soon repeats stop counting, how much long passages are held back
MAX_CODES = 20  # of a query
_CODE = re.compile(r"\b[A-Za-z]{1,8}-?\d{3,12}(?:-\d{1,12}){0,4}\b")  # FW-2117, F-2026-04417, T-47638, E4012


@dataclass(frozen=True)
class Hit:
    """A passage found, with its place at each stage (1 is best; None: that stage did not have it)."""

    id: int
    ref: str
    kind: str
    title: str
    url: str
    text: str
    version: str
    account: str | None
    lexical_rank: int | None
    dense_rank: int | None
    score: float


_VISIBLE = """
    (p.account is null or p.account = :account)
    and (p.valid_from is null or p.valid_from <= :today)
    and (p.valid_until is null or p.valid_until >= :today)"""

_SEARCH = text(
    f"""
with asked as materialized (
    select lexeme from unnest(to_tsvector('english', :query)) order by positions[1], lexeme limit :max_lexemes
),
any_of as materialized (
    select cast(string_agg('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''', ' | ') as tsquery)
        as query, array_agg(lexeme) as lexemes
    from asked
),
matches as materialized (
    select p.id, word.lexeme, cardinality(word.positions) as times, length(p.lexemes) as length
    from any_of, passages p cross join lateral unnest(p.lexemes) word
    where p.lexemes @@ any_of.query and word.lexeme = any(cast((select lexemes from any_of) as text[])) and {_VISIBLE}
),
size as materialized (select count(*) as passages, avg(length(p.lexemes)) as length from passages p where {_VISIBLE}),
rarity as materialized (
    select lexeme, ln(1 + (size.passages - count(*) + 0.5) / (count(*) + 0.5)) as weight
    from matches, size group by lexeme, size.passages
),
lexical as (
    select id, row_number() over (order by sum(part) desc, id) as place
    from (
        select m.id, r.weight * m.times * (1 + :k1) / (m.times + :k1 * (1 - :b + :b * m.length / size.length)) as part
        from matches m join rarity r using (lexeme), size
    ) parts
    group by id order by place limit :depth
),
codes as materialized (
    select cast(string_agg('(' || cast(phraseto_tsquery('english', code) as text) || ')', ' | ') as tsquery) as query
    from unnest(cast(:codes as text[])) code
),
named as (
    select p.id, row_number() over (order by ts_rank(p.lexemes, codes.query) desc, p.id) as place
    from passages p, codes where p.lexemes @@ codes.query and {_VISIBLE} order by place limit :depth
),
dense as (
    select id, row_number() over (order by distance, id) as place
    from (
        (select p.id, p.embedding <=> :vector as distance from passages p
         where p.account is null and {_VISIBLE} order by p.embedding <=> :vector limit :depth)
        union all
        (select p.id, p.embedding <=> :vector as distance from passages p
         where p.account = :account and {_VISIBLE} order by p.embedding <=> :vector limit :depth)
    ) nearest
    order by place limit :depth
),
fused as (
    select id, lexical.place as lexical_rank, dense.place as dense_rank,
        coalesce(:lexical_weight / (:rank_constant + lexical.place), 0)
        + coalesce(:named_weight / (:rank_constant + named.place), 0)
        + coalesce(1.0 / (:rank_constant + dense.place), 0) as score
    from lexical full join dense using (id) full join named using (id)
)
select p.id, p.ref, p.kind, p.title, p.url, p.text, p.version, p.account, fused.lexical_rank, fused.dense_rank,
    cast(fused.score as double precision) as score
from fused join passages p on p.id = fused.id
where {_VISIBLE}
order by fused.score desc, p.id limit :limit
"""  # noqa: S608 - the only text put in is the predicate above; what a user says are parameters
).bindparams(bindparam("vector", type_=VECTOR(DIMENSIONS)))


def search(
    session: Session,
    query: str,
    vector: NDArray[np.float32],
    *,
    account: str | None,
    today: date,
    limit: int = 8,
    depth: int = 50,
) -> list[Hit]:
    """The best `limit` passages that `account` may see and that are valid `today`, best first.

    `vector` is the query's. `depth`: how many candidates each half brings. An empty query is answered by the dense
    half alone. The session's transaction must have been opened for the same account.
    """
    # The index would otherwise look at 40 rows and stop, and find fewer still where prices have run out.
    session.execute(
        text(
            "select set_config('hnsw.ef_search', :depth, true), set_config('hnsw.iterative_scan', 'strict_order', true)"
        ),
        {"depth": str(max(40, min(depth * 2, 1000)))},
    )
    asked = searchable(query)
    rows = session.execute(
        _SEARCH,
        {
            "query": asked,
            "codes": list(dict.fromkeys(_CODE.findall(asked)))[:MAX_CODES],
            "named_weight": NAMED_WEIGHT,
            "vector": vector,
            "account": account,
            "today": today,
            "limit": limit,
            "depth": depth,
            "max_lexemes": MAX_LEXEMES,
            "rank_constant": RANK_CONSTANT,
            "lexical_weight": LEXICAL_WEIGHT,
            "k1": K1,
            "b": B,
        },
    )
    return [Hit(**row) for row in rows.mappings()]


def searchable(query: str) -> str:
    """What Postgres takes as text: without NUL and halves of surrogate pairs, cut to `MAX_CHARACTERS`."""
    return query[:MAX_CHARACTERS].replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
