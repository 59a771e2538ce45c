"""This module holds what customers write, the passages that answer it, and an engine that answers from them without a doubt.

So only what happens in the helpdesk keeps a reply back.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.generation.engine import Generation
from models.skills import reply, triage
from models.skills.fields import TokenLogprob
from worker.company import Company
from worker.domain import Passage, Retrieved, Ticket
from worker.pipeline.policy import Policy
from worker.pipeline.tools import Tools

COMPANY = Company("Light", "Light support", {"billing": "money", "access": "log in"}, {}, id="light")
POLICY = Policy("send", min_confidence=0.7, send_threshold=0.5)


@dataclass(frozen=True)
class Topic:
    key: str  # the word by which it is found
    question: str
    sentence: str
    is_own: bool = False  # the passage is of the customer's account


TOPICS = (
    Topic("password", "How long is the link to reset a password valid?", "A reset link is valid for 60 minutes."),
    Topic(
        "bookkeeper",
        "Where can our bookkeeper download the October invoice as a PDF?",
        "An Admin can download every invoice as a PDF under Settings.",
    ),
    Topic(
        "printer",
        "Which label printer works with the warehouse scanner?",
        "The warehouse scanner works with every label printer that speaks ZPL.",
    ),
    Topic(
        "calendar",
        "Does the holiday calendar of our branch appear in the weekly planning?",
        "Public holidays of a branch appear in the weekly planning after its region is set.",
    ),
    Topic(
        "dashboard",
        "How many widgets fit on the dashboard of a team?",
        "A dashboard holds up to twelve widgets for each team.",
        is_own=True,
    ),
)
REJECTIONS = ("No, that did not work.", "Still the same message.", "Tried it twice, no luck", "That does not help us.")
THANKS = ("Thank you, that worked!", "Perfect, thanks for the quick help.", "Great, many thanks, solved.")
FURTHER = ("We are on the Team plan.", "It is about the whole branch.", "It began on Monday.", "We use Firefox.")
AWAY = (
    "I am currently out of the office and will be back on Monday. This is an automatically generated message, please do not "
    "reply to it."
)


class Sure:
    """This engine answers with the sentence that `choose` finds for a prompt, without a doubt."""

    base_id = "sure"
    action = "answer"

    def __init__(self, choose: Callable[[str], str], seconds: float = 0.0) -> None:
        self.choose, self.seconds = choose, seconds
        self.prompts: list[str] = []

    def adapter_id(self, skill: str) -> str | None:
        return f"sure-{skill}"

    def generate(
        self, prompts: Sequence[str], *, skill: str, schema: Mapping[str, Any], max_tokens: int
    ) -> list[Generation]:
        del schema, max_tokens
        self.prompts += prompts
        time.sleep(self.seconds)
        return [self._said(prompt, skill) for prompt in prompts]

    def _said(self, prompt: str, skill: str) -> Generation:
        said = (
            triage.answer("access", "normal", False, None)
            if skill == triage.NAME
            else reply.answer(self.action, "en", [self.choose(prompt)])
        )
        return Generation(said, tuple(TokenLogprob(sign, -0.0001) for sign in said), 1, finished=True)


def tools(seconds: float) -> Tools:
    """Return the tools of the pipeline. `seconds`: how long the engine takes for a batch."""
    return Tools(engine=Sure(_answer, seconds), find=_find, company=COMPANY, policy=POLICY)


def _answer(prompt: str) -> str:
    """Return the sentence of the first passage in a prompt."""
    found = [(prompt.find(topic.sentence), topic.sentence) for topic in TOPICS]
    return min((place, said) for place, said in found if place >= 0)[1]


def _find(tickets: Sequence[Ticket]) -> list[Retrieved]:
    return [Retrieved((_passage(ticket),)) for ticket in tickets]


def _passage(ticket: Ticket) -> Passage:
    newest_first = (ticket.body, *ticket.thread.questions, ticket.subject)
    named = [topic for said in newest_first for topic in TOPICS if topic.key in said.lower()]
    topic = named[0] if named else TOPICS[0]
    return Passage(
        id=1 + TOPICS.index(topic), ref=f"docs/{topic.key}.md#1", kind="docs", title=topic.key.capitalize(),
        url=f"https://help.light.example/{topic.key}", text=topic.sentence, version="1",
        account=ticket.history_account if topic.is_own else None, lexical_rank=1, dense_rank=1, score=1.0,
    )  # fmt: skip
