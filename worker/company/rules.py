"""This module holds the company's rules, which stand above the models: `[[rules]]`.

    never_send > always_escalate > never_escalate > queue

A rule applies to a ticket if all its conditions hold. Of several with one effect the first in the file counts.
`worker.pipeline.rules` finds which rules apply, `worker.pipeline.decide` what follows.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

RULE = "rule"  # the reason of a decision that a rule makes without naming another one
NO_LANGUAGE = "unknown"  # of a ticket with too little text to tell


class Effect(StrEnum):
    """An effect is what a rule does with a ticket. The first one is the strongest."""

    NEVER_SEND = "never_send"  # a reply is a draft, held for a person
    ALWAYS_ESCALATE = "always_escalate"  # a person takes the ticket
    NEVER_ESCALATE = "never_escalate"  # what a model says about a person is overruled
    QUEUE = "queue"  # the ticket goes there

    @property
    def is_cautious(self) -> bool:
        """Return whether the effect only keeps words from the customer: then a doubt speaks for the rule."""
        return self in {Effect.NEVER_SEND, Effect.ALWAYS_ESCALATE}


@dataclass(frozen=True)
class Rule:
    """A rule has an effect and conditions. An empty condition is none."""

    name: str
    effect: Effect
    reason: str = RULE  # of always_escalate
    queue: str | None = None  # of queue
    tier: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    language: tuple[str, ...] = ()  # ISO 639-1, "other" or "unknown"
    brand: tuple[str, ...] = ()  # names
    phrases: tuple[tuple[str, tuple[str, ...]], ...] = ()  # language, phrases
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()  # field, values
    amount_over: Decimal | None = None
    currency: str | None = None  # ISO 4217; None: any

    @property
    def made_by(self) -> str:
        """Return how a decision names this rule."""
        return f"rule: {self.name}"
