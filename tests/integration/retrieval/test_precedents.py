"""Handled tickets lead a search to the sections that answered them, and nothing else of them is ever seen."""

import pytest
from sqlalchemy import text

from knowledge.index import rebuilding
from knowledge.index.shrinkage import Consent
from knowledge.passages import Kind
from knowledge.search.ranking_weights import WEIGHTS
from tests.conftest import Database
from tests.support.knowledge_tools import Knowledge, Shelf
from worker.db.session import transaction

ASKED = "the thingy blinks purple"
LEDS = "docs/leds#Colours of the lamp"


@pytest.fixture
def handled() -> Shelf:
    made = Shelf("handled", Kind.HANDLED)
    made.put("T-1", ASKED, title="", answers=(LEDS,))
    made.put("T-2", "how much did we pay", title="", answers=("accounts/*#invoice",))
    return made


@pytest.fixture
def knowledge(database: Database, handled: Shelf) -> Knowledge:
    made = Knowledge(database.owner, database.app)
    made.shelf.put("leds", ("Colours of the lamp", "violet says that water is short " * 60), title="Device")
    for n in range(20):
        made.shelf.put(f"{n:02}", f"blinks alpha{n}", title=f"Doc {n}")
    accounts = Shelf("accounts", Kind.ACCOUNT)
    for name in ("a", "b"):
        accounts.put(name, ("profile", f"plan of {name}"), ("invoice 7", f"sum of {name}"), title=name, account=name)
    made.sync(made.shelf, accounts, handled)
    return made


def test_a_question_like_one_of_them_finds_what_answered_it(knowledge: Knowledge) -> None:
    found = {hit.ref: hit for hit in knowledge.ask(ASKED)}
    pieces = [hit for ref, hit in found.items() if ref.startswith(LEDS)]
    assert len(pieces) > 1
    assert {hit.precedent_rank for hit in pieces} == {1}
    assert pieces[0].precedent_score == pytest.approx(1.0, abs=0.01)
    unled = {hit.ref: hit for hit in knowledge.ask(ASKED, ticket="T-1")}  # a ticket is no precedent of itself
    assert found[LEDS].score == pytest.approx(unled[LEDS].score + WEIGHTS.precedent_weight)
    assert unled[LEDS].precedent_rank is None


def test_two_that_are_as_near_and_were_answered_otherwise_count_half_each(knowledge: Knowledge, handled: Shelf) -> None:
    handled.put("T-3", ASKED, title="", answers=("docs/03",))
    knowledge.sync(handled)
    found, alone = ({hit.ref: hit for hit in knowledge.ask(ASKED, ticket=ticket)} for ticket in ("", "T-3"))
    assert alone[LEDS].score - found[LEDS].score == pytest.approx(WEIGHTS.precedent_weight / 2, abs=0.01)
    assert found["docs/03"].score - alone["docs/03"].score == pytest.approx(WEIGHTS.precedent_weight / 2, abs=0.01)


def test_a_distant_ticket_is_hardly_heard_though_it_is_the_only_one(knowledge: Knowledge, handled: Shelf) -> None:
    handled.contents.clear()
    handled.put("T-9", "the lamp blinks and a valve is loud and wet", title="", answers=(LEDS,))
    knowledge.sync(handled, consent=Consent(given=("handled",)))
    asked = "blinks alpha3"
    found = {hit.ref: hit for hit in knowledge.ask(asked)}
    assert (found[LEDS].precedent_score or 0) > 0
    assert max(found.values(), key=lambda hit: hit.score).ref == "docs/03"
    heard = WEIGHTS.precedent_weight * (found[LEDS].precedent_score or 0) / WEIGHTS.least_votes
    unheard = {hit.ref: hit for hit in knowledge.ask(asked, ticket="T-9")}[LEDS].score
    assert found[LEDS].score == pytest.approx(unheard + heard)
    assert heard < 0.1


def test_an_accounts_rows_answer_for_everybody_by_their_kind_alone(knowledge: Knowledge) -> None:
    asked = "how much did we pay"
    for account in ("a", "b"):
        own = {hit.ref: hit.precedent_rank for hit in knowledge.ask(asked, account=account) if hit.account}
        assert own == {f"accounts/{account}#invoice 7": 1, f"accounts/{account}#profile": None}
    assert {hit.account for hit in knowledge.ask(asked)} == {None}


def test_their_text_is_neither_found_nor_readable(knowledge: Knowledge) -> None:
    assert not [hit for hit in knowledge.ask("thingy purple") if hit.kind == Kind.HANDLED]
    assert knowledge.rows("select count(*) from passages where kind = 'handled' or text like '%thingy%'") == [0]
    assert knowledge.rows("select count(*) from documents where kind = 'handled'") == [2]
    with transaction(knowledge.app, see_all=True) as session:
        assert session.scalar(text("select count(*) from documents where kind = 'handled'")) == 0
        assert session.scalar(text("select count(*) from documents")) > 0


def test_another_answer_needs_no_embedding_and_a_deleted_ticket_votes_no_more(
    knowledge: Knowledge, handled: Shelf
) -> None:
    handled.put("T-1", ASKED, title="", answers=("docs/07",))
    report = knowledge.sync(handled)
    assert (report.sources["handled"].metadata_only, report.sources["handled"].passages) == (1, 2)
    assert knowledge.encoder.asked == []
    assert [hit.ref for hit in knowledge.ask(ASKED) if hit.precedent_rank] == ["docs/07"]
    handled.contents.pop("handled/T-1")
    knowledge.sync(handled)
    assert {hit.precedent_rank for hit in knowledge.ask(ASKED)} == {None}


def test_votes_are_sharp_and_what_is_past_its_date_gets_none(knowledge: Knowledge, handled: Shelf) -> None:
    handled.put("T-3", "the thingy blinks", title="", answers=("docs/03",))
    knowledge.sync(handled)
    scores = {hit.ref: hit.precedent_score for hit in knowledge.ask(ASKED)}
    assert scores["docs/03"] == pytest.approx(
        (3 / 4) ** (WEIGHTS.vote_sharpness / 2), abs=0.1
    )  # cosine of 3 shared words of 4
    with knowledge.owner.begin() as connection:
        connection.execute(text("update passages set valid_until = '2026-01-01' where section = :leds"), {"leds": LEDS})
    assert LEDS not in {hit.ref for hit in knowledge.ask(ASKED)}


def test_a_rebuilt_index_has_them_too(knowledge: Knowledge) -> None:
    rebuilding.rebuild(knowledge.owner, knowledge.encoder.maker)
    assert knowledge.rows("select count(*) from precedents") == [2]
    assert next(hit.ref for hit in knowledge.ask(ASKED) if hit.precedent_rank == 1) == LEDS
    [index] = knowledge.rows("select id from indexes")
    names = knowledge.rows("select relname from pg_class where relname like 'precedents\\_dense\\_%'")
    assert names == [f"precedents_dense_{index}"]
