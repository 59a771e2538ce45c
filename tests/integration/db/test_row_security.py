"""Row-level security and grants: nobody sees another customer's rows, and the application role cannot get round it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from pgvector import SparseVector
from sqlalchemy import Connection, Engine, Table, insert, text
from sqlalchemy.exc import ProgrammingError

from knowledge.index import indexes, lexical
from knowledge.index.tables import KnowledgeBase
from tests.conftest import Database, empty
from worker.db.history_tables import Base
from worker.db.session import make_engine, transaction

OURS, THEIRS = "acme", "globex"
KNOWLEDGE = {"documents", "document_terms", "passages"}
# Every table with rows of an account, by the SQL that names the account of a row.
ACCOUNT_OF = {
    "accounts": "id",
    "contacts": "account",
    "tickets": "account",
    "messages": "(select account from tickets where tickets.id = ticket_id)",
    "runs": "account",
    "decisions": "account",
    "replies": "account",
    "citations": "account",
    "deliveries": "account",
    "outcomes": "account",
    "reported_fields": "account",
    "documents": "account",
    "passages": "account",
    "document_terms": "account",
}
NOTHING: dict[str, set[str]] = {table: set() for table in ACCOUNT_OF}
EVERYBODYS = {"inbox", "helpdesk_memory"}  # a customer's words, without an account
# Nothing of a customer: `term_counts` has the words of public passages only.
NOBODYS = {"sync_failures", "alembic_version", "indexes", "passage_sets", "precedents", "term_counts", "installation"}
NOBODYS |= {"source_states", "moved_sections"}
# Of accounts' texts as well; the application role has no right to them at all.
OWNERS = {"vectors", "history_imports", "past_tickets", "past_messages", "past_examples", "past_reviews", "erasures"}


def test_without_an_account_no_customers_row_is_seen(customers: "Customers") -> None:
    with transaction(customers.app) as session:
        assert _accounts_seen(session.connection()) == NOTHING


def test_before_anything_is_set_no_customers_row_is_seen(customers: "Customers") -> None:
    """A connection nobody prepared, as a forgotten code path would use it."""
    with customers.app.connect() as connection:
        assert _accounts_seen(connection) == NOTHING


@pytest.mark.parametrize("account", [OURS, THEIRS])
def test_an_account_sees_its_own_rows_and_no_other(customers: "Customers", account: str) -> None:
    with transaction(customers.app, account=account) as session:
        assert _accounts_seen(session.connection()) == {table: {account} for table in ACCOUNT_OF}


@pytest.mark.parametrize("account", ["nobody", "acm", "acme ", "ACME", "' or true --", "%"])
def test_a_wrong_account_sees_nothing(customers: "Customers", account: str) -> None:
    with transaction(customers.app, account=account) as session:
        assert _accounts_seen(session.connection()) == NOTHING


def test_the_bookkeeping_scope_reads_tickets_but_never_knowledge_of_an_account(customers: "Customers") -> None:
    with transaction(customers.app, see_all=True) as session:
        seen = _accounts_seen(session.connection())
    assert seen == {table: set() if table in KNOWLEDGE else {OURS, THEIRS} for table in ACCOUNT_OF}


def test_a_pooled_connection_forgets_the_account_it_served(customers: "Customers") -> None:
    """Also after an error, and also for code that sets nothing."""
    one_connection = make_engine(customers.app.url.render_as_string(), pool_size=1)
    try:
        with transaction(one_connection, account=OURS, see_all=True) as session:
            first = session.scalar(text("select pg_backend_pid()"))
        with pytest.raises(RuntimeError), transaction(one_connection, account=OURS):
            raise RuntimeError
        with transaction(one_connection) as session:
            assert session.scalar(text("select pg_backend_pid()")) == first
            assert _accounts_seen(session.connection()) == NOTHING
        with one_connection.connect() as connection:
            assert connection.scalar(text("select pg_backend_pid()")) == first
            assert _accounts_seen(connection) == NOTHING
    finally:
        one_connection.dispose()


def test_public_knowledge_is_seen_by_all(customers: "Customers") -> None:
    for account in (None, OURS, THEIRS):
        with transaction(customers.app, account=account) as session:
            assert session.scalar(text("select count(*) from passages where account is null")) == 1


@pytest.mark.parametrize("table", sorted(set(ACCOUNT_OF) - KNOWLEDGE - {"messages"}))
def test_another_accounts_rows_can_be_neither_changed_nor_deleted(customers: "Customers", table: str) -> None:
    with customers.app.connect() as connection:
        _set_account(connection, OURS)
        column = ACCOUNT_OF[table]
        for statement in (f"delete from {table}", f"update {table} set {column} = {column}"):  # noqa: S608
            changed = connection.execute(text(f"{statement} where {column} = :theirs"), {"theirs": THEIRS})
            assert changed.rowcount == 0


def test_a_row_cannot_be_written_into_another_account(customers: "Customers") -> None:
    for statement in (
        "insert into contacts values ('x@x.example', :theirs, 'x', 'x', true)",
        "update tickets set account = :theirs where account <> :theirs",
    ):
        with customers.app.connect() as connection:
            _set_account(connection, OURS)
            with pytest.raises(ProgrammingError, match="row-level security"):
                connection.execute(text(statement), {"theirs": THEIRS})


@pytest.mark.parametrize(
    "statement",
    [
        "set role postgres",
        "set session authorization postgres",
        "alter table passages disable row level security",
        "drop policy own_account on passages",
        "create policy mine on passages using (true)",
        "alter role deskhand_app bypassrls",
        "create role helper bypassrls",
        "update passages set account = null",
        "delete from documents",
        "update indexes set state = 'old'",
        "select * from passage_sets",
        "select * from vectors",
        "insert into vectors values ('x', 'x', 'x')",
        "grant select on vectors to deskhand_app",
        "update alembic_version set version_num = 'x'",
        "create table loot as select * from passages",
    ],
)
def test_the_application_role_cannot_get_round_it(customers: "Customers", statement: str) -> None:
    with customers.app.connect() as connection:
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner|InsufficientPrivilege"):
            connection.execute(text(statement))
        connection.rollback()
        role = connection.execute(
            text("select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user")
        ).one()
        assert tuple(role) == (False, False, False, False)


def test_switching_row_security_off_is_an_error_not_a_way_through(customers: "Customers") -> None:
    with customers.app.connect() as connection:
        connection.execute(text("set row_security = off"))
        with pytest.raises(ProgrammingError, match="affected by row-level security"):
            connection.execute(text("select * from passages"))


@pytest.mark.parametrize("table", sorted(EVERYBODYS))
def test_what_holds_everybodys_words_is_seen_by_bookkeeping_alone(customers: "Customers", table: str) -> None:
    count = text(f"select count(*) from {table}")  # noqa: S608
    for account in (None, OURS):
        with transaction(customers.app, account=account) as session:
            assert session.scalar(count) == 0
            assert session.connection().execute(text(f"delete from {table}")).rowcount == 0  # noqa: S608
    with customers.app.connect() as connection:
        assert connection.scalar(count) == 0
    with transaction(customers.app, see_all=True) as session:
        assert session.scalar(count) == 1


def test_every_table_with_anything_of_a_customer_stands_under_a_policy(customers: "Customers") -> None:
    with customers.owner.connect() as connection:
        assert _unprotected(connection) == set()


def test_a_new_table_without_a_policy_would_be_found(customers: "Customers") -> None:
    with customers.owner.connect() as connection:
        connection.execute(text("create table forgotten (id int)"))
        connection.execute(text("create table switched_on_only (id int, account text)"))
        connection.execute(text("alter table switched_on_only enable row level security"))
        found = _unprotected(connection)
        connection.rollback()

    assert found == {"forgotten", "switched_on_only"}


@pytest.mark.parametrize("table", sorted(OWNERS))
def test_the_application_role_has_no_right_to_what_is_the_owners(database: Any, table: str) -> None:
    rights = "select, insert, update, delete, truncate, references, trigger"
    with database.app.connect() as connection:
        assert not connection.scalar(text("select has_table_privilege(:t, :rights)"), {"t": table, "rights": rights})
        assert not connection.scalar(text("select has_any_column_privilege(:t, 'select')"), {"t": table})


def test_every_table_with_an_account_is_in_this_files_matrix(customers: "Customers") -> None:
    with customers.owner.connect() as connection:
        assert _with_account(connection) - OWNERS <= set(ACCOUNT_OF)


@dataclass(frozen=True)
class Customers:
    app: Engine
    owner: Engine


@pytest.fixture(scope="module")
def customers(_engines: Database) -> Iterator[Customers]:
    """Two customers with a row in every table, and one public passage. Filled once: no test here changes a row."""
    empty(_engines.owner)
    with _engines.owner.begin() as connection:
        index = indexes.create(connection, state=indexes.LIVE, encoder="x", splitter=1, dimensions=3).id
        for account in (OURS, THEIRS):
            _fill(connection, account, index)
        _add_passage(connection, index, None)
        names = dict.fromkeys(("source", "external_id"), "x")
        _add(connection, "inbox", **names, call_id="x", version="x", body_sha256="x", payload={})
        _add(connection, "helpdesk_memory", **names, marker="x", payload={})
    yield Customers(app=_engines.app, owner=_engines.owner)
    empty(_engines.owner)


def _fill(connection: Connection, account: str, index: int) -> None:
    now = datetime.now(UTC)
    common = {"account": account, "ticket_version": 1}
    _add(connection, "accounts", id=account, name="x", language="en", plan="x", tier="x")
    _add(connection, "contacts", email=f"a@{account}.example", account=account, name="x", role="x", verified=True)
    ticket = _add(
        connection, "tickets", source="standard", external_id=account, account=account, subject="x", channel="email"
    )
    of_ticket = {"ticket_id": ticket, "ticket_version": 1, "source": "s", "external_id": "e"}
    reported = {"ticket_id": ticket, "account": account, "field": "group", "value": "7", "author": "agent"}
    _add(connection, "reported_fields", **reported, occurred_at=now)
    _add(connection, "messages", **of_ticket, body="x", original="x", occurred_at=now)
    run = _add(
        connection,
        "runs",
        **common,
        ticket_id=ticket,
        worker="x",
        base_id="x",
        **{name: {} for name in ("adapter_ids", "prompt_hashes", "tokens", "milliseconds", "passages", "failures")},
    )
    decision = _add(
        connection,
        "decisions",
        **common,
        ticket_id=ticket,
        run_id=run,
        outcome="hold",
        reason="x",
        explanation="x",
        probabilities={},
    )
    _add(connection, "outcomes", decision_id=decision, account=account)
    reply = _add(
        connection,
        "replies",
        decision_id=decision,
        account=account,
        action="answer",
        language="en",
        text="x",
        check_findings={},
    )
    _add(
        connection,
        "citations",
        reply_id=reply,
        account=account,
        position=1,
        support=1.0,
        **dict.fromkeys(("sentence", "ref", "title", "url", "version", "quote"), "x"),
    )
    _add(
        connection,
        "deliveries",
        **common,
        effect_key=account,
        ticket_id=ticket,
        source="standard",
        external_id=account,
        payload={},
    )
    _add_passage(connection, index, account)


def _add_passage(connection: Connection, index: int, account: str | None) -> None:
    path = f"accounts/{account}" if account else "docs/public.md"
    document = _add(
        connection,
        "documents",
        path=path,
        account=account,
        body={},
        **dict.fromkeys(("source", "kind", "title", "fingerprint", "content_sha256", "metadata_sha256"), "x"),
    )
    _add(
        connection,
        "passages",
        index_id=index,
        document_id=document,
        ref=f"{path}#1",
        account=account,
        lexemes="x",
        weights=SparseVector({0: 1.0}, lexical.DIMENSIONS),
        embedding=[0.1] * 3,
        **dict.fromkeys(("kind", "title", "url", "version", "text"), "x"),
    )
    weights = SparseVector({0: 1.0}, lexical.DIMENSIONS)
    _add(connection, "document_terms", index_id=index, document_id=document, account=account, weights=weights)


def _add(connection: Connection, table: str, **values: Any) -> Any:
    """The new row's key."""
    found: Table = (Base.metadata.tables | KnowledgeBase.metadata.tables)[table]
    return connection.execute(insert(found).values(values)).inserted_primary_key[0]


def _accounts_seen(connection: Connection) -> dict[str, set[str]]:
    """By table, accounts whose rows come back when nobody filters; rows that belong to no account do not count."""
    queries = {table: f"select distinct {account} from {table}" for table, account in ACCOUNT_OF.items()}  # noqa: S608
    return {table: set(connection.scalars(text(query))) - {None} for table, query in queries.items()}


def _set_account(connection: Connection, account: str) -> None:
    connection.execute(text("select set_config('deskhand.account', :account, true)"), {"account": account})


def _with_account(connection: Connection) -> set[str]:
    query = (
        "select table_name from information_schema.columns where table_schema = 'public' and column_name = 'account'"
    )
    return set(connection.scalars(text(query)))


def _unprotected(connection: Connection) -> set[str]:
    query = """
        select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and relrowsecurity and exists (select 1 from pg_policy where polrelid = pg_class.oid)
    """
    return _table_names(connection) - NOBODYS - OWNERS - set(connection.scalars(text(query)))


def _table_names(connection: Connection) -> set[str]:
    return set(connection.scalars(text("select tablename from pg_tables where schemaname = 'public'")))
