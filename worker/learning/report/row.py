"""A row is one handled ticket, what was wanted and what a contender gave."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from knowledge.handled_tickets import HandledTicket
from knowledge.passages import section_of
from models.errors import InvalidOutput
from worker.domain import Action, CheckResult, Passage, Reply, Triage
from worker.learning.received import as_ticket
from worker.pipeline.draft import request
from worker.pipeline.sayable import sayable

Part = Literal["triage", "replies"]
PART_OF: Mapping[str, Part] = {"triage": "triage", "reply": "replies"}  # skill -> the part that it does
PARTS: frozenset[Part] = frozenset(get_args(Part))
MOST_WORDS = 1.5  # of a right reply, by the words of the agent's
MOST_WORDS_ALONE = 60  # of a right reply where no agent's is known: agents of the demo mostly write some forty
_UNSUPPORTED = frozenset({"unsupported", "invented_fact"})


@dataclass(frozen=True)
class Row:
    ticket: HandledTicket
    triage: Triage | InvalidOutput | None = None  # None: the contender does no triage
    passages: tuple[Passage, ...] = ()
    reply: Reply | InvalidOutput | None = None  # None: a person took it, so no reply is scored
    check: CheckResult | None = None

    @property
    def given(self) -> Triage | None:
        return self.triage if isinstance(self.triage, Triage) else None

    @property
    def escalates(self) -> bool:
        return self.given is not None and self.given.escalate

    @property
    def reasons(self) -> frozenset[str]:
        """Return why a person had to take the ticket: all reasons that apply."""
        return frozenset((*self.ticket.reasons, *([self.ticket.reason] if self.ticket.reason else ())))

    @cached_property
    def is_handed_over(self) -> bool:
        """Return whether a person gets the ticket: triage says so, or the rule for requests for a person does."""
        return self.escalates or request(as_ticket(self.ticket)) is not None

    @property
    def alarm(self) -> float:
        """Return how sure triage is that a person must take the ticket, 0 to 1."""
        if self.given is None:
            return 0.0
        sure = self.given.probabilities.get("escalate", 1.0)
        return sure if self.given.escalate else 1 - sure

    @property
    def answered(self) -> Reply | None:
        """Return the reply, if it is one that says something."""
        said = self.reply if isinstance(self.reply, Reply) else None
        return None if said is None or said.action is Action.HAND_OVER else said

    @property
    def passes(self) -> bool:
        return self.answered is not None and self.check is not None and self.check.passed

    @property
    def cited(self) -> tuple[str, ...]:
        """Return the passage of each sentence of the answer that has one."""
        found = self.check.attributions if self.answered is not None and self.check is not None else ()
        return tuple(one.passage.ref for one in found if one.passage is not None)

    @property
    def answering(self) -> frozenset[str]:
        """Return the passages that answer the ticket: those the agent used, and all others that anybody noted."""
        return frozenset((*self.ticket.passages, *self.ticket.answers))

    @property
    def stands_on_the_right(self) -> bool:
        """Return whether the reply cites passages, and only such as answer the ticket."""
        return stands_on_the_right(self.ticket, self.cited)

    @property
    def is_right(self) -> bool:
        """Return whether the reply passes the check, stands on the right passages alone, has every fact that it must have,
        and at most one and a half times the words of the agent's."""
        return self.passes and self.stands_on_the_right and self._has_facts and self._is_short

    @cached_property
    def could_be_right(self) -> bool:
        """Return whether some choice among the statements of the passages shown is right, but for its length: those of the
        passages that answer have every fact."""
        if self.ticket.escalate:
            return False
        right = set(map(section_of, self.answering))
        ticket = as_ticket(self.ticket)
        own = [one.text for one, passage in sayable(ticket, self.passages) if section_of(passage.ref) in right]
        return bool(own) and all(_plain((fact,)) in _plain(own) for fact in self.ticket.facts)

    @property
    def wrong_language(self) -> bool:
        return "wrong_language" in self._findings

    @property
    def claims_too_much(self) -> bool:
        """Return whether the check found a claim that no passage supports."""
        return not _UNSUPPORTED.isdisjoint(self._findings)

    @property
    def _findings(self) -> frozenset[str]:
        return frozenset(one.code for one in self.check.findings) if self.answered and self.check else frozenset()

    @property
    def _has_facts(self) -> bool:
        said = _plain(self.answered.sentences if self.answered else ())
        return all(_plain((fact,)) in said for fact in self.ticket.facts)

    @property
    def _is_short(self) -> bool:
        ours, theirs = (
            _plain(own).split() for own in (self.answered.sentences if self.answered else (), self.ticket.sentences)
        )
        return len(ours) <= (MOST_WORDS * len(theirs) if theirs else MOST_WORDS_ALONE)


def stands_on_the_right(ticket: HandledTicket, cited: Collection[str]) -> bool:
    """Return whether a reply to a ticket that needs no person cites passages, and only such as answer it. A piece of a section
    counts as the section."""
    answering = set(map(section_of, (*ticket.passages, *ticket.answers)))
    return not ticket.escalate and bool(cited) and answering.issuperset(map(section_of, cited))


def _plain(texts: Sequence[str]) -> str:
    return " ".join(" ".join(texts).casefold().split())
