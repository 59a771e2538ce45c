"""This module makes of a ranked hit the passage that the pipeline uses."""

from knowledge.search.details import Details, made_now
from knowledge.search.ranking import Ranked
from worker.domain import Passage


def passage(ranked: Ranked, details: Details | None = None, *, trusted: bool = True) -> Passage:
    """Return the passage of a ranked hit. Without details its statements are made of its text."""
    hit = ranked.hit
    known = details or Details(made_now(hit, {}), public=bool(hit.url) and hit.account is None)
    return Passage(
        id=hit.id,
        ref=hit.ref,
        kind=hit.kind,
        title=hit.title,
        url=hit.url,
        text=hit.text,
        version=hit.version,
        account=hit.account,
        lexical_rank=hit.lexical_rank,
        dense_rank=hit.dense_rank,
        precedent_rank=hit.precedent_rank,
        fused_rank=hit.fused_rank,
        score=hit.score,
        relevance=ranked.relevance,
        trusted=trusted,
        public=known.public,
        language=hit.language,
        fields=known.fields,
        statements=known.statements,
        statement_vectors=known.vectors,
    )
