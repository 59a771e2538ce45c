"""This module is step 3: it writes a grounded reply as JSON, for the tickets that may be answered."""

from collections.abc import Sequence

from knowledge.languages.registry import LANGUAGES
from models.errors import InvalidOutput
from models.generation.engine import Engine, Generation
from models.skills import reply
from worker.domain import Passage, Reply, Ticket
from worker.mail.attached import with_files
from worker.pipeline import retrieve
from worker.pipeline.context import earlier


def prompt(ticket: Ticket, passages: Sequence[Passage], shots: Sequence[tuple[reply.ReplyInput, str]] = ()) -> str:
    """Return what the model is asked; with `shots`, the few-shot prompt of the untrained baseline."""
    return reply.render(shown(ticket, passages), shots)


def shown(ticket: Ticket, passages: Sequence[Passage]) -> reply.ReplyInput:
    """Return what the model is shown of the ticket and of the passages that were found, best first."""
    best = [passage.shown for passage in retrieve.shown(passages)]
    body = with_files(ticket.body, ticket.attachments, reply.BODY_CHARACTERS)
    return reply.ReplyInput(subject=ticket.subject, body=body, passages=best, earlier=earlier(ticket))


def run(
    prompts: Sequence[str], engine: Engine, skill: str = reply.NAME
) -> list[tuple[Reply | InvalidOutput, Generation]]:
    """Return one result per prompt, in order. Raises what the engine raises; bad output is a value.

    `skill` names the adapter: an evaluation runs the base model without one as well.
    """
    made = engine.generate(prompts, skill=skill, schema=reply.schema(LANGUAGES), max_tokens=reply.MAX_TOKENS)
    return [(_parsed(generation), generation) for generation in made]


def _parsed(made: Generation) -> Reply | InvalidOutput:
    if not made.finished:
        return InvalidOutput("the reply was cut off at its length limit")
    try:
        return reply.parse(made.text, made.tokens, LANGUAGES)
    except InvalidOutput as error:
        return error
