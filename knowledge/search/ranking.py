"""This module chooses among the candidates the passages that a reply may stand on: reranked, without weak matches, and with
no kind crowded out. It touches no database."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.search.candidates import Hit


@dataclass(frozen=True)
class Ranked:
    """A candidate with the score it is finally ordered by."""

    hit: Hit
    relevance: float | None  # of the cross-encoder, 0 to 1; None where none was asked
    rank: int  # 1 is best


def rank(
    hits: Sequence[Hit], relevances: Sequence[float] | None, *, limit: int, threshold: float = 0.0
) -> list[Ranked]:
    """Return the best `limit` candidates, best first.

    `relevances`: one per candidate, 0 to 1. Without them the candidates keep their order and none is dropped as too weak.
    What is weaker than `threshold` is dropped: "nothing found" is a result. The best of every kind that is strong enough
    keeps a place, so that ten documents never crowd out the one known issue.
    """
    if relevances is None:  # nothing says which match is strong, so only what came near the front may keep a place
        ordered: list[tuple[Hit, float | None]] = [(hit, None) for hit in hits[: 2 * limit]]
    else:
        scored = sorted(zip(hits, relevances, strict=True), key=lambda pair: (-pair[1], pair[0].fused_rank))
        ordered = [(hit, relevance) for hit, relevance in scored if relevance >= threshold]
    chosen = _with_every_kind(ordered, limit)
    return [Ranked(hit, relevance, place) for place, (hit, relevance) in enumerate(chosen, 1)]


def _with_every_kind(ordered: Sequence[tuple[Hit, float | None]], limit: int) -> list[tuple[Hit, float | None]]:
    """Return the first `limit`; the last of them give way to the best of each kind that would be missing."""
    places = {id(pair[0]): place for place, pair in enumerate(ordered)}
    best: dict[str, tuple[Hit, float | None]] = {}
    for pair in ordered:
        best.setdefault(pair[0].kind, pair)
    chosen = list(ordered[:limit])
    missing = [pair for kind, pair in best.items() if kind not in {hit.kind for hit, _ in chosen}]
    for pair in missing:
        of_its_kind = [hit.kind for hit, _ in chosen]
        spare = next((i for i in range(len(chosen) - 1, -1, -1) if of_its_kind.count(chosen[i][0].kind) > 1), None)
        if spare is None:
            break
        chosen[spare] = pair
    return sorted(chosen, key=lambda pair: places[id(pair[0])])
