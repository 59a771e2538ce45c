"""This module defines the columns of accounts, contacts, invoices and past tickets, for every kind of source."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Text = Annotated[str, Field(min_length=1)]


def _names(value: Any) -> Any:
    """Split a cell of a spreadsheet, which holds several names with semicolons between them."""
    return [name.strip() for name in value.split(";") if name.strip()] if isinstance(value, str) else value


class _Cells(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty_cells(cls, values: Any) -> Any:
        """Treat an empty cell as a missing column. A list that is null is an error, because it would delete a history."""
        if not isinstance(values, dict):
            return values
        return {k: v for k, v in values.items() if v not in (None, "") or k in {"contacts", "invoices", "past_tickets"}}


class ContactRecord(_Cells):
    name: str = ""
    email: Annotated[
        str, Field(pattern=r"^[^@\s]+@[^@\s]+$"), BeforeValidator(lambda v: v.lower() if isinstance(v, str) else v)
    ]
    role: str = ""
    verified: bool = False  # only a verified contact's tickets see the account's history


class InvoiceRecord(_Cells):
    number: Text
    date: dt.date
    amount: Annotated[Decimal, Field(max_digits=15)]
    currency: Text
    status: Text  # open, paid, overdue
    due: dt.date | None = None


class TicketRecord(_Cells):
    id: Text
    date: dt.date
    subject: Text
    summary: Text
    outcome: Text  # solved, answered, refunded


class AccountRecord(_Cells):
    """Further columns become sentences of the profile if the source's `facts` say how; others are ignored."""

    model_config = ConfigDict(extra="allow")

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
    contacts: tuple[ContactRecord, ...] = ()
    invoices: tuple[InvoiceRecord, ...] = ()
    past_tickets: tuple[TicketRecord, ...] = ()
