"""The index follows the files of a company, on a real Postgres with the real encoder."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from knowledge.index import indexer
from knowledge.index.indexer import SyncReport
from knowledge.index.passage_maker import Maker
from models.encoding.encoder import SMALL, Encoder, load_encoder
from tests.conftest import Database
from worker.library.accounts import sync_accounts
from worker.library.sources import accounts_of, open_sources
from worker.settings import Settings

DOCS = {
    "seats": "# Seats\n\n## Add a seat\nAn Admin adds seats under Settings.\n\n## Remove a seat\nIt stays paid until the end.\n",
    "login": "# Login\n\n## Reset a password\nUse the link on the sign-in page.\n",
}
FILE = """
[sources.docs]
type = "folder"
path = "docs"
base_url = "URL"
[sources.pricing]
type = "prices"
path = "prices.yaml"
[sources.issues]
type = "known_issues"
path = "issues.json"
[sources.accounts]
type = "accounts"
path = "accounts.jsonl"
"""
SOURCES = ("docs", "pricing", "issues", "accounts")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(SMALL)


@dataclass
class Company:
    """A folder of sources, and a count of what the encoder was asked for."""

    folder: Path
    owner: Engine
    encoder: Encoder
    docs_url: str = ""
    asked: list[str] = field(default_factory=list)

    def doc(self, name: str) -> Path:
        return self.folder / "docs" / f"{name}.md"

    def encode(self, texts: Sequence[str]) -> Any:
        self.asked.extend(texts)
        return self.encoder.encode(texts)

    @property
    def settings(self) -> Settings:
        (self.folder / "knowledge.toml").write_text(FILE.replace("URL", self.docs_url))
        return Settings(knowledge=self.folder / "knowledge.toml")

    def sync(self, **options: Any) -> SyncReport:
        self.asked.clear()
        encoder = self.encoder
        maker = Maker(encoder.id, encoder.dimensions, self.encode, encoder.count_tokens, encoder.space)
        with open_sources(self.settings) as sources:
            return indexer.sync(self.owner, sources, maker, **options)

    def sync_accounts(self) -> int:
        with open_sources(self.settings) as sources:
            return sync_accounts(self.owner, accounts_of(sources)).accounts

    def rows(self, query: str) -> list[Any]:
        with self.owner.connect() as connection:
            return [row[0] if len(row) == 1 else tuple(row) for row in connection.execute(text(query))]

    def texts(self, path: str) -> list[str]:
        with self.owner.connect() as connection:
            query = (
                "select p.text from passages p join documents d on d.id = document_id where path = :path order by p.id"
            )
            return list(connection.execute(text(query), {"path": path}).scalars())


def price(name: str, amount: int) -> str:
    return f"- {{id: {name}, name: {name}, amount: {amount}, unit: each, valid_from: 2026-01-01, valid_until: 2026-12-31}}\n"


def issue(name: str, **changes: str) -> dict[str, str]:
    row = {"id": name, "title": "It stalls", "affects": "5.8", "symptom": "Nothing moves.", "status": "open"}
    return {**row, "updated": "2026-11-01", **changes}


def account(name: str, **changes: Any) -> dict[str, Any]:
    contact = {"name": "A", "email": f"a@{name}.example", "role": "admin", "verified": True}
    invoice = {"number": f"F-{name}", "date": "2026-10-01", "amount": 1, "currency": "EUR", "status": "paid"}
    row = {"id": name, "name": name.title(), "language": "en", "plan": "team", "tier": "standard", "seats": 4}
    row |= {"billing": "monthly", "currency": "EUR", "status": "active", "addons": []}
    invoice["due"] = "2026-10-15"
    return {**row, "contacts": [contact], "invoices": [invoice], "past_tickets": [], **changes}


@pytest.fixture
def company(tmp_path: Path, database: Database, encoder: Encoder) -> Company:
    made = Company(tmp_path, database.owner, encoder)
    (tmp_path / "docs").mkdir()
    for name, content in DOCS.items():
        made.doc(name).write_text(content)
    (tmp_path / "prices.yaml").write_text("currency: EUR\nitems:\n" + price("team", 34) + price("sms", 1))
    (tmp_path / "issues.json").write_text(json.dumps([issue("FW-1"), issue("FW-2")]))
    write_accounts(made, account("acme"), account("bolt"))
    return made


def write_accounts(company: Company, *rows: Any) -> None:
    lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    (company.folder / "accounts.jsonl").write_text("\n".join(lines))


def test_a_second_sync_embeds_nothing(company: Company) -> None:
    first = company.sync()
    assert {name: counts.added for name, counts in first.sources.items()} == dict.fromkeys(SOURCES, 2)
    passages = {name: counts.passages for name, counts in first.sources.items()}
    assert passages == {"docs": 3, "pricing": 2, "issues": 2, "accounts": 4}
    assert first.embedded == 11 == len(company.rows("select id from passages"))
    assert first.texts == len(company.asked) > 11  # sentences as well
    second = company.sync()
    assert company.asked == []
    assert second.embedded == 0
    assert {name: counts.unchanged for name, counts in second.sources.items()} == dict.fromkeys(SOURCES, 2)
    assert {name: counts.passages for name, counts in second.sources.items()} == passages


def test_an_edited_document_is_embedded_alone_and_its_old_passages_are_gone(company: Company) -> None:
    company.sync()
    company.doc("seats").write_text("# Seats\n\n## Add a seat\nWrite to sales.\n")
    report = company.sync()
    assert company.asked == ["Seats > Add a seat\nWrite to sales."]
    assert (report.sources["docs"].updated, report.sources["docs"].unchanged) == (1, 1)
    assert company.texts("docs/seats.md") == ["Write to sales."]


def test_a_deleted_document_vanishes_with_its_passages(company: Company) -> None:
    company.sync()
    company.doc("login").unlink()
    assert company.sync().sources["docs"].deleted == 1
    assert company.rows("select path from documents where source = 'docs'") == ["docs/seats.md"]
    assert company.rows("select count(*) from passages where kind = 'docs'") == [2]


def test_changed_metadata_reaches_the_passages_without_the_encoder(company: Company) -> None:
    company.sync()
    company.docs_url = "https://help.example"
    report = company.sync()
    assert company.asked == []
    assert report.sources["docs"].metadata_only == 2
    urls = {"https://help.example/seats", "https://help.example/login"}
    assert set(company.rows("select url from passages where kind = 'docs'")) == urls
    assert company.sync().sources["docs"].unchanged == 2


def test_an_index_of_before_learns_its_languages_without_the_encoder(company: Company) -> None:
    company.doc("login").write_text("# Anmelden\n\nWer das Passwort vergessen hat, kann es hier nicht mehr ändern.\n")
    company.sync()
    languages = "select distinct language from passages where ref like 'docs/login%'"
    assert company.rows(languages) == ["de"]
    with company.owner.begin() as connection:
        connection.execute(text("update passages set language = null"))
        connection.execute(text("update documents set fingerprint = ''"))
    company.asked.clear()
    company.sync()
    assert company.asked == []
    assert company.rows(languages) == ["de"]

    where = "select ref || ' ' || ctid::text from passages order by ref"
    written = company.rows(where)
    with company.owner.begin() as connection:
        connection.execute(text("update documents set fingerprint = ''"))
    company.sync()
    assert company.rows(where) == written  # what is the same is not written again


def test_a_document_that_cannot_be_read_keeps_its_last_passages_and_is_reported_until_it_can(company: Company) -> None:
    company.sync()
    company.doc("seats").write_bytes(b"# Seats \0")
    report = company.sync()
    assert (report.sources["docs"].failed, report.sources["docs"].deleted) == (1, 0)
    assert list(report.failures) == ["docs/seats.md"]
    assert company.texts("docs/seats.md") == ["An Admin adds seats under Settings.", "It stays paid until the end."]
    assert company.rows("select path, source from sync_failures") == [("docs/seats.md", "docs")]
    company.doc("seats").write_text(DOCS["seats"])
    assert company.sync().failures == {}
    assert company.rows("select path from sync_failures") == []


def test_a_source_that_cannot_be_read_changes_nothing_of_its_own_and_the_others_go_on(company: Company) -> None:
    company.sync()
    (company.folder / "prices.yaml").write_text("items: [")
    company.doc("login").unlink()
    report = company.sync()
    assert company.rows("select count(*) from documents where kind = 'pricing'") == [2]
    assert report.sources["pricing"].failed == 1
    assert report.sources["docs"].deleted == 1


def test_an_account_whose_line_is_bad_keeps_its_history(company: Company) -> None:
    company.sync()
    write_accounts(company, account("acme"), account("bolt", invoices=7))
    assert list(company.sync().failures) == ["accounts/bolt"]
    assert len(company.texts("accounts/bolt")) == 2


def test_a_line_nobody_can_tell_whose_it_is_deletes_nobody(company: Company) -> None:
    company.sync()
    write_accounts(company, account("acme", seats=9), '{"id": "bolt"')
    report = company.sync()
    assert (report.sources["accounts"].failed, report.sources["accounts"].updated) == (1, 1)
    assert len(company.texts("accounts/bolt")) == 2


def test_two_documents_with_one_path_are_refused_and_the_last_good_one_stays(company: Company) -> None:
    company.sync()
    before = company.texts("issues/FW-2")
    both = [issue("FW-1"), issue("FW-2"), issue("FW-2", symptom="New.")]
    (company.folder / "issues.json").write_text(json.dumps(both))
    assert list(company.sync().failures) == ["issues/FW-2"]
    assert company.texts("issues/FW-2") == before


@pytest.mark.parametrize("symptom", ["NUL \0 here", "half \ud800 of a pair"])
def test_text_that_postgres_refuses_fails_its_document_alone(company: Company, symptom: str) -> None:
    (company.folder / "issues.json").write_text(json.dumps([issue("FW-1", symptom=symptom), issue("FW-2")]))
    assert list(company.sync().failures) == ["issues/FW-1"]
    assert company.rows("select path from documents where kind = 'known_issue'") == ["issues/FW-2"]


def test_accounts_and_contacts_follow_the_file(company: Company) -> None:
    assert company.sync_accounts() == 2
    kept = {"name": "A", "email": "a@bolt.example", "role": "admin", "verified": True}
    contact = {"name": "N", "email": "N@Bolt.example", "role": "x", "verified": False}
    write_accounts(company, account("bolt", plan="business", contacts=[kept, contact]))
    company.sync_accounts()
    assert company.rows("select id, plan from accounts") == [("bolt", "business")]
    said = company.rows("select email, verified from contacts order by email")
    assert said == [("a@bolt.example", True), ("n@bolt.example", False)]


def test_an_account_whose_line_is_bad_keeps_its_contacts(company: Company) -> None:
    company.sync_accounts()
    write_accounts(company, account("acme"), account("bolt", contacts=7))
    company.sync_accounts()
    assert company.rows("select email from contacts order by email") == ["a@acme.example", "a@bolt.example"]


def test_an_address_named_by_two_accounts_belongs_to_the_first(company: Company) -> None:
    shared = [{"name": "S", "email": "s@shared.example", "role": "admin", "verified": True}]
    write_accounts(company, account("acme", contacts=shared), account("bolt", contacts=shared))
    company.sync_accounts()
    assert company.rows("select email, account from contacts") == [("s@shared.example", "acme")]
