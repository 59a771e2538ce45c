"""The threads of `deskhand demo --threads`, over HTTP with a real Postgres. The engine is sure of everything, so that the
rules alone decide what is said."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.integration.helpdesks.zendesk.calls import SECRET, configured
from tests.integration.helpdesks.zendesk.test_delivery import client
from tests.integration.process.test_loop import Scripted
from tests.integration.process.test_mail_and_people import SENTENCE, Sure
from tests.support.desk import serving
from tests.support.outbox import AT_ONCE
from tests.support.paths import ROOT
from tests.unit.worker.pipeline.builders import passage
from worker.cli.demo.threads.lines import Played
from worker.cli.demo.threads.looking import STAFF
from worker.cli.demo.threads.playing import play_all
from worker.cli.demo.threads.rules import Broken, broken
from worker.cli.demo.threads.scripts import Scripts, load
from worker.cli.demo.threads.stage import Stage, with_brands
from worker.cli.demo.zendesk_double.people import OURSELVES
from worker.cli.demo.zendesk_double.server import zendesk
from worker.company import load_company
from worker.db.session import transaction
from worker.delivery import deliver_due
from worker.domain import Retrieved
from worker.pipeline.policy import Policy
from worker.pipeline.run import handle_batch
from worker.pipeline.tools import Tools
from worker.process.lease_keeper import Keeper
from worker.process.loop import work_once
from worker.settings import Settings

SCRIPTS = load(ROOT / "demo/threads.toml")
BURST = 4.0  # seconds: three messages must come within it on a machine that others use as well

pytestmark = pytest.mark.slow


@pytest.fixture
def stage(database: Any, tmp_path: Path) -> Iterator[Stage]:
    with transaction(database.app, see_all=True) as session:
        session.execute(text("insert into accounts values ('all', 'All of them', 'en', 'team', 'standard')"))
        for script in SCRIPTS.threads:
            values = {"email": script.customer_email, "name": script.customer_name}
            session.execute(text("insert into contacts values (:email, 'all', :name, 'admin', true)"), values)
    settings = configured(zendesk_agent_id=str(OURSELVES), burst_seconds=BURST)
    with serving(settings, database.app) as desk, zendesk() as double:
        stage = Stage(double, database.app, seconds=60)
        stage.connect(desk.url, SECRET, SCRIPTS)
        worker = threading.Thread(target=work, args=(stage, database, tmp_path))
        worker.start()
        try:
            yield stage
        finally:
            stage.stopped.set()
            worker.join()


def work(stage: Stage, database: Any, folder: Path) -> None:
    """Do the rounds of a model worker and an io worker until the stage is left."""
    file = folder / "company.toml"
    file.write_text(with_brands((ROOT / "demo/company.toml").read_text(encoding="utf-8"), SCRIPTS.brands))
    company = load_company(file)
    found = passage(SENTENCE, ref="pricing/links", url="")
    tools = Tools(Sure(), lambda tickets: [Retrieved((found,)) for _ in tickets], company, Policy("send", 0.7, 0.5))
    services = Scripted(database.app, lambda batch: handle_batch(batch, tools), Settings(batch=4), company)
    with client(stage.double.url) as helpdesk:
        while not stage.stopped.wait(0.05):
            work_once(services, Keeper(database.app, "me", 60))
            deliver_due(database.app, helpdesk, 10, schedule=AT_ONCE)


def test_every_thread_is_as_expected_and_no_rule_is_broken(stage: Stage) -> None:
    told: list[str] = []
    played = play_all(SCRIPTS, stage, lambda script, _line: told.append(script.name))

    assert [(one.script.name, line.did, line.wrong) for one in played for line in one.lines if line.wrong] == []
    assert [one.lost for one in played if one.lost] == []
    assert broken(stage.double.tickets.values(), STAFF) == Broken((), (), ())
    assert len(told) == SCRIPTS.decisions
    assert max(stage.double.effects().values()) == 1
    by_name = {one.script.name: one for one in played}
    assert outcomes(by_name["that did not work"])[-1] == ("hand_over", "came_back")
    assert outcomes(by_name["answered, approved, thanked"]) == [("send", "grounded"), ("nothing_to_do", "thanks")]
    [reply] = stage.double.ours(number(by_name["answered, approved, thanked"]))[:1]
    assert reply["public"] and SENTENCE in reply["body"]
    taken = by_name["a person takes it while we think"]
    assert outcomes(taken)[0] == ("send", "grounded") and "taken" in taken.lines[2].fate
    assert stage.double.tickets[number(taken)].priority == "urgent"
    assert by_name["closed meanwhile"].lines[2].fate == "superseded (the ticket was closed)"


def test_what_does_not_come_as_the_script_says_is_told(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "threads.toml"
    femke = next(script.customer for script in SCRIPTS.threads if "femke" in script.customer)
    file.write_text(f'''
[[thread]]
name = "wrong"
shows = "What is expected here is not so."
customer = "{femke}"
steps = [
  {{ who = "customer", does = "writes", words = "How long is the link to reset a password valid?" }},
  {{ who = "deskhand", does = "decides", expect = ["hold/*"], quiet = true, silent = true, messages = 2, sources = ["docs"] }},
  {{ who = "deskhand", does = "decides" }},
]
''')
    [played] = play_all(Scripts(load(file).threads, SCRIPTS.brands), stage, lambda _script, _line: None)

    assert played.lines[1].wrong == (
        "expected was hold/*",
        "something was said in public",
        "something was written",
        "1 messages are one turn, expected were 2",
        "it was found in another source: pricing/links",
    )
    assert played.lines[2].wrong == ("this is the decision of before: what was said since made no new one",)
    assert not played.is_as_expected


def outcomes(played: Played) -> list[tuple[str, str]]:
    return [(line.outcome, line.reason) for line in played.lines if line.outcome]


def number(played: Played) -> int:
    return played.tickets["first"]
