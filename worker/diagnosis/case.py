"""A case is one decision of ours with what people made of it: all that a diagnosis reads of a ticket."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from worker.company.rules import RULE
from worker.domain import Finding, Run, Ticket


@dataclass(frozen=True)
class Kept:
    """A kept passage is one that the search of the run gave. Its place is among them, from 1."""

    ref: str
    title: str
    place: int
    lexical_rank: int | None = None
    dense_rank: int | None = None
    trusted: bool = True


@dataclass(frozen=True)
class Cited:
    """A cited passage is what a sentence of ours stands on, as it was then."""

    sentence: str
    ref: str
    quote: str


@dataclass(frozen=True)
class After:
    """After is what people did. None: nobody said anything about it."""

    sentences: tuple[str, ...] = ()  # of the agent's answer, without greeting and signature
    text: str = ""  # the whole answer, as it was written
    queue: str | None = None
    priority: str | None = None
    escalated: bool | None = None

    @property
    def is_answered(self) -> bool:
        return bool(self.text.strip() or self.sentences)


@dataclass(frozen=True)
class Case:
    ticket: Ticket
    at: datetime
    outcome: str
    reason: str
    made_by: str
    queue: str | None
    priority: str | None
    escalated: bool  # we said that a person must take it
    kept: tuple[Kept, ...] = ()
    said: tuple[str, ...] = ()  # sentences of our reply or draft
    language: str = ""  # of it
    cited: tuple[Cited, ...] = ()
    findings: tuple[Finding, ...] = ()
    failures: Mapping[str, str] = field(default_factory=dict)
    draft: str = ""  # the whole reply as it was written, with greeting and closing; "" where it is not known
    after: After = field(default_factory=After)
    name: str = ""  # what people call the ticket

    @property
    def cited_refs(self) -> frozenset[str]:
        return frozenset(one.ref for one in self.cited)

    @property
    def by_rule(self) -> bool:
        """Return whether a rule of the company had a part in what was decided."""
        return f"{RULE}:" in self.made_by


def case_of(run: Run, at: datetime, after: After) -> Case:
    """Return the case of a run that is in memory."""
    attributions = run.check.attributions if run.check else ()
    return Case(
        ticket=run.ticket,
        at=at,
        outcome=run.decision.outcome,
        reason=run.decision.reason,
        made_by=run.decision.made_by,
        queue=run.queue,
        priority=run.triage.priority if run.triage else None,
        escalated=bool(run.triage and run.triage.escalate),
        kept=tuple(
            Kept(one.ref, one.title, place, one.lexical_rank, one.dense_rank, one.trusted)
            for place, one in enumerate(run.passages, 1)
        ),
        said=run.reply.sentences if run.reply else (),
        language=run.reply.language if run.reply else "",
        cited=tuple(Cited(one.sentence, one.passage.ref, one.passage.text) for one in attributions if one.passage),
        findings=run.check.findings if run.check else (),
        failures=run.failures,
        after=after,
        name=run.ticket.external_id,
    )
