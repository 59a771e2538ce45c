"""What the knowledge file does not name any more is not found, whatever the index still has of it."""

from pathlib import Path

import pytest

from knowledge.passages import Kind
from tests.conftest import Database
from tests.support.knowledge_tools import TODAY, Knowledge, Shelf
from worker.errors import NotReady
from worker.retrieval.account_cards import AccountCards
from worker.retrieval.finder import Finder
from worker.retrieval.query import Query
from worker.retrieval.trust import named_sources, untrusted_sources

ASKED = ("How much is the Team plan?", "FW-2117", "plan")


@pytest.fixture
def knowledge(database: Database) -> Knowledge:
    made = Knowledge(database.owner, database.app)
    made.shelf.put("plans", "The Team plan has ten seats. FW-2117", title="Plans")
    prices = Shelf("prices", Kind.PRICING)
    for n in range(300):  # more than the search takes of each half
        prices.put(f"{n}", f"How much is the Team plan? The Team plan FW-2117 costs {n} EUR.", title="Team")
    old, new = Shelf("crm", Kind.ACCOUNT), Shelf("accounts", Kind.ACCOUNT)
    for shelf in (old, new):
        shelf.put("acc-a", ("profile", f"Firm A is on the Team plan, says {shelf.name}."), account="acc-a")
    made.sync(made.shelf, prices, old, new)
    return made


def finder(knowledge: Knowledge, *named: str) -> Finder:
    return Finder(knowledge.app, lambda _: knowledge.encoder, None, today=lambda: TODAY, named=named)  # type: ignore[arg-type]


def found(finder: Finder, asked: str, **options: object) -> set[str]:
    [one] = finder.find([Query(asked, "acc-a", **options)], limit=50)  # type: ignore[arg-type]
    assert one.error is None
    return {hit.ref.partition("/")[0] for hit in one.candidates}


def test_a_source_that_is_not_named_is_not_found(knowledge: Knowledge) -> None:
    for asked in ASKED:
        assert found(finder(knowledge, "docs", "accounts"), asked) == {"docs", "accounts"}
        assert found(finder(knowledge, "prices"), asked) == {"prices"}
        # A brand cannot name it either, and without any name nothing is found.
        assert found(finder(knowledge, "docs", "accounts"), asked, sources=("prices",)) == {"accounts"}
        assert found(finder(knowledge, "docs"), asked, sources=("prices",)) == set()
        assert found(finder(knowledge), asked) == set()
    assert found(finder(knowledge, "docs", "accounts"), "") <= {"docs", "accounts"}


def test_nor_is_an_accounts_row_on_its_card(knowledge: Knowledge) -> None:
    cards = {named: AccountCards(knowledge.app, named)._rows("acc-a") for named in (("crm",), ("accounts",), ("docs",))}
    assert [said for _, said in cards["crm",]] == ["Firm A is on the Team plan, says crm."]
    assert [said for _, said in cards["accounts",]] == ["Firm A is on the Team plan, says accounts."]
    assert cards["docs",] == []


def test_the_names_are_those_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "knowledge.toml"
    file.write_text('[sources.docs]\ntype = "folder"\n[sources.forum]\ntrusted = false\n')
    assert named_sources(file) == {"docs", "forum"}
    assert untrusted_sources(file) == {"forum"}
    for wrong in ("", "sources = 3", "[sources]\ndocs = 3", "[sources"):
        file.write_text(wrong)
        with pytest.raises(NotReady):
            named_sources(file)
