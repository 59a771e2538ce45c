"""The one statement that answers a query, on the demo company's knowledge and the real encoder: what it finds."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import Engine, bindparam, text
from sqlalchemy.orm import Session

from knowledge.index import indexer, lexical
from knowledge.search.candidates import Hit, find_candidates, live_index, statement
from knowledge.search.ranking_weights import WEIGHTS
from models.encoding.encoder import SMALL, Encoder, load_encoder
from tests.conftest import Database, empty
from tests.support.knowledge_tools import TODAY
from tests.support.paths import DEMO
from worker.bootstrap import make_maker
from worker.db.session import transaction
from worker.library.sources import open_sources
from worker.settings import Settings

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
INVOICE = "accounts/acc-brightloaf#invoice F-2026-04417"
ABOUT_IT = "Brightloaf Bakeries invoice F-2026-04417 of 2026-11-01 for 498 EUR"


@dataclass(frozen=True)
class Demo:
    app: Engine
    owner: Engine
    encoder: Encoder

    def ask(self, query: str, *, account: str | None = None, today: date = TODAY, **options: Any) -> list[Hit]:
        with transaction(self.app, account=account) as session:
            return self.ask_in(session, query, account=account, today=today, **options)

    def ask_in(
        self, session: Session, query: str, *, account: str | None = None, today: date = TODAY, **options: Any
    ) -> list[Hit]:
        index = live_index(session)
        assert index is not None
        vector = self.encoder.encode([query])[0]
        return find_candidates(session, query, vector, index=index, account=account, today=today, **options)


@pytest.fixture(scope="module")
def knowledge_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's, but for six of its seven files of handled tickets: half the texts, and four hundred precedents stay."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(DEMO / "knowledge", folder / "knowledge")
    (folder / "tickets").mkdir()
    shutil.copy(DEMO / "tickets" / "train.jsonl", folder / "tickets")
    written, count = re.subn(
        r'"questions-train-\w+\.jsonl",', "", (DEMO / "knowledge.toml").read_text(encoding="utf-8")
    )
    assert count == 6
    (folder / "knowledge.toml").write_text(written, encoding="utf-8")
    return folder / "knowledge.toml"


@pytest.fixture(scope="module")
def demo(_engines: Database, knowledge_file: Path) -> Iterator[Demo]:
    """Indexed once: these tests only read."""
    empty(_engines.owner)
    encoder = load_encoder(SMALL)
    settings = Settings(knowledge=knowledge_file)
    with open_sources(settings) as sources:
        report = indexer.sync(_engines.owner, sources, make_maker(settings, encoder))
    assert report.failures == {}
    with _engines.owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("analyze passages"))
    yield Demo(_engines.app, _engines.owner, encoder)
    empty(_engines.owner)


def refs(hits: list[Hit]) -> list[str]:
    return [hit.ref for hit in hits]


@pytest.mark.parametrize(("question", "ref"), QUESTIONS)
def test_a_question_finds_its_passage_among_the_first_four(demo: Demo, question: str, ref: str) -> None:
    assert ref in refs(demo.ask(question))[:4]


@pytest.mark.parametrize(
    ("query", "ref"),
    [
        ("FW-2117", "known_issues/FW-2117"),
        (
            "Since the update we see what you call fw-2117, the phones and everything. Any news on it?",
            "known_issues/FW-2117",
        ),
    ],
)
def test_a_code_names_its_passage_in_front_of_all_that_is_similar(demo: Demo, query: str, ref: str) -> None:
    assert demo.ask(query)[0].ref == ref


def test_a_code_that_is_nobodys_or_anothers_brings_nothing_to_the_front(demo: Demo) -> None:
    question = "How do I reset my password?"
    alone = demo.ask(question)
    for code in ("FW-9999", "F-2026-04417"):  # the second one is an invoice of brightloaf
        hits = demo.ask(f"{question} {code}", account="acc-edelgrat")
        assert hits[0].ref == alone[0].ref
        assert max(hit.score for hit in hits) < alone[0].score + WEIGHTS.named_weight / 2


def test_a_hit_says_what_it_is_and_hits_come_best_first(demo: Demo) -> None:
    hits = demo.ask("Can we pay by bank transfer?")
    assert len(hits) == 50
    assert [h.fused_rank for h in hits][:30] == list(
        range(1, 31)
    )  # the last ones may be the best of their kind, or of the lexical half
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert all(h.text and h.title for h in hits)
    assert {h.fused_rank for h in hits if h.lexical_rank == 1} <= {1, 2, 3, 4, 5}


def test_the_score_is_the_weighted_sum_of_words_meaning_and_precedents(demo: Demo) -> None:
    hits = demo.ask("Can we pay by bank transfer?")
    both = [h for h in hits if h.lexical_score]
    assert len(both) > 5
    assert {h.precedent_score is None for h in both} == {True, False}
    weights = []
    for hit in both:
        expected = hit.dense_score + WEIGHTS.lexical_weight * (hit.lexical_score + hit.document_score)
        if not hit.precedent_score:
            assert hit.score == pytest.approx(expected)
        else:
            weights.append((hit.score - expected) / hit.precedent_score)
            assert 0 < hit.score - expected <= WEIGHTS.precedent_weight * 1.0001
    assert weights == pytest.approx([weights[0]] * len(weights))  # all by the same sum of votes


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_what_the_customer_does_not_read_comes_behind_and_is_a_candidate_still(demo: Demo, language: str) -> None:
    question = "Paiement: Can we pay by Überweisung, transferencia or bank transfer?"
    known, unknown = demo.ask(question, language=language), demo.ask(question)
    assert {"en", "de", "fr", "es"} <= {hit.language for hit in unknown}
    assert {hit.language for hit in known[:3]} <= {language, "en"}
    before, after = ({hit.ref: hit for hit in hits} for hits in (unknown, known))
    for ref in before.keys() & after.keys():
        taken = 0.0 if after[ref].language in {language, "en"} else WEIGHTS.foreign_weight
        assert after[ref].score == pytest.approx(before[ref].score - taken)
    assert any(hit.language not in {language, "en"} for hit in demo.ask(question, language=language, limit=1000))


def test_an_accounts_own_rows_are_never_foreign(demo: Demo) -> None:
    hits = demo.ask(ABOUT_IT, account="acc-brightloaf", language="fr")
    assert hits[0].ref == INVOICE
    assert {hit.language for hit in hits if hit.account} == {None}


def test_a_price_past_its_date_or_before_it_is_never_found(demo: Demo) -> None:
    query = "What does Team cost per paid seat and month? Price of Team"
    old, new = "pricing/team-2025", "pricing/team"
    now = refs(demo.ask(query))
    assert new in now
    assert not [ref for ref in now if ref.startswith("pricing/") and ref.endswith("-2025")]
    then = refs(demo.ask(query, today=date(2026, 6, 30)))
    assert old in then
    assert new not in then
    assert not [r for r in refs(demo.ask(query, today=date(2030, 1, 1))) if r.startswith("pricing/")]


def test_an_account_finds_its_own_invoice(demo: Demo) -> None:
    assert demo.ask(ABOUT_IT, account="acc-brightloaf")[0].ref == INVOICE
    assert demo.ask("F-2026-04417", account="acc-brightloaf")[0].ref == INVOICE


@pytest.mark.parametrize("account", [None, "", "acc-edelgrat", "acc-brightloaf' or true --", "%"])
def test_nobody_else_finds_it_however_exactly_it_is_asked_for(demo: Demo, account: str | None) -> None:
    hits = demo.ask(ABOUT_IT, account=account)
    assert hits
    assert {h.account for h in hits} <= {None, account}


def test_row_level_security_alone_stops_a_foreign_account_in_the_predicate(demo: Demo) -> None:
    with transaction(demo.app, account="acc-edelgrat") as session:
        hits = demo.ask_in(session, ABOUT_IT, account="acc-brightloaf")
    assert {h.account for h in hits} == {None}


@pytest.mark.parametrize("account", [None, "acc-edelgrat"])
def test_the_predicate_alone_keeps_foreign_rows_out_for_a_role_that_sees_everything(
    demo: Demo, account: str | None
) -> None:
    with Session(demo.owner) as session:
        hits = demo.ask_in(session, ABOUT_IT, account=account)
        assert session.scalar(text("select count(*) from passages where ref = :ref"), {"ref": INVOICE}) == 1
    assert {h.account for h in hits} <= {None, account}


@pytest.mark.parametrize(("account", "seen"), [(None, {None}), ("acc-edelgrat", {None, "acc-edelgrat"})])
@pytest.mark.parametrize("see_all", [False, True])
def test_without_any_predicate_the_application_role_still_sees_no_foreign_row(
    demo: Demo, account: str | None, seen: set[str | None], see_all: bool
) -> None:
    with transaction(demo.app, account=account, see_all=see_all) as session:
        for table in ("passages", "documents"):
            assert set(session.scalars(text(f"select distinct account from {table}"))) == seen  # noqa: S608
        assert session.scalar(text("select count(*) from passages where ref = :ref"), {"ref": INVOICE}) == 0
    with demo.app.connect() as connection:  # and none before a transaction said whose ticket it is
        assert set(connection.scalars(text("select distinct account from passages"))) == {None}


def test_foreign_rows_do_not_change_what_a_stranger_is_told(demo: Demo) -> None:
    """Words are counted in public passages alone: a score must not tell what another customer's history says."""
    query = f"{ABOUT_IT} oven meter running hours Connector port 443"
    before = demo.ask(query)
    with Session(demo.owner) as session:
        session.execute(text("delete from passages where account is not null"))
        after = demo.ask_in(session, query)
        session.rollback()
    assert [(h.ref, h.score) for h in before] == [(h.ref, h.score) for h in after]
    with demo.app.connect() as connection:
        counted = connection.scalar(text("select count(*) from term_counts where lexeme like '%brightloaf%'"))
    assert counted == 0


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
        " ".join(f"AB-{n}-{n}" for n in range(1000, 3000)),
        "<script>alert(1)</script> 0x1F /etc/passwd http://a.example/?q=1&r=2 a@b.example",
    ],
)
def test_a_query_of_any_kind_is_answered(demo: Demo, query: str) -> None:
    with transaction(demo.app, account="acc-edelgrat") as session:
        index = live_index(session)
        assert index is not None
        vector = demo.encoder.encode(["billing"])[0]
        hits = find_candidates(session, query, vector, index=index, account="acc-edelgrat", today=TODAY)
    assert len(hits) == 50


@pytest.mark.parametrize("query", ["", "  \n", "the of and"])
def test_a_query_without_words_is_answered_without_the_lexical_half(demo: Demo, query: str) -> None:
    hits = demo.ask(query)
    assert {1, 2, 3} <= {h.dense_rank for h in hits}
    assert {h.lexical_rank for h in hits} == {None}


def plan(session: Session, demo: Demo, query: str, account: str | None) -> str:
    """How Postgres answers the product's own statement."""
    index = live_index(session)
    assert index is not None
    values: dict[str, Any] = {"query": query, "codes": ["FW-2117"], "vector": demo.encoder.encode([query])[0]}
    values |= {"index": index.id, "account": account, "today": TODAY, "limit": 50, "depth": 200, "tickets": [""]}
    values |= {"reads": None, "is_short": True, "sources": [], "named": [], **asdict(WEIGHTS)}
    values |= {"configuration": lexical.CONFIGURATION, "sparse_dimensions": lexical.DIMENSIONS}
    explain = text(f"explain {statement(index).text}").bindparams(bindparam("vector", type_=HALFVEC()))
    session.execute(text("set local enable_seqscan = off; set local enable_sort = off"))
    return "\n".join(session.scalars(explain, values))


def test_public_passages_come_from_the_approximate_index_and_an_accounts_rows_from_an_exact_scan(demo: Demo) -> None:
    """At the demo's size Postgres scans everything by itself, so it is made to use the indexes here."""
    with transaction(demo.app, account="acc-brightloaf") as session:
        index = live_index(session)
        assert index is not None
        lines = plan(session, demo, "reset my password", "acc-brightloaf")
    [dense] = [part for part in lines.split("->") if f"passages_dense_{index.id}" in part]
    assert "Order By: " in dense
    assert "passages_account" in lines
    assert lines.count("passages_dense_") == 1  # the account's half of the scan has no part in it


def test_the_approximate_index_finds_what_an_exact_scan_finds(demo: Demo) -> None:
    queries = [question for question, _ in QUESTIONS] + [
        f"{word} is broken" for word in ("sync", "photo", "token", "label")
    ]
    vectors = demo.encoder.encode(queries)
    with demo.owner.connect() as connection:
        public = connection.execute(
            text("select ref, embedding::text from passages where account is null and coalesce(valid_until, :t) >= :t"),
            {"t": TODAY},
        ).all()
    matrix = np.array([np.fromstring(vector.strip("[]"), sep=",") for _, vector in public])
    found = 0
    for vector in vectors:
        exact = {public[n].ref for n in np.argsort(-(matrix @ vector))[:10]}
        with transaction(demo.app) as session:
            index = live_index(session)
            assert index is not None
            session.execute(text("set local enable_seqscan = off; set local enable_sort = off"))
            hits = find_candidates(session, "", vector, index=index, account=None, today=TODAY)
        nearest = sorted(hits, key=lambda hit: -hit.cosine)
        found += len(exact & set(refs(nearest)[:10]))
    assert found / (10 * len(queries)) >= 0.98
