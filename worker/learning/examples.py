"""This module turns handled tickets into training and test examples of the skills: triage, reply and translation.

The passages in a reply example come from the same retrieval that serves: the right ones where they were found, the
others as distractors. In one of six the right ones are removed and the answer becomes a hand-over, so that the model
learns what to do when the knowledge has no answer.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.handled_tickets import Asked, HandledTicket
from knowledge.json_lines import read_lines
from models.generation.engine import Schema
from models.skills import reply, translation, triage
from models.training.examples import Example, Source
from worker.domain import Passage
from worker.pipeline.retrieve import SHOWN
from worker.pipeline.triage import customer_line

WITHHELD_SHARE = 1 / 6


def triage_input(ticket: HandledTicket, customers: Mapping[str, tuple[str | None, str | None]]) -> triage.TriageInput:
    """Return the input of a triage prompt. `customers` maps an account to its plan and tier."""
    customer = customer_line(*customers.get(ticket.account or "", (None, None)))
    return triage.TriageInput(subject=ticket.subject, body=ticket.body, customer=customer)


def triage_examples(
    tickets: Iterable[HandledTicket], queues: Mapping[str, str], customers: Mapping[str, tuple[str | None, str | None]]
) -> list[Example]:
    return [
        Example(
            prompt=triage.render(triage_input(t, customers), queues),
            answer=triage.answer(t.queue, t.priority, t.escalate, t.reason),
            source=source_of(t),
        )
        for t in tickets
    ]


@dataclass(frozen=True)
class Found:
    ref: str
    text: str  # title and text, as a prompt shows it
    passage: Passage | None = None  # where its statements are needed


@dataclass(frozen=True)
class Answer:
    """An answer is what a perfect model says; with a schema it chose it among those that the schema names."""

    text: str
    schema: Schema | None = None


Say = Callable[[HandledTicket, Sequence[Found], Sequence[str] | None], Answer | None]
"""It returns the answer to a ticket from the passages shown. The third argument has the sentences that an agent wrote; None
where the right passages are withheld, so that a person must answer. Without an answer there is no example."""


def as_written(ticket: HandledTicket, shown: Sequence[Found], sentences: Sequence[str] | None) -> Answer:
    """Return the agent's own sentences, or a hand-over."""
    del shown
    action = reply.Action.HAND_OVER if sentences is None else reply.Action(ticket.action)
    return Answer(reply.answer(action, ticket.language, sentences or ()))


def reply_examples(
    tickets: Sequence[HandledTicket],
    search: Callable[[HandledTicket], Sequence[Found]],
    by_ref: Mapping[str, Found],
    seed: int = 7,
    say: Say = as_written,
) -> list[Example]:
    """Return one example per ticket that got a reply, and hand-overs made by withholding the right passages.

    `search` returns candidates, best first, as the worker would see them, none where it found nothing. `by_ref` finds a
    cited passage that retrieval missed, because the model must learn to use what is there even where retrieval is weak.
    """
    source = random.Random(seed)
    examples = []
    for ticket in tickets:
        if not ticket.is_replied and ticket.reason != triage.Reason.NOT_COVERED:
            continue
        right = [by_ref[ref] for ref in ticket.passages if ref in by_ref]
        hits = search(ticket)
        others = [found for found in hits if found.ref not in ticket.passages]
        if ticket.escalate:
            examples += _example(ticket, others[:SHOWN], None, say)
            continue
        examples += _example(ticket, _shown(hits, right, source), ticket.sentences, say)
        if ticket.action == reply.Action.ANSWER and source.random() < WITHHELD_SHARE:
            examples += _example(ticket, others[:SHOWN], None, say)
    return examples


def _example(ticket: HandledTicket, shown: Sequence[Found], sentences: Sequence[str] | None, say: Say) -> list[Example]:
    answer = say(ticket, shown, sentences)
    if answer is None:
        return []
    return [Example(reply.render(_input(ticket, shown)), answer.text, answer.schema, source_of(ticket))]


def _shown(hits: Sequence[Found], right: Sequence[Found], source: random.Random) -> list[Found]:
    """Return what retrieval found, in its order, because the model gets it in this order when it serves. Trained on
    shuffled passages it learned to trust no rank and chose worse than the first hit alone (docs/decisions/0005). A
    right passage that retrieval missed is added, or replaces a wrong one where there is no room."""
    shown = list(hits[:SHOWN])
    for missed in right[:SHOWN]:
        if missed.ref in {found.ref for found in shown}:
            continue
        wrong = [i for i, found in enumerate(shown) if found.ref not in {r.ref for r in right}]
        if len(shown) < SHOWN:
            shown.append(missed)
        elif wrong:
            shown[source.choice(wrong)] = missed
    return shown


def _input(ticket: HandledTicket, shown: Sequence[Found]) -> reply.ReplyInput:
    return reply.ReplyInput(subject=ticket.subject, body=ticket.body, passages=[f.text for f in shown])


def translation_examples(path: Path) -> list[Example]:
    """Return what translation learns from: those questions or handled tickets of the file that have an English text.
    Raises `DataError` at the first line that is neither."""
    asked = read_lines(path, lambda _, row: (Asked.model_validate(row), row.get("requester")))
    return [
        Example(translation.render(one.text), translation.answer(one.english), source=source_of(one, requester))
        for one, requester in asked
        if one.english
    ]


def source_of(asked: Asked, requester: str | None = None) -> Source:
    """Return what an example is made of. `requester`: of a ticket of which only what was asked is known."""
    own = asked.requester if isinstance(asked, HandledTicket) else requester
    return Source(asked.id, asked.account, own, bool(asked.question))
