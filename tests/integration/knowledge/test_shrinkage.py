"""A source that would lose much stands still until somebody consents; everyday deletions go through."""

from typing import Any

import pytest

from knowledge.index.shrinkage import Consent
from knowledge.passages import Kind
from tests.conftest import Database
from tests.support.knowledge_tools import Knowledge, Shelf


@pytest.fixture
def knowledge(database: Database) -> Knowledge:
    return Knowledge(database.owner, database.app)


def filled(knowledge: Knowledge, count: int) -> list[str]:
    paths = [
        knowledge.shelf.put(f"{n}", f"The valve number {n} opens with key {n}.", title=f"V{n}") for n in range(count)
    ]
    knowledge.sync()
    return paths


MAY_GO = [(2, 1), (3, 1), (4, 2), (8, 2), (10, 2), (30, 6)]
TOO_MANY = [(1, 1), (2, 2), (3, 2), (4, 3), (8, 3), (10, 3), (30, 7)]


@pytest.mark.parametrize(("had", "lost", "held"), [(*n, n in TOO_MANY) for n in (*MAY_GO, *TOO_MANY)])
def test_one_or_two_documents_may_go_and_more_only_up_to_a_fifth(
    knowledge: Knowledge, had: int, lost: int, *, held: bool
) -> None:
    for path in filled(knowledge, had)[:lost]:
        del knowledge.shelf.contents[path]
    for dry_run in (True, False):
        report = knowledge.sync(dry_run=dry_run)
        assert set(report.held) == ({"docs"} if held else set())
        assert report.sources["docs"].deleted == (0 if held else lost)
    assert knowledge.rows("select count(*) from documents") == [had if held else had - lost]


def test_nothing_of_a_source_that_stands_still_changes_and_the_others_go_on(knowledge: Knowledge) -> None:
    paths = filled(knowledge, 10)
    other = Shelf("help")
    other.put("a", "Call the hotline.")
    for path in paths[:5]:
        del knowledge.shelf.contents[path]
    knowledge.shelf.put("new", "Something new.")
    knowledge.shelf.put("9", "Changed.", title="V9")
    report = knowledge.sync(knowledge.shelf, other)
    docs = report.sources["docs"]
    assert (docs.added, docs.updated, docs.deleted, docs.unchanged, docs.failed) == (0, 0, 0, 10, 1)
    assert report.sources["help"].added == 1
    assert "5 of its 10 documents would go" in report.failures["docs"]
    assert "deskhand knowledge sync docs --allow-shrink" in report.failures["docs"]
    assert knowledge.texts("docs/9") == ["The valve number 9 opens with key 9."]


def test_it_says_since_when_until_the_source_is_whole_again(knowledge: Knowledge) -> None:
    filled(knowledge, 4)
    whole = dict(knowledge.shelf.contents)
    knowledge.shelf.contents.clear()
    knowledge.sync()
    [first] = knowledge.rows("select source, held_since from source_states")
    knowledge.sync()
    assert knowledge.rows("select source, held_since from source_states") == [first]
    assert first[0] == "docs"
    knowledge.shelf.contents = whole
    assert knowledge.sync().failures == {}
    assert knowledge.table("source_states") == []


def test_consent_is_for_the_sources_that_it_names(knowledge: Knowledge) -> None:
    other = Shelf("help")
    for n in range(4):
        knowledge.shelf.put(f"{n}", f"Docs {n}.")
        other.put(f"{n}", f"Help {n}.")
    knowledge.sync(knowledge.shelf, other)
    knowledge.shelf.contents.clear()
    other.contents.clear()
    report = knowledge.sync(knowledge.shelf, other, consent=Consent(given=("help",)))
    assert (set(report.held), report.sources["help"].deleted) == ({"docs"}, 4)
    assert knowledge.rows("select distinct source from documents") == ["docs"]


@pytest.mark.parametrize(
    ("consent", "held"), [({"share": 0.6}, False), ({"shares": {"docs": 0.6}}, False), ({"share": 0.0}, True)]
)
def test_the_share_is_a_setting_and_a_sources_own_goes_first(
    knowledge: Knowledge, consent: dict[str, Any], *, held: bool
) -> None:
    for path in filled(knowledge, 10)[:5]:
        del knowledge.shelf.contents[path]
    assert bool(knowledge.sync(consent=Consent(**consent)).held) is held


def test_a_document_with_another_name_and_the_same_text_is_not_lost(knowledge: Knowledge) -> None:
    paths = filled(knowledge, 10)
    other = Shelf("handbook")
    for n, path in enumerate(paths):
        del knowledge.shelf.contents[path]
        shelf = knowledge.shelf if n < 5 else other
        shelf.put(f"setup/{n}", f"The valve number {n} opens with key {n}.", title=f"V{n}")
    report = knowledge.sync(knowledge.shelf, other)
    assert report.held == frozenset()
    assert (report.sources["docs"].deleted, report.sources["docs"].added, report.embedded) == (10, 5, 0)


def test_documents_that_keep_their_names_and_lose_their_text_are_lost(knowledge: Knowledge) -> None:
    filled(knowledge, 10)
    for n in range(5):
        knowledge.shelf.put(f"{n}", title=f"V{n}")
    assert "lose nearly all of their text" in knowledge.sync().failures["docs"]
    assert knowledge.rows("select count(*) from passages") == [10]


def test_much_less_text_in_documents_that_stay_is_a_loss_too(knowledge: Knowledge) -> None:
    for n in range(10):
        knowledge.shelf.put(f"{n}", ("A", f"{n} " * 60), ("B", f"key {n} " * 20))
    knowledge.sync()
    for n in range(10):
        knowledge.shelf.put(f"{n}", ("A", f"{n} " * 60))
    assert "characters" in knowledge.sync().failures["docs"]


def test_a_page_that_is_rewritten_shorter_is_no_loss(knowledge: Knowledge) -> None:
    for n in range(3):
        knowledge.shelf.put(f"{n}", f"{n} " * 60)
    knowledge.sync()
    knowledge.shelf.put("0", "0 " * 35)
    assert knowledge.sync().failures == {}


def test_an_account_that_keeps_its_profile_and_loses_its_invoices_is_held(knowledge: Knowledge) -> None:
    accounts = Shelf("accounts", Kind.ACCOUNT)
    profile = ("profile", "A long profile of the account that stays as it is, with many words in it.")
    for n in range(6):
        accounts.put(f"a{n}", profile, (f"invoice F-{n}", f"Invoice {n}."), account=f"a{n}")
    knowledge.sync(accounts)
    accounts.put("a0", profile, account="a0")
    assert knowledge.sync(accounts).failures == {}  # one of six
    for n in range(6):
        accounts.put(f"a{n}", profile, account=f"a{n}")
    assert "5 of its 5 rows of the kind 'invoice' would go" in knowledge.sync(accounts).failures["accounts"]


def test_accounts_with_the_same_text_are_not_taken_for_one_another(knowledge: Knowledge) -> None:
    accounts = Shelf("accounts", Kind.ACCOUNT)
    for n in range(10):
        accounts.put(f"a{n}", ("profile", "It is on the Team plan."), account=f"a{n}")
    knowledge.sync(accounts)
    for n in range(10):
        del accounts.contents[f"accounts/a{n}"]
        accounts.put(f"b{n}", ("profile", "It is on the Team plan."), account=f"b{n}")
    assert set(knowledge.sync(accounts).held) == {"accounts"}
