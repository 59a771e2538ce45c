"""The SQL of a search: the candidates for a query, dense, lexical and named ones, joined by a weighted sum.

Dense: cosine over the approximate index for public knowledge, an exact scan over the asking account's own few rows (a
shared index with a filter loses most of them). A query no longer than a window is compared with a passage's windows too, a
sentence or two each with a vector of its own: to a short question the nearest of them says more than the mean of all that
the passage says (docs/decisions/0010). A longer one tells of several things, so it is compared in such parts as well, each
of them as a short question is; a passage that answers one of them well counts more than one that is a little like all,
hence the power (docs/decisions/0012).
Lexical: BM25, see `knowledge.index.lexical`. Named: who names an invoice or a known issue by its number means that one, which
neither half knows: to an encoder all numbers look alike. Prices and known issues are few and would drown in documents, so
the nearest of each kind are candidates whatever their place. Precedents: the handled tickets nearest to the query vote
for the public sections that answered them, each by a power of its cosine (distance-weighted nearest neighbours, Dudani
1976; docs/decisions/0009). Where the answer stood in a customer's own rows, they vote for the asking one's own rows of that kind.
A passage in a language that is neither the asking customer's nor English is put back where one of its kind is about as near
and in a language that she reads: who cannot read a page cannot check what it is cited for (docs/decisions/0012).

What the halves found is materialised before it meets its rows: under row-level security Postgres does not give an index
a condition on the id that a full join puts together, and read all passages in its place.

The sum is a convex combination of scores, which keeps how much better one candidate is than the next; reciprocal ranks
throw that away (Bruch et al. 2022; measured in docs/decisions/0007).
"""

from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import ARRAY, TextClause, bindparam, text

from knowledge.index import lexical

LEXICAL_WEIGHT = 0.3  # the best dense score counts 1, the best lexical one this much (docs/decisions/0008)
PRECEDENT_WEIGHT = 2.0  # a section all precedents vote for; others by their share of the votes (docs/decisions/0009)
PRECEDENTS = 20  # handled tickets that vote
SHARPNESS = 8  # power of the cosine that a vote counts
WINDOW_WEIGHT = 0.7  # of the nearest window in the dense score of a short query, the rest is the whole passage's
PARTS_WEIGHT = 0.75  # of the passage that answers a long query's parts best
PARTS_SHARPNESS = 4  # power of a part's dense score
NAMED_WEIGHT = 1.0  # enough to bring what is named to the front
FOREIGN_WEIGHT = 1.0  # taken off what the customer does not read: as much as the best meaning counts
AS_NEAR = 0.8  # share of its dense score that one which she reads must have, to come before it
PER_KIND = 5  # candidates of each smaller kind, whatever their place
FIRST_WORDS = (
    10  # the lexical half's first ones are candidates, however far their meaning seems: a rare word may be a name
)
LEAST_BEST = (
    0.05  # cosine that counts 1 where nothing is nearer: a share of nothing, or of less, would turn the order round
)

_VISIBLE = """p.index_id = :index and (p.account is null or p.account = :account)
    and (p.valid_from is null or p.valid_from <= :today) and (p.valid_until is null or p.valid_until >= :today)"""
# "accounts/acc-1#invoice F-7" as `sources.handled` says it of everybody: "accounts/*#invoice".
_OWN_SECTION = "split_part(p.section, '/', 1) || '/*#' || split_part(split_part(p.section, '#', 2), ' ', 1)"
_NEAR = "p.embedding::{type} <=> cast(:vector as {type})"
_DENSE_SCORE = f"coalesce({WINDOW_WEIGHT} * nearest_window + {1 - WINDOW_WEIGHT} * cosine, cosine)"
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
    select together.*, p.kind, p.language, coalesce(near_score, 1 - ({near})) as cosine,
        (select 1 - min(own <=> cast(:vector as {type})) from unnest(p.windows) own where :is_short) as nearest_window,
        (select avg(power(greatest({dense_score}, 0), {parts_sharpness})) from (
            select 1 - (p.embedding::{type} <=> part) as cosine,
                (select 1 - min(own <=> part) from unnest(p.windows) own) as nearest_window
            from unnest(cast(:parts as halfvec[])) part) asked) as parts_score
    from together join passages p using (id)
),
scored as (
    select *, {dense_score} as dense_score from compared
),
fused as (
    select *, coalesce({lexical_weight} * lexical_score / max(lexical_score) over (), 0)
        + dense_score / greatest(max(dense_score) over (), {least})
        + coalesce({parts_weight} * parts_score / nullif(max(parts_score) over (), 0), 0)
        + coalesce({precedent_weight} * precedent_score / nullif((select sum(vote) from handled), 0), 0)
        + case when is_named then {named_weight}
            when language <> all(cast(:reads as text[])) and max(dense_score)
                filter (where language = any(cast(:reads as text[]))) over (partition by kind) >= {as_near} * dense_score
            then -{foreign_weight} else 0 end as score
    from scored
),
placed as (
    select *, row_number() over (order by score desc, id) as place,
        case when is_near then row_number() over (partition by is_near order by dense_score desc, id) end as dense_rank,
        row_number() over (order by id in (select id from of_kind) or coalesce(lexical_rank, {never}) <= {first_words} desc,
            score desc, id) as choice
    from fused
)
select p.id, p.ref, p.kind, p.title, p.url, p.text, p.version, p.account, p.language,
    placed.lexical_rank, placed.dense_rank, placed.precedent_rank,
    cast(placed.lexical_score as double precision), placed.cosine, placed.dense_score,
    cast(placed.parts_score as double precision), cast(placed.precedent_score as double precision),
    placed.place as fused_rank, cast(placed.score as double precision) as score
from placed join passages p on p.id = placed.id where placed.choice <= :limit and {visible}
order by placed.place
"""


def select_candidates(vector_type: str) -> TextClause:
    """`vector_type`: of the index searched. Parameters: index, query, codes, vector, is_short, parts (vectors), account,
    today, ticket, reads (languages, or null for all), limit, depth."""
    near = _NEAR.format(type=vector_type)
    sql = _SEARCH.format(
        question=lexical.QUERY,
        configuration=lexical.CONFIGURATION,
        visible=_VISIBLE,
        near=near,
        type=vector_type,
        dense_score=_DENSE_SCORE,
        own_section=_OWN_SECTION,
        per_kind=PER_KIND,
        precedents=PRECEDENTS,
        sharpness=SHARPNESS,
        parts_sharpness=PARTS_SHARPNESS,
        first_words=FIRST_WORDS,
        never=FIRST_WORDS + 1,
        least=LEAST_BEST,
        lexical_weight=LEXICAL_WEIGHT,
        parts_weight=PARTS_WEIGHT,
        precedent_weight=PRECEDENT_WEIGHT,
        named_weight=NAMED_WEIGHT,
        foreign_weight=FOREIGN_WEIGHT,
        as_near=AS_NEAR,
    )
    return text(sql).bindparams(bindparam("vector", type_=HALFVEC()), bindparam("parts", type_=ARRAY(HALFVEC)))
