"""This module lets a reranker say how well each candidate answers its query."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.passages import indexed_text
from knowledge.search.candidates import Hit

CANDIDATES = 50  # passages that are reranked


@dataclass(frozen=True)
class Candidate:
    """A candidate is what a reranker reads of a hit."""

    text: str  # title and text


class Reranker(Protocol):
    """`models.encoding.reranker` implements this protocol."""

    @property
    def threshold(self) -> float: ...

    def relevances(self, queries: Sequence[str], passages: Sequence[Sequence[Candidate]]) -> list[list[float]]: ...


def relevances(
    reranker: Reranker | None, texts: Sequence[str], found: Sequence[Sequence[Hit]]
) -> list[list[float] | None]:
    """Return the relevance of each candidate for its query, 0 to 1; None where there is no reranker."""
    if reranker is None:
        return [None] * len(found)
    shown = [[Candidate(indexed_text(hit.title, hit.text)) for hit in hits] for hits in found]
    return list(reranker.relevances(texts, shown))
