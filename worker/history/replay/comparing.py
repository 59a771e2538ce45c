"""This module compares what would be done with a past ticket with what people did.

A reply is right if each passage that it stands on is one that carries the agent's answer, and no sentence of it contradicts
one of theirs (the same words but for an amount, a length or a "not"). It is wrong if a person had to take the ticket, if it
stands on another passage, or if it contradicts. It is not known where the agent answered nothing that any passage carries.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from knowledge.passages import section_of
from worker.domain import Action, Run
from worker.history.example import Example
from worker.pipeline.contradiction import differ
from worker.states import Outcome


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "not known"


DEFINITION = (
    "A reply counts as right if each passage it stands on carries the agent's answer too, and no sentence of it contradicts "
    "the agent's. It counts as wrong if a person had to take the ticket, if it stands on another passage, or if it contradicts. "
    "Where no passage carries the agent's answer, nobody knows, and it is counted apart."
)


@dataclass(frozen=True)
class Row:
    """A row is one past ticket: what people did, and what would be done today."""

    id: str  # source and number
    at: datetime | None
    subject: str
    asked: str
    example: Example
    run: Run

    @property
    def outcome(self) -> Outcome:
        return self.run.decision.outcome

    @property
    def is_routed_alike(self) -> bool | None:
        """Return whether the queue is the one in which people had it; None where that is none of the company's."""
        return None if self.example.queue is None else self.run.queue == self.example.queue

    @property
    def escalates(self) -> bool:
        """Return whether a person is told to take the ticket."""
        triage = self.run.triage
        return self.outcome is Outcome.HAND_OVER or (triage is not None and triage.escalate)

    @property
    def is_escalated_alike(self) -> bool:
        return self.escalates == self.example.escalate

    @property
    def is_sent(self) -> bool:
        return self.outcome.is_public

    @property
    def said(self) -> tuple[str, ...]:
        """Return the sentences of the reply or the draft; none where there is none."""
        reply = self.run.reply
        has_one = reply is not None and reply.action is not Action.HAND_OVER and self.outcome is not Outcome.HAND_OVER
        return reply.sentences if has_one and reply is not None else ()

    @property
    def cited(self) -> tuple[str, ...]:
        found = self.run.check.attributions if self.run.check is not None else ()
        return tuple(dict.fromkeys(one.passage.ref for one in found if one.passage is not None))

    @cached_property
    def verdict(self) -> Verdict | None:
        """Return whether the reply or the draft is right; None where there is none."""
        if not self.said:
            return None
        if self.example.escalate:
            return Verdict.WRONG
        answering = set(map(section_of, self.example.passages))
        if not answering or self.outcome is Outcome.ASK:  # what a question is worth shows its answer
            return Verdict.UNKNOWN
        stands = bool(self.cited) and answering.issuperset(map(section_of, self.cited))
        return Verdict.RIGHT if stands and not self.contradicted else Verdict.WRONG

    @cached_property
    def contradicted(self) -> tuple[str, str] | None:
        """Return the first sentence of the reply that contradicts one of the agent's, with that one."""
        pairs = ((one, other.text) for one in self.said for other in self.example.sentences)
        return next((pair for pair in pairs if differ(*pair)), None)

    @property
    def why_wrong(self) -> str:
        """Return why the reply is wrong, in words."""
        if self.example.escalate:
            reason = self.example.reasons[0] if self.example.reasons else "a person took it"
            return f"a person had to take it ({reason})"
        if self.contradicted is not None:
            return f"it says “{self.contradicted[0]}”, and the agent said “{self.contradicted[1]}”"
        return "it stands on other passages than the agent's answer"
