"""From candidates to what a reply may stand on: order, threshold, and a place for every kind."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.candidates import Hit
from knowledge.search.ranking import Ranked, rank

KINDS = ("docs", "pricing", "known_issue", "account")


def hit(place: int, kind: str = "docs") -> Hit:
    return Hit(
        id=place, ref=f"{kind}/{place}", kind=kind, title="T", url="", text="x", version="", account=None,
        lexical_rank=place, dense_rank=place, precedent_rank=None, lexical_score=1.0, document_score=1.0,
        cosine=0.5, dense_score=0.5, precedent_score=None, fused_rank=place, score=1 / place,
    )  # fmt: skip


def hits(*kinds: str) -> list[Hit]:
    return [hit(place, kind) for place, kind in enumerate(kinds, 1)]


def places(ranked: Sequence[Ranked]) -> list[int]:
    return [one.hit.id for one in ranked]


def test_without_a_reranker_the_order_stays_and_nothing_is_dropped() -> None:
    ranked = rank(hits("docs", "docs", "docs"), None, limit=2, threshold=0.9)
    assert places(ranked) == [1, 2]
    assert [(one.rank, one.relevance) for one in ranked] == [(1, None), (2, None)]


def test_the_most_relevant_comes_first_and_the_candidates_order_decides_between_equals() -> None:
    ranked = rank(hits("docs", "docs", "docs", "docs"), [0.2, 0.9, 0.2, 0.5], limit=8)
    assert places(ranked) == [2, 4, 1, 3]
    assert [one.relevance for one in ranked] == [0.9, 0.5, 0.2, 0.2]
    assert [one.rank for one in ranked] == [1, 2, 3, 4]


def test_what_is_weaker_than_the_threshold_is_dropped_and_all_of_it_may_be() -> None:
    found = hits("docs", "docs", "docs")
    assert places(rank(found, [0.3, 0.29, 0.31], limit=8, threshold=0.3)) == [3, 1]
    assert rank(found, [0.1, 0.1, 0.1], limit=8, threshold=0.3) == []
    assert rank([], [], limit=8) == []


def test_the_one_known_issue_is_not_crowded_out_by_ten_documents() -> None:
    ranked = rank(hits(*["docs"] * 10, "known_issue"), None, limit=8)
    assert places(ranked) == [1, 2, 3, 4, 5, 6, 7, 11]
    ranked = rank(hits(*["docs"] * 10, "known_issue", "known_issue", "pricing"), None, limit=8)
    assert places(ranked) == [1, 2, 3, 4, 5, 6, 11, 13]


def test_a_kind_whose_best_is_too_weak_gets_no_place() -> None:
    ranked = rank(hits(*["docs"] * 10, "known_issue"), [0.9] * 10 + [0.1], limit=8, threshold=0.2)
    assert {one.hit.kind for one in ranked} == {"docs"}


def test_a_limit_below_the_number_of_kinds_keeps_the_best() -> None:
    assert places(rank(hits("docs", "pricing", "known_issue", "account"), None, limit=2)) == [1, 2]


candidates = st.lists(st.tuples(st.sampled_from(KINDS), st.floats(0, 1, allow_nan=False)), max_size=60)


@given(candidates, st.integers(1, 12), st.floats(0, 1), st.booleans())
def test_whatever_the_candidates_the_rules_hold(
    drawn: list[tuple[str, float]], limit: int, threshold: float, reranked: bool
) -> None:
    found = hits(*(kind for kind, _ in drawn))
    relevances = [relevance for _, relevance in drawn] if reranked else None
    ranked = rank(found, relevances, limit=limit, threshold=threshold)
    strong = [
        (-relevance if reranked else 0, one.fused_rank, one.kind)
        for one, (_, relevance) in zip(found, drawn, strict=True)
        if not reranked or relevance >= threshold
    ]
    if not reranked:  # nothing says which match is strong, so only what came near the front counts
        strong = strong[: 2 * limit]
    assert len(ranked) == min(limit, len(strong))
    assert len(set(places(ranked))) == len(ranked)
    assert [one.rank for one in ranked] == list(range(1, len(ranked) + 1))
    keys = [(-(one.relevance or 0) if reranked else 0, one.hit.fused_rank) for one in ranked]
    assert keys == sorted(keys)
    kinds = {kind for *_, kind in strong}
    if len(kinds) <= limit:
        assert {one.hit.kind for one in ranked} == kinds
    for kind in {one.hit.kind for one in ranked}:  # of each kind the best, without a gap
        best = [place for _, place, of in sorted(strong) if of == kind]
        mine = [one.hit.fused_rank for one in ranked if one.hit.kind == kind]
        assert mine == best[: len(mine)]
    if strong:
        assert ranked[0].hit.fused_rank == min(strong)[1]
    assert ranked == rank(found, relevances, limit=limit, threshold=threshold)
