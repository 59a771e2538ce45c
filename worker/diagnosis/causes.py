"""This module names the causes of a bad or corrected answer, in words for people who run a support team, and what to look at
first for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Cause(StrEnum):
    KNOWLEDGE_MISSING = "knowledge_missing"
    KNOWLEDGE_STALE = "knowledge_stale"
    KNOWLEDGE_CONTRADICTING = "knowledge_contradicting"
    NOT_RETRIEVED = "not_retrieved"
    RANKED_BELOW = "ranked_below"
    SHOWN_NOT_USED = "shown_not_used"
    QUESTION_NOT_MET = "question_not_met"
    WRONG_ROUTE = "wrong_route"
    WRONG_ESCALATION = "wrong_escalation"
    FORMAT = "format"
    TONE = "tone"
    NO_FAULT = "no_fault"  # the agent said the same in other words, or a person had to take it
    NOT_KNOWN = "not_known"  # nobody answered, or what was answered says nothing that could be compared


class Area(StrEnum):
    """An area is where the first thing to do lies."""

    KNOWLEDGE = "knowledge"
    RETRIEVAL = "retrieval"
    PROMPT = "prompt"  # what the company tells the worker: rules, voice, instructions
    MODEL = "model"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Told:
    """These are the words for a cause."""

    title: str
    area: Area
    first: str  # what to do first


TOLD: Mapping[Cause, Told] = {
    Cause.KNOWLEDGE_MISSING: Told(
        "The knowledge does not say it",
        Area.KNOWLEDGE,
        "Write the page, or add the sentence to the page that is nearest.",
    ),
    Cause.KNOWLEDGE_STALE: Told(
        "The knowledge is out of date",
        Area.KNOWLEDGE,
        "Correct the page or the price, then run `deskhand knowledge sync`.",
    ),
    Cause.KNOWLEDGE_CONTRADICTING: Told(
        "Two pages say different things",
        Area.KNOWLEDGE,
        "Decide which page is right, and correct or remove the other one.",
    ),
    Cause.NOT_RETRIEVED: Told(
        "The right page was not found",
        Area.RETRIEVAL,
        "Give the page the customers' words, or add this ticket to the handled tickets, so that the search knows it.",
    ),
    Cause.RANKED_BELOW: Told(
        "The right page was found too far down",
        Area.RETRIEVAL,
        "Add such tickets to the handled tickets, or tune the search: `deskhand knowledge tune`.",
    ),
    Cause.SHOWN_NOT_USED: Told(
        "The right page was there and was not used",
        Area.MODEL,
        "Train what writes the replies on such tickets: `deskhand models selector`, or an adapter.",
    ),
    Cause.QUESTION_NOT_MET: Told(
        "The right page was used, and a question stayed open",
        Area.MODEL,
        "Train what writes the replies on such tickets: `deskhand models selector`, or an adapter.",
    ),
    Cause.WRONG_ROUTE: Told(
        "It went to the wrong queue",
        Area.MODEL,
        "Train the heads on such tickets (`deskhand models heads`), or write a rule for them.",
    ),
    Cause.WRONG_ESCALATION: Told(
        "A person was wrongly asked to take it, or wrongly was not",
        Area.MODEL,
        "Train the heads on such tickets (`deskhand models heads`), or write a rule for them.",
    ),
    Cause.FORMAT: Told(
        "The reply could not be used as it was written",
        Area.MODEL,
        "Look at who writes the replies (DESKHAND_REPLY) and at the language that was told.",
    ),
    Cause.TONE: Told(
        "The reply speaks to customers in another way than the company",
        Area.PROMPT,
        "Set `[voice]` in the company file; where a page speaks in the other way, correct the page.",
    ),
    Cause.NO_FAULT: Told(
        "Nothing was wrong with it", Area.NOTHING, "Nothing; `deskhand wording` can learn the agent's words."
    ),
    Cause.NOT_KNOWN: Told(
        "There is nothing to compare with",
        Area.NOTHING,
        "Nothing; look again when somebody has answered what was asked.",
    ),
}
"""This module names each cause, and says what to do first."""


@dataclass(frozen=True)
class Evidence:
    """Evidence is one fact that speaks for the cause, in a sentence, with the passage that it is about."""

    text: str
    ref: str = ""


@dataclass(frozen=True)
class Diagnosis:
    ticket: str  # its number here, or the helpdesk's id
    cause: Cause
    evidence: tuple[Evidence, ...]
    area: Area
    first: str  # what to do first

    @classmethod
    def of(
        cls, ticket: str, cause: Cause, *evidence: Evidence | str, area: Area | None = None, first: str = ""
    ) -> "Diagnosis":
        told = TOLD[cause]
        facts = tuple(one if isinstance(one, Evidence) else Evidence(one) for one in evidence)
        return cls(ticket, cause, facts, area or told.area, first or told.first)

    @property
    def title(self) -> str:
        return TOLD[self.cause].title

    def to_json(self) -> dict[str, object]:
        return {
            "ticket": self.ticket,
            "cause": self.cause.value,
            "title": self.title,
            "evidence": [{"text": one.text, "ref": one.ref} for one in self.evidence],
            "area": self.area.value,
            "first": self.first,
        }
