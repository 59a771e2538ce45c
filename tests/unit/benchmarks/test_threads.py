"""The benchmark of threads, with a search that finds what it is told to."""

from collections.abc import Sequence

from benchmarks.threads import load, measure, queries
from tests.unit.worker.pipeline.builders import passage
from worker.domain import Retrieved, Ticket
from worker.pipeline.retrieve import query

ROWS = load("dev")


def find(tickets: Sequence[Ticket]) -> list[Retrieved]:
    right = {row["id"]: row.get("passages", ["docs/x.md#X"])[0] for row in ROWS}
    return [Retrieved((passage("x", ref=right[ticket.external_id]),)) for ticket in tickets]


def test_every_contender_is_counted_and_the_product_searches_as_the_pipeline_does() -> None:
    result = measure(ROWS, find)
    assert result["recall@3"]["product"]["follow_up"].hits == 30
    assert result["to a person"]["rejection"].value == 1.0
    assert result["words"]["taken for thanks"].hits == 0
    row = next(row for row in ROWS if row["turn"] == "What size are they?")
    assert query(queries(row)["product, no subject"]).endswith(row["question"])


def test_without_a_search_words_alone_are_measured() -> None:
    assert set(measure(ROWS, None)) == {"words", "wrong"}
