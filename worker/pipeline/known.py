"""This module holds what the steps have found out about a ticket when it is decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from worker.domain import CheckResult, Passage, Reason, Reply, Ticket, Triage
from worker.mail.asked.questions import Question
from worker.mail.person.request import Request
from worker.pipeline.rules import Judged
from worker.pipeline.ruling import overrules

# A ticket without content is neither spam, nor several problems, nor one that nothing answers, whatever triage says of it.
_GUESSED = {None, Reason.NOT_SUPPORT, Reason.NOT_COVERED, Reason.SEVERAL_PROBLEMS}


@dataclass(frozen=True)
class Known:
    """This is what the steps found out. `failures` maps a step to what went wrong in it."""

    ticket: Ticket
    answerable: bool
    triage: Triage | None
    passages: Sequence[Passage]
    reply: Reply | None
    check: CheckResult | None
    failures: Mapping[str, str]
    request: Request | None = None  # for a person, in what the customer wrote
    brand_off: str | None = None  # the name of the ticket's brand, if Deskhand is off for it
    questions: Sequence[Question] = ()  # of the ticket
    vague: bool = False  # the ticket says nothing about what it wants
    approved: Reply | None = None  # the company's own question for such a ticket, if it may be asked
    rules: Sequence[Judged] = ()  # of the company, that apply
    untaught: bool = False  # nothing here has learned triage yet

    @property
    def is_unclear(self) -> bool:
        """Return whether a ticket is vague, and triage saw nothing in it for which a person is needed at once: what it says
        about a vague text is a guess."""
        seen = self.triage
        return self.vague and seen is not None and (seen.reason in _GUESSED or overrules(self.rules, seen))
