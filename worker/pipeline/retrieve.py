"""This module is step 2: it finds the passages that may support each ticket's reply."""

from collections.abc import Callable, Sequence

from knowledge.search.query import query_text
from worker.domain import Passage, Ticket
from worker.pipeline.context import searched

Find = Callable[[Sequence[Ticket]], Sequence[Sequence[Passage] | Exception]]
"""It searches for a batch, one result per ticket: public knowledge and `history_account`'s own rows, best first."""

SHOWN = 3  # passages that the model is shown, in serving and in training
QUERY_CHARACTERS = 2000  # of a ticket, which may be of any length


def query(ticket: Ticket) -> str:
    """Return what is searched for, before it is translated."""
    return query_text(searched(ticket), subject=ticket.subject, limit=QUERY_CHARACTERS)


def run(tickets: Sequence[Ticket], find: Find) -> list[tuple[tuple[Passage, ...], str | None]]:
    """Return for each ticket its passages and, where its search failed, the reason. A failed search sends the ticket to
    a person and does not lose the batch."""
    results: list[tuple[tuple[Passage, ...], str | None]] = []
    for found in find(tickets):
        if isinstance(found, Exception):
            results.append(((), f"search failed: {type(found).__name__}"))
        else:
            results.append((tuple(found), None))
    return results
