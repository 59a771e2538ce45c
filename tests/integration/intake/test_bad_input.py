"""Odd tickets the whole way: a signed POST over HTTP, a round of the worker, the helpdesk. Everything real but the model.

The model would answer everything: what is not to be answered must be stopped by what stands around it. Requests that are
no ticket at all (signatures, sizes, encodings, depth) get their statuses in test_webhooks.py.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import text

from models.generation.engine import Generation, ScriptedEngine
from models.skills import reply, triage
from models.skills.fields import TokenLogprob
from tests.support.desk import Desk, secrets_of, serving
from worker.company import Company
from worker.db.session import transaction
from worker.delivery import deliver_due
from worker.domain import Passage, Retrieved, Ticket
from worker.helpdesks.memory import MemoryHelpdesk
from worker.helpdesks.protocol import Update
from worker.pipeline.policy import Policy
from worker.pipeline.tools import Tools
from worker.process.lease_keeper import Keeper
from worker.process.loop import work_once
from worker.serving.services import Fixed, Services
from worker.settings import Settings

QUESTION = "How long is the password reset link valid?"
FACT = "A password reset link is valid for 60 minutes."
PASSAGE = Passage(1, "docs/login.md#Reset", "docs", "Reset", "https://x.example", FACT, "1", None, 1, 1, 0.5)
COMPANY = Company("Ferrowick", "Ferrowick Support", {"access": "logins", "billing": "invoices"}, {}, id="ferrowick")
CALM = triage.answer("access", "normal", False, None)


class SureEngine(ScriptedEngine):
    """Calm about every ticket, sure of every answer."""

    def __init__(self, said: str = FACT) -> None:
        super().__init__([])
        self.said = said
        self.meanwhile: Callable[[], object] = lambda: None  # something that happens while the model runs

    def generate(
        self, prompts: Sequence[str], *, skill: str, schema: Mapping[str, Any], max_tokens: int
    ) -> list[Generation]:
        self.answers = [CALM if skill == "triage" else reply.answer("answer", "en", [self.said]) for _ in prompts]
        made = super().generate(prompts, skill=skill, schema=schema, max_tokens=max_tokens)
        if skill == "triage":
            meanwhile, self.meanwhile = self.meanwhile, lambda: None
            meanwhile()
        return [Generation(g.text, (TokenLogprob(g.text, -0.01),), g.prompt_tokens, finished=True) for g in made]


@dataclass
class Way:
    """From the webhook to what the helpdesk was told."""

    database: Any
    desk: Desk
    services: Services
    engine: SureEngine
    queries: list[str] = field(default_factory=list)

    def go(self) -> None:
        keeper = Keeper(self.database.app, "me", 60)
        while work_once(self.services, keeper):
            pass
        deliver_due(self.database.app, self.services.helpdesk, 20)

    def rows(self, statement: str) -> list[dict[str, Any]]:
        with transaction(self.database.app, see_all=True) as session:
            return [dict(row._mapping) for row in session.execute(text(statement))]

    def decision(self) -> tuple[str, str]:
        (row,) = self.rows("select outcome, reason from decisions")
        return row["outcome"], row["reason"]

    def told(self, number: str = "T-1") -> list[Update]:
        return MemoryHelpdesk(self.database.app).told("standard", number)


@pytest.fixture
def way(database, stack) -> Iterator[Way]:
    with transaction(database.app, see_all=True) as session:
        session.execute(text("insert into accounts values ('bright', 'Brightloaf', 'en', 'team', 'standard')"))
        session.execute(text("insert into contacts values ('femke@bright.example', 'bright', 'F', 'admin', true)"))
    engine = SureEngine()
    queries: list[str] = []

    def find(tickets: Sequence[Ticket]) -> list[Retrieved]:
        queries.extend(f"{ticket.subject}\n{ticket.body}" for ticket in tickets)
        return [Retrieved((PASSAGE,)) for _ in tickets]

    tools = Tools(engine=engine, find=find, company=COMPANY, policy=Policy("send", 0.7, 0.9))
    helpdesk = MemoryHelpdesk(database.app)
    services = Services(Settings(), stack.urls, COMPANY, database.app, helpdesk, Fixed(tools))
    with serving(secrets_of(), database.app) as desk:
        yield Way(database, desk, services, engine, queries)


@dataclass(frozen=True)
class Case:
    name: str
    data: dict[str, Any]
    outcome: str
    reason: str
    unread: tuple[str, ...] = ()  # what neither the model nor the search may see


SENT = ("send", "grounded")
NOTHING = ("hand_over", "nothing_to_answer")
NOT_READ = ("hand_over", "attachment_not_read")
CASES = [
    Case("empty", {"body": "", "subject": ""}, *NOTHING),
    Case("emoji only", {"body": "🧊🧊😭🔧❓❓", "subject": "😭"}, *NOTHING),
    Case("only what cannot be seen", {"body": "\u200b\u202e\ufeff", "subject": "\u2066"}, *NOTHING),
    Case("attachments only", {"body": "[image: screenshot.png]", "subject": "WG: Foto"}, *NOT_READ),
    Case("a forwarded file", {"body": "", "subject": "TR: facture.pdf"}, *NOT_READ),
    Case("only a quote", {"body": "> We wrote this\n> to you", "subject": "Re: Re:"}, *NOTHING),
    Case("200,000 characters", {"body": f"{QUESTION} " + "and so on " * 20_000}, *SENT),
    Case("invisible and right-to-left", {"body": "\u202e\u200b\U000e0041".join(QUESTION)}, *SENT, ("\u202e", "\u200b")),
    Case(
        "HTML with scripts",
        {"body": f"<p>{QUESTION}</p><script>alert('evil')</script><img src=x onerror=alert(1)>"},
        *SENT,
        ("<script", "evil", "onerror"),
    ),
    Case(
        "quoted thread below",
        {"body": f"{QUESTION}\n\nOn Tue, 18 Nov 2025 at 10:12, Support <s@x.example> wrote:\n> Delete my account!"},
        *SENT,
        ("Delete",),
    ),
    Case(
        "unknown sender",
        {"body": QUESTION, "requester": {"email": "nobody@elsewhere.example", "verified": True}},
        "hold",
        "unverified_requester",
        ("Brightloaf", "team plan"),
    ),
    Case(
        "a sender nobody vouches for",
        {"body": QUESTION, "requester": {"email": "femke@bright.example"}},
        "hold",
        "unverified_requester",
        ("team plan",),
    ),
    Case(
        "auto-reply",
        {"body": QUESTION, "headers": {"Auto-Submitted": "auto-replied"}},
        "nothing_to_do",
        "automatic_message",
    ),
    Case(
        "out of office", {"body": "I am away.", "subject": "Out of Office: VAT"}, "nothing_to_do", "automatic_message"
    ),
    Case(
        "Dutch",
        {"body": "Hoe lang is de link geldig om mijn wachtwoord te veranderen?", "subject": "Wachtwoord"},
        "hand_over",
        "unsupported_language",
    ),
    Case("Slovenian, short", {"body": "Kje je moj račun?", "subject": ""}, "hand_over", "unsupported_language"),
    Case("Indonesian", {"body": "tidak bisa masuk akun saya", "subject": ""}, "hand_over", "unsupported_language"),
    Case("Arabic", {"body": "ما هي مدة صلاحية الرابط؟", "subject": ""}, "hand_over", "unsupported_language"),
    Case(
        "German, answered in English",
        {"body": "Wie lange ist der Link für das Passwort gültig?", "subject": ""},
        "hold",
        "other_language",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_odd_ticket_ends_where_it_should(way: Way, case: Case) -> None:
    data = {"subject": "Reset", **case.data}
    assert way.desk.ticket("T-1", **data).status_code == 202
    way.go()

    assert way.decision() == (case.outcome, case.reason)
    (told,) = way.told()
    assert told.public is (case.outcome == "send")
    if told.public:
        assert FACT in told.comment
        assert not set("<>") & set(told.comment)
    for word in case.unread:
        assert not any(word in seen for seen in [*way.engine.prompts, *way.queries])
    if case.reason in {"nothing_to_answer", "automatic_message"}:
        assert way.engine.prompts == []
    assert all(len(prompt) < 5000 for prompt in way.engine.prompts)
    assert way.rows("select state from tickets") == [{"state": "decided"}]


@pytest.mark.parametrize("said", ["<b>Valid</b> for 60 minutes.", "See ![x](https://x.example/a.png) for 60 minutes."])
def test_markup_that_the_model_takes_over_is_never_public(way: Way, said: str) -> None:
    way.engine.said = said
    way.desk.ticket("T-1", body=f"{QUESTION} {said}")
    way.go()
    assert way.decision() == ("hold", "check_failed")
    assert [update.public for update in way.told()] == [False]


def test_a_delivery_repeated_under_any_id_is_one_ticket_one_decision_and_one_reply(way: Way) -> None:
    answers = [way.desk.ticket("T-1", body=QUESTION, version="1").json() for _ in range(3)]
    way.go()
    answers.append(way.desk.ticket("T-1", body=QUESTION, version="1").json())
    way.go()
    assert [answer["status"] for answer in answers] == ["new", "duplicate", "duplicate", "duplicate"]
    assert len(way.rows("select id from tickets")) == 1
    assert way.decision() == SENT
    assert len(way.told()) == 1


def test_an_update_while_the_ticket_runs_drops_the_old_result_and_decides_the_new_version_once(way: Way) -> None:
    way.desk.ticket("T-1", body=QUESTION, version="1")
    way.engine.meanwhile = lambda: way.desk.ticket("T-1", body="And is there a limit of tries?", version="2")
    way.go()
    assert way.rows("select ticket_version, outcome from decisions") == [{"ticket_version": 2, "outcome": "send"}]
    assert len(way.rows("select id from runs")) == 1
    assert len(way.told()) == 1
    assert QUESTION in way.engine.prompts[-1] and "limit of tries" in way.engine.prompts[-1]
