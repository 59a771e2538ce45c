"""This module says what a perfect model answers under the grammar: the statements that an agent's sentences came from.

What an agent wrote and no statement says is a gap. It is not learned, and an answer of nothing else is no example.
"""

from collections.abc import Sequence

from knowledge.handled_tickets import HandledTicket
from models.skills import reply
from worker.company import Company
from worker.domain import Passage
from worker.learning.alignment import align
from worker.learning.examples import Answer, Found, Say
from worker.learning.received import as_ticket
from worker.pipeline import asking
from worker.pipeline import reply as reply_step
from worker.pipeline.sayable import key, repeats, sayable, statements_of


def answers(company: Company) -> Say:
    """Return what writes the answers of a company's examples."""

    def say(ticket: HandledTicket, shown: Sequence[Found], sentences: Sequence[str] | None) -> Answer | None:
        passages = [found.passage for found in shown if found.passage is not None]
        task = reply_step.task(as_ticket(ticket), passages, reply.Form.GRAMMAR, company, ticket.queue)
        if sentences is None:  # where nothing could be said, no model is asked
            said, action = [], reply.Action.HAND_OVER
        elif ticket.action == reply.Action.ASK:
            said, action = asked(ticket, company), reply.Action.ASK
        else:
            said, action = stated(ticket, passages, company), reply.Action.ANSWER
        if not task.is_open or (not said and sentences is not None):
            return None
        return Answer(reply.answer(action, ticket.language, said), task.schema)

    return say


def asked(ticket: HandledTicket, company: Company) -> list[str]:
    """Return the approved question that stands for what an agent asked; none if the company approved none."""
    known = asking.approved(company, ticket.queue, ticket.language)
    return [asking.nearest(known, as_ticket(ticket))] if known else []


def stated(ticket: HandledTicket, passages: Sequence[Passage], company: Company) -> list[str]:
    """Return the statements that an agent's sentences came from, in the order in which they may be said. An agent's
    sentence is compared with the passages that the agent answered from; another passage may say the same."""
    right = {key(own.text) for p in passages if p.ref in ticket.passages for own in statements_of(p)}
    texts = [own.text for own, _ in sayable(as_ticket(ticket), passages) if key(own.text) in right]
    links = (
        link
        for sentence in ticket.sentences
        for link in align(sentence, texts, names=company.protected_names, language=ticket.language)
    )
    chosen = [texts[place] for place in sorted({link.statement for link in links})]
    return [text for text in chosen if not repeats(text, chosen)][: reply.MAX_SENTENCES]
