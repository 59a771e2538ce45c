"""This module tells a customer who comes back after an answer, which is a sign that it did not help.

Thanks leave nothing to do, a plainly new question is one like any other, and what comes after a question of ours is the
answer to it. Everything else goes to a person, with what was tried.
"""

from collections.abc import Sequence

from models.skills.triage import shorten
from worker.domain import Author, Handled, Passage, Ticket
from worker.mail.thanks import is_thanks
from worker.mail.thread.follow_up import rejects
from worker.mail.view import written
from worker.pipeline.context import is_new_question

_SHOWN = 600  # characters of a colleague's answer


def came_back(ticket: Ticket, passages: Sequence[Passage]) -> str | None:
    """Return why a person must read what comes after an answer; None if this is not the case."""
    thread = ticket.thread
    answers, colleagues = thread.answers, thread.agents_answers
    own = written(ticket.body)
    if ticket.late or is_thanks(own):
        return None
    if thread.resolved_reply and rejects(own, ticket.language):
        return "the customer comes back after the ticket was resolved"
    if not answers and not colleagues:
        return None
    if ticket.author is not Author.CUSTOMER and not rejects(own, ticket.language):
        return None  # what a stranger in copy or a colleague writes is never answered unseen
    by_us = not colleagues or (bool(answers) and answers[-1].at > colleagues[-1].at)
    if by_us and answers[-1].is_question:
        return None
    if is_new_question(ticket, passages):
        return None
    return f"the customer wrote again after {'our reply' if by_us else 'the answer of a colleague'}"


def is_only_thanks(ticket: Ticket) -> bool:
    """Return whether there is nothing to do: the turn only says thanks, and is no answer to a question of ours."""
    asked = bool(ticket.thread.answers) and ticket.thread.answers[-1].is_question
    return not asked and not ticket.attachments and is_thanks(written(ticket.body))


def still_open(ticket: Ticket) -> Handled | None:
    """Return the decision that left the ticket to a person, if the turn only says thanks and nobody has answered yet: then
    it is thanks for the work that is still to be done."""
    return ticket.thread.left_open if is_only_thanks(ticket) else None


def tried(ticket: Ticket) -> list[str]:
    """Return what we and colleagues answered in this thread, oldest first. A question of ours is no answer."""
    ours = [(one.at, one.reply) for one in ticket.thread.answers if not one.is_question]
    colleagues = [(one.at, shorten(" ".join(one.text.split()), _SHOWN)) for one in ticket.thread.agents_answers]
    return [said for _, said in sorted((*ours, *colleagues), key=lambda one: one[0]) if said]
