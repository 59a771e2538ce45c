"""This module makes the bare base with a few handled tickets in its prompt, as anybody would write one: a baseline that nothing
was chosen for."""

from collections.abc import Sequence

from knowledge.handled_tickets import HandledTicket
from models.generation.engine import Engine
from models.skills import reply, triage
from worker.learning.evaluation import Contender, retrieved_for
from worker.learning.examples import as_written
from worker.learning.prompting import pool
from worker.learning.prompting.instructions import WRITTEN
from worker.learning.received import Customers
from worker.learning.report.row import Part
from worker.pipeline.prompting import Choice, Prompt, Prompts
from worker.pipeline.retrieve import Find

TRIAGE, REPLIES = 6, 2  # examples
_TRIED = 16  # tickets among which there are so many that a search finds the passages of


def few_shot(
    engine: Engine, handled: Sequence[HandledTicket], find: Find, customers: Customers, parts: frozenset[Part]
) -> Contender:
    """Return the base with examples that cover what can be answered. Raises the first search error."""
    shown = pool.of_triage(pool.covering(handled, TRIAGE), {}, customers) if "triage" in parts else []
    answered = [ticket for ticket in handled if ticket.is_replied and ticket.sentences] if "replies" in parts else []
    tried = pool.covering(answered, _TRIED)
    replied, _ = pool.of_replies(tried, retrieved_for(tried, find), as_written)
    own = Prompts(
        Prompt("", WRITTEN[triage.NAME][0], TRIAGE, Choice.FIXED, tuple(shown)) if shown else None,
        Prompt("", WRITTEN[reply.NAME][0], REPLIES, Choice.FIXED, tuple(replied)) if replied else None,
    )
    return Contender(f"few-shot {engine.base_id.partition('@')[0]}", engine, prompts=own, bare=True, parts=parts)
