"""This module holds what a company is to Deskhand: its queues, reasons, voice, brands, questions, fields and rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from worker.company.fields import Field
from worker.company.history import HistoryRules
from worker.company.replay import ReplayBars
from worker.company.rules import Rule
from worker.company.voice import Voice, Voices

Questions = Mapping[str, Mapping[str, tuple[str, ...]]]
"""The questions that a company approved: queue -> ISO 639-1 code of the language -> questions, the first one first."""


@dataclass(frozen=True)
class Brand:
    """A brand is one of several names under which the company answers. Its helpdesk tells them apart by an id."""

    name: str
    id: str
    signature: str
    sources: tuple[str, ...] = ()  # names in the knowledge file; without any, all of them
    enabled: bool = True  # False: its tickets go to a person
    voices: Voices = field(default_factory=dict)  # what it says otherwise than the company


@dataclass(frozen=True)
class Contacts:
    """Contacts are the addresses, numbers and places that a reply may name, because they are the company's own."""

    domains: frozenset[str] = frozenset()  # with all hosts below them and all mail addresses at them
    hosts: frozenset[str] = frozenset()  # of links, each alone: help.vendor.example
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    ibans: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Company:
    id: str = field(kw_only=True)  # what was learned from its tickets carries it, and so does its database
    name: str
    signature: str
    queues: dict[str, str]  # name -> what belongs there
    escalation: dict[str, str]  # reason -> the company's own rule, shown to people
    not_support_queue: str | None = None  # for spam and the like: a request for a person never goes there
    protected_names: frozenset[str] = frozenset()  # plans and products: a reply names one only if a passage does
    brands: tuple[Brand, ...] = ()
    questions: Questions = field(default_factory=dict)  # what a customer may be asked whose ticket says too little
    contacts: Contacts | None = None  # None: the file has no list, and a reply that names any address is held
    fields: tuple[Field, ...] = ()  # select fields beside queue and priority
    rules: tuple[Rule, ...] = ()  # above the models, in the order of the file
    voices: Voices = field(default_factory=dict)
    history: HistoryRules = field(default_factory=HistoryRules)  # of past tickets
    replay: ReplayBars = field(default_factory=ReplayBars)

    def brand(self, brand_id: str | None) -> Brand | None:
        """Return the brand with an id; None for a brand that the file does not name."""
        return next((brand for brand in self.brands if brand.id == brand_id), None)

    def signature_of(self, brand_id: str | None, language: str = "") -> str:
        """Return what a reply is signed with: a brand's own signature is nearer than the company's for a language."""
        brand = self.brand(brand_id)
        company = self.voices.get(language, Voice()).signature or self.signature
        if brand is None:
            return company
        own = brand.voices.get(language, Voice()).signature
        return own or (brand.signature if brand.signature != self.signature else company)
