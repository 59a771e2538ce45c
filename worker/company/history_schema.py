"""This module holds the form of `[history]` of the company file."""

from pydantic import BaseModel

from worker.company.entries import STRICT, Said, Texts
from worker.company.history import DEFAULTS, SPAM_TAGS, EscalationRule, HistoryRules


class _Table(BaseModel):
    model_config = STRICT


class EscalationTable(_Table):
    name: Said
    reason: str
    moved_to: Texts = []
    group: Texts = []
    tags: Texts = []
    note: Texts = []
    answer: Texts = []
    fields: dict[str, Texts] = {}
    assignee: Texts = []
    reopened: int | None = None

    def rule(self) -> EscalationRule:
        lists = ("moved_to", "group", "tags", "note", "answer", "assignee")
        return EscalationRule(
            name=self.name,
            reason=self.reason,
            fields=tuple((name, tuple(values)) for name, values in self.fields.items()),
            reopened=self.reopened,
            **{name: tuple(getattr(self, name)) for name in lists},
        )


class HistoryTable(_Table):
    groups: dict[str, str] = {}
    priorities: dict[str, str] = {}
    spam_tags: Texts = list(SPAM_TAGS)
    escalation: list[EscalationTable] | None = None  # None: nothing is said, so the defaults apply

    def rules(self) -> HistoryRules:
        said = DEFAULTS if self.escalation is None else tuple(table.rule() for table in self.escalation)
        return HistoryRules(self.groups, self.priorities, tuple(self.spam_tags), said)
