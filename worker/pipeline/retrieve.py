"""Step 2: the passages each ticket's reply may stand on."""

from collections.abc import Callable, Sequence

from worker.domain import Passage, Ticket

Find = Callable[[Sequence[Ticket]], Sequence[Sequence[Passage] | Exception]]
"""Searches for a batch, one result a ticket: public knowledge and `history_account`'s own rows, best first."""

QUERY_CHARACTERS = 2000


def query(ticket: Ticket) -> str:
    """What is searched for: the subject often names the product area, the body the symptom."""
    return f"{ticket.subject}\n{ticket.body}"[:QUERY_CHARACTERS]


def run(tickets: Sequence[Ticket], find: Find) -> list[tuple[tuple[Passage, ...], str | None]]:
    """Passages and, where the search failed for that ticket, why. A failed search is a ticket for a person, not a lost
    batch."""
    results: list[tuple[tuple[Passage, ...], str | None]] = []
    for found in find(tickets):
        if isinstance(found, Exception):
            results.append(((), f"search failed: {type(found).__name__}"))
        else:
            results.append((tuple(found), None))
    return results
