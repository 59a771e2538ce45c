"""The few-shot contender is the untrained base model with handled tickets in its prompts."""

from collections.abc import Mapping, Sequence

from knowledge.handled_tickets import HandledTicket
from models.generation.engine import Engine
from models.skills import reply as reply_skill
from models.skills import triage as triage_skill
from worker.domain import Action, Retrieved
from worker.learning.evaluation import NOTHING, Contender
from worker.learning.examples import triage_input
from worker.learning.received import Customers, as_ticket
from worker.pipeline import reply

TRIAGE_SHOTS, REPLY_SHOTS = 6, 2


def examples_for_prompts(handled: Sequence[HandledTicket]) -> list[HandledTicket]:
    """Return the tickets for the few-shot prompts: half of them were answered, the others escalated."""
    answered = [t for t in handled if t.action == Action.ANSWER][: TRIAGE_SHOTS // 2]
    escalated = [t for t in handled if t.escalate][: TRIAGE_SHOTS - len(answered)]
    return [*answered, *escalated]


def few_shot(
    engine: Engine,
    handled: Sequence[HandledTicket],
    found: Mapping[str, Retrieved],
    customers: Customers,
) -> Contender:
    """Return the untrained base model with `examples_for_prompts` of the handled tickets in its prompts.
    `found`: what the search gave for these tickets, by ticket id."""
    chosen = examples_for_prompts(handled)
    answered, escalated = [t for t in chosen if not t.escalate], [t for t in chosen if t.escalate]
    mixed = [ticket for pair in zip(answered, escalated, strict=False) for ticket in pair]
    triage_shots = [
        (triage_input(t, customers), triage_skill.answer(t.queue, t.priority, t.escalate, t.reason)) for t in mixed
    ]
    reply_shots = [
        (
            reply.shown(as_ticket(t), found.get(t.id, NOTHING).passages),
            reply_skill.answer(t.action, t.language, t.sentences),
        )
        for t in answered[:REPLY_SHOTS]
    ]
    name = f"few-shot {engine.base_id.partition('@')[0]}"
    return Contender(name, engine, {}, tuple(triage_shots), tuple(reply_shots), bare=True)
