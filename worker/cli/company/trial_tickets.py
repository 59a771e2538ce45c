"""This module reads the tickets on which the company's rules are tried: rows as in demo/tickets/, of a file or a pipe."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.errors import KnowledgeError
from knowledge.languages.guess import guess
from knowledge.sources.accounts import Account
from worker.company import Company
from worker.domain import Ticket
from worker.errors import NotReady, Refused
from worker.library.sources import accounts_of, open_sources
from worker.mail.reading import read
from worker.mail.view import written
from worker.settings import Settings

STANDARD_INPUT = "-"


class Row(BaseModel):
    """A row is a ticket as its customer wrote it. What else was decided about it is not read."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    id: str | None = None
    subject: str | None = None
    body: str | None = None
    language: str | None = None  # None: as it is guessed for every ticket
    account: str | None = None
    requester: str | None = None
    plan: str | None = None  # None, as for the tier: the account's
    tier: str | None = None
    channel: str | None = None
    brand: str | None = None  # its id in the helpdesk, or its name
    verified: bool | None = None  # None: as the accounts say
    fields: dict[str, str] = {}  # values of the declared select fields


@dataclass(frozen=True)
class Trial:
    """A trial is a ticket as the rules see it, with the values of the declared select fields."""

    ticket: Ticket
    fields: dict[str, str]


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a file with one ticket, with one ticket per line, or with a list of them. Raises `Refused`."""
    text = sys.stdin.buffer.read() if str(path) == STANDARD_INPUT else path.read_bytes()
    try:
        values = list(_values(text.decode("utf-8-sig")))
        rows = [Row.model_validate(value) for value in values]
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, found["loc"])) or "a ticket"
        raise Refused(f"{path}: {where}: {found['msg']}; a ticket is a row as in demo/tickets/inbound.jsonl") from error
    except (ValueError, RecursionError) as error:
        raise Refused(f"{path} is not JSON: {error}") from error
    if not rows:
        raise Refused(f"{path} holds no ticket")
    return rows


def _values(text: str) -> Iterator[Any]:
    try:
        whole = json.loads(text)
    except ValueError:
        yield from (json.loads(line) for line in text.splitlines() if line.strip())
        return
    yield from whole if isinstance(whole, list) else [whole]


def trials(rows: list[Row], company: Company, settings: Settings, note: Callable[[str], None]) -> Iterator[Trial]:
    """Yield the tickets of rows. The accounts are read only if a row leaves its plan or its tier to them."""
    wanted = {row.account for row in rows if row.account and (row.plan is None or row.tier is None)}
    accounts = _accounts(settings, note) if wanted else {}
    for missing in sorted(wanted - set(accounts)):
        note(f"the accounts have no {missing}: plan and tier are not known, unless the ticket has them")
    for number, row in enumerate(rows, 1):
        yield Trial(_ticket(row, number, company, accounts.get(row.account or "")), row.fields)


def _accounts(settings: Settings, note: Callable[[str], None]) -> dict[str, Account]:
    try:
        with open_sources(settings) as sources:
            found = [account for source in accounts_of(sources) for account in source.accounts()]
    except (NotReady, KnowledgeError, OSError) as error:
        note(f"the accounts cannot be read: {error}")
        return {}
    return {account.id: account for account in found if isinstance(account, Account)}


def _ticket(row: Row, number: int, company: Company, account: Account | None) -> Ticket:
    reading = read(row.subject or "", row.body or "")
    contacts = {contact.email.lower() for contact in account.contacts if contact.verified} if account else set()
    is_known = (row.requester or "").lower() in contacts if account else bool(row.plan or row.tier)
    return Ticket(
        id=number,
        version=1,
        lease_token=0,
        external_id=row.id or str(number),
        source="trial",
        account=row.account,
        plan=row.plan or (account.plan if account else None),
        tier=row.tier or (account.tier if account else None),
        requester_email=row.requester,
        requester_name=None,
        verified=is_known if row.verified is None else row.verified,
        subject=reading.subject,
        body=reading.body,
        language=row.language or guess(f"{reading.subject}\n{written(reading.body)}"),
        automatic=False,
        received_at=datetime.now(UTC),
        brand=next((brand.id for brand in company.brands if brand.name == row.brand), row.brand),
        channel=row.channel or "",
    )
