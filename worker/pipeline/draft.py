"""This module holds one ticket on its way through the steps, and what its words say before the first of them."""

from dataclasses import dataclass, field
from hashlib import sha256

from models.generation.engine import Generation
from worker.company import Company
from worker.domain import CheckResult, Passage, Reply, Retrieved, Ticket, Triage
from worker.mail.answerable import is_answerable, says_something
from worker.mail.asked.questions import Question
from worker.mail.asked.vague import is_vague
from worker.mail.person.request import Request, find_request
from worker.mail.view import written
from worker.pipeline import context
from worker.pipeline.coming_back import still_open
from worker.pipeline.known import Known
from worker.pipeline.rules import Judged, applying
from worker.pipeline.tools import Tools


@dataclass
class Draft:
    """A draft is one ticket on its way through the steps."""

    ticket: Ticket
    answerable: bool
    request: Request | None
    questions: tuple[Question, ...]
    vague: bool
    rules: tuple[Judged, ...] = ()
    approved: Reply | None = None
    brand_off: str | None = None
    triage: Triage | None = None
    by: Tools | None = None  # that write its reply, if not those of the batch
    found: Retrieved = field(default_factory=Retrieved)
    heads_id: str | None = None  # of the heads that decided
    untaught: bool = False  # nothing here has learned triage, so nothing decided it
    reply: Reply | None = None
    check: CheckResult | None = None
    failures: dict[str, str] = field(default_factory=dict)
    prompt_hashes: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, int] = field(default_factory=dict)
    milliseconds: dict[str, float] = field(default_factory=dict)

    @property
    def passages(self) -> tuple[Passage, ...]:
        return self.found.passages

    @property
    def is_worth_work(self) -> bool:
        """Return whether a model is asked. What it says of thanks would move a ticket that a person has."""
        return self.answerable and not self.ticket.automatic and still_open(self.ticket) is None

    @property
    def known(self) -> Known:
        """Return what the steps have found out so far."""
        return Known(
            ticket=self.ticket,
            answerable=self.answerable,
            triage=self.triage,
            passages=self.passages,
            reply=self.reply,
            check=self.check,
            failures=self.failures,
            request=self.request,
            brand_off=self.brand_off,
            questions=self.questions,
            vague=self.vague,
            approved=self.approved,
            rules=self.rules,
            untaught=self.untaught,
        )

    def note(self, step: str, prompt: str, made: Generation) -> None:
        """Note what the model was asked in a step, by its hash, and how long question and answer were."""
        self.prompt_hashes[step] = sha256(prompt.encode()).hexdigest()
        self.tokens |= {f"{step}.prompt": made.prompt_tokens, f"{step}.output": len(made.tokens)}


def begin(ticket: Ticket, company: Company) -> Draft:
    """Return the draft of a ticket, with what its words say before any step."""
    read = [file.text for file in ticket.attachments if file.text]
    subject = ticket.subject if ticket.is_first_turn else ""  # later messages repeat the first one's
    brand = company.brand(ticket.brand)
    return Draft(
        ticket,
        says_something(ticket.subject, ticket.body) or any(map(is_answerable, read)),
        request(ticket),
        context.questions(ticket),
        not read and is_vague(subject, ticket.body),
        applying(company, ticket),
        brand_off=brand.name if brand and not brand.enabled else None,
    )


def request(ticket: Ticket) -> Request | None:
    """Return the customer's request for a person, in their own words: an earlier message may have offered one. Only the
    first turn is read with its subject, because later messages repeat it."""
    own = written(ticket.body)
    return find_request(f"{ticket.subject}\n{own}" if ticket.is_first_turn else own)
