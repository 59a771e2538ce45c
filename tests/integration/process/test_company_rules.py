"""Rules of a company file on the real queue: they change what happens to a ticket, and what is stored names them."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from models.generation.engine import ScriptedEngine
from models.skills import triage as triage_skill
from tests.integration.process.test_reply_cap import incoming
from tests.support.outbox import AT_ONCE
from tests.support.rows import claim, one
from worker.cli.tickets.explanation import explanation
from worker.company import load_company
from worker.db import inbox, reports
from worker.db import tickets as queue
from worker.delivery import deliver_due
from worker.domain import Retrieved, Run, Ticket
from worker.helpdesks.memory import MemoryHelpdesk
from worker.pipeline.policy import Policy
from worker.pipeline.render import updates
from worker.pipeline.run import handle_batch
from worker.pipeline.tools import Tools

FILE = """
id = "light"
name = "Light"
signature = "Light support"
not_support_queue = "other"
queues = { billing = "money", access = "log in", other = "the rest" }
escalation = { security_or_legal = "Our lawyers read it first." }

[questions]
other = { en = "What is it about, and what do you see?" }

[[rules]]
name = "help by api"
effect = "never_send"
channel = "api"
phrases = { en = ["need help"] }

[[rules]]
name = "lawyers"
effect = "always_escalate"
reason = "security_or_legal"
phrases = { en = ["my lawyer"], de = ["mein Anwalt"] }

[[rules]]
name = "chat"
effect = "queue"
queue = "access"
channel = ["chat"]
"""
CALM = triage_skill.answer("billing", "normal", False, None)
VAGUE = "I need help."


def handled(database: Engine, tmp_path: Path, body: str, channel: str = "api", subject: str = "") -> tuple[Ticket, Run]:
    """Let a ticket go the way of every ticket, from the webhook to the note in the helpdesk."""
    file = tmp_path / "company.toml"
    file.write_text(FILE, encoding="utf-8")
    company = load_company(file)
    written = replace(incoming("T-1", body), subject=subject, channel=channel)
    inbox.accept(database, written, uuid4().hex)
    (ticket,) = claim(database)
    assert ticket.channel == channel
    ticket = replace(ticket, verified=True)
    tools = Tools(
        ScriptedEngine([CALM]), lambda tickets: [Retrieved() for _ in tickets], company, Policy("send", 0.0, 0.0)
    )
    [run] = handle_batch([ticket], tools)
    assert queue.commit(database, run, "w", updates(run, company))
    deliver_due(database, MemoryHelpdesk(database), 10, schedule=AT_ONCE)
    return ticket, run


def shown(database: Engine, ticket: Ticket) -> str:
    """Return the panel of the decision in `deskhand tickets show`."""
    from io import StringIO

    from rich.console import Console

    known = reports.explain(database, ticket.id)
    assert known is not None
    console = Console(file=StringIO(), width=300)
    console.print(explanation(known))
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_a_rule_hands_over_what_would_have_been_asked_back(database, tmp_path: Path) -> None:
    ticket, _ = handled(database.app, tmp_path, VAGUE, subject="My lawyer")
    outcome, reason, why, by, chosen = one(
        database.app, "select outcome, reason, explanation, made_by, queue from decisions"
    )
    assert (outcome, reason, chosen) == ("hand_over", "security_or_legal", "billing")
    assert (why, by) == ('the rule "lawyers" applies (the phrase "my lawyer")', "rule: lawyers")
    [note] = MemoryHelpdesk(database.app).told("standard", "T-1")
    assert not note.public
    assert "decided by rule: lawyers" in note.comment and "Our lawyers read it first." in note.comment
    assert "deskhand_reason_security_or_legal" in note.tags
    assert "decided by rule: lawyers" in shown(database.app, ticket)


@pytest.mark.parametrize(("channel", "outcome", "reason"), [("api", "hold", "rule"), ("email", "ask", "unclear")])
def test_a_rule_keeps_a_question_from_the_customer(
    database, tmp_path: Path, channel: str, outcome: str, reason: str
) -> None:
    handled(database.app, tmp_path, VAGUE, channel)
    assert one(database.app, "select outcome, reason from decisions") == (outcome, reason)
    [told] = MemoryHelpdesk(database.app).told("standard", "T-1")
    assert told.public == (outcome == "ask")
    assert "What is it about, and what do you see?" in told.comment


def test_a_rule_chooses_the_queue_by_the_channel_also_for_a_person(database, tmp_path: Path) -> None:
    handled(database.app, tmp_path, "Please let me talk to a person about invoice 7.", "chat")
    outcome, reason, chosen = one(database.app, "select outcome, reason, queue from decisions")
    assert (outcome, reason, chosen) == ("hand_over", "asks_for_person", "access")
    [note] = MemoryHelpdesk(database.app).told("standard", "T-1")
    assert (note.queue, "queue by rule: chat" in note.comment) == ("access", True)
