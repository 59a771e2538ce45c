"""Select fields on the real queue and over HTTP: heads choose their values, a rule looks at one, Zendesk gets them once."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr
from rich.console import Console
from sqlalchemy import Engine, text

from models.generation.engine import ScriptedEngine
from models.heads.folder import Heads
from models.skills import reply as reply_skill
from tests.integration.process.test_reply_cap import incoming
from tests.support.outbox import AT_ONCE
from tests.support.rows import claim, full, one
from tests.support.select_fields import ENCODER, SEVERITY, company, heads, vector
from worker.cli.demo.zendesk_double.double import ZendeskDouble
from worker.cli.demo.zendesk_double.people import EMAIL, OURSELVES, TOKEN
from worker.cli.demo.zendesk_double.server import zendesk
from worker.cli.tickets.explanation import explanation
from worker.db import decisions, inbox, reports
from worker.db import tickets as queue
from worker.db.session import transaction
from worker.delivery import deliver_due
from worker.domain import Retrieved, Run
from worker.helpdesks.memory import MemoryHelpdesk
from worker.helpdesks.protocol import Helpdesk
from worker.helpdesks.rate_limit import TokenBucket
from worker.helpdesks.zendesk.client import Zendesk
from worker.pipeline.policy import Policy
from worker.pipeline.render import updates
from worker.pipeline.run import handle_batch
from worker.pipeline.tools import Tools
from worker.settings import Settings

MINUTE = timedelta(minutes=1)
NUMBER = int(SEVERITY)
NOTHING = reply_skill.answer("hand_over", "en", [])


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Heads:
    return heads(tmp_path_factory.mktemp("heads") / ENCODER)


@pytest.fixture
def double() -> Iterator[ZendeskDouble]:
    with zendesk() as server:
        server.account.dropdowns[NUMBER] = ("high", "low")
        server.open_ticket(1, "The list is empty.", tags=["vip"])
        yield server


@pytest.fixture
def desk(double: ZendeskDouble) -> Iterator[Zendesk]:
    settings = Settings(
        helpdesk="zendesk",
        zendesk_url=double.url,
        zendesk_email=EMAIL,
        zendesk_token=SecretStr(TOKEN),
        zendesk_agent_id=str(OURSELVES),
    )
    made = Zendesk.from_settings(settings, timeout=httpx.Timeout(5.0, connect=1.0))
    with made.client:
        yield replace(made, bucket=TokenBucket(60_000))


def handled(
    database: Engine, folder: Path, known: Heads, area: str | None, severity: str | None, source: str = "zendesk"
) -> Run:
    """Let a message go the way of every message, up to the outbox."""
    own, found = company(folder), Retrieved(vector=vector(area, severity), encoder=ENCODER)
    written = replace(incoming("1", f"The list of {area} is empty, what can I do?"), source=source)
    inbox.accept(database, written, uuid4().hex)
    (ticket,) = claim(database)
    tools = Tools(
        ScriptedEngine([NOTHING]),
        lambda tickets: [found for _ in tickets],
        own,
        Policy("draft", 0.7, None),
        heads={ENCODER: known},
    )
    [run] = handle_batch([replace(ticket, verified=True)], tools)
    assert queue.commit(database, run, "w", updates(run, own))
    return run


def deliver(database: Engine, helpdesk: Helpdesk) -> None:
    assert deliver_due(database, helpdesk, 10, schedule=AT_ONCE).sent == 1


def test_values_are_written_once_stored_and_shown_and_a_rule_on_one_applies(
    database: Any, tmp_path: Path, known: Heads, double: ZendeskDouble, desk: Zendesk
) -> None:
    handled(database.app, tmp_path, known, "app", "low")
    deliver(database.app, desk)
    assert deliver_due(database.app, desk, 10, schedule=AT_ONCE).claimed == 0
    ticket = double.tickets[1]
    assert ticket.tags == [
        "vip",
        *("deskhand", "deskhand_hand_over", "deskhand_reason_security_or_legal", "area_app", "deskhand_queue_access"),
        "low",
    ]
    assert double.changes(1, SEVERITY) == [(OURSELVES, "low")]
    stored = one(database.app, "select fields, made_by, reason, probabilities from decisions")
    assert stored[:3] == ({"area": "app", "severity": "low"}, "rule: the app is ours", "security_or_legal")
    assert stored[3]["field.area"] > 0.7
    told = shown(database.app)
    assert "field area: app (" in told and "field severity: low (" in told
    assert "decided by rule: the app is ours" in told


def test_a_value_that_is_not_sure_is_shown_and_not_written(
    database: Any, tmp_path: Path, known: Heads, double: ZendeskDouble, desk: Zendesk
) -> None:
    handled(database.app, tmp_path, known, "web", None)
    deliver(database.app, desk)
    assert "area_web" in double.tickets[1].tags and not double.changes(1, SEVERITY)
    assert one(database.app, "select fields from decisions") == ({"area": "web"},)
    assert "field severity: left alone (" in shown(database.app)


@pytest.mark.parametrize(
    ("meanwhile", "area", "severity"),
    [
        (lambda d: d.agent_changes(1, custom_fields={NUMBER: "high"}, age=MINUTE), "area_web", "high"),
        (lambda d: d.agent_changes(1, tags=["vip", "area_api"], age=MINUTE), "area_api", "low"),
        (lambda d: d.agent_changes(1, status="solved", age=MINUTE), None, None),
        (lambda d: d.automation_changes(1, custom_fields={NUMBER: "high"}, age=MINUTE), "area_web", "low"),
        (lambda d: d.automation_changes(1, tags=["vip", "area_api"], age=MINUTE), "area_api", "low"),
        (lambda d: d.agent_changes(1, priority="high", age=MINUTE), "area_web", "low"),
    ],
    ids=["a person's field", "a person's tag", "solved", "a rule's field", "a rule's tag", "another field"],
)
def test_a_value_that_a_person_set_is_left_alone(
    database: Any,
    tmp_path: Path,
    known: Heads,
    double: ZendeskDouble,
    desk: Zendesk,
    meanwhile: Callable[[ZendeskDouble], object],
    area: str | None,
    severity: str | None,
) -> None:
    handled(database.app, tmp_path, known, "web", "low")
    meanwhile(double)
    deliver(database.app, desk)
    assert values(double) == ([] if area is None else [area], severity)
    assert "vip" in double.tickets[1].tags


@pytest.mark.parametrize(
    ("meanwhile", "area", "severity"),
    [
        (lambda d: None, "area_api", "high"),
        (lambda d: d.agent_changes(1, custom_fields={NUMBER: None}), "area_api", None),
        (lambda d: d.automation_changes(1, custom_fields={NUMBER: "low"}), "area_api", "high"),  # as it was
        (lambda d: d.agent_changes(1, tags=["vip", "low"]), None, "high"),
        (lambda d: d.agent_changes(1, tags=["vip", "low", "area_app"]), "area_app", "high"),
    ],
    ids=["nobody", "a person emptied it", "nothing changed", "a person took the tag off", "a person's tag"],
)
def test_a_second_version_changes_a_value_only_where_nobody_else_did(
    database: Any,
    tmp_path: Path,
    known: Heads,
    double: ZendeskDouble,
    desk: Zendesk,
    meanwhile: Callable[[ZendeskDouble], object],
    area: str | None,
    severity: str | None,
) -> None:
    handled(database.app, tmp_path, known, "web", "low")
    deliver(database.app, desk)
    assert values(double) == (["area_web"], "low")
    meanwhile(double)
    handled(database.app, tmp_path, known, "api", "high")
    deliver(database.app, desk)
    assert values(double) == ([] if area is None else [area], severity)


def test_the_memory_helpdesk_is_told_the_values(database: Any, tmp_path: Path, known: Heads) -> None:
    handled(database.app, tmp_path, known, "web", "low", source="standard")
    memory = MemoryHelpdesk(database.app)
    deliver(database.app, memory)
    [update] = memory.told("standard", "1")
    assert (update.chosen, update.fields) == (("area_web",), {SEVERITY: "low"})


def test_a_decision_of_an_earlier_version_is_shown_as_it_was(database: Any) -> None:
    inbox.accept(database.app, incoming("1", "Hello?"), uuid4().hex)
    (ticket,) = claim(database.app)
    with transaction(database.app, see_all=True) as session:
        decisions.add(session, full(ticket), "w")
        session.execute(text("update decisions set made_by = null, explanation = 'x (decided by triage)'"))
    assert shown(database.app).count("decided by") == 1


def values(double: ZendeskDouble) -> tuple[list[str], Any]:
    ticket = double.tickets[1]
    return [tag for tag in ticket.tags if tag.startswith("area_")], ticket.custom_fields.get(NUMBER)


def shown(database: Engine) -> str:
    """Return what `deskhand tickets show` prints."""
    explained = reports.explain(database, one(database, "select id from tickets")[0])
    assert explained is not None
    console = Console(file=StringIO(), width=300)
    console.print(explanation(explained))
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]
