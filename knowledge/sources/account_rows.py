"""The columns of accounts, contacts, invoices and past tickets, wherever they come from."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

_COLUMNS = ConfigDict(coerce_numbers_to_str=True)
Text = Annotated[str, Field(min_length=1)]


def _names(value: Any) -> Any:
    """A cell of a spreadsheet holds several names with semicolons between them."""
    return [name.strip() for name in value.split(";") if name.strip()] if isinstance(value, str) else value


class ContactRow(BaseModel):
    model_config = _COLUMNS

    name: str = ""
    email: Annotated[
        str, Field(pattern=r"^[^@\s]+@[^@\s]+$"), BeforeValidator(lambda v: v.lower() if isinstance(v, str) else v)
    ]
    role: str = ""
    verified: bool = False  # only a verified contact's tickets see the account's history


class InvoiceRow(BaseModel):
    model_config = _COLUMNS

    number: Text
    date: dt.date
    amount: Annotated[Decimal, Field(max_digits=15)]
    currency: Text
    status: Text  # open, paid, overdue
    due: dt.date | None = None


class TicketRow(BaseModel):
    model_config = _COLUMNS

    id: Text
    date: dt.date
    subject: Text
    summary: Text
    outcome: Text  # solved, answered, refunded


class AccountRow(BaseModel):
    """Further columns become sentences of the profile where the source's `facts` say how; the others stay out."""

    model_config = _COLUMNS | ConfigDict(extra="allow")

    id: Text
    name: Text
    plan: Text
    language: Text = "en"
    tier: Text = "standard"  # or priority
    seats: int | None = None
    billing: str | None = None  # monthly, yearly
    currency: str | None = None
    status: str | None = None  # active, cancelled
    renews_on: dt.date | None = None
    addons: Annotated[tuple[str, ...] | None, BeforeValidator(_names)] = None
    contacts: tuple[ContactRow, ...] = ()
    invoices: tuple[InvoiceRow, ...] = ()
    past_tickets: tuple[TicketRow, ...] = ()
