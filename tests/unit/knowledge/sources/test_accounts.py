"""Accounts out of JSON Lines, sheets and databases: the same rows, the same documents and contacts."""

import json
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import SourceError
from knowledge.passages import Document
from knowledge.sources.account_queries import AccountQueries
from knowledge.sources.accounts import Account, AccountFiles
from knowledge.sources.base import BadDocument, Item
from tests.unit.knowledge.reading import bad, documents, everything, one

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
SHEETS = {
    "accounts": "id,name,plan,seats,billing,currency,status,addons\nacme,Acme,team,4,monthly,EUR,active,sms; sso\n",
    "contacts": "account,name,email,role,verified\nacme,A,A@Acme.example,admin,yes\nacme,B,b@acme.example,,\n",
    "invoices": "account,number,date,amount,currency,status,due\nacme,F-1,2026-10-01,136.50,EUR,open,\n",
    "tickets": "account,id,date,subject,summary,outcome\nacme,T-1,2026-11-02,Late,A seat was added.,solved\n",
}


def lines(folder: Path, *rows: object, **options: Any) -> AccountFiles:
    file = folder / "a.jsonl"
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return AccountFiles("accounts", file, **options)


def sheets(folder: Path, **changed: str) -> AccountFiles:
    for name, content in {**SHEETS, **changed}.items():
        (folder / f"{name}.csv").write_text(content)
    parts = {part: folder / f"{part}.csv" for part in ("contacts", "invoices", "tickets")}
    return AccountFiles("accounts", folder / "accounts.csv", parts)


def database(folder: Path) -> AccountQueries:
    file = folder / "crm.sqlite"
    with sqlite3.connect(file) as connection:
        for name, content in SHEETS.items():
            header, *rows = content.strip().split("\n")
            connection.execute(f"create table {name} ({header})")
            marks = ",".join("?" * len(header.split(",")))
            connection.executemany(f"insert into {name} values ({marks})", [row.split(",") for row in rows])  # noqa: S608
    connection.close()
    parts = {part: f"select {SHEETS[part].partition(chr(10))[0]} from {part}" for part in SHEETS if part != "accounts"}  # noqa: S608
    return AccountQueries(
        "accounts",
        f"sqlite:///{file}",
        "select id, name, plan, seats, billing, currency, status, addons from accounts",
        parts,
    )


def test_an_account_is_its_profile_its_invoices_and_its_tickets_and_belongs_to_itself(tmp_path: Path) -> None:
    document = one(lines(tmp_path, ACCOUNT))
    assert (document.path, document.account, document.updated_on) == ("accounts/acme", "acme", date(2026, 11, 2))
    assert [s.heading for s in document.sections] == ["profile", "invoice F-1", "ticket T-1"]
    assert [s.text for s in document.sections] == [
        "Acme is on the Team plan with 4 paid seats, billed monthly in EUR. The account status is active. Add-ons: none.",
        "Invoice F-1 of 2026-10-01 for 136 EUR is paid, due 2026-10-15.",
        "Past ticket T-1 of 2026-11-02, Late: A seat was added. Outcome: solved.",
    ]


def test_only_facts_that_are_asked_for_reach_the_profile(tmp_path: Path) -> None:
    row = {**ACCOUNT, "region": "EU", "margin": "40 %", "nothing": None}
    facts = {"nothing": "Never {value}.", "region": "Its data is in the {value}."}
    profile = one(lines(tmp_path, row, facts=facts)).sections[0].text
    assert profile.endswith("Add-ons: none. Its data is in the EU.")
    assert "40" not in profile


def test_of_a_small_account_only_what_is_known_is_said(tmp_path: Path) -> None:
    document = one(lines(tmp_path, {"id": 7, "name": "Bolt", "plan": "free"}))
    assert (document.path, document.account) == ("accounts/7", "7")
    assert [s.text for s in document.sections] == ["Bolt is on the Free plan."]


def test_contacts_are_known_by_lower_case_addresses(tmp_path: Path) -> None:
    (account,) = lines(tmp_path, ACCOUNT).accounts()
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
        ({**ACCOUNT, "contacts": [{"email": "nobody"}]}, "accounts/acme", True),
        ("[" * 100_000, "accounts/row 2", False),
        ('{"id": true}', "accounts/row 2", False),
    ],
)
def test_a_bad_account_line_is_named_by_its_id_where_it_has_one(
    tmp_path: Path, line: object, path: str, identified: bool
) -> None:
    source = lines(tmp_path, {**ACCOUNT, "id": "other"}, line)
    good, wrong = everything(source)
    assert isinstance(good, Document)
    assert isinstance(wrong, BadDocument)
    assert (wrong.path, wrong.identified) == (path, identified)
    assert [isinstance(account, BadDocument) for account in source.accounts()] == [False, True]


def test_a_line_that_is_not_utf8_is_bad_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(json.dumps(ACCOUNT).encode() + b'\n{"id": "x\xff"}\n')
    good, wrong = everything(AccountFiles("accounts", file))
    assert isinstance(good, Document)
    assert isinstance(wrong, BadDocument)


@pytest.mark.parametrize("make", [sheets, database])
def test_sheets_and_queries_give_what_json_lines_give(tmp_path: Path, make: Callable[[Path], Any]) -> None:
    source = make(tmp_path)
    document = one(source)
    assert [s.text for s in document.sections] == [
        "Acme is on the Team plan with 4 paid seats, billed monthly in EUR. The account status is active. Add-ons: sms, sso.",
        "Invoice F-1 of 2026-10-01 for 136.50 EUR is open.",
        "Past ticket T-1 of 2026-11-02, Late: A seat was added. Outcome: solved.",
    ]
    (account,) = source.accounts()
    assert [(c.email, c.verified) for c in account.contacts] == [("a@acme.example", True), ("b@acme.example", False)]
    assert (account.language, account.tier) == ("en", "standard")


def test_an_account_changes_its_fingerprint_with_its_invoices_alone(tmp_path: Path) -> None:
    def prints() -> list[str]:
        return [item.fingerprint for item in source.items() if isinstance(item, Item)]

    source = sheets(tmp_path)
    before = prints()
    assert prints() == before
    (tmp_path / "invoices.csv").write_text(SHEETS["invoices"].replace("open", "paid"))
    assert prints() != before


def test_a_row_that_names_no_account_could_be_anybodys(tmp_path: Path) -> None:
    found = everything(
        sheets(tmp_path, invoices="account,number,date,amount,currency,status\n,F-1,2026-10-01,1,EUR,open\n")
    )
    (wrong,) = (item for item in found if isinstance(item, BadDocument))
    assert (wrong.identified, wrong.reason) == (False, "row 2: (invoices) has no account")


def test_a_wrong_invoice_fails_its_account_and_says_which(tmp_path: Path) -> None:
    wrong = bad(sheets(tmp_path, invoices="account,number,date,amount,currency,status\nacme,F-1,soon,1,EUR,open\n"))
    assert wrong.path == "accounts/acme"
    assert wrong.reason.startswith("invoices.0.date: ")


@pytest.mark.parametrize(
    ("content", "reason"),
    [("", "different column names"), ("id,id\n1,2\n", "different column names"), ('id,name\n1,"x\n', "is not CSV")],
)
def test_a_sheet_that_is_none_is_an_error_of_the_whole_source(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        list(sheets(tmp_path, accounts=content).items())


def test_a_cell_too_many_is_bad_alone(tmp_path: Path) -> None:
    content = "id,name,plan\nacme,Acme,team\nbolt,Bolt, Inc.,team\n"
    good, wrong = everything(sheets(tmp_path, accounts=content))
    assert isinstance(good, Document)
    assert isinstance(wrong, BadDocument)
    assert wrong.path == "accounts/bolt"


def test_a_query_cannot_write(tmp_path: Path) -> None:
    source = database(tmp_path)
    writing = AccountQueries("crm", source.url, "insert into accounts (id) values ('x') returning id, 'x' as name")
    with pytest.raises(SourceError, match=r"the database of 'crm' cannot be read: .*readonly"):
        list(writing.items())
    assert len(documents(source)) == 1


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql://me:hunter2@127.0.0.1:1/crm", "cannot be read"),
        ("hunter2", "is no SQLAlchemy URL"),
        ("nodb://me:hunter2@host/crm", "is no SQLAlchemy URL"),
        ("mysql+pymysql://me:hunter2@host/crm", "the driver for the database of 'crm' is missing: pip install pymysql"),
    ],
)
def test_a_database_that_cannot_be_read_is_named_without_its_password(url: str, reason: str) -> None:
    source = AccountQueries("crm", url, "select 1 as id")
    with pytest.raises(SourceError) as raised:
        list(source.items())
    assert reason in str(raised.value)
    assert "hunter2" not in str(raised.value)
    assert "hunter2" not in repr(source)
