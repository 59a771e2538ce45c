"""The index follows its sources, on a real Postgres with the real encoder."""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from knowledge import indexer
from knowledge.indexer import SyncReport, SyncRunningError
from knowledge.parsing.formats import parse
from knowledge.passages import Kind
from knowledge.sources.accounts import AccountFiles
from knowledge.sources.base import Source
from knowledge.sources.docs import DocsFolder
from knowledge.sources.known_issues import KnownIssues
from knowledge.sources.pricing import PriceBook
from models.embedder import Encoder, load_encoder
from worker.accounts import sync_accounts

DOCS = {
    "seats": "# Seats\n\n## Add a seat\nAn Admin adds seats under Settings.\n\n## Remove a seat\nIt stays paid until the end.\n",
    "login": "# Login\n\n## Reset a password\nUse the link on the sign-in page.\n",
}


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@dataclass
class Company:
    """A folder of sources, and a count of what the encoder was asked for."""

    folder: Path
    owner: Engine
    encoder: Encoder
    docs_url: str = ""
    asked: list[str] = field(default_factory=list)

    @property
    def accounts(self) -> AccountFiles:
        return AccountFiles("accounts", self.folder / "accounts.jsonl")

    @property
    def sources(self) -> list[Source]:
        return [
            DocsFolder("docs", self.folder / "docs", parse, self.docs_url),
            PriceBook("pricing", self.folder / "prices.yaml"),
            KnownIssues("known_issues", self.folder / "issues.json"),
            self.accounts,
        ]

    def doc(self, name: str) -> Path:
        return self.folder / "docs" / f"{name}.md"

    def encode(self, texts: Sequence[str]) -> Any:
        self.asked.extend(texts)
        return self.encoder.encode(texts)

    def sync(self, *, encoder_id: str = "", **options: Any) -> SyncReport:
        self.asked.clear()
        name = encoder_id or self.encoder.id
        return indexer.sync(self.owner, self.sources, self.encode, self.encoder.count_tokens, name, **options)

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
    invoice = {
        "number": f"F-{name}",
        "date": "2026-10-01",
        "amount": 1,
        "currency": "EUR",
        "status": "paid",
        "due": "2026-10-15",
    }
    row = {"id": name, "name": name.title(), "language": "en", "plan": "team", "tier": "standard", "seats": 4}
    row |= {"billing": "monthly", "currency": "EUR", "status": "active", "addons": [], "subdomain": name}
    return {**row, "contacts": [contact], "invoices": [invoice], "past_tickets": [], **changes}


@pytest.fixture
def company(tmp_path: Path, database: Any, encoder: Encoder) -> Company:
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
    assert {kind: counts.added for kind, counts in first.kinds.items()} == dict.fromkeys(Kind, 2)
    assert first.embedded == len(company.asked) == 3 + 2 + 2 + 4 == len(company.rows("select id from passages"))
    second = company.sync()
    assert company.asked == []
    assert second.embedded == 0
    assert {kind: counts.unchanged for kind, counts in second.kinds.items()} == dict.fromkeys(Kind, 2)


def test_an_edited_document_is_embedded_alone_and_its_old_passages_are_gone(company: Company) -> None:
    company.sync()
    company.doc("seats").write_text("# Seats\n\n## Add a seat\nWrite to sales.\n")
    report = company.sync()
    assert company.asked == ["Seats > Add a seat\nWrite to sales."]
    assert (report.kinds[Kind.DOCS].updated, report.kinds[Kind.DOCS].unchanged) == (1, 1)
    assert company.texts("docs/seats.md") == ["Write to sales."]


def test_a_deleted_document_vanishes_with_its_passages(company: Company) -> None:
    company.sync()
    company.doc("login").unlink()
    report = company.sync()
    assert report.kinds[Kind.DOCS].deleted == 1
    assert company.rows("select path from documents where kind = 'docs'") == ["docs/seats.md"]
    assert company.rows("select count(*) from passages where kind = 'docs'") == [2]


def test_changed_metadata_reaches_the_passages_without_the_encoder(company: Company) -> None:
    company.sync()
    company.docs_url = "https://help.example"
    report = company.sync()
    assert company.asked == []
    assert report.kinds[Kind.DOCS].metadata_only == 2
    assert set(company.rows("select url from passages where kind = 'docs'")) == {
        "https://help.example/seats",
        "https://help.example/login",
    }
    assert company.sync().kinds[Kind.DOCS].unchanged == 2


def test_a_document_that_cannot_be_read_keeps_its_last_passages_and_is_reported_until_it_can(company: Company) -> None:
    company.sync()
    company.doc("seats").write_bytes(b"# Seats \xff")
    report = company.sync()
    assert (report.kinds[Kind.DOCS].failed, report.kinds[Kind.DOCS].deleted) == (1, 0)
    assert list(report.failures) == ["docs/seats.md"]
    assert company.texts("docs/seats.md") == ["An Admin adds seats under Settings.", "It stays paid until the end."]
    assert company.rows("select path, kind from sync_failures") == [("docs/seats.md", "docs")]
    company.doc("seats").write_text(DOCS["seats"])
    assert company.sync().failures == {}
    assert company.rows("select path from sync_failures") == []


def test_a_source_that_cannot_be_read_changes_nothing_of_its_kind_and_the_others_go_on(company: Company) -> None:
    company.sync()
    (company.folder / "prices.yaml").write_text("items: [")
    company.doc("login").unlink()
    report = company.sync()
    assert company.rows("select count(*) from documents where kind = 'pricing'") == [2]
    assert report.kinds[Kind.PRICING].failed == 1
    assert report.kinds[Kind.DOCS].deleted == 1


def test_an_account_whose_line_is_bad_keeps_its_history(company: Company) -> None:
    company.sync()
    write_accounts(company, account("acme"), account("bolt", invoices=None))
    report = company.sync()
    assert list(report.failures) == ["accounts/bolt"]
    assert len(company.texts("accounts/bolt")) == 2


def test_a_line_nobody_can_tell_whose_it_is_deletes_nobody(company: Company) -> None:
    company.sync()
    write_accounts(company, account("acme", seats=9), '{"id": "bolt"')
    report = company.sync()
    assert (report.kinds[Kind.ACCOUNT].failed, report.kinds[Kind.ACCOUNT].updated) == (1, 1)
    assert len(company.texts("accounts/bolt")) == 2


def test_two_documents_with_one_path_are_refused_and_the_last_good_one_stays(company: Company) -> None:
    company.sync()
    (company.folder / "issues.json").write_text(
        json.dumps([issue("FW-1"), issue("FW-2"), issue("FW-2", symptom="New.")])
    )
    report = company.sync()
    assert list(report.failures) == ["known_issues/FW-2"]
    assert company.texts("known_issues/FW-2") == [
        "FW-2: It stalls. It affects 5.8. Nothing moves. It is not fixed yet."
    ]


@pytest.mark.parametrize("symptom", ["NUL \0 here", "half \ud800 of a pair"])
def test_text_that_postgres_refuses_fails_its_document_alone(company: Company, symptom: str) -> None:
    (company.folder / "issues.json").write_text(json.dumps([issue("FW-1", symptom=symptom), issue("FW-2")]))
    report = company.sync()
    assert list(report.failures) == ["known_issues/FW-1"]
    assert company.rows("select path from documents where kind = 'known_issue'") == ["known_issues/FW-2"]


def test_a_dry_run_tells_and_writes_nothing(company: Company) -> None:
    company.sync()
    company.doc("login").unlink()
    company.doc("seats").write_text("# Seats\n\n## One\nx\n")
    company.doc("new").write_bytes(b"\xff")
    before = company.rows("select path, synced_at from documents order by path")
    counts = company.sync(dry_run=True).kinds[Kind.DOCS]
    assert (counts.updated, counts.deleted, counts.failed, counts.embedded) == (1, 1, 1, 1)
    assert company.asked == []
    assert company.rows("select path, synced_at from documents order by path") == before
    assert company.rows("select path from sync_failures") == []


def test_another_encoder_embeds_everything_again(company: Company) -> None:
    company.sync()
    assert company.sync(encoder_id="another@1").embedded == 11
    assert company.sync(encoder_id="another@1").embedded == 0


def test_reindex_embeds_what_did_not_change(company: Company) -> None:
    company.sync()
    company.asked.clear()
    args = (company.owner, company.sources, company.encode, company.encoder.count_tokens, company.encoder.id)
    assert indexer.reindex(*args).embedded == len(company.asked) == 11
    assert company.rows("select count(*) from passages") == [11]


def test_only_one_sync_runs_and_the_lock_is_free_again_after_a_failure(company: Company) -> None:
    seen: list[BaseException] = []

    def meanwhile(texts: Sequence[str]) -> Any:
        with pytest.raises(SyncRunningError) as raised:
            company.sync()
        seen.append(raised.value)
        raise ValueError("the encoder broke")

    args = (company.owner, company.sources, meanwhile, company.encoder.count_tokens, company.encoder.id)
    with pytest.raises(ValueError, match="broke"):
        indexer.sync(*args)
    assert len(seen) == 1
    assert company.sync().kinds[Kind.DOCS].added == 2


def test_no_transaction_is_open_while_the_encoder_runs(company: Company) -> None:
    open_ones: list[list[Any]] = []

    def looking(texts: Sequence[str]) -> Any:
        query = "select query from pg_stat_activity where xact_start is not null and datname = current_database()"
        open_ones.append(company.rows(f"{query} and pid <> pg_backend_pid() and backend_type = 'client backend'"))
        return company.encoder.encode(texts)

    indexer.sync(company.owner, company.sources, looking, company.encoder.count_tokens, company.encoder.id)
    assert open_ones == [[]]


def test_a_reader_sees_the_old_passages_or_the_new_ones_and_never_half(company: Company, database: Any) -> None:
    def write(word: str, sections: int) -> None:
        company.doc("seats").write_text("# Seats\n" + "".join(f"\n## {word} {n}\n{word}\n" for n in range(sections)))

    write("old", 5)
    company.sync()
    seen: set[tuple[int, int]] = set()
    done = threading.Event()

    def read() -> None:
        query = text("select count(*) filter (where text = 'old'), count(*) filter (where text = 'new') from passages")
        while not done.is_set():
            with database.app.connect() as connection:
                old, new = connection.execute(query).one()
                seen.add((old, new))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for word, sections in (("new", 3), ("old", 5), ("new", 3)):
            write(word, sections)
            company.sync()
    finally:
        done.set()
        reader.join()
    assert seen <= {(5, 0), (0, 3)}
    assert len(seen) == 2


def test_accounts_and_contacts_follow_the_file(company: Company) -> None:
    assert sync_accounts(company.owner, [company.accounts]) == 2
    moved = account(
        "bolt", plan="business", contacts=[{"name": "N", "email": "N@Bolt.example", "role": "x", "verified": False}]
    )
    write_accounts(company, moved)
    sync_accounts(company.owner, [company.accounts])
    assert company.rows("select id, plan from accounts") == [("bolt", "business")]
    assert company.rows("select email, verified from contacts") == [("n@bolt.example", False)]


def test_an_account_whose_line_is_bad_keeps_its_contacts(company: Company) -> None:
    sync_accounts(company.owner, [company.accounts])
    write_accounts(company, account("acme"), account("bolt", contacts=None))
    sync_accounts(company.owner, [company.accounts])
    assert company.rows("select email from contacts order by email") == ["a@acme.example", "a@bolt.example"]


def test_an_address_named_by_two_accounts_belongs_to_the_first(company: Company) -> None:
    shared = [{"name": "S", "email": "s@shared.example", "role": "admin", "verified": True}]
    write_accounts(company, account("acme", contacts=shared), account("bolt", contacts=shared))
    sync_accounts(company.owner, [company.accounts])
    assert company.rows("select email, account from contacts") == [("s@shared.example", "acme")]


def test_accounts_of_two_sources_stand_side_by_side_and_one_that_fails_deletes_nobody(
    company: Company, tmp_path: Path
) -> None:
    other = tmp_path / "more.jsonl"
    other.write_text(json.dumps(account("crux")))
    more = AccountFiles("more", other)
    assert sync_accounts(company.owner, [company.accounts, more]) == 3
    other.unlink()
    sync_accounts(company.owner, [company.accounts, more])
    assert company.rows("select id from accounts order by id") == ["acme", "bolt", "crux"]


def test_of_two_sources_of_one_kind_only_the_one_that_was_read_loses_documents(
    company: Company, tmp_path: Path
) -> None:
    guides = tmp_path / "guides"
    guides.mkdir()
    (guides / "a.md").write_text("# A\n\ntext\n")
    (guides / "b.md").write_text("# B\n\ntext\n")
    args = (company.encode, company.encoder.count_tokens, company.encoder.id)
    both = [*company.sources, DocsFolder("guides", guides, parse)]
    indexer.sync(company.owner, both, *args)
    (guides / "b.md").unlink()
    company.doc("login").unlink()
    indexer.sync(company.owner, [both[-1]], *args)
    paths = company.rows("select path from documents where kind = 'docs' order by path")
    assert paths == ["docs/login.md", "docs/seats.md", "guides/a.md"]
