"""BM25 (Robertson et al. 1995) inside a stock Postgres with pgvector.

A passage's weights are kept as a sparse vector, one dimension per lexeme: how often the lexeme occurs there, saturated and
held back by the passage's length. A query is a sparse vector of how rare its lexemes are. The score is their inner
product, one C call per candidate. Candidates come from the GIN index over the same lexemes, the rarest first, up to a
budget: a passage that shares only words like "have" with a query is not looked at (the idea of MaxScore, Turtle and
Flood 1995). What was tried beside it is in docs/decisions/0007.

The query's half is in `knowledge/search/candidates.sql`, its budget in `knowledge.search.ranking_weights`.

Stemmed as English whatever the language: the query is stemmed the same way, so a German word finds itself.
"""

DIMENSIONS = 1_000_000_000
CONFIGURATION = "english"
K1, B = 1.2, 0.75  # how soon repeats stop counting, how much long passages are held back
# Lexemes of a typical passage. BM25 divides by the mean of the collection; the splitter bounds the size of a passage,
# so a constant serves as well and no stored weight goes stale.
TYPICAL_LENGTH = 45

# A lexeme's dimension; `knowledge/search/candidates.sql` has the same. md5, because Postgres' own hash functions may change
# between versions.
DIMENSION = "(('x' || substr(md5(lexeme), 1, 8))::bit(32)::bigint % 999999999 + 1)"

WEIGHTS = f"""
    select cast('{{' || coalesce(string_agg(dimension || ':' || weight, ','), '') || '}}/{DIMENSIONS}' as sparsevec)
    from (
        select {DIMENSION} as dimension, max(round(cast(
            cardinality(positions) * {1 + K1} / (cardinality(positions)
            + {K1} * ({1 - B} + {B} * length(lexed.lexemes) / {TYPICAL_LENGTH}.0)) as numeric), 4)) as weight
        from unnest(lexed.lexemes) group by dimension
    ) weighted
"""
"""SQL: the weights of `lexed.lexemes`, a tsvector."""
