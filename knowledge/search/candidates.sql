-- This statement returns the candidates for a query, best first. `knowledge.search.candidates` runs it; the names after
-- a colon are its parameters. The tuned parameters are the fields of `knowledge.search.ranking_weights.Weights`.
--
-- Four ways find candidates: `lexical` (the same words), `dense` (a similar meaning), `named` (a code that the query
-- names) and `precedent` (sections that answered similar tickets). All candidates are then compared with the query once
-- more, and ordered by a weighted sum of scores. Such a sum keeps how much better one candidate is than the next, which
-- reciprocal ranks discard (Bruch et al. 2022; measured in docs/decisions/0007).
--
-- halfvec(768) stands for the vector type of the index that is searched, and is replaced before the statement runs: a type
-- cannot be a parameter, and Postgres uses an approximate index only for exactly the expression that it was made over.
with

-- The lexemes of the query, the rarity of each in public passages, and as many of the rarest as the budget allows
-- (BM25, see `knowledge.index.lexical`).
asked as materialized (
    select lexeme, least(cardinality(positions), :repeats) as times
    from unnest(to_tsvector(cast(:configuration as regconfig), :query))
    order by positions[1], lexeme limit :lexemes
),
rarity as materialized (
    select lexeme, coalesce(counted.passages, 0) as passages, times *
        ln(1 + (total.passages - coalesce(counted.passages, 0) + 0.5) / (coalesce(counted.passages, 0) + 0.5)) as weight
    from asked
    cross join (select greatest(passages, 1) as passages from indexes where id = :index) total
    left join (select lexeme, passages from term_counts where index_id = :index) counted using (lexeme)
),
budgeted as materialized (
    select lexeme, passages, sum(passages) over (order by passages, lexeme) as together from rarity
),
question as materialized (
    select
        (select cast('{' || string_agg(dimension || ':' || weight, ',') || '}/' || :sparse_dimensions as sparsevec) from (
            select (('x' || substr(md5(lexeme), 1, 8))::bit(32)::bigint % 999999999 + 1) as dimension,
                max(round(cast(weight as numeric), 4)) as weight
            from rarity where weight > 0 group by dimension
        ) sparse) as weights,
        (select cast(string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''', ' | ') as tsquery)
            from budgeted where together <= :lexical_budget or together = passages) as any_of
),

-- What this account may see of the index today. Row-level security keeps accounts apart a second time. Postgres copies
-- this block to each place that names it, so each place can use the database index that suits it.
visible as not materialized (
    select p.*, p.embedding::halfvec(768) <=> cast(:vector as halfvec(768)) as distance
    from passages p
    where p.index_id = :index and (p.account is null or p.account = :account)
        and (p.valid_from is null or p.valid_from <= :today) and (p.valid_until is null or p.valid_until >= :today)
        and (cardinality(cast(:sources as text[])) = 0 or p.account = :account
            or split_part(p.ref, '/', 1) = any(cast(:sources as text[])))
        and (cardinality(cast(:named as text[])) = 0 or p.account is null
            or split_part(p.ref, '/', 1) = any(cast(:named as text[])))
),

-- Lexical: passages that share one of these words. Public ones come from a function, because row-level security would
-- prevent the use of the GIN index; an account's own rows are few and are scanned.
matching as (
    (select found.id, found.score
     from question, public_matches(:index, question.any_of, question.weights, :today, :depth, cast(:sources as text[])) found)
    union all
    (select p.id, -(p.weights <#> question.weights) as score
     from visible p, question where p.account = :account order by 2 desc limit :depth)
),
lexical as (
    select id, score, row_number() over (order by score desc, id) as place from matching where score > 0
    order by place limit :depth
),

-- Named: a query that names an invoice or a known issue by its number means exactly that one. Neither the lexical nor
-- the dense half knows this, because an encoder does not distinguish numbers.
codes as materialized (
    select cast(string_agg('(' || cast(phraseto_tsquery(cast(:configuration as regconfig), code) as text) || ')', ' | ')
        as tsquery) as query
    from unnest(cast(:codes as text[])) code
),
named as (
    (select found.id from codes, public_names(:index, codes.query, :today, :depth, cast(:sources as text[])) found)
    union all
    (select p.id from visible p, codes where p.account = :account and p.lexemes @@ codes.query
     order by ts_rank(p.lexemes, codes.query) desc, p.id limit :depth)
),

-- Dense: the approximate index over public passages, and an exact scan over the account's own few rows (an approximate
-- index over both would lose most of them). The nearest of each smaller kind are added, whatever their place: prices and
-- known issues are few, and documents would crowd them out.
near as (
    (select id, distance from visible where account is null order by distance limit :depth)
    union all
    (select id, distance from visible where account = :account order by distance limit :depth)
),
nearest as (
    select id, 1 - distance as score, row_number() over (order by distance, id) as place from near
    order by place limit :depth
),
of_kind as (
    select id, 1 - distance as score from (
        select id, distance, row_number() over (partition by kind order by distance, id) as place
        from visible where account is null and kind <> 'docs'
    ) by_kind where place <= :per_kind
),
dense as (
    select id, score, place from nearest
    union all select id, score, null from of_kind where id not in (select id from nearest)
),

-- Precedents: the handled tickets nearest to the query vote for the sections that answered them, each with a power of
-- its cosine (distance-weighted nearest neighbours, Dudani 1976; docs/decisions/0009). If the answer was in a
-- customer's own rows, such as "accounts/acc-1#invoice F-7", the ticket keeps "accounts/*#invoice" and votes for the
-- asking account's own rows of that kind.
handled as materialized (
    select p.answers,
        power(greatest(1 - (p.embedding::halfvec(768) <=> cast(:vector as halfvec(768))), 0), :vote_sharpness) as vote
    from precedents p where p.index_id = :index and p.ticket <> all(cast(:tickets as text[]))
    order by p.embedding::halfvec(768) <=> cast(:vector as halfvec(768)) limit :precedents
),
-- Votes are shares of all votes, but at least of 0.2, because a few distant tickets say little. Among many tickets even
-- distant ones agree, so from 500 tickets on that least sum sinks (docs/decisions/0017).
enough as materialized (
    select greatest(sum(vote), least(:least_votes, :tickets_that_agree / greatest((select count(*) from (
        select 1 from precedents where index_id = :index limit 10000) counted), 1))) as votes
    from handled
),
votes as materialized (
    select answer, sum(vote) as score from handled cross join unnest(answers) answer group by answer
),
precedent as (
    select id, score, rank() over (order by score desc) as place from (
        select p.id, votes.score from votes join visible p on p.section = votes.answer where p.account is null
        union all
        select p.id, votes.score from visible p join votes on votes.answer =
            split_part(p.section, '/', 1) || '/*#' || split_part(split_part(p.section, '#', 2), ' ', 1)
        where p.account = :account
    ) voted where score > 0
),

-- The ids are materialised before they are joined to their rows: under row-level security Postgres does not use an
-- index for a condition on an id that a full join computes, and would read all passages instead.
together as materialized (
    select id, lexical.place as lexical_rank, dense.place is not null as is_near, precedent.place as precedent_rank,
        dense.score as near_score, precedent.score as precedent_score,
        named.id is not null as is_named
    from lexical full join dense using (id) full join named using (id) full join precedent using (id)
),

-- Each candidate is compared with the query by both halves, whichever brought it. By words: BM25 of the passage and of the
-- whole document, because what a long page is about stands all over it (docs/decisions/0017). By meaning: a query no longer
-- than a window (is_short) is compared with a passage's windows too, because to a short question the nearest of them says
-- more than the mean of all that the passage says (docs/decisions/0010).
compared as (
    select together.*, p.kind, p.language, coalesce(near_score, 1 - p.distance) as cosine,
        coalesce(-(p.weights <#> question.weights), 0) as lexical_score,
        coalesce(-(d.weights <#> question.weights), 0) as document_score,
        (select 1 - min(own <=> cast(:vector as halfvec(768))) from unnest(p.windows) own where :is_short) as nearest_window
    from together join visible p using (id) cross join question
    left join document_terms d on d.index_id = :index and d.document_id = p.document_id
        and d.account is not distinct from p.account
),
scored as (
    select *, coalesce(:window_weight * nearest_window + (1 - :window_weight) * cosine, cosine) as dense_score from compared
),

-- The sum. Cosines and BM25 are added as they are: divided by the best of each query, a half in which nothing fits would
-- count as much as one in which something does (docs/decisions/0017). A passage in a language that the customer does not
-- read is put back where another one of its kind is about as near and readable: a customer cannot check a reply against a
-- page in a language that is not theirs (docs/decisions/0012). Where the customer's languages are not known, `reads` is
-- null and all languages count alike.
fused as (
    select *, dense_score + :lexical_weight * (lexical_score + document_score)
        + coalesce(:precedent_weight * precedent_score / (select votes from enough), 0)
        + case when is_named then :named_weight
            when language <> all(cast(:reads as text[])) and max(dense_score)
                filter (where language = any(cast(:reads as text[]))) over (partition by kind) >= :as_near * dense_score
            then -:foreign_weight else 0 end as score
    from scored
),

-- `choice` says which rows stay candidates: first the best of each kind and the first ones of the lexical half.
placed as (
    select *, row_number() over (order by score desc, id) as place,
        case when is_near then row_number() over (partition by is_near order by dense_score desc, id) end as dense_rank,
        row_number() over (order by id in (select id from of_kind) or coalesce(lexical_rank <= :first_words, false) desc,
            score desc, id) as choice
    from fused
)
select p.id, p.ref, p.kind, p.title, p.url, p.text, p.version, p.account, p.language,
    placed.lexical_rank, placed.dense_rank, placed.precedent_rank,
    cast(placed.lexical_score as double precision), cast(placed.document_score as double precision), placed.cosine,
    placed.dense_score, cast(placed.precedent_score as double precision),
    placed.place as fused_rank, cast(placed.score as double precision) as score
from placed join visible p on p.id = placed.id where placed.choice <= :limit
order by placed.place
