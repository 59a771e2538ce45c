"""This module holds the form of the company file: which entries each table may have, and of which kind they are.

What one entry says about another one is checked in `checks`.
"""

from decimal import Decimal
from math import inf
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from worker.company import fields, ids, rules
from worker.company.company import Brand, Company, Contacts, Questions
from worker.company.entries import STRICT, Said, Texts
from worker.company.history import HistoryRules
from worker.company.history_schema import EscalationTable, HistoryTable
from worker.company.mistakes import WHOLE
from worker.company.replay import MINUTES, ReplayBars
from worker.company.voice import Voice


def _amount(value: float) -> float:
    if not 0 <= value < inf:
        raise ValueError("is a number from 0 upwards")
    return value


def _share(value: float) -> float:
    if not 0 <= value <= 1:
        raise ValueError("is a share from 0 to 1: 0.8 is 80 %")
    return value


def _id_of(what: str) -> BeforeValidator:
    """Return what reads an id as text, because helpdesks have numbers and people write both."""

    def read(value: Any) -> str:
        if not isinstance(value, str | int) or isinstance(value, bool) or not str(value).strip():
            raise PydanticCustomError(WHOLE, "needs an id: that of the {what} in the helpdesk", {"what": what})
        return str(value).strip()

    return BeforeValidator(read)


def _own_id(value: str) -> str:
    if not ids.is_id(value):
        example = f', such as id = "{ids.id_of(value)}"' if ids.id_of(value) else ""
        raise ValueError(f"has small letters, digits and - between them, {ids.LONGEST} at most{example}")
    return value


def _sources(names: Any) -> Any:
    """Refuse what names no source. The path of a document is cut at the first "/"."""
    if not isinstance(names, list) or not names or not all(isinstance(n, str) and n and "/" not in n for n in names):
        raise PydanticCustomError(WHOLE, "sources is a list with at least one name of the knowledge file")
    return names


class _Table(BaseModel):
    model_config = STRICT


class VoiceTable(_Table):
    address: Said | None = None
    greeting: Said | None = None
    closing: Said | None = None
    sources: Said | None = None
    signature: Said | None = None

    def voice(self) -> Voice:
        return Voice(**dict(self))


class BrandTable(_Table):
    id: Annotated[str, _id_of("brand")] = Field("", validate_default=True)
    signature: str | None = None
    sources: Annotated[list[str], BeforeValidator(_sources)] = []
    enabled: bool = True
    voice: dict[str, VoiceTable] = {}

    def brand(self, name: str, signature: str) -> Brand:
        chosen = signature if self.signature is None else self.signature
        voices = {code: table.voice() for code, table in self.voice.items()}
        return Brand(name, self.id, chosen, tuple(self.sources), self.enabled, voices)


class ContactsTable(_Table):
    domains: list[Said] = []
    hosts: list[Said] = []
    emails: list[Said] = []
    phones: list[Said] = []
    ibans: list[Said] = []

    def contacts(self) -> Contacts:
        return Contacts(**{name: frozenset(one.lower() for one in values) for name, values in self})


class FieldTable(_Table):
    description: str = ""
    options: dict[str, str]
    write: str = fields.Write.TAG
    prefix: str | None = None
    id: Annotated[str | None, _id_of("custom field")] = None

    def field(self, name: str) -> fields.Field:
        write = fields.Write(self.write)
        prefix = f"{name}_" if self.prefix is None else self.prefix
        return fields.Field(
            name, self.options, self.description, write, prefix if write is fields.Write.TAG else "", self.id
        )


class RuleTable(_Table):
    name: Said
    effect: str
    reason: str = rules.RULE
    queue: str | None = None
    tier: Texts = []
    plan: Texts = []
    channel: Texts = []
    language: Texts = []
    brand: Texts = []
    phrases: dict[str, Texts] = {}
    fields: dict[str, Texts] = {}
    amount_over: Annotated[float, AfterValidator(_amount)] | None = None
    currency: str | None = None

    def rule(self) -> rules.Rule:
        lists = {name: tuple(getattr(self, name)) for name in ("tier", "plan", "channel", "language", "brand")}
        return rules.Rule(
            name=self.name,
            effect=rules.Effect(self.effect),
            reason=self.reason,
            queue=self.queue,
            phrases=tuple((language, tuple(said)) for language, said in self.phrases.items()),
            fields=tuple((name, tuple(values)) for name, values in self.fields.items()),
            amount_over=None if self.amount_over is None else Decimal(str(self.amount_over)),
            currency=self.currency,
            **lists,
        )


class ReplayTable(_Table):
    min_routed: Annotated[float, AfterValidator(_share)] | None = None
    min_escalated_recall: Annotated[float, AfterValidator(_share)] | None = None
    max_sent_wrong: Annotated[float, AfterValidator(_share)] | None = None
    minutes_per_answer: Annotated[float, AfterValidator(_amount)] = MINUTES

    def bars(self) -> ReplayBars:
        return ReplayBars(**dict(self))


class CompanyFile(_Table):
    id: Annotated[str, AfterValidator(_own_id)]
    name: str
    product: str = ""  # for people who read the file
    signature: str
    queues: dict[str, str]
    escalation: dict[str, str]
    not_support_queue: str | None = None
    protected_names: list[str] = []
    brands: dict[str, BrandTable] = {}
    questions: dict[str, Any] = {}
    contacts: ContactsTable | None = None
    fields: dict[str, FieldTable] = {}
    rules: list[RuleTable] = []
    voice: dict[str, VoiceTable] = {}
    history: HistoryTable | None = None
    replay: ReplayTable | None = None

    def company(self, questions: Questions) -> Company:
        return Company(
            id=self.id,
            name=self.name,
            signature=self.signature,
            queues=self.queues,
            escalation=self.escalation,
            not_support_queue=self.not_support_queue,
            protected_names=frozenset(self.protected_names),
            brands=tuple(table.brand(name, self.signature) for name, table in self.brands.items()),
            questions=questions,
            contacts=self.contacts.contacts() if self.contacts else None,
            fields=tuple(table.field(name) for name, table in self.fields.items()),
            rules=tuple(table.rule() for table in self.rules),
            voices={code: table.voice() for code, table in self.voice.items()},
            history=self.history.rules() if self.history else HistoryRules(),
            replay=self.replay.bars() if self.replay else ReplayBars(),
        )


ALLOWED = {
    "": list(CompanyFile.model_fields),
    "brands": list(BrandTable.model_fields),
    "contacts": list(ContactsTable.model_fields),
    "fields": list(FieldTable.model_fields),
    "history": list(HistoryTable.model_fields),
    "history.escalation": list(EscalationTable.model_fields),
    "replay": list(ReplayTable.model_fields),
    "rules": list(RuleTable.model_fields),
    "voice": list(VoiceTable.model_fields),
}
"""These are the entries of each table, by the kind of the table."""
