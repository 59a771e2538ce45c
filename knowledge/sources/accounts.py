"""This module reads customer accounts: profile, invoices and past tickets, visible only to tickets of the same account.

`AccountFiles` reads one JSON Lines file, or a CSV with more CSVs beside it; `account_queries` reads a database. Both
give the same rows. Documents and contacts come from the same rows, so that a customer with a history is always
recognised.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from pydantic import ValidationError

from knowledge.errors import BadDocumentError
from knowledge.json_lines import complaints
from knowledge.passages import Document, Kind, Section, plain
from knowledge.sources import money
from knowledge.sources.account_records import AccountRecord, InvoiceRecord, TicketRecord
from knowledge.sources.base import FIELDS, BadDocument, Item, Source
from knowledge.sources.sheets import Row, rows

# Parts that may have their own file or query, with a column `account`: name there -> key in the account's row
PARTS = {"contacts": "contacts", "invoices": "invoices", "tickets": "past_tickets"}


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


class AccountsSource(Source, Protocol):
    def accounts(self) -> Iterator[Account | BadDocument]:
        """Yield the accounts with their contacts, which tell who wrote a ticket. Raises `SourceError`."""
        ...


@dataclass(frozen=True)
class AccountFiles:
    name: str
    file: Path
    parts: Mapping[str, Path] = field(default_factory=dict)  # "contacts", "invoices", "tickets" -> file with `account`
    facts: Mapping[str, str] = field(default_factory=dict)  # column -> sentence with {value}, for the profile
    kind: Kind = Kind.ACCOUNT

    def items(self) -> Iterator[Item | BadDocument]:
        for row in self._rows():
            yield account_item(self.name, row, self.facts)

    def accounts(self) -> Iterator[Account | BadDocument]:
        for row in self._rows():
            yield read_account(self.name, row)

    def _rows(self) -> Iterator[Row]:
        parts = {part: rows(file, self.name) for part, file in self.parts.items()}
        return joined(rows(self.file, self.name), parts)


def joined(accounts: Iterator[Row], parts: Mapping[str, Iterator[Row]]) -> Iterator[Row]:
    """Yield each account with its rows of the other files. A row there without an account is bad: it could be anybody's."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {PARTS[part]: defaultdict(list) for part in parts}
    for part, part_rows in parts.items():
        for row in part_rows:
            owner = row.id("account")
            if row.error or owner is None:
                yield Row(row.number, {}, f"({part}) {row.error or 'has no account'}")
            else:
                found[PARTS[part]][owner].append(row.values)
    for row in accounts:
        own = {key: owners[row.id() or ""] for key, owners in found.items()}
        yield Row(row.number, {**row.values, **own}, row.error)


def account_item(source: str, row: Row, facts: Mapping[str, str]) -> Item | BadDocument:
    return row.item(source, partial(account_document, source, row.values, facts), source, sorted(facts.items()), FIELDS)


def read_account(source: str, row: Row) -> Account | BadDocument:
    found = row.item(source, partial(account_document, source, row.values, {}))
    if isinstance(found, BadDocument):
        return found
    try:
        valid = _valid(row.values)
    except BadDocumentError as error:
        return BadDocument(found.path, str(error))
    contacts = tuple(Contact(c.name, c.email, c.role, c.verified) for c in valid.contacts)
    return Account(valid.id, valid.name, valid.language, valid.plan, valid.tier, contacts)


def account_document(source: str, values: dict[str, Any], facts: Mapping[str, str]) -> Document:
    """Return one account as text: a profile, one section per invoice, one per past ticket. Raises `BadDocumentError`.

    A row with unreadable contacts is refused as a whole: the account would have a history that nobody may see.
    """
    row = _valid(values)
    days = [*(invoice.date for invoice in row.invoices), *(ticket.date for ticket in row.past_tickets)]
    return Document(
        path=f"{source}/{row.id}",
        source=source,
        kind=Kind.ACCOUNT,
        title=row.name,
        sections=(
            plain("profile", _profile(row, facts), _profile_fields(row, facts)),
            *map(_invoice, row.invoices),
            *map(_ticket, row.past_tickets),
        ),
        updated_on=max(days, default=None),
        account=row.id,
    )


def _valid(values: dict[str, Any]) -> AccountRecord:
    try:
        return AccountRecord.model_validate(values)
    except ValidationError as error:
        raise BadDocumentError(complaints(error)) from error


def _profile(row: AccountRecord, facts: Mapping[str, str]) -> str:
    seats = f" with {row.seats} paid seats" if row.seats is not None else ""
    billed = f" {row.billing}" if row.billing else ""
    billed += f" in {row.currency}" if row.currency else ""
    said = [f"{row.name} is on the {row.plan.capitalize()} plan{seats}{f', billed{billed}' if billed else ''}."]
    said.append(f"The account status is {row.status}." if row.status else "")
    said.append(f"The plan renews on {row.renews_on}." if row.renews_on else "")
    said.append(f"Add-ons: {', '.join(row.addons) or 'none'}." if row.addons is not None else "")
    said += (facts[column].replace("{value}", value) for column, value in _further(row, facts).items())
    return " ".join(part for part in said if part)


def _further(row: AccountRecord, facts: Mapping[str, str]) -> dict[str, str]:
    """Return the values of the columns that the profile says besides its own."""
    given = {column: (row.model_extra or {}).get(column) for column in facts}
    return {name: str(value) for name, value in given.items() if isinstance(value, str | int | float) and value != ""}


def _profile_fields(row: AccountRecord, facts: Mapping[str, str]) -> dict[str, str | None]:
    return {
        **_further(row, facts),
        "name": row.name,
        "plan": row.plan.capitalize(),
        "seats": None if row.seats is None else str(row.seats),
        "billing": row.billing,
        "currency": row.currency,
        "status": row.status,
        "renews_on": str(row.renews_on) if row.renews_on else None,
        "addons": None if row.addons is None else ", ".join(row.addons),
    }


def _invoice(invoice: InvoiceRecord) -> Section:
    due = f", due {invoice.due}" if invoice.due else ""
    amount = f"{money.plain(invoice.amount)} {invoice.currency}"
    return plain(
        f"invoice {invoice.number}",
        f"Invoice {invoice.number} of {invoice.date} for {amount} is {invoice.status}{due}.",
        {
            "number": invoice.number,
            "date": str(invoice.date),
            "amount": money.plain(invoice.amount),
            "currency": invoice.currency,
            "state": invoice.status,
            "due": str(invoice.due) if invoice.due else None,
        },
    )


def _ticket(ticket: TicketRecord) -> Section:
    text = f"Past ticket {ticket.id} of {ticket.date}, {ticket.subject}: {ticket.summary} Outcome: {ticket.outcome}."
    fields = {"id": ticket.id, "date": str(ticket.date), "subject": ticket.subject, "outcome": ticket.outcome}
    return plain(f"ticket {ticket.id}", text, fields)
