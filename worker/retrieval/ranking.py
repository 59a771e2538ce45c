"""This module chooses which of the candidates are kept, with those of less trusted sources apart."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from knowledge.search.candidates import Hit
from knowledge.search.evidence import Evidence
from knowledge.search.ranking import Ranked, rank
from worker.retrieval.trust import is_trusted

LESS_TRUSTED = 3  # passages of less trusted sources among those kept, so that they crowd out no other


def best(
    hits: Sequence[Hit],
    scores: Sequence[float] | None,
    judge: Evidence | None,
    weakest: float,
    *,
    limit: int,
    untrusted: Collection[str] = (),
) -> tuple[tuple[Ranked, ...], float | None]:
    """Return the passages kept, and the evidence of those that the model may be shown. Less trusted ones are judged
    apart: they neither take the places of the others nor make up for what these lack. `weakest`: the lowest score that
    is kept."""
    relevance = dict(zip((hit.id for hit in hits), scores, strict=True)) if scores is not None else None
    trusted, others = ([hit for hit in hits if is_trusted(hit.ref, untrusted) is wanted] for wanted in (True, False))
    few = min(LESS_TRUSTED, limit // 2) if others else 0

    def kept(some: Sequence[Hit], most: int) -> tuple[list[Ranked], float | None]:
        sure = judge.of(some) if judge else None
        if judge is not None and sure is not None and sure < judge.threshold:
            return [], sure
        mine = None if relevance is None else [relevance[hit.id] for hit in some]
        return rank(some, mine, limit=most, threshold=weakest), sure

    first, sure = kept(trusted, limit - few)
    if few:
        shown = [*first, *kept(others, few)[0]]
        shown.sort(key=lambda r: (-(r.relevance or 0.0), r.hit.fused_rank))
        first = [replace(ranked, rank=place) for place, ranked in enumerate(shown, 1)]
    return tuple(first), sure
