"""This module asks the search for each ticket, as a worker does, and finds those for which it brings nothing that the agent
used."""

from collections.abc import Callable, Sequence

from knowledge.passages import section_of
from worker.learning.dataset.finding import Finding, Kind
from worker.learning.dataset.passages import Shelf
from worker.learning.dataset.row import Row
from worker.retrieval.batches import find_all
from worker.retrieval.finder import Finder
from worker.retrieval.query import Query


def unreached(
    finder: Finder, rows: Sequence[Row], shelf: Shelf, progress: Callable[[int], None] = lambda _: None
) -> list[Finding]:
    """Return a finding for each ticket with passages in the index of which the search brings none among its candidates.
    `progress` is told how many more tickets were searched for. Raises the first search error."""
    asked, queries = [], []
    for row in rows:
        ticket = row.ticket
        wanted = {section_of(shelf.moves.ref(ref)) for ref in ticket.passages if shelf.of(ref, ticket.account)}
        if wanted:
            asked.append((row, wanted))
            queries.append(Query(ticket.text, ticket.account, ticket.id, ticket.language))
    progress(len(rows) - len(asked))
    found = []
    for (row, wanted), result in zip(asked, find_all(finder, queries, progress), strict=True):
        if not wanted & {section_of(hit.ref) for hit in result.candidates}:
            why = f"a search for the ticket brings none of its passages among {len(result.candidates)} candidates"
            found.append(Finding(row, Kind.PASSAGE, "passages", ", ".join(sorted(wanted)), "", why))
    return found
