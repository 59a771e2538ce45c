"""This module is step 1: it finds the passages that may support each ticket's reply. A failed search sends its ticket to
a person and does not lose the batch."""

from collections.abc import Callable, Sequence

from knowledge.search.query import query_text
from worker.domain import Passage, Retrieved, Ticket
from worker.mail.attached import searched
from worker.pipeline.context import referred

Find = Callable[[Sequence[Ticket]], Sequence[Retrieved]]
"""It searches for a batch, one result per ticket: public knowledge and `history_account`'s own rows, best first."""

SHOWN = 3  # passages that the model is shown, in serving and in training
QUERY_CHARACTERS = 2000  # of a ticket, which may be of any length


def query(ticket: Ticket) -> str:
    """Return what is searched for, before it is translated."""
    words = searched(ticket.body, ticket.attachments)
    asked = "\n".join(part for part in (words, referred(ticket)) if part)
    return query_text(asked, subject=ticket.subject, limit=QUERY_CHARACTERS)


def shown(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return those of the passages found that the model is shown, and that may support a sentence: the first of the
    trusted ones."""
    return tuple(passage for passage in passages if passage.trusted)[:SHOWN]
