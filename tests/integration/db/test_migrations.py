"""The schema's history: up, down, up; the rows of every revision before are kept; the models say what it ends with."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, text

from knowledge.index.tables import KnowledgeBase
from tests.conftest import Database
from tests.integration.db.home_rows import ROWS
from tests.support.knowledge_tools import Knowledge
from worker.db import schema
from worker.db.history_tables import Base
from worker.db.session import make_engine

MODELS = [Base.metadata, KnowledgeBase.metadata]

# What Alembic compares is tables, columns with type and nullability, keys and the columns of indexes. It does not see:
UNSEEN_BY_ALEMBIC = {
    "columns": """
        select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
            pg_get_expr(d.adbin, d.adrelid)
        from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = c.oid
            and d.adnum = a.attnum
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    """,  # defaults, identities and what a generated column is made from
    "constraints": """
        select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
        where connamespace = 'public'::regnamespace
    """,  # their names
    "indexes": "select tablename, indexname, indexdef from pg_indexes where schemaname = 'public'",  # method and condition
}
# The models say nothing of these; tests/integration/db/test_row_security.py proves what policies and grants do.
NOT_IN_THE_MODELS = {
    "storage": """
        select attrelid::regclass::text, attname, attstorage from pg_attribute join pg_class c on c.oid = attrelid
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and attnum > 0 and not attisdropped
    """,
    "policies": "select tablename, policyname, roles::text, cmd, qual, with_check from pg_policies",
    "grants": """
        select c.relname, c.relkind, c.relrowsecurity, (select string_agg(g::text, ' ' order by g::text)
            from unnest(c.relacl) g)
        from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'S')
    """,
    "functions": """
        select proname, pg_get_functiondef(p.oid), proacl::text from pg_proc p
        where pronamespace = 'public'::regnamespace and prolang = (select oid from pg_language where lanname = 'sql')
    """,
}

Shape = dict[str, set[tuple[Any, ...]]]
"""Rows of the catalogue, by what they are about."""

Rows = dict[str, list[dict[str, Any]]]
"""Table to its rows, each as JSON."""


def test_each_revision_goes_down_to_what_the_one_before_was_and_up_again(empty_database: "Empty") -> None:
    url, owner = empty_database
    assert schema.current_revision(owner) is None
    revisions = schema.revisions()
    shapes = {}
    for revision in revisions:
        schema.migrate(url, revision)
        assert schema.current_revision(owner) == revision
        shapes[revision] = _shape(owner, UNSEEN_BY_ALEMBIC | NOT_IN_THE_MODELS)
    assert revisions[-1] == schema.head()

    for revision in reversed(revisions[:-1]):
        schema.downgrade(url, revision)
        assert _shape(owner, UNSEEN_BY_ALEMBIC | NOT_IN_THE_MODELS) == shapes[revision]
    schema.downgrade(url, "base")
    assert schema.current_revision(owner) is None
    assert _tables(owner) == set()

    schema.migrate(url)
    assert _shape(owner, UNSEEN_BY_ALEMBIC | NOT_IN_THE_MODELS) == shapes[schema.head()]
    app = make_engine(url.replace("postgres@", "deskhand_app@"))
    assert schema.problems(app) == []
    app.dispose()


def test_a_home_of_any_revision_upgrades_with_its_rows(empty_database: "Empty") -> None:
    """Each revision meets rows in every table of the one before, and changes only what it says."""
    url, owner = empty_database
    kept: Rows = {}
    for revision in schema.revisions():
        schema.migrate(url, revision)
        _rename(revision, kept)
        found = _rows(owner)
        assert {table: _only(kept[table], found[table]) for table in kept} == kept
        with owner.begin() as connection:
            for statement in ROWS.get(revision, ()):
                connection.execute(text(statement.replace(":", r"\:")))
        kept = _rows(owner)
        assert set(kept) == _tables(owner)
        assert all(kept.values()), "a table without a row proves nothing"
    assert [row["section"] for row in kept["passages"]] == ["docs/a.md#A"]
    assert [row["windows"] for row in kept["passages"]] == [None]  # made before there were any


def _rename(revision: str, rows: Rows) -> None:
    """What a revision does to rows that are there."""
    if revision == "0005":  # every document is read once more
        for row in rows["documents"]:
            row["fingerprint"] = ""
    if revision == "0007":
        del rows["adapters"]
        for row in rows["inbox"]:
            row["call_id"] = row.pop("delivery_id")
    if revision == "0012":  # each message says it now
        for row in rows["tickets"]:
            del row["old"], row["late"]


def test_migrating_twice_is_harmless(empty_database: "Empty") -> None:
    url, owner = empty_database
    schema.migrate(url)
    first = _shape(owner, UNSEEN_BY_ALEMBIC | NOT_IN_THE_MODELS)
    schema.migrate(url)
    assert _shape(owner, UNSEEN_BY_ALEMBIC | NOT_IN_THE_MODELS) == first


def test_what_made_a_decision_stands_in_its_explanation_again_after_a_downgrade(empty_database: "Empty") -> None:
    url, owner = empty_database
    schema.migrate(url)
    with owner.begin() as connection:
        connection.execute(
            text("insert into tickets (source, external_id, subject, channel) values ('s', '1', '', 'web')")
        )
        connection.execute(
            text(
                "insert into decisions (ticket_id, ticket_version, outcome, reason, explanation, made_by, probabilities)"
                " select id, v.number, 'hold', 'rule', 'x', v.maker, '{}' from tickets,"
                " (values (1, 'rule\\: sums'), (2, null)) as v (number, maker)"
            )
        )
    schema.downgrade(url, "0012")
    with owner.begin() as connection:
        found = connection.scalars(text("select explanation from decisions order by ticket_version")).all()
    assert found == ["x (decided by rule: sums)", "x"]
    schema.migrate(url)


def test_an_upgrade_gives_documents_the_words_that_a_sync_would(empty_database: "Empty") -> None:
    url, owner = empty_database
    schema.migrate(url)
    knowledge = Knowledge(owner, owner)
    knowledge.shelf.put(
        "pump", ("A", "The pump is red, the pump is loud."), ("B", "The lid is blue. " * 80), title="Pumps"
    )
    knowledge.shelf.put("own", "The plan of acme.", account="acme")
    knowledge.sync()
    by_sync = _rows(owner)["document_terms"]
    assert len(by_sync) == 2
    schema.downgrade(url, "0007")
    schema.migrate(url)
    assert _rows(owner)["document_terms"] == by_sync


def test_the_models_are_what_the_migrations_make(database: Database, empty_database: "Empty") -> None:
    with database.owner.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, MODELS) == []

    owner = empty_database[1]
    with owner.begin() as connection:
        connection.execute(text("create extension vector"))
        for metadata in MODELS:
            metadata.create_all(connection)
    assert _shape(owner, UNSEEN_BY_ALEMBIC) == _shape(database.owner, UNSEEN_BY_ALEMBIC)


def test_vectors_and_hashes_are_stored_without_a_try_to_compress_them(database: Database) -> None:
    storage = _shape(database.owner, NOT_IN_THE_MODELS)["storage"]
    assert {row[:2] for row in storage if row[2] == "e"} >= {
        ("passages", "windows"),
        ("vectors", "vector"),
        ("passage_sets", "keys"),
    }


Empty = tuple[str, Engine]


@pytest.fixture
def empty_database(stack: Any) -> Iterator[Empty]:
    """The owner's URL of a database beside the others, and connections to it; roles are shared with them."""
    name = "migrations_test"
    with psycopg.connect(stack.urls.admin_database, autocommit=True) as connection:
        connection.execute(f"create database {name}")
        url = stack.urls.admin_database.rpartition("/")[0] + "/" + name
        owner = schema.owner_engine(url)
        yield url, owner
        owner.dispose()
        connection.execute(f"drop database {name} with (force)")


def _shape(owner: Engine, queries: dict[str, str]) -> Shape:
    """Without Alembic's own table, which the models do not know."""
    with owner.connect() as connection:
        return {
            about: {tuple(row) for row in connection.execute(text(query)) if row[0] != "alembic_version"}
            for about, query in queries.items()
        }


def _tables(owner: Engine) -> set[str]:
    with owner.connect() as connection:
        return _table_names(connection)


def _table_names(connection: Connection) -> set[str]:
    found = connection.scalars(text("select tablename from pg_tables where schemaname = 'public'"))
    return set(found) - {"alembic_version"}


def _rows(owner: Engine) -> Rows:
    with owner.connect() as connection:
        return {
            table: list(connection.scalars(text(f"select to_jsonb(t) from {table} t order by to_jsonb(t)::text")))  # noqa: S608
            for table in _table_names(connection)
        }


def _only(known: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows found, without columns that were not there before."""
    columns = {column for row in known for column in row}
    return [{column: value for column, value in row.items() if column in columns} for row in found]
