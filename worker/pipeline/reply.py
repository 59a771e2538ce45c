"""Step 3: a grounded reply as JSON, for the tickets that may be answered."""

from collections.abc import Sequence

from knowledge.languages.registry import LANGUAGES
from models.generation.engine import Engine, Generation
from models.skills import reply
from models.skills.fields import InvalidOutput
from worker.domain import Passage, Reply, Ticket

SHOWN = 3  # passages in a reply prompt, in serving and in training


def prompt(ticket: Ticket, passages: Sequence[Passage]) -> str:
    shown = [passage.shown for passage in passages[:SHOWN]]
    return reply.render(reply.ReplyInput(subject=ticket.subject, body=ticket.body, passages=shown))


def run(prompts: Sequence[str], engine: Engine) -> list[tuple[Reply | InvalidOutput, Generation]]:
    """Return one result per prompt, in order. Raises what the engine raises; bad output is a value."""
    made = engine.generate(prompts, skill=reply.NAME, schema=reply.schema(LANGUAGES), max_tokens=reply.MAX_TOKENS)
    return [(_parsed(generation), generation) for generation in made]


def _parsed(made: Generation) -> Reply | InvalidOutput:
    if not made.finished:
        return InvalidOutput("the reply was cut off at its length limit")
    try:
        return reply.parse(made.text, made.tokens, LANGUAGES)
    except InvalidOutput as error:
        return error
