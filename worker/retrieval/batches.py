"""This module runs many searches in batches of as many queries as are translated and encoded together."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from worker.retrieval.finder import Finder
from worker.retrieval.query import FOUND, Found, Query

BATCH = 16  # queries or tickets
T = TypeVar("T")


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield the items in order, `BATCH` at a time; the last batch may be shorter."""
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def find_all(
    finder: Finder, queries: Sequence[Query], progress: Callable[[int], None] = lambda _: None, *, limit: int = FOUND
) -> Iterator[Found]:
    """Yield what retrieval finds for each query, in order, at most `limit` ranked passages each. `progress` is told
    after each batch how many queries it had. Raises the first search error, because whoever measures retrieval or
    learns from it must not lose one."""
    for group in batches(queries):
        for found in finder.find(group, limit=limit):
            if found.error is not None:
                raise found.error
            yield found
        progress(len(group))
