"""The clarifying question on a real Postgres: asked once, delivered as a reply is, and then a person takes over."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text

from models.generation.engine import ScriptedEngine
from models.skills import triage as triage_skill
from tests.integration.process.test_reply_cap import commit, incoming
from tests.support.outbox import AT_ONCE
from tests.support.rows import claim, one
from worker.company import Company
from worker.db import inbox
from worker.db.reply_cap import Limits
from worker.db.session import transaction
from worker.delivery import deliver_due
from worker.domain import Retrieved, Ticket
from worker.helpdesks.memory import MemoryHelpdesk
from worker.pipeline.policy import Policy
from worker.pipeline.run import handle_batch
from worker.pipeline.tools import Tools

QUESTION = "What is it about, and what do you see?"
ASKING = Company(
    "Light", "Light support", {"billing": "money", "access": "log in", "other": "the rest"}, {},
    not_support_queue="other", questions={"other": {"en": (QUESTION,)}}, id="light",
)  # fmt: skip
SPAM = triage_skill.answer("other", "low", True, "not_support")
ROOMY = Limits()


def write(database: Engine, number: str, body: str) -> Ticket:
    inbox.accept(database, replace(incoming(number, body), subject=""), uuid4().hex)
    (ticket,) = claim(database)
    return replace(ticket, verified=True)


def handle(database: Engine, ticket: Ticket, limits: Limits = ROOMY) -> tuple[str, str]:
    tools = Tools(
        ScriptedEngine([SPAM]), lambda tickets: [Retrieved() for _ in tickets], ASKING, Policy("send", 0.7, 0.5)
    )
    [run] = handle_batch([ticket], tools)
    assert commit(database, run, limits)
    statement = "select outcome, reason from decisions where ticket_id = %d order by id desc limit 1"
    outcome, reason = one(database, statement % ticket.id)
    return outcome, reason


def test_i_need_help_is_asked_back_once_and_then_goes_to_a_person(database) -> None:
    helpdesk = MemoryHelpdesk(database.app)
    assert handle(database.app, write(database.app, "T-1", "I need help.")) == ("ask", "unclear")
    deliver_due(database.app, helpdesk, 10, schedule=AT_ONCE)
    [asked] = helpdesk.told("standard", "T-1")
    assert asked.public and QUESTION in asked.comment

    again = write(database.app, "T-1", "It just does not work, please help")
    assert again.asked == 1
    assert handle(database.app, again) == ("hand_over", "unclear")


@pytest.mark.parametrize("state", ["pending", "failed", "superseded"])
def test_a_question_that_the_customer_never_got_is_not_counted(database, state: str) -> None:
    handle(database.app, write(database.app, "T-1", "I need help."))
    with transaction(database.app, see_all=True) as session:
        session.execute(text("update deliveries set state = :state"), {"state": state})
    assert write(database.app, "T-1", "Hello?").asked == 0


def test_a_question_counts_towards_the_cap_on_replies(database) -> None:
    limits = replace(ROOMY, sender_hour=1)
    assert handle(database.app, write(database.app, "T-1", "I need help."), limits) == ("ask", "unclear")
    assert handle(database.app, write(database.app, "T-2", "I need help."), limits) == ("hold", "reply_cap")
