"""The four kinds of source, on files as a person would write them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.passages import Document
from knowledge.sources.accounts import Account, AccountsFile
from knowledge.sources.base import BadDocument, SourceError
from knowledge.sources.docs import DocsFolder, parse_html, parse_markdown
from knowledge.sources.known_issues import KnownIssues
from knowledge.sources.pricing import PriceBook

ISSUE = {
    "id": "FW-1",
    "title": "It stalls",
    "affects": "5.8",
    "symptom": "Nothing moves.",
    "workaround": "Wait.",
    "status": "open",
    "updated": "2026-11-01",
}
ACCOUNT: dict[str, Any] = {
    "id": "acme",
    "name": "Acme",
    "language": "en",
    "plan": "team",
    "tier": "standard",
    "seats": 4,
    "billing": "monthly",
    "currency": "EUR",
    "status": "active",
    "addons": [],
    "subdomain": "acme",
    "contacts": [{"name": "A", "email": "A@Acme.example", "role": "admin", "verified": True}],
    "invoices": [
        {"number": "F-1", "date": "2026-10-01", "amount": 136, "currency": "EUR", "status": "paid", "due": "2026-10-15"}
    ],
    "past_tickets": [
        {"id": "T-1", "date": "2026-11-02", "subject": "Late", "summary": "A seat was added.", "outcome": "solved"}
    ],
}


def lines(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return path


def one(found: Any) -> Document:
    (document,) = found
    assert isinstance(document, Document), document
    return document


def test_markdown_becomes_a_title_and_a_section_a_heading() -> None:
    title, sections = parse_markdown("# Title\n\nIntro\ntext.\n\n## First\nA.\n\n### Second ##\nB.\n## Empty\n")
    assert title == "Title"
    assert [(s.heading, s.text) for s in sections] == [("", "Intro text."), ("First", "A."), ("Second", "B.")]


def test_a_hash_in_a_code_block_is_no_heading() -> None:
    _, sections = parse_markdown("# T\n## Run\n```\n# comment\nls\n```\nDone.")
    assert [s.heading for s in sections] == ["Run"]
    assert "# comment\nls" in sections[0].text


def test_html_loses_scripts_and_navigation_and_keeps_its_headings() -> None:
    title, sections = parse_html(
        "<title>x</title><nav>menu</nav><h1>Title</h1><p>Intro</p><h2>Do <b>it</b></h2><p>Now</p><script>alert(1)</script>"
    )
    assert title == "Title"
    assert [(s.heading, s.text) for s in sections] == [("", "Intro"), ("Do it", "Now")]


def test_one_file_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("# Good\ntext")
    (tmp_path / "bad.md").write_bytes(b"# \xff\xfe")
    (tmp_path / "note.txt").write_text("no document")
    found = {d.path: d for d in DocsFolder(tmp_path, "https://help.example").documents()}
    assert set(found) == {"docs/good.md", "docs/bad.md"}
    assert isinstance(found["docs/bad.md"], BadDocument)
    good = found["docs/good.md"]
    assert isinstance(good, Document)
    assert good.url == "https://help.example/good"


def test_a_price_says_what_it_costs_and_until_when(tmp_path: Path) -> None:
    book = tmp_path / "prices.yaml"
    book.write_text(
        "currency: EUR\nitems:\n- {id: sms, name: SMS, amount: 0.09, unit: per message, note: Any plan.,"
        " valid_from: 2026-07-01, valid_until: 2027-06-30}\n"
    )
    price = one(PriceBook(book).documents())
    assert price.sections[0].text == (
        "SMS costs 0.09 EUR per message. Any plan. This price is valid from 2026-07-01 to 2027-06-30."
    )
    assert (price.valid_from, price.valid_until) == (date(2026, 7, 1), date(2027, 6, 30))


def test_a_price_row_without_its_date_keeps_its_name(tmp_path: Path) -> None:
    book = tmp_path / "prices.yaml"
    book.write_text("currency: EUR\nitems:\n- {id: sms, name: SMS, amount: 1, unit: each, valid_from: 2026-07-01}\n")
    (bad,) = PriceBook(book).documents()
    assert isinstance(bad, BadDocument)
    assert (bad.path, bad.identified) == ("pricing/sms", True)


@pytest.mark.parametrize("content", ["items: [", "currency: EUR", "- 1", ""])
def test_a_price_book_that_is_none_is_an_error_of_the_whole_source(tmp_path: Path, content: str) -> None:
    book = tmp_path / "prices.yaml"
    book.write_text(content)
    with pytest.raises(SourceError):
        list(PriceBook(book).documents())


def test_a_fixed_issue_says_in_which_version_and_an_open_one_that_it_is_not(tmp_path: Path) -> None:
    fixed = {**ISSUE, "id": "FW-2", "status": "fixed", "fixed_in": "5.8.2"}
    issues = tmp_path / "issues.json"
    issues.write_text(json.dumps([ISSUE, fixed]))
    texts = [d.sections[0].text for d in KnownIssues(issues).documents() if isinstance(d, Document)]
    assert texts[0].endswith("Wait. It is not fixed yet.")
    assert texts[1].endswith("It is fixed in 5.8.2.")


@pytest.mark.parametrize("content", ["{", "{}", '"text"'])
def test_known_issues_that_are_no_list_are_an_error_of_the_whole_source(tmp_path: Path, content: str) -> None:
    issues = tmp_path / "issues.json"
    issues.write_text(content)
    with pytest.raises(SourceError):
        list(KnownIssues(issues).documents())


@pytest.mark.parametrize("source", [DocsFolder, PriceBook, KnownIssues, AccountsFile])
def test_a_source_that_is_not_there_is_an_error_not_an_empty_source(tmp_path: Path, source: Any) -> None:
    with pytest.raises(SourceError):
        list(source(tmp_path / "nothing").documents())


def test_an_account_is_its_profile_its_invoices_and_its_tickets_and_belongs_to_itself(tmp_path: Path) -> None:
    document = one(AccountsFile(lines(tmp_path / "a.jsonl", ACCOUNT)).documents())
    assert (document.account, document.updated_on) == ("acme", date(2026, 11, 2))
    assert [s.heading for s in document.sections] == ["profile", "invoice F-1", "ticket T-1"]
    assert "Invoice F-1 of 2026-10-01 for 136 EUR is paid" in document.sections[1].text


def test_contacts_are_known_by_lower_case_addresses(tmp_path: Path) -> None:
    (account,) = AccountsFile(lines(tmp_path / "a.jsonl", ACCOUNT)).accounts()
    assert isinstance(account, Account)
    assert account.contacts[0].email == "a@acme.example"


@pytest.mark.parametrize(
    ("line", "path", "identified"),
    [
        ('{"id": "acme"', "accounts/row 2", False),
        ("[1]", "accounts/row 2", False),
        ("null", "accounts/row 2", False),
        ({"id": "acme", "name": "Acme"}, "accounts/acme", True),
        ({**ACCOUNT, "contacts": [{"name": "A", "email": None, "role": "x", "verified": True}]}, "accounts/acme", True),
        ({**ACCOUNT, "invoices": None}, "accounts/acme", True),
        ("[" * 100_000, "accounts/row 2", False),
    ],
)
def test_a_bad_account_line_is_named_by_its_id_where_it_has_one(
    tmp_path: Path, line: object, path: str, identified: bool
) -> None:
    source = AccountsFile(lines(tmp_path / "a.jsonl", {**ACCOUNT, "id": "other"}, line))
    good, bad = source.documents()
    assert isinstance(good, Document)
    assert isinstance(bad, BadDocument)
    assert (bad.path, bad.identified) == (path, identified)
