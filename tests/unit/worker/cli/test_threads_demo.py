"""The scripts of the threads, what is counted over the helpdesk's audits, and the report."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from knowledge.json_lines import read_lines
from tests.support.paths import ROOT
from worker.cli.demo.rehearsal import processes
from worker.cli.demo.threads import report
from worker.cli.demo.threads.lines import Line, Played, Written
from worker.cli.demo.threads.looking import STAFF
from worker.cli.demo.threads.rules import Broken, broken
from worker.cli.demo.threads.scripts import Script, Step, load
from worker.cli.demo.threads.stage import with_brands
from worker.cli.demo.zendesk_double.double import ZendeskDouble
from worker.cli.demo.zendesk_double.people import OURSELVES, PERSON
from worker.company import load_company
from worker.errors import Refused
from worker.settings import Settings

FILE = ROOT / "demo/threads.toml"
SCRIPTS = load(FILE)
NOTHING = Broken((), (), ())


def test_there_are_ten_threads_and_each_ends_with_what_deskhand_decides() -> None:
    assert len(SCRIPTS.threads) == len({script.name for script in SCRIPTS.threads}) == 10
    assert all(script.steps[-1].who == "deskhand" for script in SCRIPTS.threads)
    assert sum(step.does == "approves" for script in SCRIPTS.threads for step in script.steps) >= 1


def test_every_customer_is_a_verified_contact_and_no_two_threads_share_one() -> None:
    """The cap on replies to one sender would tell otherwise in the third run of an hour."""
    accounts = read_lines(ROOT / "demo/knowledge/accounts/accounts.jsonl", lambda _, row: row)
    contacts = {c["email"]: c["name"] for account in accounts for c in account["contacts"] if c["verified"]}
    used = [script.customer_email for script in SCRIPTS.threads]
    assert {script.customer_email: script.customer_name for script in SCRIPTS.threads}.items() <= contacts.items()
    assert len(used) == len(set(used))


def test_the_brands_of_the_scripts_and_the_demo_company_are_one_company_file(tmp_path: Path) -> None:
    company = tmp_path / "company.toml"
    company.write_text(with_brands((ROOT / "demo/company.toml").read_text(encoding="utf-8"), SCRIPTS.brands))
    brands = {brand.name: brand for brand in load_company(company).brands}
    assert brands["outlet"].sources == ("pricing",) and brands["outlet"].signature == "Ferrowick Outlet"
    assert not brands["classic"].enabled and brands["ferrowick"].signature == "Ferrowick Support"


OPENS = '{ who = "customer", does = "writes", words = "Hello" }'


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ('{ who = "customer", does = "closes" }', "customer cannot do 'closes'"),
        ('{ who = "nobody", does = "writes", words = "x" }', "nobody cannot do 'writes'"),
        ('{ who = "customer", does = "writes" }', "the words are missing"),
        ('{ who = "agent", does = "takes" }', "the ticket 'first' was not opened"),
        (f'{OPENS}, {{ who = "agent", does = "merges" }}', "a merge needs another ticket"),
        ('{ who = "customer", does = "writes", words = "x", brand = "luxury" }', "the brand 'luxury' is not"),
        (f'{OPENS}, {{ who = "agent", does = "takes", when = "later" }}', "`when` is"),
        ('{ who = "customer", does = "writes", words = "x", when = "before_write" }', "only an agent"),
        ('{ who = "customer", does = "writes", wrods = "x" }', "a step has no wrods"),
    ],
)
def test_a_mistake_in_a_script_is_told_with_its_place(steps: str, why: str, tmp_path: Path) -> None:
    file = tmp_path / "threads.toml"
    file.write_text(f'[[thread]]\nname = "one"\nshows = "."\ncustomer = "A <a@b.example>"\nsteps = [{steps}]\n')
    with pytest.raises(Refused, match="thread 'one'") as refused:
        load(file)
    assert why in str(refused.value)


def test_an_expectation_names_an_outcome_and_a_reason_and_without_one_the_model_decides() -> None:
    step = Step("deskhand", "decides", expect=("hold/*", "hand_over/came_back"))
    allowed = [
        step.allows(*one) for one in [("hold", "unsure_reply"), ("hand_over", "came_back"), ("send", "grounded")]
    ]
    assert allowed == [True, True, False]
    assert Step("deskhand", "decides").allows("send", "grounded")


@pytest.fixture
def double() -> ZendeskDouble:
    made = ZendeskDouble()
    made.open_ticket(1, "Why?", priority="low", tags=["vip"])
    return made


def said(double: ZendeskDouble, words: str, *, public: bool, marker: str = "m", **fields: Any) -> None:
    """Write as Deskhand does, but without its rules."""
    comment = {"body": words, "public": public}
    double.update(1, {"ticket": {"comment": comment, "metadata": {"deskhand": marker}, **fields}})


def counted(double: ZendeskDouble) -> dict[str, int]:
    found = broken(double.tickets.values(), STAFF)
    return {name: len(what) for name, what in vars(found).items() if what}


def test_a_thread_in_order_breaks_no_rule(double: ZendeskDouble) -> None:
    said(double, "A", public=True, marker="1", priority="normal", tags=["vip", "deskhand"])
    double.customer_writes(1, "And?")
    double.agent_comments(1, "Hm.", public=False, priority="urgent")
    said(double, "note", public=False, marker="2")
    double.agent_comments(1, "B")
    double.customer_writes(1, "Thanks")
    said(double, "C", public=True, marker="3")
    assert counted(double) == {}


def test_an_effect_or_a_public_word_that_happens_again_is_counted(double: ZendeskDouble) -> None:
    said(double, "A", public=True)
    said(double, "A", public=True)
    assert counted(double) == {"twice": 2}  # the marker and the words


def test_what_a_person_set_last_and_we_changed_is_counted(double: ZendeskDouble) -> None:
    double.agent_changes(1, priority="urgent", tags=["vip", "legal"])
    said(double, "note", public=False, priority="low", tags=["deskhand"])
    assert counted(double) == {"overwritten": 2}


def test_what_a_rule_or_the_customer_changed_after_a_person_is_free(double: ZendeskDouble) -> None:
    double.agent_changes(1, priority="urgent")
    double.automation_changes(1, priority="high")
    said(double, "note", public=False, priority="low")
    assert counted(double) == {}


@pytest.mark.parametrize(
    "interferes",
    [
        lambda d: d.agent_changes(1, assignee=PERSON),
        lambda d: d.agent_comments(1, "Mine.", public=False),
        lambda d: d.agent_comments(1, "Answered."),
        lambda d: d.agent_changes(1, status="solved"),
    ],
)
def test_public_words_after_a_person_was_there_are_counted(double: ZendeskDouble, interferes: Any) -> None:
    interferes(double)
    said(double, "A", public=True)
    assert counted(double) == {"intruded": 1}
    assert double.ours(1)[0]["author_id"] == OURSELVES


WROTE = Written("first", public=False, words="Deskhand: handed over.", fields={"priority": "high", "tags": ["a", "b"]})
DECIDED = Line(
    "first", "Deskhand", "decides", outcome="hand_over", reason="came_back", explanation="wrote again",
    expected="hand_over/came_back", fate="sent, try 2", written=(WROTE,),
)  # fmt: skip
PLAYED = Played(
    Script("it did not work", "A person takes over.", "Femke <femke@b.example>", ()),
    (Line("first", "Femke", "writes", "No."), DECIDED),
    (),
    {"first": 7},
)


def summary(played: Played, found: Broken = NOTHING) -> Mapping[str, Any]:
    return report.summary([played], found, {"play": 1.26}, {"DESKHAND_MIN_REPLY": "0 (the company's own: none)"})


def rendered(*shown: Any) -> str:
    console = Console(width=200, file=StringIO())
    with console.capture() as capture:
        for one in shown:
            console.print(one)
    return capture.get()


def test_the_report_says_turn_by_turn_who_wrote_what_was_decided_and_what_was_written() -> None:
    figures = summary(PLAYED)
    text = rendered(report.panel(PLAYED), report.closing(figures))
    for told in (
        "it did not work: as expected",
        "Femke writes: No.",
        "handed over to a person (came_back). wrote again",
        "expected: hand_over/came_back. Delivery: sent, try 2",
        "wrote internal note [priority = high, tags = a b]: Deskhand: handed over.",
        "1 of 1 threads as expected",
        "lost 0, twice 0, fields of people overwritten 0",
        "DESKHAND_MIN_REPLY = 0 (the company's own: none)",
    ):
        assert told in text
    assert not report.is_broken(figures)


def test_a_script_can_read_the_report() -> None:
    figures = json.loads(json.dumps(summary(PLAYED)))
    [thread] = figures["threads"]
    assert thread["turns"][1]["written"][0]["fields"] == {"priority": "high", "tags": ["a", "b"]}
    assert figures["rules"] == {"lost": [], "twice": [], "overwritten": [], "intruded": []}
    assert figures["seconds"] == {"play": 1.3}


@pytest.mark.parametrize(
    ("played", "found"),
    [
        (replace(PLAYED, lines=(replace(DECIDED, wrong=("expected was send/*",)),)), NOTHING),
        (replace(PLAYED, lost=("first: it was not decided",)), NOTHING),
        (PLAYED, Broken(twice=("ticket 7: said 2 times",), overwritten=(), intruded=())),
    ],
)
def test_whatever_is_broken_is_shown_and_makes_the_demo_fail(played: Played, found: Broken) -> None:
    figures = summary(played, found)
    text = rendered(report.panel(played), report.closing(figures))
    assert report.is_broken(figures)
    assert "NOT AS EXPECTED" in text or "BROKEN: ticket 7" in text


def test_its_processes_can_write_to_a_local_zendesk_only(tmp_path: Path) -> None:
    real = {"DESKHAND_HELPDESK": "zendesk", "DESKHAND_ZENDESK_URL": "https://real.zendesk.com"}
    with pytest.raises(Refused, match="local Zendesk"), processes(Settings(home=tmp_path), "whsec_x", more=real):
        raise AssertionError("started")


def test_the_file_has_no_key_that_its_head_does_not_explain() -> None:
    text = FILE.read_text(encoding="utf-8")
    head = text.partition("\n[brands")[0]
    keys = {key for thread in tomllib.loads(text)["thread"] for step in thread["steps"] for key in step}
    assert [key for key in keys if not re.search(rf"\b{key}\b", head)] == []
