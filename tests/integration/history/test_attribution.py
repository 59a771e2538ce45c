"""Sentences are attributed on a real index: never to another account's passage, and not again while nothing changed."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.conftest import Database
from tests.support.knowledge_tools import TODAY, Knowledge, Shelf
from tests.unit.worker.pipeline.builders import COMPANY
from worker.company import Brand
from worker.history import attribution
from worker.history.attribution import Attributor, attribute
from worker.history.candidates import Library
from worker.history.example import Example, Sentence
from worker.retrieval.finder import Finder
from worker.settings import Settings

EXPORT = "An Admin can export the asset list as CSV under Settings > Data."
SEATS = "The workspace of acc-a has 12 paid seats and renews on 2027-03-01."
OTHERS = "The workspace of acc-b has 40 paid seats and renews on 2027-09-01."
BRANDS = (Brand("outlet", "302", "Outlet", ("outlet",)),)


@pytest.fixture
def knowledge(database: Database) -> Knowledge:
    made = Knowledge(database.owner, database.app)
    made.shelf.put("export", ("Export", EXPORT), title="Data")
    made.shelf.put("labels", ("Labels", "Labels are printed on A4 sheets with 24 labels each."), title="Labels")
    for n in range(12):
        made.shelf.put(
            f"other-{n}", (f"Topic {n}", f"Gauge {n} of pump {n} shows pressure {n * 7} in bar."), title="Pumps"
        )
    outlet, wild, accounts = Shelf("outlet"), Shelf("wild"), Shelf("accounts")
    outlet.put("returns", ("Returns", "Outlet goods can be returned within ten days of delivery."), title="Outlet")
    wild.put("forum", ("Tips", "Somebody in the forum says that the gateway restarts at midnight."), title="Forum")
    accounts.put("acc-a", ("profile", SEATS), title="acc-a", account="acc-a")
    accounts.put("acc-b", ("profile", OTHERS), title="acc-b", account="acc-b")
    made.sync(made.shelf, outlet, wild, accounts)
    return made


def library(knowledge: Knowledge) -> Library:
    search = Finder(knowledge.app, lambda _: knowledge.encoder, None, today=lambda: TODAY)  # type: ignore[arg-type]
    company = replace(COMPANY, brands=BRANDS)
    return Library(knowledge.app, search, company, {"wild"}, TODAY)


def example(*sentences: str, account: str | None = None, brand: str | None = None, body: str = "How?") -> Example:
    said = tuple(map(Sentence, sentences))
    return Example("f", "1", "", body, "en", account, None, None, None, False, sentences=said, brand=brand)


def found(knowledge: Knowledge, *examples: Example) -> list[Example]:
    return Attributor(library(knowledge)).attributed(examples)


def test_each_sentence_has_the_passage_that_carries_it(knowledge: Knowledge) -> None:
    [one] = found(
        knowledge,
        example(
            "As an Admin you can export the list of assets as CSV in Settings > Data.",
            "Our trainer in Leeds can visit you for two hours next spring.",
            "Please let us know if you have any further questions.",
            body="How do I export the asset list as CSV?",
        ),
    )
    carried, gap, talk = one.sentences
    assert carried.passages == ("docs/export#Export",)
    assert carried.score > 0.5
    assert (gap.passages, gap.small_talk) == ((), False)
    assert (talk.passages, talk.small_talk) == ((), True)
    assert (one.carried, one.gaps) == (0.5, (gap.text,))


def test_no_passage_of_another_account_is_found(knowledge: Knowledge) -> None:
    mine, theirs = example(SEATS, account="acc-a"), example(OTHERS, account="acc-a")
    nobody, own = example(OTHERS), example(OTHERS, account="acc-b")
    made = found(knowledge, own, mine, theirs, nobody)  # what was read for acc-b is not there for the next one
    assert [one.passages for one in made] == [("accounts/acc-b#profile",), ("accounts/acc-a#profile",), (), ()]


def test_pools_hold_the_rows_of_one_account_and_no_less_trusted_source(knowledge: Knowledge) -> None:
    asked = [example(OTHERS, SEATS, account=account, body=f"{OTHERS} {SEATS}") for account in ("acc-b", "acc-a", None)]
    asked.append(example("Somebody in the forum says that the gateway restarts at midnight.", account="acc-a"))
    for one, pool in zip(asked, library(knowledge).pools(asked), strict=True):
        assert {passage.account for passage in pool.passages} <= {None, one.account}
        assert not any(passage.ref.startswith("wild/") for passage in pool.passages)
        assert one.account is None or any(passage.account == one.account for passage in pool.passages)


@pytest.mark.parametrize("brand", ["302", "outlet"])
def test_a_brand_has_its_own_sources_only(knowledge: Knowledge, brand: str) -> None:
    told = (
        "As an Admin you can export the asset list as CSV.",
        "Outlet goods can be returned within ten days of delivery.",
    )
    [one] = found(knowledge, example(*told, brand=brand))
    assert [sentence.passages for sentence in one.sentences] == [(), ("outlet/returns#Returns",)]


def test_a_page_that_says_another_number_is_left_out(knowledge: Knowledge) -> None:
    [one] = found(
        knowledge, example("Labels are printed on A3 sheets with 48 labels each.", "Labels have 24 on a sheet.")
    )
    assert one.sentences[0].passages == ()


@pytest.fixture
def counted(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many examples each call looked for passages of."""
    calls: list[int] = []
    real = Attributor.attributed

    def count(self: Attributor, examples: Sequence[Example]) -> list[Example]:
        calls.append(len(examples))
        return real(self, examples)

    monkeypatch.setattr(Attributor, "attributed", count)
    monkeypatch.setattr(attribution.Library, "of", lambda *_: library(knowledge))
    return calls


def test_what_did_not_change_is_not_attributed_again(knowledge: Knowledge, counted: list[int]) -> None:
    asked = [example(EXPORT), replace(example(SEATS, account="acc-a"), external_id="2")]
    first = attribute(asked, Settings(), knowledge.app)
    assert attribute(first, Settings(), knowledge.app) == first
    assert counted == [2]
    renamed = [replace(first[0], queue="billing"), replace(first[1], body="Who am I?")]
    assert attribute(renamed, Settings(), knowledge.app)[0] == renamed[0]  # a label is not what was searched for
    assert counted == [2, 1]


def test_other_knowledge_is_looked_at_again(knowledge: Knowledge, counted: list[int]) -> None:
    asked = [example(EXPORT), example("The portal is closed on Sundays."), example(SEATS, account="acc-a")]
    first = attribute(asked, Settings(), knowledge.app)
    assert not first[1].passages
    accounts = Shelf("accounts")
    accounts.put("acc-a", ("profile", SEATS), title="acc-a", account="acc-a")
    accounts.put("acc-b", ("profile", f"{OTHERS} Add-ons: none."), title="acc-b", account="acc-b")
    knowledge.sync(accounts)
    assert attribute(first, Settings(), knowledge.app) == first  # another account's row changed
    assert counted == [3]
    knowledge.shelf.put("portal", ("Sundays", "The portal is closed on Sundays."), title="Portal")
    knowledge.sync(knowledge.shelf)
    again = attribute(first, Settings(), knowledge.app)
    assert counted == [3, 3]
    assert again[1].passages == ("docs/portal#Sundays",)
