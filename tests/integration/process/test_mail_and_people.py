"""Who writes, and what came with it, from the helpdesk's webhook to what the helpdesk is told: all over HTTP, on a real
Postgres. The engine is sure of everything, so that only what is known of the message keeps a reply back."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import text

from benchmarks.thread_faults import script
from tests.integration.helpdesks.zendesk.calls import SECRET, configured, send
from tests.integration.helpdesks.zendesk.test_delivery import client
from tests.integration.process.test_loop import Scripted
from tests.support.desk import Desk, serving
from tests.support.outbox import AT_ONCE
from tests.unit.worker.pipeline.builders import passage
from worker.cli.demo.zendesk_double.attachments import File
from worker.cli.demo.zendesk_double.double import ZendeskDouble
from worker.cli.demo.zendesk_double.people import CUSTOMER, OURSELVES, PERSON, STRANGER
from worker.cli.demo.zendesk_double.server import zendesk
from worker.cli.demo.zendesk_double.subscriptions import by_trigger
from worker.db.session import transaction
from worker.delivery import deliver_due
from worker.domain import Passage, Retrieved, Ticket
from worker.pipeline.policy import Policy
from worker.pipeline.run import handle_batch
from worker.pipeline.tools import Tools
from worker.process.lease_keeper import Keeper
from worker.process.loop import work_once
from worker.settings import Settings

SENTENCE = "A reset link is valid for 60 minutes."
SECOND = "A reset link works once and on one device only."
QUESTION = "How long is the link to reset a password valid?"


class Sure(script.Sure):
    """This engine answers with its sentence, without a doubt."""

    def __init__(self) -> None:
        super().__init__(lambda _: self.sentence)
        self.sentence = SENTENCE


@dataclass
class Play:
    desk: Desk
    double: ZendeskDouble
    database: Any
    engine: Sure
    searched: list[Ticket]
    found: Passage = field(default_factory=lambda: passage(f"{SENTENCE} {SECOND}"))

    def decided(self) -> tuple[str, str]:
        """Send the webhooks, decide what they brought, deliver it; return outcome and reason of the last decision."""
        self.double.webhooks.send_all()
        tools = Tools(engine=self.engine, find=self._find, company=script.COMPANY, policy=Policy("send", 0.7, 0.5))
        services = Scripted(
            self.database.app, lambda batch: handle_batch(batch, tools), Settings(batch=4), script.COMPANY
        )
        while work_once(services, Keeper(self.database.app, "me", 60)):
            pass
        with client(self.double.url) as helpdesk:
            deliver_due(self.database.app, helpdesk, 10, schedule=AT_ONCE)
        with transaction(self.database.app, see_all=True) as session:
            row = session.execute(text("select outcome, reason from decisions order by id desc limit 1")).one()
        return row.outcome, row.reason

    def _find(self, tickets: Sequence[Ticket]) -> list[Retrieved]:
        self.searched += tickets
        return [Retrieved((self.found,)) for _ in tickets]

    def said(self, number: int, *, public: bool) -> list[str]:
        return [c["body"] for c in self.double.ours(number) if c["public"] is public]


@pytest.fixture
def play(database) -> Iterator[Play]:
    with transaction(database.app, see_all=True) as session:
        session.execute(text("insert into accounts values ('bright', 'Brightloaf', 'en', 'team', 'standard')"))
        session.execute(
            text("insert into contacts values ('femke@brightloaf.example', 'bright', 'Femke', 'admin', true)")
        )
    with serving(configured(zendesk_agent_id=str(OURSELVES)), database.app) as desk, zendesk() as double:
        webhooks = by_trigger(f"{desk.url}/webhooks/zendesk", SECRET)
        double.webhooks.connect(*webhooks)
        yield Play(desk, double, database, Sure(), [])


def test_the_requesters_own_question_is_answered(play: Play) -> None:
    """Without this, the tests below would prove nothing."""
    play.double.open_ticket(1, QUESTION)
    assert play.decided() == ("send", "grounded")
    assert [SENTENCE in said for said in play.said(1, public=True)] == [True]
    assert play.searched[0].history_account == "bright"


def test_a_stranger_in_copy_learns_nothing_of_the_account_and_gets_no_reply(play: Play) -> None:
    play.double.open_ticket(1, QUESTION, ccs=[STRANGER])
    play.decided()
    play.engine.sentence = SECOND
    play.double.third_person_writes(1, "What did they pay on their last invoice?", by=STRANGER)
    assert play.decided() == ("hold", "third_person")
    assert play.searched[-1].history_account is None
    assert len(play.said(1, public=True)) == 1  # of the first question


def test_what_an_agent_forwards_for_a_customer_is_a_draft(play: Play) -> None:
    play.double.open_ticket(
        1,
        f"FYI, can you help her?\n\n---------- Forwarded message ----------\nFrom: Femke "
        f"<femke@brightloaf.example>\nDate: Tue, 18 Nov 2025 at 10:12\nSubject: Reset\nTo: <a@deskhand.example>\n\n{QUESTION}",
        by=PERSON,
        requester=CUSTOMER,
    )
    play.double.webhooks.send_all()  # our trigger does not fire for an agent
    form = {
        "ticket_id": "1",
        "comment_id": "77",
        "subject": "Fwd: Reset",
        "body": play.double.tickets[1].comments()[0]["body"],
        "channel": "email",
        "requester": {"id": str(CUSTOMER), "email": "femke@brightloaf.example", "verified": "true"},
        "author": {"id": str(PERSON), "is_staff": "true"},
        "created": "true",
    }
    assert send(play.desk, json.dumps(form).encode()).json()["status"] == "new"
    assert play.decided() == ("hold", "written_by_agent")
    assert play.said(1, public=True) == []
    assert [SENTENCE in said for said in play.said(1, public=False)] == [True]
    assert QUESTION in play.searched[-1].body and "can you help her" in play.searched[-1].body


@pytest.mark.parametrize(
    "words",
    ["It looks like this, see the screenshot.", "Was bedeutet das auf dem Bild im Anhang?", "voir capture ci-jointe"],
)
def test_a_screenshot_that_nobody_read_goes_to_a_person(play: Play, words: str) -> None:
    play.double.open_ticket(1, words, files=[File("screenshot.png", "image/png", b"\x89PNG" * 9000)])
    play.double.webhooks.send_all()
    form = {
        "ticket_id": "1",
        "comment_id": "78",
        "subject": "Reset",
        "body": words,
        "channel": "email",
        "requester": {"id": str(CUSTOMER), "email": "femke@brightloaf.example", "verified": "true"},
        "author": {"id": str(CUSTOMER)},
        "attachments": play.double.tickets[1].comments()[0]["attachments"],
    }
    send(play.desk, json.dumps(form).encode())
    assert play.decided() == ("hand_over", "attachment_not_read")
    assert play.said(1, public=True) == []


@pytest.mark.parametrize(
    "words",
    [
        f"{QUESTION} And please let a human being answer me.",
        "Könnten Sie mich bitte zurückrufen? Der Link geht nicht.",
        "¿Hay alguien de carne y hueso ahí?",
        "Je voudrais parler à un responsable.",
    ],
)
def test_a_request_for_a_person_wins_over_a_model_that_is_sure(play: Play, words: str) -> None:
    play.double.open_ticket(1, words)
    assert play.decided() == ("hand_over", "asks_for_person")
    assert play.said(1, public=True) == []


def test_a_calendar_invitation_is_never_answered(play: Play) -> None:
    headers = (
        "Content-Type: text/calendar; charset=utf-8;\r\n method=REQUEST\r\nFrom: Omar <omar@brightloaf.example>\r\n"
    )
    said = {
        "id": "T-1",
        "subject": "Review of the workspace",
        "body": "Thursday 10:00, room 2",
        "headers": headers,
        "requester": {"email": "omar@brightloaf.example", "verified": True},
    }
    play.desk.standard(json.dumps({"type": "ticket.created", "data": said}).encode())
    assert play.decided() == ("nothing_to_do", "automatic_message")
    assert play.engine.prompts == []
