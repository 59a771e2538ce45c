"""One SQL statement brings the candidates for a query: dense, lexical and named ones, joined by a weighted sum.

Dense: cosine over the approximate index for public knowledge, an exact scan over the asking account's own few rows (a
shared index with a filter loses most of them). A query no longer than a window is compared with a passage's windows too, a
sentence or two each with a vector of its own: to a short question the nearest of them says more than the mean of all that
the passage says, to a long ticket it does not (docs/decisions/0010).
Lexical: BM25, see `knowledge.lexical`. Named: who names an invoice or a known issue by its number means that one, which
neither half knows: to an encoder all numbers look alike. Prices and known issues are few and would drown in documents, so
the nearest of each kind are candidates whatever their place. Precedents: the handled tickets nearest to the query vote
for the public sections that answered them, each by a power of its cosine (distance-weighted nearest neighbours, Dudani
1976; docs/decisions/0009). Where the answer stood in a customer's own rows, they vote for the asking one's own rows of that kind.

What the halves found is materialised before it meets its rows: under row-level security Postgres does not give an index
a condition on the id that a full join puts together, and read all passages in its place.

The sum is a convex combination of scores, which keeps how much better one candidate is than the next; reciprocal ranks
throw that away (Bruch et al. 2022; measured in docs/decisions/0007). The order is final only after
`knowledge.ranking`. An account's rows are kept apart twice: by the predicate here and by row-level security below it.
"""

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import Connection, TextClause, bindparam, text
from sqlalchemy.orm import Session

from knowledge import lexical
from knowledge.indexes import LIVE, Index
from knowledge.indexes import find as find_index
from knowledge.splitter import WINDOW, WINDOWS_SINCE

MAX_CHARACTERS = 8_000  # of a query; a pasted log says nothing more after that
LEXICAL_WEIGHT = 0.3  # the best dense score counts 1, the best lexical one this much (docs/decisions/0008)
PRECEDENT_WEIGHT = 2.0  # a section all precedents vote for; others by their share of the votes (docs/decisions/0009)
PRECEDENTS = 20  # handled tickets that vote
SHARPNESS = 8  # power of the cosine that a vote counts
WINDOW_WEIGHT = 0.7  # of the nearest window in the dense score of a short query, the rest is the whole passage's
NAMED_WEIGHT = 1.0  # enough to bring what is named to the front
PER_KIND = 5  # candidates of each smaller kind, whatever their place
FIRST_WORDS = (
    10  # the lexical half's first ones are candidates, however far their meaning seems: a rare word may be a name
)
LEAST_BEST = (
    0.05  # cosine that counts 1 where nothing is nearer: a share of nothing, or of less, would turn the order round
)
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


_VISIBLE = """p.index_id = :index and (p.account is null or p.account = :account)
    and (p.valid_from is null or p.valid_from <= :today) and (p.valid_until is null or p.valid_until >= :today)"""
# "accounts/acc-1#invoice F-7" as `sources.handled` says it of everybody: "accounts/*#invoice".
_OWN_SECTION = "split_part(p.section, '/', 1) || '/*#' || split_part(split_part(p.section, '#', 2), ' ', 1)"
_NEAR = "p.embedding::{type} <=> cast(:vector as {type})"
_SEARCH = """
with {question},
matching as (
    (select found.id, found.score from question,
     public_matches(:index, question.any_of, question.weights, :today, :depth) found)
    union all
    (select p.id, -(p.weights <#> question.weights) as score from passages p, question
     where p.account = :account and {visible} order by 2 desc limit :depth)
),
lexical as (
    select id, score, row_number() over (order by score desc, id) as place from matching where score > 0
    order by place limit :depth
),
codes as materialized (
    select cast(string_agg('(' || cast(phraseto_tsquery('{configuration}', code) as text) || ')', ' | ') as tsquery) as query
    from unnest(cast(:codes as text[])) code
),
named as (
    (select found.id from codes, public_names(:index, codes.query, :today, :depth) found)
    union all
    (select p.id from passages p, codes where p.account = :account and p.lexemes @@ codes.query and {visible}
     order by ts_rank(p.lexemes, codes.query) desc, p.id limit :depth)
),
near as (
    (select p.id, {near} as distance from passages p
     where p.account is null and {visible} order by {near} limit :depth)
    union all
    (select p.id, {near} as distance from passages p
     where p.account = :account and {visible} order by {near} limit :depth)
),
nearest as (
    select id, 1 - distance as score, row_number() over (order by distance, id) as place from near
    order by place limit :depth
),
of_kind as (
    select id, 1 - distance as score from (
        select p.id, {near} as distance, row_number() over (partition by p.kind order by {near}, p.id) as place
        from passages p where p.account is null and p.kind <> 'docs' and {visible}
    ) by_kind where place <= {per_kind}
),
dense as (
    select id, score, place from nearest
    union all select id, score, null from of_kind where id not in (select id from nearest)
),
handled as materialized (
    select p.answers, power(greatest(1 - ({near}), 0), {sharpness}) as vote from precedents p
    where p.index_id = :index and p.ticket <> :ticket order by {near} limit {precedents}
),
votes as materialized (
    select answer, sum(vote) as score from handled cross join unnest(answers) answer group by answer
),
precedent as (
    select id, score, rank() over (order by score desc) as place from (
        select p.id, votes.score from votes join passages p on p.section = votes.answer
        where p.account is null and {visible}
        union all
        select p.id, votes.score from passages p join votes on {own_section} = votes.answer
        where p.account = :account and {visible}
    ) voted where score > 0
),
together as materialized (
    select id, lexical.place as lexical_rank, dense.place is not null as is_near, precedent.place as precedent_rank,
        lexical.score as lexical_score, dense.score as near_score, precedent.score as precedent_score,
        named.id is not null as is_named
    from lexical full join dense using (id) full join named using (id) full join precedent using (id)
),
compared as (
    select together.*, coalesce(near_score, 1 - ({near})) as cosine,
        (select 1 - min(part <=> cast(:vector as {type})) from unnest(p.windows) part where :window_weight > 0) as nearest_window
    from together join passages p using (id)
),
scored as (
    select *, coalesce(:window_weight * nearest_window + (1 - :window_weight) * cosine, cosine) as dense_score from compared
),
fused as (
    select *, coalesce(:lexical_weight * lexical_score / max(lexical_score) over (), 0)
        + dense_score / greatest(max(dense_score) over (), {least})
        + coalesce(:precedent_weight * precedent_score / nullif((select sum(vote) from handled), 0), 0)
        + case when is_named then :named_weight else 0 end as score
    from scored
),
placed as (
    select *, row_number() over (order by score desc, id) as place,
        case when is_near then row_number() over (partition by is_near order by dense_score desc, id) end as dense_rank,
        row_number() over (order by id in (select id from of_kind) or coalesce(lexical_rank, {never}) <= {first_words} desc,
            score desc, id) as choice
    from fused
)
select p.id, p.ref, p.kind, p.title, p.url, p.text, p.version, p.account,
    placed.lexical_rank, placed.dense_rank, placed.precedent_rank,
    cast(placed.lexical_score as double precision), placed.cosine, placed.dense_score,
    cast(placed.precedent_score as double precision),
    placed.place as fused_rank, cast(placed.score as double precision) as score
from placed join passages p on p.id = placed.id where placed.choice <= :limit and {visible}
order by placed.place
"""


def live_index(connection: Session | Connection) -> Index | None:
    """The index to search now; its encoder's name says which vectors it compares with."""
    return find_index(connection if isinstance(connection, Connection) else connection.connection(), LIVE)


def candidates(
    session: Session,
    query: str,
    vector: NDArray[np.float32],
    *,
    index: Index,
    account: str | None,
    today: date,
    ticket: str = "",
    limit: int = 50,
    depth: int = 200,
) -> list[Hit]:
    """The best `limit` candidates that `account` may see and that are valid `today`, best first.

    `vector` is the query's, by the index's encoder. `ticket`: its id, where it may have been handled before.
    `depth`: how many each half brings. A query of up to `WINDOW` characters, its translation among them, is compared with
    windows. An empty one is answered without the lexical half. The session's transaction must
    have been opened for the same account. Raises `IndexGoneError`.
    """
    # The index would otherwise look at 40 rows and stop, and find fewer still where prices have run out.
    session.execute(
        text(
            "select set_config('hnsw.ef_search', :depth, true), set_config('hnsw.iterative_scan', 'strict_order', true)"
        ),
        {"depth": str(max(200, min(depth * 4, 1000)))},
    )
    asked = searchable(query)
    rows = session.execute(
        _statement(index.vector_type),
        {
            "index": index.id,
            "query": asked,
            "codes": list(dict.fromkeys(_CODE.findall(asked)))[:MAX_CODES],
            "vector": vector,
            "account": account,
            "today": today,
            "ticket": ticket,
            "limit": limit,
            "depth": depth,
            "lexical_weight": LEXICAL_WEIGHT,
            "precedent_weight": PRECEDENT_WEIGHT,
            "window_weight": WINDOW_WEIGHT if len(asked) <= WINDOW and index.splitter >= WINDOWS_SINCE else 0.0,
            "named_weight": NAMED_WEIGHT,
        },
    )
    hits = [Hit(**row) for row in rows.mappings()]
    if not hits and session.scalar(text("select 1 from indexes where id = :id"), {"id": index.id}) is None:
        raise IndexGoneError(f"index {index.id} was replaced")
    return hits


def _statement(vector_type: str) -> TextClause:
    near = _NEAR.format(type=vector_type)
    statement = _SEARCH.format(
        question=lexical.QUERY,
        configuration=lexical.CONFIGURATION,
        visible=_VISIBLE,
        near=near,
        type=vector_type,
        per_kind=PER_KIND,
        precedents=PRECEDENTS,
        sharpness=SHARPNESS,
        own_section=_OWN_SECTION,
        first_words=FIRST_WORDS,
        never=FIRST_WORDS + 1,
        least=LEAST_BEST,
    )
    return text(statement).bindparams(bindparam("vector", type_=HALFVEC()))


def searchable(query: str) -> str:
    """What Postgres takes as text: without NUL and halves of surrogate pairs, cut to `MAX_CHARACTERS`."""
    return query[:MAX_CHARACTERS].replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
