"""This module computes BM25 weights (Robertson et al. 1995) inside a stock Postgres with pgvector.

The weights of a passage are stored as a sparse vector with one dimension per lexeme: how often the lexeme occurs there,
saturated and reduced by the passage's length. A query is a sparse vector of the rarity of its lexemes. The score is the
inner product of both, one C call per candidate. Candidates come from the GIN index over the same lexemes, the rarest
first, up to a budget: a passage that shares only words like "have" with a query is not scored (the idea of MaxScore,
Turtle and Flood 1995). The alternatives that were tried are in docs/decisions/0007.

The query's half is in `knowledge/search/candidates.sql`, its budget in `knowledge.search.ranking_weights`.

Text of any language is stemmed as English: the query is stemmed the same way, so a German word finds itself.
"""

DIMENSIONS = 1_000_000_000
CONFIGURATION = "english"
K1, B = 1.2, 0.75  # how soon repeats stop counting, how much long passages are held back
# Lexemes of a typical passage and of a typical document. BM25 divides by the mean of the collection; constants serve as well
# (docs/decisions/0017), and no stored weight goes stale.
TYPICAL_LENGTH = 45
TYPICAL_DOCUMENT = 100
MOST_LEXEMES = 16_000  # of a document, those that weigh most: a sparse vector of pgvector takes no more

# The dimension of a lexeme; `knowledge/search/candidates.sql` has the same. It uses md5, because the hash functions of
# Postgres may change between versions.
DIMENSION = "(('x' || substr(md5(lexeme), 1, 8))::bit(32)::bigint % 999999999 + 1)"

PASSAGE_WEIGHTS = f"""
    select cast('{{' || coalesce(string_agg(dimension || ':' || weight, ','), '') || '}}/{DIMENSIONS}' as sparsevec)
    from (
        select {DIMENSION} as dimension, max(round(cast(
            cardinality(positions) * {1 + K1} / (cardinality(positions)
            + {K1} * ({1 - B} + {B} * length(lexed.lexemes) / {TYPICAL_LENGTH}.0)) as numeric), 4)) as weight
        from unnest(lexed.lexemes) group by dimension
    ) weighted
"""
"""This SQL computes the weights of `lexed.lexemes`, a tsvector."""

DOCUMENT_WEIGHTS = f"""
    select document_id, account,
        cast('{{' || string_agg(dimension || ':' || weight, ',') || '}}/{DIMENSIONS}' as sparsevec) as weights
    from (
        select *, row_number() over (partition by document_id order by weight desc, dimension) as place from (
            select document_id, account, dimension, max(round(cast(times * {1 + K1} / (times
                + {K1} * ({1 - B} + {B} * lexemes / {TYPICAL_DOCUMENT}.0)) as numeric), 4)) as weight
            from (
                select p.document_id, p.account, {DIMENSION} as dimension, sum(coalesce(cardinality(positions), 1)) as times,
                    count(*) over (partition by p.document_id) as lexemes
                from passages p, unnest(p.lexemes)
                where p.index_id = :index and p.document_id = any(:ids) group by p.document_id, p.account, lexeme
            ) counted group by document_id, account, dimension
        ) weighted
    ) placed where place <= {MOST_LEXEMES} group by document_id, account
"""
"""This SQL computes the weights of whole documents from the passages that `:index` has of the documents `:ids`."""
