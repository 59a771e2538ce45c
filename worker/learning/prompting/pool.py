"""This module makes the examples that a prompt can have of handled tickets.

For replies these are tickets that an agent answered from public passages which the search finds. A ticket that cites an
account's own rows, or in which something of a person is left, is none: a model could repeat it to another customer. Of each
fourth the right passages are taken away, so that there are hand-overs too.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from knowledge.handled_tickets import HandledTicket
from knowledge.passages import section_of
from models.skills import reply, triage
from models.skills.reply import ReplyInput
from models.skills.triage import TriageInput
from worker.domain import Passage, Retrieved
from worker.learning.evaluation import NOTHING
from worker.learning.examples import Found, Say, triage_input
from worker.learning.received import Customers, as_ticket
from worker.pipeline import retrieve
from worker.pipeline.context import earlier
from worker.pipeline.prompting import Shot

MOST = 400  # tickets to choose from
_WITHHELD = 4  # of so many replies one is a hand-over
Residue = Callable[[str, str | None], Collection[object]]
"""It finds what says who somebody is in a text of a language."""


@dataclass(frozen=True)
class Left:
    """These counts say which tickets may be no examples of replies."""

    unanswered: int = 0
    private: int = 0  # cites an account's own rows
    named: int = 0  # something of a person is left in it
    unfound: int = 0  # the search does not show what it was answered from

    def told(self) -> str:
        known = {
            "no answer to show": self.unanswered,
            "an account's own rows in its answer": self.private,
            "something of a person in it (`deskhand history examples` redacts)": self.named,
            "no passage found that it was answered from": self.unfound,
        }
        return ", ".join(f"{count} with {why}" for why, count in known.items() if count)


def covering(tickets: Sequence[HandledTicket], most: int = MOST) -> list[HandledTicket]:
    """Return tickets in an order in which the first few cover as many labels as possible: each next one has those that came least
    often before."""
    labels = {ticket.id: _labels(ticket) for ticket in tickets}
    seen, left, order = Counter[str](), list(tickets), list[HandledTicket]()
    while left and len(order) < most:
        best = min(range(len(left)), key=lambda place: (sum(seen[one] for one in labels[left[place].id]), place))
        order.append(left.pop(best))
        seen.update(labels[order[-1].id])
    return order


def _labels(ticket: HandledTicket) -> tuple[str, ...]:
    known = (
        f"queue {ticket.queue}",
        f"hand-over {ticket.escalate}",
        f"hand-over {ticket.escalate}",
    )  # the latter counts twice
    return (*known, f"priority {ticket.priority}", f"reason {ticket.reason}", f"language {ticket.language}")


def of_triage(
    tickets: Sequence[HandledTicket], found: Mapping[str, Retrieved], customers: Customers
) -> list[Shot[TriageInput]]:
    made = []
    for ticket in tickets:
        shown = triage_input(ticket, customers)
        shown = TriageInput(shown.subject, shown.body, shown.customer, earlier(as_ticket(ticket, customers)))
        answer = triage.answer(ticket.queue, ticket.priority, ticket.escalate, ticket.reason)
        made.append(Shot(ticket.id, shown, answer, found.get(ticket.id, NOTHING).vector))
    return made


def may_be_shown(
    tickets: Sequence[HandledTicket], private: Collection[str], residue: Residue
) -> tuple[list[HandledTicket], Left]:
    """Return the tickets that may be shown to a model which replies to other customers. `private`: the sources whose passages
    each belong to one account."""
    kept = []
    unanswered = accounts = named = 0
    for ticket in tickets:
        if not ticket.is_replied or ticket.action != reply.Action.ANSWER or not ticket.sentences:
            unanswered += 1
        elif any(ref.partition("/")[0] in private for ref in ticket.passages):
            accounts += 1
        elif any(residue(text, ticket.language) for text in _texts(ticket)):
            named += 1
        else:
            kept.append(ticket)
    return kept, Left(unanswered, accounts, named)


def _texts(ticket: HandledTicket) -> tuple[str, ...]:
    before = tuple(message.text for message in ticket.messages)
    return (ticket.subject, ticket.body, *ticket.sentences, *before)


def of_replies(
    tickets: Sequence[HandledTicket], found: Mapping[str, Retrieved], say: Say
) -> tuple[list[Shot[ReplyInput]], int]:
    """Return the examples, and how many tickets gave none. `say`: what a perfect model says of a ticket."""
    made = []
    for number, ticket in enumerate(tickets):
        result = found.get(ticket.id, NOTHING)
        shown = [p for p in result.passages if p.trusted and p.account is None]
        right, withheld = set(map(section_of, ticket.passages)), number % _WITHHELD == _WITHHELD - 1
        if withheld:
            shown = [passage for passage in shown if section_of(passage.ref) not in right]
        shown = shown[: retrieve.SHOWN]
        if not withheld and not any(section_of(passage.ref) in right for passage in shown):
            continue
        answer = say(ticket, list(map(_found, shown)), None if withheld else ticket.sentences)
        if answer is None:
            continue
        context = earlier(as_ticket(ticket))
        seen = ReplyInput(ticket.subject, ticket.body, tuple(p.shown for p in shown), context)
        made.append(Shot(ticket.id, seen, answer.text, result.vector))
    return made, len(tickets) - len(made)


def _found(passage: Passage) -> Found:
    return Found(passage.ref, passage.shown, passage)
