"""This module is step 2 by the model: it decides queue, priority, escalate and reason for a whole batch, each with its calibrated
confidence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from models.errors import InvalidOutput
from models.evaluation.calibration import calibrate
from models.generation.engine import Engine, Generation
from models.skills import triage
from models.skills.triage import TriageInput
from worker.company import Company
from worker.domain import Retrieved, Ticket, Triage
from worker.mail.attached import with_files
from worker.pipeline.context import earlier
from worker.pipeline.prompting import NOTHING, Prompt


def prompt(
    ticket: Ticket, company: Company, kept: Prompt[TriageInput] | None = None, found: Retrieved = NOTHING
) -> str:
    """Return the prompt of an adapter, or of a base with a `kept` prompt. It does not mention an unverified sender's account,
    because anyone can write a contact's address into a web form."""
    known = ticket.verified
    customer = customer_line(ticket.plan if known else None, ticket.tier if known else None)
    body = with_files(ticket.body, ticket.attachments, triage.BODY_CHARACTERS)
    shown = TriageInput(ticket.subject, body, customer, earlier(ticket))
    return rendered(shown, company, kept, found, ticket.external_id)


def rendered(
    shown: TriageInput,
    company: Company,
    kept: Prompt[TriageInput] | None = None,
    found: Retrieved = NOTHING,
    ticket: str = "",
) -> str:
    """Return the prompt for what is shown of a ticket. `ticket`: its id."""
    if kept is None:
        return triage.render(shown, company.queues)

    def write(instruction: str, own: TriageInput, shots: Sequence[tuple[TriageInput, str]]) -> str:
        return triage.prompted(instruction, own, company.queues, company.escalation, shots)

    return kept.render(write, shown, found, ticket)


def customer_line(plan: str | None, tier: str | None) -> str:
    """Return what a triage prompt says about the account."""
    return f"{plan} plan, {tier} tier" if plan else "unknown"


def run(
    prompts: Sequence[str],
    company: Company,
    engine: Engine,
    temperatures: Mapping[str, float],
    skill: str = triage.NAME,
) -> list[tuple[Triage | InvalidOutput, Generation]]:
    """Return one result per prompt, in order. Raises what the engine raises; bad output is a value.

    `skill` names the adapter: an evaluation runs the base model without one as well.
    """
    queues = list(company.queues)
    made = engine.generate(prompts, skill=skill, schema=triage.schema(queues), max_tokens=triage.MAX_TOKENS)
    return [(_parsed(generation, queues, temperatures), generation) for generation in made]


def _parsed(made: Generation, queues: Sequence[str], temperatures: Mapping[str, float]) -> Triage | InvalidOutput:
    try:
        value = triage.parse(made.text, made.tokens, queues)
    except InvalidOutput as error:
        return error
    return replace(value, probabilities=calibrate(value.probabilities, temperatures))
