"""Accounts and contacts go with consent only; those of a source that is not named any more are trusted no more; an account
that comes back gets its tickets back."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import text

from knowledge.errors import SourceError
from knowledge.index.shrinkage import Consent
from knowledge.passages import Kind
from knowledge.sources.accounts import Account, Contact
from knowledge.sources.base import BadDocument, Item
from tests.conftest import Database
from worker.db.session import transaction
from worker.library.accounts import Synced, distrust, sync_accounts


@dataclass
class Accounts:
    """A source of the accounts it is given, each with one contact."""

    name: str
    ids: list[str]
    without: list[str] = field(default_factory=list)  # accounts that have no contact
    broken: bool = False
    kind: Kind = Kind.ACCOUNT

    def items(self) -> Iterator[Item | BadDocument]:
        yield from ()

    def accounts(self) -> Iterator[Account | BadDocument]:
        if self.broken:
            raise SourceError("no answer")
        for one in self.ids:
            people = () if one in self.without else (Contact("A", f"a@{one}.example", "admin", verified=True),)
            yield Account(one, one.title(), "en", "team", "standard", people)


@dataclass
class Desk:
    database: Database

    def sync(self, *sources: Accounts, consent: Consent | None = None, dry_run: bool = False) -> Synced:
        return sync_accounts(self.database.owner, sources, consent=consent or Consent(), dry_run=dry_run)

    def rows(self, query: str, **values: object) -> list[object]:
        with self.database.owner.connect() as connection:
            return [row[0] if len(row) == 1 else tuple(row) for row in connection.execute(text(query), values)]

    def run(self, statement: str, **values: object) -> None:
        with self.database.owner.begin() as connection:
            connection.execute(text(statement), values)

    def ticket(
        self, number: int, account: str | None, email: str, *, verified: bool = True, wrote: str | None = None
    ) -> None:
        """Add a ticket with one message. `wrote`: the account whose verified contact wrote it, if it is another."""
        self.run(
            "insert into tickets (source, external_id, subject, channel, account, requester_email, verified) "
            "values ('s', :number, '', 'web', :account, :email, :verified)",
            number=str(number),
            account=account,
            email=email,
            verified=verified,
        )
        self.run(
            "insert into messages (ticket_id, ticket_version, source, external_id, body, original, verified_account, "
            "occurred_at) select id, 1, 's', external_id, '', '', :by, now() from tickets where external_id = :number",
            number=str(number),
            by=(wrote or account) if verified else None,
        )

    def account_of(self, number: int) -> object:
        return self.rows("select account from tickets where external_id = :number", number=str(number))[0]


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


NAMES = [f"a{n}" for n in range(10)]


def test_half_of_the_accounts_stay_and_the_source_is_named(desk: Desk) -> None:
    desk.sync(Accounts("crm", NAMES))
    less = Accounts("crm", NAMES[:5])
    assert desk.sync(less, dry_run=True).held == {"crm": "5 of its 10 accounts would go"}
    assert desk.sync(less).held == {"crm": "5 of its 10 accounts would go"}
    assert desk.rows("select count(*) from accounts") == desk.rows("select count(*) from contacts") == [10]
    assert desk.sync(less, consent=Consent(given=("crm",))).held == {}
    assert desk.rows("select count(*) from accounts") == desk.rows("select count(*) from contacts") == [5]


def test_contacts_count_by_themselves(desk: Desk) -> None:
    desk.sync(Accounts("crm", NAMES))
    assert desk.sync(Accounts("crm", NAMES, without=NAMES)).held == {"crm": "10 of its 10 contacts would go"}
    assert desk.rows("select count(*) from contacts") == [10]
    assert desk.sync(Accounts("crm", NAMES, without=NAMES[:2])).held == {}
    assert desk.rows("select count(*) from contacts") == [8]


def test_a_small_source_beside_a_large_one_is_measured_by_itself(desk: Desk) -> None:
    small = [f"b{n}" for n in range(4)]
    desk.sync(Accounts("crm", NAMES), Accounts("shop", small))
    assert desk.sync(Accounts("crm", NAMES[1:]), Accounts("shop", [])).held.keys() == {"shop"}
    assert desk.rows("select count(*) from accounts where source = 'shop'") == [4]
    assert desk.rows("select count(*) from accounts where source = 'crm'") == [9]  # the other one goes on


def test_an_account_that_moves_to_another_source_is_not_lost(desk: Desk) -> None:
    desk.sync(Accounts("crm", NAMES), Accounts("shop", ["b"]))
    assert desk.sync(Accounts("crm", []), Accounts("shop", ["b", *NAMES])).held == {}
    assert desk.rows("select distinct source from accounts") == ["shop"]


def test_while_a_source_cannot_be_read_nobody_is_deleted(desk: Desk) -> None:
    desk.sync(Accounts("crm", NAMES), Accounts("shop", ["b", "c", "d"]))
    assert desk.sync(Accounts("crm", NAMES[1:]), Accounts("shop", [], broken=True)).held == {}
    assert desk.rows("select count(*) from accounts") == [13]


def test_accounts_of_an_earlier_version_learn_their_source(desk: Desk) -> None:
    desk.run("insert into accounts (id, name, language, plan, tier) values ('a0', 'A', 'en', 'team', 'standard')")
    desk.run("insert into accounts (id, name, language, plan, tier) values ('z', 'Z', 'en', 'team', 'standard')")
    desk.sync(Accounts("crm", NAMES))
    assert desk.rows("select distinct source from accounts") == ["crm"]
    assert desk.rows("select id from accounts where id = 'z'") == []


def test_contacts_of_a_source_that_is_not_named_are_verified_no_more_until_it_is_named_again(desk: Desk) -> None:
    desk.sync(Accounts("crm", ["a"]), Accounts("shop", ["b"]))
    desk.sync(Accounts("crm", ["a"]))
    assert distrust(desk.database.owner, ["crm", "docs"]) == 1
    assert desk.rows("select account, verified from contacts order by account") == [("a", True), ("b", False)]
    assert distrust(desk.database.owner, ["crm", "docs"]) == 0
    desk.sync(Accounts("crm", ["a"]), Accounts("shop", ["b"]))
    assert desk.rows("select distinct verified from contacts") == [True]


def test_an_account_that_comes_back_gets_its_open_tickets_back(desk: Desk) -> None:
    desk.sync(Accounts("crm", ["a", "b", "c"]))
    desk.ticket(1, "a", "A@a.example")
    desk.ticket(2, "a", "a@a.example")  # solved meanwhile
    desk.ticket(3, "a", "a@a.example", verified=False)  # the helpdesk did not say who wrote it
    desk.ticket(4, "b", "a@b.example")
    desk.ticket(5, None, "a@a.example", wrote="z")  # of an account that is gone for good
    desk.ticket(6, "a", "someone@else.example", wrote="a")
    desk.run("update tickets set resolved_at = now() where external_id = '2'")
    desk.run("delete from accounts where id = 'a'")
    assert [desk.account_of(n) for n in range(1, 7)] == [None, None, None, "b", None, None]
    desk.sync(Accounts("crm", ["a", "b", "c"]))
    assert [desk.account_of(n) for n in range(1, 7)] == ["a", None, None, "b", None, None]
    with transaction(desk.database.app, account="b") as session:
        assert session.scalars(text("select external_id from tickets")).all() == ["4"]
    with transaction(desk.database.app, account="a") as session:
        assert session.scalars(text("select external_id from tickets")).all() == ["1"]


def test_an_address_that_belongs_to_another_account_now_brings_no_ticket_along(desk: Desk) -> None:
    desk.sync(Accounts("crm", ["a", "b"]))
    desk.ticket(1, "a", "a@a.example")
    desk.run("delete from accounts where id = 'a'")
    desk.run("insert into contacts values ('a@a.example', 'b', 'A', 'admin', true)")
    desk.sync(Accounts("crm", ["b"], broken=True))
    assert desk.account_of(1) is None
