"""This module chooses the passages for a reply among the candidates: it reranks them, drops weak matches and keeps the
best of each kind. It uses no database."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.search.candidates import Hit


@dataclass(frozen=True)
class Ranked:
    """A ranked candidate has the score by which it is finally ordered."""

    hit: Hit
    relevance: float | None  # of the cross-encoder, 0 to 1; None if there was none
    rank: int  # 1 is best


def rank(
    hits: Sequence[Hit], relevances: Sequence[float] | None, *, limit: int, threshold: float = 0.0
) -> list[Ranked]:
    """Return the best `limit` candidates, best first.

    `relevances`: one per candidate, 0 to 1. Without them the candidates keep their order and none is dropped as too weak.
    Candidates below `threshold` are dropped: "nothing found" is a result. The best of every kind that is strong enough
    keeps a place, so that ten documents never crowd out the one known issue.
    """
    if relevances is None:  # nothing says which match is strong, so only candidates near the front may keep a place
        ordered: list[tuple[Hit, float | None]] = [(hit, None) for hit in hits[: 2 * limit]]
    else:
        scored = sorted(zip(hits, relevances, strict=True), key=lambda pair: (-pair[1], pair[0].fused_rank))
        ordered = [(hit, relevance) for hit, relevance in scored if relevance >= threshold]
    chosen = _with_every_kind(ordered, limit)
    return [Ranked(hit, relevance, place) for place, (hit, relevance) in enumerate(chosen, 1)]


def _with_every_kind(ordered: Sequence[tuple[Hit, float | None]], limit: int) -> list[tuple[Hit, float | None]]:
    """Return the first `limit`; the best of each kind that would be missing replaces one of the last."""
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
