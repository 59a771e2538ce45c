"""Customer accounts in JSON Lines: profile, invoices and past tickets, each visible to that account's tickets only."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.passages import Document, Kind, Section
from knowledge.sources.base import BadDocument, bad_row, require


@dataclass(frozen=True)
class Contact:
    name: str
    email: str
    role: str
    verified: bool


@dataclass(frozen=True)
class Account:
    id: str
    name: str
    language: str
    plan: str
    tier: str  # standard | priority
    contacts: tuple[Contact, ...]


@dataclass(frozen=True)
class AccountsFile:
    file: Path
    kind: Kind = Kind.ACCOUNT

    def documents(self) -> Iterator[Document | BadDocument]:
        for number, line in self._lines():
            row = None
            try:
                row = json.loads(line)
                read_account(row)  # a document is not taken from a line whose contacts cannot be
                yield account_document(row)
            except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
                yield bad_row("accounts", number, row, error)

    def accounts(self) -> Iterator[Account | BadDocument]:
        """The accounts and their contacts, for recognising who wrote a ticket."""
        for number, line in self._lines():
            row = None
            try:
                row = json.loads(line)
                yield read_account(row)
            except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
                yield bad_row("accounts", number, row, error)

    def _lines(self) -> Iterator[tuple[int, str]]:
        require(self.file, "set the accounts file in the knowledge settings")
        for number, line in enumerate(self.file.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                yield number, line


def read_account(row: dict[str, Any]) -> Account:
    contacts = tuple(Contact(c["name"], c["email"].lower(), c["role"], bool(c["verified"])) for c in row["contacts"])
    return Account(row["id"], row["name"], row["language"], row["plan"], row["tier"], contacts)


def account_document(row: dict[str, Any]) -> Document:
    """One account as text: a profile, one section per invoice, one per past ticket."""
    addons = ", ".join(row["addons"]) or "none"
    profile = [
        f"{row['name']} is on the {row['plan'].capitalize()} plan with {row['seats']} paid seats, "
        f"billed {row['billing']} in {row['currency']}.",
        f"The account status is {row['status']}.",
        f"The plan renews on {row['renews_on']}." if row.get("renews_on") else "",
        f"Add-ons: {addons}.",
        f"The workspace subdomain is {row['subdomain']}.",
        f"Mobile app version {row['mobile_version']}." if row.get("mobile_version") else "",
        f"Connector version {row['connector_version']}." if row.get("connector_version") else "",
    ]
    sections = [Section("profile", " ".join(p for p in profile if p))]
    for i in row["invoices"]:
        text = (
            f"Invoice {i['number']} of {i['date']} for {i['amount']} {i['currency']} is {i['status']}, due {i['due']}."
        )
        sections.append(Section(f"invoice {i['number']}", text))
    for t in row["past_tickets"]:
        text = f"Past ticket {t['id']} of {t['date']}, {t['subject']}: {t['summary']} Outcome: {t['outcome']}."
        sections.append(Section(f"ticket {t['id']}", text))
    dates = [date.fromisoformat(r["date"]) for r in (*row["invoices"], *row["past_tickets"])]
    return Document(
        path=f"accounts/{row['id']}",
        kind=Kind.ACCOUNT,
        title=row["name"],
        sections=tuple(sections),
        updated_on=max(dates, default=None),
        account=row["id"],
    )
