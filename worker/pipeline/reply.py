"""This module is step 3: it writes a grounded reply as JSON, for the tickets that may be answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.languages.registry import LANGUAGES
from models.errors import InvalidOutput
from models.generation.engine import Engine, Generation, Schema
from models.skills import reply
from worker.company import Company
from worker.domain import Action, Passage, Reply, Retrieved, Ticket
from worker.mail.attached import with_files
from worker.pipeline import asking, retrieve
from worker.pipeline.context import earlier
from worker.pipeline.contradiction import Said
from worker.pipeline.prompting import NOTHING, Prompt
from worker.pipeline.sayable import language_of, repeats, sayable

Written = tuple[Reply | InvalidOutput, Generation]


@dataclass(frozen=True)
class Task:
    """A task is what the model is asked for one ticket, and what it may write: anything in one of the languages, or the
    sentences of `refs` alone."""

    prompt: str
    languages: tuple[str, ...] = tuple(LANGUAGES)
    refs: Mapping[str, str] | None = None  # sentence -> ref of its passage, "" for a question to the customer

    @property
    def is_open(self) -> bool:
        """Return whether there is anything that a reply could say."""
        return self.refs is None or bool(self.refs)

    @property
    def schema(self) -> Schema:
        if self.refs is None:
            return reply.schema(self.languages)
        questions = [sentence for sentence, ref in self.refs.items() if not ref]
        return reply.schema(self.languages, [sentence for sentence, ref in self.refs.items() if ref], questions)

    @property
    def max_tokens(self) -> int:
        """Return a limit for a server. It is no shorter than any reply that the grammar allows: a token has a byte."""
        longest = sorted((len(sentence.encode()) for sentence in self.refs or ()), reverse=True)
        return reply.MAX_TOKENS + sum(longest[: reply.MAX_SENTENCES])


def task(
    ticket: Ticket,
    passages: Sequence[Passage],
    form: reply.Form,
    company: Company,
    queue: str | None = None,
    kept: Prompt[reply.ReplyInput] | None = None,
    found: Retrieved = NOTHING,
) -> Task:
    """Return what the model is asked for a ticket that triage gave to `queue`. `kept`: the prompt of a base without an adapter;
    `found`: what the search gave, by whose vector examples are chosen."""
    text = prompt(ticket, passages, kept, found)
    if form is reply.Form.FREE:
        return Task(text)
    said = sayable(ticket, passages)
    told = (language for one in said if (language := language_of(*one)) is not None)
    own = ticket.language if ticket.language in LANGUAGES else None
    language = own or next(told, next(iter(LANGUAGES)))
    questions = asking.approved(company, queue, language) if not ticket.asked else []
    return Task(text, (language,), refs(said, questions))


def refs(said: Sequence[Said], questions: Sequence[str]) -> dict[str, str]:
    """Return the sentences that a reply may consist of, each with the ref of its passage, "" for a question."""
    return dict.fromkeys(questions, "") | {statement.text: passage.ref for statement, passage in said}


def prompt(
    ticket: Ticket,
    passages: Sequence[Passage],
    kept: Prompt[reply.ReplyInput] | None = None,
    found: Retrieved = NOTHING,
) -> str:
    own = shown(ticket, passages)
    return reply.render(own) if kept is None else kept.render(reply.prompted, own, found, ticket.external_id)


def shown(ticket: Ticket, passages: Sequence[Passage]) -> reply.ReplyInput:
    """Return what the model is shown of the ticket and of the passages that were found, best first."""
    best = [passage.shown for passage in retrieve.shown(passages)]
    body = with_files(ticket.body, ticket.attachments, reply.BODY_CHARACTERS)
    return reply.ReplyInput(subject=ticket.subject, body=body, passages=best, earlier=earlier(ticket))


def run(tasks: Sequence[Task], engine: Engine, skill: str = reply.NAME) -> list[Written]:
    """Return one result per task, in order. Raises what the engine raises; bad output is a value. Where nothing may be
    said, no model is asked: a person gets the ticket.

    `skill` names the adapter: an evaluation runs the base model without one as well.
    """
    asked = [one for one in tasks if one.is_open]
    made = iter(
        engine.generate(
            [one.prompt for one in asked],
            skill=skill,
            schema=[one.schema for one in asked],
            max_tokens=max((one.max_tokens for one in asked), default=reply.MAX_TOKENS),
        )
    )
    return [_parsed(one, next(made)) if one.is_open else _unsaid(one) for one in tasks]


def _unsaid(one: Task) -> Written:
    said = Reply(action=Action.HAND_OVER, language=one.languages[0], sentences=(), probabilities={})
    return said, Generation(text="", tokens=(), prompt_tokens=0, finished=True)


def _parsed(one: Task, made: Generation) -> Written:
    if not made.finished:
        return InvalidOutput("the reply was cut off at its length limit"), made
    try:
        said = reply.parse(made.text, made.tokens, one.languages, one.refs)
    except InvalidOutput as error:
        return error, made
    return (said if one.refs is None else _in_order(said, list(one.refs))), made


def _in_order(said: Reply, known: Sequence[str]) -> Reply:
    """Return the reply with the statements of each passage in the passage's order, because they may be steps; without any
    that another one of them says as well."""
    chosen = [pair for pair in zip(said.sentences, said.refs, strict=True) if not repeats(pair[0], said.sentences)]
    pairs = sorted(chosen, key=lambda pair: known.index(pair[0]))
    own = {ref: iter([sentence for sentence, other in pairs if other == ref]) for ref in said.refs}
    refs = tuple(ref for _, ref in chosen)
    return replace(said, sentences=tuple(next(own[ref]) for ref in refs), refs=refs)
