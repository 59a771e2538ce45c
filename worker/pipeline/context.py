"""This module says what of a thread a search, triage and a reply need: the newest words first, then what they refer to.

Only public words are in a thread, so a private note enters nothing here. A ticket with one message has no context: its
prompts and its query are those that the models were trained on.
"""

from collections.abc import Sequence

from worker.domain import Passage, Ticket
from worker.mail.asked.questions import Question, find_questions
from worker.mail.thread.follow_up import FEW, asks, content, leans, names_topic, rejects
from worker.mail.view import told, written

MOST_CHARACTERS = 600  # of a context in a prompt
_ANSWER_SHARE = 0.5
_MOST_SHARED = 0.25  # of the turn's content words, in a new question


def questions(ticket: Ticket) -> tuple[Question, ...]:
    """Return what the ticket asks, with what it was asked back. Later messages repeat the first one's subject."""
    subject = ticket.subject if ticket.is_first_turn else ""
    return find_questions(subject, f"{ticket.thread.asked_back}\n\n{told(ticket.body)}".strip(), ticket.language)


def question(ticket: Ticket) -> str:
    """Return the question that the turn refers to: the newest one before it that says enough by itself; "" if none does."""
    asked = ticket.thread.questions
    return next((said for said in asked if not leans(said, ticket.language)), asked[-1] if asked else "")


def referred(ticket: Ticket) -> str:
    """Return the question that a search needs behind the newest words: if neither they nor the subject name what they are
    about. Where the subject does, the question only draws the search back to the old answer (benchmarks/threads.py)."""
    named = names_topic(ticket.subject, ticket.language) or not leans(_own(ticket), ticket.language)
    return "" if named else question(ticket)


def earlier(ticket: Ticket) -> str:
    """Return the context of a prompt: the earlier question and the last public answer, bounded and labelled; "" if there is
    none, or if the turn is a new question."""
    before, told = question(ticket), _last_answer(ticket)
    if not before or _is_another_topic(ticket):
        return ""
    room = int(MOST_CHARACTERS * _ANSWER_SHARE) if told else MOST_CHARACTERS
    lines = [f"The customer asked before: {_one_line(before, room)}"]
    if told:
        lines.append(f"We answered: {_one_line(told, MOST_CHARACTERS - room)}")
    return "\n".join(lines)


def is_new_question(ticket: Ticket, passages: Sequence[Passage]) -> bool:
    """Return whether the turn is plainly a new question after an answer: it asks something of its own, in words that were
    not used before, and the search finds nothing that was cited before. When in doubt it is not."""
    if rejects(_own(ticket), ticket.language) or not asks(_own(ticket), ticket.language):
        return False
    if leans(_own(ticket), ticket.language) or not passages or not _is_another_topic(ticket):
        return False
    cited = {ref for one in ticket.thread.answers for ref in one.refs}
    return passages[0].ref not in cited


def _is_another_topic(ticket: Ticket) -> bool:
    """Return whether the turn shares next to no words with what was asked and answered before."""
    own = content(_own(ticket), ticket.language)
    if len(own) < FEW or not ticket.thread.before:
        return False
    texts = (*ticket.thread.questions, *ticket.thread.said())
    before = frozenset[str]().union(*(content(said, ticket.language) for said in texts))
    return len(own & before) <= _MOST_SHARED * len(own)


def _last_answer(ticket: Ticket) -> str:
    ours = [(one.at, one.reply) for one in ticket.thread.answers]
    theirs = [(one.at, one.text) for one in ticket.thread.agents_answers]
    return max((*ours, *theirs), default=(None, ""), key=lambda said: said[0])[1]


def _one_line(text: str, room: int) -> str:
    return " ".join(text.split())[:room]


def _own(ticket: Ticket) -> str:
    """Return what the customer wrote, without what is shown of earlier messages below it."""
    return written(ticket.body)
