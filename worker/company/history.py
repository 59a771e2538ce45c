"""This module holds what the company says of its past tickets: `[history]`.

The helpdesk's groups and priorities become queues and priorities of the company, and what people did with a ticket becomes a
label: whether a person had to take it, and why. `worker.history` applies it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

ANY_MENTION = "@*"  # a note that mentions anybody
NO_QUEUE = "*"  # any group that is no queue of the company
ANY_VALUE = "*"  # any value of a column but "no", "0" and the like
SPAM_TAGS = ("spam", "junk", "phishing", "closed_by_spam", "spam_ticket")


@dataclass(frozen=True)
class EscalationRule:
    """A rule says that a person had to take a ticket if all its conditions hold. An empty condition is none."""

    name: str
    reason: str
    moved_to: tuple[str, ...] = ()  # groups that it was moved to; NO_QUEUE
    group: tuple[str, ...] = ()  # groups that it ended in, wherever it began
    tags: tuple[str, ...] = ()
    note: tuple[str, ...] = ()  # words and @names in a private note; ANY_MENTION
    answer: tuple[str, ...] = ()  # words in what an agent told the customer
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()  # column of the helpdesk, values; ANY_VALUE
    assignee: tuple[str, ...] = ()  # who had it at the end
    reopened: int | None = None  # so often at least


DEFAULTS = (
    EscalationRule(
        "tag of an escalation",
        "not_covered",
        tags=("escalated", "escalation", "eskaliert", "eskalation", "escalade", "escalado", "tier2", "tier_2", "second_level"),
    ),
    EscalationRule(
        "a refund by hand",
        "money_beyond_policy",
        fields=(("refund", (ANY_VALUE,)), ("refunded", (ANY_VALUE,)), ("refund_amount", (ANY_VALUE,))),
    ),
    EscalationRule("moved to a group that is no queue", "not_covered", moved_to=(NO_QUEUE,)),
    EscalationRule("a colleague was mentioned in a note", "not_covered", note=(ANY_MENTION,)),
    EscalationRule("opened again twice", "angry_or_at_risk", reopened=2),
)  # fmt: skip
"""These rules apply where the company file has none. Their reasons count only where `[escalation]` has them."""


@dataclass(frozen=True)
class HistoryRules:
    groups: Mapping[str, str] = field(default_factory=dict)  # the helpdesk's group -> queue
    priorities: Mapping[str, str] = field(default_factory=dict)  # the helpdesk's priority -> ours
    spam_tags: tuple[str, ...] = SPAM_TAGS
    escalation: tuple[EscalationRule, ...] = DEFAULTS  # the first one that applies gives the reason

    def over(self, groups: Mapping[str, str], priorities: Mapping[str, str]) -> "HistoryRules":
        """Return these rules with what the mapping of an import says where the company file says nothing."""
        return replace(self, groups={**groups, **self.groups}, priorities={**priorities, **self.priorities})
