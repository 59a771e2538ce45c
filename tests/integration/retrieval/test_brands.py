"""A brand's sources, from the real search to what the helpdesk is told: nothing of another brand is found."""

import pytest

from models.generation.engine import ScriptedEngine
from models.skills import reply as reply_skill
from models.skills import triage as triage_skill
from tests.conftest import Database
from tests.support.knowledge_tools import TODAY, Knowledge, Shelf
from tests.unit.worker.pipeline.builders import COMPANY, ticket
from worker.company import Brand
from worker.pipeline.policy import Policy
from worker.pipeline.render import updates
from worker.pipeline.run import handle_batch
from worker.pipeline.tools import Tools
from worker.pipeline.writing import customer
from worker.rendering import plain
from worker.retrieval.finder import Finder
from worker.retrieval.query import Query

MAIN, OUTLET, OFF = "301", "302", "303"
ANSWER = "The outlet takes a pump back within ten days."
BRANDS = (
    Brand("main", MAIN, "Main Support", ("docs",)),
    Brand("outlet", OUTLET, "Outlet Support", ("outlet", "outlet_prices")),
    Brand("off", OFF, "Nobody", ("outlet",), enabled=False),
)


@pytest.fixture
def knowledge(database: Database) -> Knowledge:
    """The main brand has 260 documents that fit better than the outlet's two: more than the search takes of each half."""
    made = Knowledge(database.owner, database.app)
    for n in range(260):
        made.shelf.put(
            f"return-{n}", f"How long can I return a pump? Return a pump FW-2117 {n}.", title="Return a pump"
        )
    outlet, prices, similar = Shelf("outlet"), Shelf("outlet_prices"), Shelf("outlets")
    outlet.put("return", ANSWER, title="Outlet FW-2117")
    prices.put("pump", "A used pump costs 40 EUR.", title="Outlet prices")
    similar.put("return", "How long can I return a pump? Never.", title="Return a pump")
    accounts = Shelf("accounts")
    accounts.put("acc-a", "The pump of acc-a was bought in May.", account="acc-a")
    accounts.put("acc-b", "How long can I return a pump? acc-b has a year.", account="acc-b")
    made.sync(made.shelf, outlet, prices, similar, accounts)
    return made


def finder(knowledge: Knowledge) -> Finder:
    brands = {brand.id: brand.sources for brand in BRANDS}
    return Finder(knowledge.app, lambda _: knowledge.encoder, None, today=lambda: TODAY, brands=brands)  # type: ignore[arg-type]


ASKED = ("How long can I return a pump?", "FW-2117", "a pump", "", "what does docs/return-1.md say")


@pytest.mark.parametrize("asked", ASKED)
def test_a_query_finds_nothing_of_another_brands_sources(knowledge: Knowledge, asked: str) -> None:
    [found] = finder(knowledge).find([Query(asked, "acc-a", sources=("outlet", "outlet_prices"))], limit=50)
    sources = {hit.ref.partition("/")[0] for hit in found.candidates}
    assert sources <= {"outlet", "outlet_prices", "accounts"}
    assert {hit.account for hit in found.candidates} <= {None, "acc-a"}
    [found] = finder(knowledge).find([Query(asked, "acc-a", sources=("docs",))], limit=50)
    assert {hit.ref.partition("/")[0] for hit in found.candidates} <= {"docs", "accounts"}


def test_another_brands_many_documents_do_not_crowd_out_the_few_of_this_one(knowledge: Knowledge) -> None:
    for asked in ("How long can I return a pump?", "FW-2117"):
        [found] = finder(knowledge).find([Query(asked, "acc-a", sources=("outlet", "outlet_prices"))], limit=50)
        refs = {hit.ref for hit in found.candidates}
        assert {"outlet/return", "outlet_prices/pump", "accounts/acc-a"} <= {ref.partition("#")[0] for ref in refs}
        assert [hit.lexical_rank for hit in found.candidates if hit.ref.startswith("outlet/")] != [None]


def test_without_sources_all_are_searched(knowledge: Knowledge) -> None:
    [found] = finder(knowledge).find([Query("How long can I return a pump?")], limit=50)
    assert {hit.ref.partition("/")[0] for hit in found.candidates} >= {"docs", "outlets"}


def test_each_ticket_is_answered_from_its_brands_sources_with_its_brands_signature(knowledge: Knowledge) -> None:
    calm = triage_skill.answer("access", "normal", False, None)
    said = reply_skill.answer("answer", "en", [ANSWER])
    company = COMPANY.__class__(**{**vars(COMPANY), "brands": BRANDS})
    tickets = [
        ticket(id=n, external_id=str(n), subject="", body="How long can I return a pump?", brand=brand)
        for n, brand in enumerate((MAIN, OUTLET, OFF), 1)
    ]
    policy = Policy("send", 0.0, 0.0)
    engine = ScriptedEngine([calm, calm, calm, said, said])
    main, outlet, off = handle_batch(tickets, Tools(engine, finder(knowledge).tickets, company, policy))
    assert {p.ref.partition("/")[0] for p in main.passages} <= {"docs", "accounts"}
    assert {p.ref.partition("/")[0] for p in outlet.passages} <= {"outlet", "outlet_prices", "accounts"}
    assert (main.decision.reason, off.decision.reason) == ("check_failed", "brand_off")
    [(_, update)] = updates(outlet, company)
    assert plain.text(customer.reply(outlet, company)).endswith("Outlet Support")
    assert update.brand == OUTLET
    [(_, handed_over)] = updates(off, company)
    assert not handed_over.public
