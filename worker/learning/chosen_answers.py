"""This module says what a perfect model answers under the grammar: the statements that an agent's sentences came from.

What an agent wrote and no statement says is a gap. It is not learned, and an answer of nothing else is no example.
"""

from collections.abc import Sequence

from knowledge.handled_tickets import HandledTicket
from models.skills import reply
from worker.company import Company
from worker.learning.alignment import align
from worker.learning.examples import Found, Say
from worker.learning.received import as_ticket
from worker.pipeline import asking
from worker.pipeline.sayable import key, sayable, statements_of


def answers(company: Company) -> Say:
    """Return what writes the answers of a company's examples."""

    def say(ticket: HandledTicket, shown: Sequence[Found]) -> str | None:
        said = asked(ticket, company) if ticket.action == reply.Action.ASK else stated(ticket, shown, company)
        return reply.answer(ticket.action, ticket.language, said) if said else None

    return say


def asked(ticket: HandledTicket, company: Company) -> list[str]:
    """Return the approved question that stands for what an agent asked; none if the company approved none."""
    known = asking.approved(company, ticket.queue, ticket.language)
    return [asking.nearest(known, as_ticket(ticket))] if known else []


def stated(ticket: HandledTicket, shown: Sequence[Found], company: Company) -> list[str]:
    """Return the statements that an agent's sentences came from, in the order in which they may be said. An agent's
    sentence is compared with the passages that the agent answered from; another passage may say the same."""
    passages = [found.passage for found in shown if found.passage is not None]
    right = {key(own.text) for p in passages if p.ref in ticket.passages for own in statements_of(p)}
    texts = [own.text for own, _ in sayable(as_ticket(ticket), passages) if key(own.text) in right]
    links = (
        link
        for sentence in ticket.sentences
        for link in align(sentence, texts, names=company.protected_names, language=ticket.language)
    )
    places = sorted({link.statement for link in links})
    return [texts[place] for place in places][: reply.MAX_SENTENCES]
