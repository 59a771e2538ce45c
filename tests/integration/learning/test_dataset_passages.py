"""The passages that handled tickets name, compared with a live index."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from knowledge.passages import Kind as Of
from tests.conftest import Database
from tests.support.knowledge_tools import TODAY, Knowledge, Shelf
from tests.unit.worker.learning.dataset.tickets import company, row
from worker.learning.dataset.finding import Finding, Kind
from worker.learning.dataset.passages import findings, shelve
from worker.learning.dataset.reach import unreached
from worker.retrieval.finder import Finder

RESET = "Ask for a new link on the login page. A link is valid for one hour."


@pytest.fixture
def knowledge(database: Database) -> Knowledge:
    made = Knowledge(database.owner, database.app)
    made.shelf.put("x", ("A", RESET), ("Lost", "The phone is lost."))
    accounts, forum = Shelf("accounts", Of.ACCOUNT), Shelf("forum")
    accounts.put("a", ("invoice 7", "Invoice 7 is paid."), account="a")
    made.shelf.put("old", ("Price", "It costs 5 EUR."), valid_until=TODAY - timedelta(days=1))
    forum.put("tip", ("Tip", RESET))
    made.sync(made.shelf, accounts, forum)
    return made


def found(knowledge: Knowledge, **changed: Any) -> list[Finding]:
    rows = [row(**changed)]
    shelf = shelve(knowledge.app, rows, {"forum"}, TODAY)
    assert shelf is not None
    return list(findings(rows[0], shelf, company()))


def test_a_reference_that_a_search_may_see_is_no_finding(knowledge: Knowledge) -> None:
    own = {"account": "a", "passages": ["accounts/a#invoice 7"]}
    assert found(knowledge, passages=["docs/x#A"]) == []
    assert found(knowledge, **own, reply={"action": "answer", "sentences": ["Invoice 7 is paid."]}) == []


@pytest.mark.parametrize(
    ("ref", "account", "suggested", "says"),
    [
        ("docs/x.md#A", None, "", "the live index has no docs/x.md that is public: the ticket has no account"),
        ("docs/x#Losst", None, "docs/x#Lost", "no such heading"),
        ("accounts/a#invoice 7", None, "", "public: the ticket has no account"),
        ("accounts/a#invoice 7", "b", "", "public or of b"),
        ("docs/old#Price", None, "", "valid only until 2026-11-21"),
        ("forum/tip#Tip", None, "", "not trusted"),
    ],
)
def test_a_reference_that_no_search_for_the_ticket_reaches(
    knowledge: Knowledge, ref: str, account: str | None, suggested: str, says: str
) -> None:
    [finding] = found(knowledge, passages=[ref], account=account)
    assert (finding.kind, finding.label, finding.suggested) == (Kind.PASSAGE, ref, suggested)
    assert says in finding.why


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("A link is valid for two hours.", "invented_fact"),
        ("Our colleagues in Berlin reset the account by hand.", "unsupported"),
        ("Ask for a new link at evil.example.", "invented_fact"),
    ],
)
def test_a_sentence_that_no_named_passage_supports(knowledge: Knowledge, sentence: str, code: str) -> None:
    reply = {"action": "answer", "sentences": ["Ask for a new link on the login page.", sentence]}
    [finding] = found(knowledge, passages=["docs/x#A"], reply=reply)
    assert (finding.kind, finding.label, finding.why.partition(":")[0]) == (Kind.REPLY, sentence, code)


def test_without_an_index_there_is_nothing_to_compare_with(database: Database) -> None:
    assert shelve(database.app, [row()], (), TODAY) is None


@pytest.fixture
def finder(knowledge: Knowledge) -> Iterator[Finder]:
    yield Finder(knowledge.app, lambda _: knowledge.encoder, None, today=lambda: TODAY)  # type: ignore[arg-type,return-value]


def test_a_search_that_brings_none_of_the_passages_is_a_finding(knowledge: Knowledge, finder: Finder) -> None:
    rows = [row(passages=["docs/x#A"], body="link"), row(id="T-2", passages=[])]
    shelf = shelve(knowledge.app, rows, (), TODAY)
    assert shelf is not None
    done: list[int] = []
    assert unreached(finder, rows, shelf, done.append) == []
    assert sum(done) == 2
    knowledge.shelf.put("many", *((f"S{n}", f"The link of login page {n}, a new link to ask for.") for n in range(80)))
    knowledge.sync(knowledge.shelf)
    far = [row(passages=["docs/x#Lost"], body="Ask for a new link on the login page")]
    shelf = shelve(knowledge.app, far, (), TODAY)
    assert shelf is not None
    [finding] = unreached(finder, far, shelf)
    assert finding.why.endswith("candidates")
