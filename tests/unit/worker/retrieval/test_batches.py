"""Many searches in batches: order, progress and errors, on a finder that answers from a script."""

from collections.abc import Sequence

import pytest

from worker.retrieval.batches import BATCH, batches, find_all
from worker.retrieval.query import Found, Query


class Scripted:
    def __init__(self, error: Exception | None = None) -> None:
        self.error, self.sizes = error, list[int]()

    def find(self, queries: Sequence[Query], *, limit: int) -> list[Found]:
        self.sizes.append(len(queries))
        return [Found(query.text, error=self.error) for query in queries]


def test_each_query_has_its_result_and_each_batch_is_told() -> None:
    finder, told = Scripted(), list[int]()
    queries = [Query(str(number)) for number in range(2 * BATCH + 3)]
    assert [found.text for found in find_all(finder, queries, told.append)] == [query.text for query in queries]  # type: ignore[arg-type]
    assert finder.sizes == told == [BATCH, BATCH, 3]


def test_the_first_error_ends_it() -> None:
    finder = Scripted(LookupError("down"))
    with pytest.raises(LookupError):
        list(find_all(finder, [Query("a")] * (BATCH + 1)))  # type: ignore[arg-type]
    assert finder.sizes == [BATCH]


def test_nothing_has_no_batches() -> None:
    assert list(batches([])) == []
