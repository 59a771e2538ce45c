"""What a note says of the account of a verified sender, read under row-level security."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.conftest import Database, empty
from tests.support.knowledge_tools import Knowledge
from tests.unit.worker.pipeline.builders import ticket
from worker.library.sources import open_sources
from worker.retrieval.account_cards import AccountCards
from worker.settings import Settings

BRIGHTLOAF, MARLOWE = "acc-brightloaf", "acc-marlowe-quay"


@pytest.fixture(scope="module")
def knowledge(_engines: Database) -> Iterator[Knowledge]:
    empty(_engines.owner)
    made = Knowledge(_engines.owner, _engines.app)
    with open_sources(Settings(knowledge=Path("demo/knowledge.toml"))) as sources:
        made.sync(*(source for source in sources if source.name == "accounts"))
    yield made
    empty(_engines.owner)


def test_a_card_has_the_accounts_own_rows_newest_first(knowledge: Knowledge) -> None:
    card = AccountCards(knowledge.app)(ticket(account=BRIGHTLOAF, plan="team", tier="standard"))
    assert card is not None
    assert (card.plan, card.tier) == ("team", "standard")
    assert "Team plan with 12 paid seats" in card.profile
    assert card.open_invoices == ()
    days = [said.partition(" of ")[2][:10] for said in card.last_tickets]
    assert len(days) == 2
    assert days == sorted(days, reverse=True)


def test_invoices_that_are_not_paid_are_on_the_card(knowledge: Knowledge) -> None:
    with knowledge.owner.begin() as connection:
        unpaid = connection.execute(
            text(
                "select account, text from passages where account is not null and text ~ '^Invoice .* is (open|overdue)'"
            )
        ).all()
    assert unpaid  # the demo has some
    for account, said in unpaid:
        card = AccountCards(knowledge.app)(ticket(account=account))
        assert card is not None
        assert said in card.open_invoices
        assert all("is paid" not in one for one in card.open_invoices)


@pytest.mark.parametrize("sender", [{"verified": False}, {"account": None}, {"account": "acc-unknown"}])
def test_nobody_else_has_a_card(knowledge: Knowledge, sender: dict[str, object]) -> None:
    assert AccountCards(knowledge.app)(ticket(**{"account": BRIGHTLOAF, **sender})) is None


def test_no_row_of_another_account_is_on_it(knowledge: Knowledge) -> None:
    one, other = (AccountCards(knowledge.app)(ticket(account=account)) for account in (BRIGHTLOAF, MARLOWE))
    assert one is not None
    assert other is not None
    assert "Marlowe" not in str(one) and "Brightloaf" not in str(other)
    assert not set(one.last_tickets) & set(other.last_tickets)


def test_row_level_security_alone_keeps_other_accounts_out(knowledge: Knowledge) -> None:
    """Whatever the statement asks for, the transaction of an account sees no other one's rows."""
    from worker.db.session import transaction

    with transaction(knowledge.app, account=BRIGHTLOAF) as session:
        seen = set(session.scalars(text("select distinct account from passages where account is not null")))
    assert seen == {BRIGHTLOAF}


def test_a_database_that_does_not_answer_costs_the_card_only(knowledge: Knowledge) -> None:
    from worker.db.session import make_engine

    gone = make_engine("postgresql://nobody@127.0.0.1:1/none")
    assert AccountCards(gone)(ticket(account=BRIGHTLOAF)) is None
