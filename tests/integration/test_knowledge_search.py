"""The one statement that answers a query: what it finds, and whose rows it never finds."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Engine, text

from knowledge import indexer
from knowledge.search import Hit, search
from models.embedder import Encoder, load_encoder
from worker.db.session import transaction
from worker.knowledge_sources import open_sources
from worker.settings import Settings

DEMO = Path(__file__).parents[2] / "demo" / "knowledge.toml"
TODAY = date(2026, 11, 22)
QUESTIONS = [
    ("How do I reset my password? I have forgotten it.", "docs/access-login-problems.md#Reset a forgotten password"),
    ("My phone with the authenticator app is lost", "docs/access-two-factor.md#The phone is lost or new"),
    ("Can we pay by bank transfer?", "docs/billing-payment-methods.md#Pay by bank transfer"),
    ("what are the API rate limits on our plan", "docs/api-rate-limits.md#Limits by plan"),
    ("umlauts are broken after the csv import", "docs/import-csv.md#Accents and special characters look wrong"),
    ("one of your webhooks failed, can you send it again", "docs/webhooks.md#Find and resend failed deliveries"),
    ("In which country is our data stored?", "docs/security-overview.md#Where data is stored"),
    (
        "we got charged for a month that we did not use, refund please",
        "docs/billing-refunds.md#Monthly plans are not refunded",
    ),
    ("Uns wurde der Betrag doppelt abgebucht", "docs/de-rechnungen.md#Doppelte Abbuchung"),
    ("¿cómo cancelo la suscripción?", "docs/es-facturas.md#Cancelar la suscripción"),
]


class Index:
    def __init__(self, app: Engine, owner: Engine, encoder: Encoder) -> None:
        self.app, self.owner, self.encoder = app, owner, encoder

    def ask(self, query: str, *, account: str | None = None, today: date = TODAY, **options: Any) -> list[Hit]:
        vector = self.encoder.encode([query])[0]
        with transaction(self.app, account=account) as session:
            return search(session, query, vector, account=account, today=today, **options)


@pytest.fixture(scope="module")
def index(_engines: Any) -> Index:
    """The demo company's knowledge, indexed once: these tests only read."""
    encoder = load_encoder()
    with open_sources(Settings(knowledge=DEMO)) as sources:
        report = indexer.sync(_engines.owner, sources, encoder.encode, encoder.count_tokens, encoder.id)
    assert report.failures == {}
    return Index(_engines.app, _engines.owner, encoder)


def refs(hits: Sequence[Hit]) -> list[str]:
    return [hit.ref for hit in hits]


@pytest.mark.parametrize(("question", "ref"), QUESTIONS)
def test_a_question_finds_its_passage_among_the_first_four(index: Index, question: str, ref: str) -> None:
    assert ref in refs(index.ask(question, limit=4))


def test_an_error_code_is_found_by_its_letters(index: Index) -> None:
    first = index.ask("FW-2117")[0]
    assert (first.ref, first.lexical_rank) == ("known_issues/FW-2117", 1)


def test_a_hit_says_what_it_is_and_hits_come_best_first(index: Index) -> None:
    hits = index.ask("Can we pay by bank transfer?", limit=8)
    assert len(hits) == 8
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert all(h.text and h.title and (h.lexical_rank or h.dense_rank) for h in hits)


def test_a_price_past_its_date_or_before_it_is_never_found(index: Index) -> None:
    query = "What does Team cost per paid seat and month? Price of Team"
    old, new = "pricing/team-2025", "pricing/team"
    now = refs(index.ask(query, limit=50))
    assert new in now
    assert not [ref for ref in now if ref.startswith("pricing/") and ref.endswith("-2025")]
    then = refs(index.ask(query, limit=50, today=date(2026, 6, 30)))
    assert old in then
    assert new not in then
    assert not [r for r in refs(index.ask(query, limit=50, today=date(2030, 1, 1))) if r.startswith("pricing/")]


INVOICE = "accounts/acc-brightloaf#invoice F-2026-04417"
ABOUT_IT = "Brightloaf Bakeries invoice F-2026-04417 of 2026-11-01 for 498 EUR"


def test_an_account_finds_its_own_invoice(index: Index) -> None:
    assert refs(index.ask(ABOUT_IT, account="acc-brightloaf"))[0] == INVOICE


@pytest.mark.parametrize("account", [None, "", "acc-edelgrat", "acc-brightloaf' or true --", "%"])
def test_nobody_else_finds_it_however_exactly_it_is_asked_for(index: Index, account: str | None) -> None:
    hits = index.ask(ABOUT_IT, account=account, limit=100, depth=1000)
    assert hits
    assert {h.account for h in hits} <= {None, account}


def test_a_foreign_account_in_the_predicate_is_stopped_by_row_level_security(index: Index) -> None:
    vector = index.encoder.encode([ABOUT_IT])[0]
    with transaction(index.app, account="acc-edelgrat") as session:
        hits = search(session, ABOUT_IT, vector, account="acc-brightloaf", today=TODAY, limit=100, depth=1000)
    assert {h.account for h in hits} == {None}


@pytest.mark.parametrize(("account", "seen"), [(None, {None}), ("acc-edelgrat", {None, "acc-edelgrat"})])
@pytest.mark.parametrize("see_all", [False, True])
def test_without_any_predicate_the_application_role_still_sees_no_foreign_row(
    index: Index, account: str | None, seen: set[str | None], see_all: bool
) -> None:
    with transaction(index.app, account=account, see_all=see_all) as session:
        for table in ("passages", "documents"):
            assert set(session.scalars(text(f"select distinct account from {table}"))) == seen  # noqa: S608
        assert session.scalar(text("select count(*) from passages where ref = :ref"), {"ref": INVOICE}) == 0
    with index.app.connect() as connection:  # and none before a transaction said whose ticket it is
        assert set(connection.scalars(text("select distinct account from passages"))) == {None}


def test_foreign_rows_do_not_change_what_a_stranger_is_told(index: Index) -> None:
    """Word weights are computed from visible rows alone: a rank must not tell what another customer's history says."""
    query = f"{ABOUT_IT} oven meter running hours Connector port 443"
    before = index.ask(query, limit=50)
    with index.owner.connect() as connection:
        connection.execute(text("delete from passages where account is not null"))
        ask = {"query": query, "vector": index.encoder.encode([query])[0]}
        after = _as_session(connection, ask)
        connection.rollback()
    assert [(h.ref, h.score) for h in before] == [(h.ref, h.score) for h in after]


def _as_session(connection: Any, ask: dict[str, Any]) -> list[Hit]:
    from sqlalchemy.orm import Session

    with Session(bind=connection) as session:
        return search(session, ask["query"], ask["vector"], account=None, today=TODAY, limit=50)


@pytest.mark.parametrize(
    "query",
    [
        "a'b \\ 'c\\' & | ! <-> (:* %s :query {x} \"",
        "NUL \0 inside",
        "half \ud800 of a pair",
        "🙂🙂🙂",
        "\u202egnihtyna\u200b",
        "billing " * 25_000,
        " ".join(f"word{n}" for n in range(30_000)),
        "x" * 200_000,
        "<script>alert(1)</script> 0x1F /etc/passwd http://a.example/?q=1&r=2 a@b.example",
    ],
)
def test_a_query_of_any_kind_is_answered(index: Index, query: str) -> None:
    vector = index.encoder.encode(["billing"])[0]
    with transaction(index.app) as session:
        hits = search(session, query, vector, account=None, today=TODAY)
    assert len(hits) == 8


@pytest.mark.parametrize("query", ["", "  \n", "the of and"])
def test_a_query_without_words_is_answered_by_the_dense_half_alone(index: Index, query: str) -> None:
    hits = index.ask(query)
    assert [h.dense_rank for h in hits] == list(range(1, 9))
    assert {h.lexical_rank for h in hits} == {None}


def test_the_shared_index_finds_what_an_exact_scan_finds(index: Index) -> None:
    """At the demo's size Postgres scans exactly by itself, so it is made to use the index here."""
    queries = [question for question, _ in QUESTIONS] + [
        f"{word} is broken" for word in "sync photo token label".split()
    ]
    vectors = index.encoder.encode(queries)
    with index.owner.connect() as connection:
        public = connection.execute(
            text("select ref, embedding::text from passages where account is null and coalesce(valid_until, :t) >= :t"),
            {"t": TODAY},
        ).all()
    matrix = np.array([np.fromstring(vector.strip("[]"), sep=",") for _, vector in public])
    found = 0
    for vector in vectors:
        exact = {public[n].ref for n in np.argsort(-(matrix @ vector))[:10]}
        with transaction(index.app) as session:
            session.execute(text("set local enable_seqscan = off; set local enable_sort = off"))
            plan = "explain select id from passages where account is null order by embedding <=> cast(:v as vector) limit 10"
            lines = session.scalars(text(plan), {"v": str(vector.tolist())}).all()
            assert any("passages_embedding" in line for line in lines), lines
            hits = search(session, "", vector, account=None, today=TODAY, limit=10)
        found += len(exact & set(refs(hits)))
    assert found / (10 * len(queries)) >= 0.98
