"""Statements, fields and openness are stored with their passages, stay an account's own, and come to an index of before."""

from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from knowledge.index import filling, indexes, rebuilding
from knowledge.index.vectors import key_of
from knowledge.passages import Document, Kind, plain
from knowledge.search.candidates import live_index
from knowledge.search.details import Details, find_details
from knowledge.statements.base import FORMAT
from tests.conftest import Database
from tests.support.knowledge_tools import Knowledge
from worker.db.session import transaction

PUMP = (
    "The pump starts by itself each morning at six and stops when the tank is full. It needs oil once a month.",
    "A filter is changed in spring. A second filter is changed in autumn. The valve is checked in winter by a person.",
)
INVOICE = "Invoice F-1 of 2026-10-01 for 20 EUR is paid."
FIELDS = {"number": "F-1", "date": "2026-10-01", "amount": "20", "currency": "EUR", "state": "paid"}


@pytest.fixture
def knowledge(database: Database) -> Knowledge:
    made = Knowledge(database.owner, database.app)
    made.shelf.put("pump", *(("Care", one) for one in PUMP), title="Pumps", url="https://help.example/pump")
    made.shelf.contents["docs/acme"] = Document(
        "docs/acme", "docs", Kind.ACCOUNT, "Acme", (plain("invoice F-1", INVOICE, FIELDS),), account="acme"
    )
    made.sync()
    return made


def details(
    knowledge: Knowledge, query: str, *, account: str | None = None, asks: str | None = None
) -> dict[str, Details]:
    """By reference, the details of what `account` finds, read as `asks` or as the same account."""
    hits = knowledge.ask(query, account=account)
    reader = asks or account
    with transaction(knowledge.app, account=reader) as session:
        index = live_index(session)
        assert index is not None
        found = find_details(session, hits, index=index, account=reader)
    return {hit.ref: found[hit.id] for hit in hits}


def test_a_passage_brings_its_statements_each_with_a_vector_of_unit_length(knowledge: Knowledge) -> None:
    found = details(knowledge, "oil filter")["docs/pump#Care"]
    assert [one.own for one in found.statements] == [
        "The pump starts by itself each morning at six and stops when the tank is full.",
        "It needs oil once a month.",
    ]
    assert found.vectors is not None
    assert found.vectors.shape == (2, knowledge.encoder.dimensions)
    assert np.allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-5)
    assert found.public


def test_a_statement_has_the_vector_of_its_window_or_of_itself(knowledge: Knowledge) -> None:
    three = details(knowledge, "valve")["docs/pump#Care (2)"]
    assert three.vectors is not None
    for one, vector in zip(three.statements, three.vectors, strict=True):
        assert vector @ knowledge.encoder.encode([one.text])[0] > 0.75
    asked = set(map(key_of, [one.text for one in three.statements]))
    assert asked & set(map(bytes, knowledge.rows("select key from vectors"))) == asked  # each is embedded by itself
    pair = details(knowledge, "oil filter")["docs/pump#Care"]
    assert pair.vectors is not None
    assert np.array_equal(pair.vectors[0], pair.vectors[1])


def test_a_row_of_an_account_has_fields_and_each_language_with_the_vector_of_the_english_row(
    knowledge: Knowledge,
) -> None:
    found = details(knowledge, "invoice F-1", account="acme")["docs/acme#invoice F-1"]
    assert found.fields == FIELDS
    assert [one.language for one in found.statements] == ["en", "de", "fr", "es"]
    assert found.vectors is not None
    assert np.ptp(found.vectors, axis=0).max() == 0
    assert not found.public


def test_another_account_reads_no_statement_of_an_invoice_even_with_its_id(knowledge: Knowledge) -> None:
    assert details(knowledge, "invoice F-1", account="acme", asks="globex")["docs/acme#invoice F-1"].fields == {}
    [hit] = [hit for hit in knowledge.ask("invoice F-1", account="acme") if hit.account]
    for reader in (None, "globex"):
        with transaction(knowledge.app, account=reader) as session:
            found = session.execute(
                text("select statements, fields from passages where id = :id"), {"id": hit.id}
            ).all()
            assert found == []


def test_an_index_without_statements_gives_them_by_the_text_without_vectors(knowledge: Knowledge) -> None:
    stored = details(knowledge, "oil filter")["docs/pump#Care"]
    before(knowledge)
    made = details(knowledge, "oil filter")["docs/pump#Care"]
    assert made.statements == stored.statements
    assert made.vectors is None
    assert made.public


def before(knowledge: Knowledge) -> None:
    """Make the index what an earlier version left."""
    with knowledge.owner.begin() as connection:
        connection.execute(
            text("update passages set statements = null, statement_vectors = null, fields = null, public = null")
        )
        connection.execute(
            text(
                "update passage_sets s set statements = null, keys = array(select key from unnest(keys) key where key not in "
                "(select key from vectors where key = any(:new)))"
            ),
            {"new": [key_of(one) for one in further(knowledge)]},
        )
        connection.execute(
            text("delete from vectors where key = any(:new)"), {"new": [key_of(one) for one in further(knowledge)]}
        )


def further(knowledge: Knowledge) -> list[str]:
    documents = [one for one in knowledge.shelf.contents.values() if isinstance(one, Document)]
    return [said for one in documents for draft in knowledge.encoder.maker.split(one) for said in draft.further]


def test_the_next_sync_after_an_upgrade_embeds_only_sentences_and_changes_nothing_else(knowledge: Knowledge) -> None:
    kept = (
        "select ref, text, embedding::text, windows::text, statements, fields, statement_vectors::text, public "
        "from passages order by ref"
    )
    stored = knowledge.rows(kept)
    before(knowledge)
    report = knowledge.sync()
    assert sorted(knowledge.encoder.asked) == sorted(further(knowledge))
    assert report.caught_up == 2
    assert knowledge.rows(kept) == stored
    assert knowledge.rows("select distinct statements from passage_sets") == [FORMAT]
    again = knowledge.sync()
    assert (knowledge.encoder.asked, again.caught_up) == ([], 0)


def test_an_index_of_an_earlier_splitter_is_left_to_a_rebuild(knowledge: Knowledge) -> None:
    before(knowledge)
    with knowledge.owner.begin() as connection:
        connection.execute(text("update indexes set splitter = splitter - 1"))
    assert knowledge.sync().caught_up == 0
    assert knowledge.encoder.asked == []
    with knowledge.owner.connect() as connection:
        live = indexes.find(connection, indexes.LIVE)
    assert live is not None
    assert filling.waiting(knowledge.owner, live) == 0
    rebuilding.rebuild(knowledge.owner, knowledge.encoder.maker)
    assert details(knowledge, "oil filter")["docs/pump#Care"].vectors is not None


def test_handled_tickets_are_not_written_again_for_want_of_statements(knowledge: Knowledge) -> None:
    knowledge.shelf.contents["docs/t-1"] = Document("docs/t-1", "docs", Kind.HANDLED, "", (plain("", "Where is it?"),))
    knowledge.sync()
    [stored] = knowledge.rows("select id from precedents")
    before(knowledge)
    knowledge.sync()
    assert knowledge.rows("select id from precedents") == [stored]


@pytest.mark.parametrize(
    ("about", "is_open"),
    [
        ({}, True),
        ({"public": False}, False),
        ({"url": ""}, False),
        ({"account": "acme"}, False),
        ({"kind": Kind.ACCOUNT}, False),
    ],
)
def test_whether_a_customer_can_open_a_page(knowledge: Knowledge, about: dict[str, Any], is_open: bool) -> None:
    given = {"path": "docs/x", "source": "docs", "kind": Kind.DOCS, "title": "X", "url": "https://x.example", **about}
    document = Document(sections=(plain("", "The lid is green and heavy."),), **given)
    knowledge.shelf.contents["docs/x"] = document
    knowledge.sync()
    assert knowledge.rows("select public from passages where ref = 'docs/x'") == [is_open]


def test_a_changed_mark_changes_what_is_stored_without_a_vector(knowledge: Knowledge) -> None:
    knowledge.shelf.put("lid", "The lid is green.", url="https://help.example/lid")
    knowledge.sync()
    knowledge.shelf.put("lid", "The lid is green.", url="https://help.example/lid", public=False)
    report = knowledge.sync()
    assert report.sources["docs"].metadata_only == 1
    assert knowledge.encoder.asked == []
    assert knowledge.rows("select public from passages where ref = 'docs/lid'") == [False]
