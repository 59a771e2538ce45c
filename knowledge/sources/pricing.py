"""This module reads a price book in YAML, CSV or JSON. Each row becomes sentences for a customer, with days of validity."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge.errors import BadDocumentError, SourceError
from knowledge.json_lines import complaints
from knowledge.passages import Document, Kind, plain
from knowledge.sources import money
from knowledge.sources.base import FIELDS, BadDocument, Item
from knowledge.sources.sheets import Row, numbered, read_data, rows

Amount = Annotated[Decimal, Field(ge=0, max_digits=15)]


class TierRow(BaseModel):
    up_to: Annotated[int, Field(ge=1)] | None = None  # empty: all further units
    amount: Amount


class PriceRow(BaseModel):
    """The fields are the columns of the file. Other columns are ignored."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    id: str
    name: Annotated[str, Field(min_length=1)]
    amount: Amount | None = None  # None: the row is a rule, which its note states
    unit: str | None = None  # "per paid seat and month", "once"
    currency: str | None = None  # None: that of the book
    note: str | None = None
    valid_from: date
    valid_until: date | None  # required, but may be empty: then the price is valid until further notice
    tiers: tuple[TierRow, ...] = ()
    tiering: Literal["steps", "brackets"] | None = None  # each unit at the price of its own tier, or all at one price
    each: str | None = None  # what the tiers count: "seat"
    many: str | None = None  # its plural, if it is not formed with s

    @model_validator(mode="after")
    def _fits_together(self) -> "PriceRow":
        if self.valid_until and self.valid_until < self.valid_from:
            raise ValueError(f"valid_until {self.valid_until} is before valid_from {self.valid_from}")
        if self.tiers and self.amount is not None:
            raise ValueError("a price has an amount or tiers, not both")
        if not self.tiers and self.amount is None and not (self.note or "").strip():
            raise ValueError("a row needs an amount, tiers or a note")
        return self


@dataclass(frozen=True)
class PriceBook:
    name: str
    file: Path
    currency: str = ""  # used if neither the row nor the book has one
    kind: Kind = Kind.PRICING

    def items(self) -> Iterator[Item | BadDocument]:
        found, currency = self._rows()
        for row in found:
            yield row.item(
                self.name, partial(price_document, self.name, row.values, currency), currency, self.name, FIELDS
            )

    def _rows(self) -> tuple[list[Row], str]:
        """Return the rows and the book's currency. A row of a CSV is one price, or one of its tiers."""
        if self.file.suffix.lower() in {".csv", ".jsonl"}:
            return _with_tiers(list(rows(self.file, self.name))), self.currency
        book = read_data(self.file, self.name)
        if not isinstance(book, dict) or "items" not in book:
            raise SourceError(f"{self.file} is not a price book: it needs `currency` and a list of `items`")
        return list(numbered(book["items"], self.file)), str(book.get("currency") or self.currency)


def _with_tiers(found: Sequence[Row]) -> list[Row]:
    """Join rows that share an id and have a column up_to into one price; everything else comes from the first of them."""
    prices: list[Row] = []
    places: dict[str, int] = {}
    for row in found:
        own = row.id()
        if row.error or own is None or "up_to" not in row.values:
            prices.append(row)
            continue
        tier = {"up_to": row.values["up_to"], "amount": row.values.get("amount")}
        if own not in places:
            if tier["up_to"] is not None:
                row = Row(row.number, {**row.values, "amount": None, "tiers": [tier]})  # noqa: PLW2901
            places[own] = len(prices)
            prices.append(row)
        else:
            first = prices[places[own]]
            tiers = first.values.get("tiers") or [{"up_to": None, "amount": first.values.get("amount")}]
            prices[places[own]] = Row(first.number, {**first.values, "amount": None, "tiers": [*tiers, tier]})
    return prices


def price_document(source: str, values: dict[str, Any], currency: str) -> Document:
    """Return one row of the price book as a document. Raises `BadDocumentError`."""
    try:
        row = PriceRow.model_validate(values)
        price = _price(row, row.currency or currency)
    except ValidationError as error:
        raise BadDocumentError(complaints(error)) from error
    except ValueError as error:
        raise BadDocumentError(str(error)) from error
    until = f" to {row.valid_until}" if row.valid_until else ""
    validity = f"This price is valid from {row.valid_from}{until}." if price else ""
    return Document(
        path=f"{source}/{row.id}",
        source=source,
        kind=Kind.PRICING,
        title=f"Price of {row.name}" if price else row.name,
        sections=(
            plain(
                "",
                " ".join(part for part in (price, (row.note or "").strip(), validity) if part),
                {
                    "name": row.name,
                    "amount": None if row.amount is None else money.plain(row.amount),
                    "currency": (row.currency or currency or None) if price else None,
                    "unit": row.unit if price else None,
                    "valid_from": str(row.valid_from),
                    "valid_until": str(row.valid_until) if row.valid_until else None,
                },
            ),
        ),
        version=str(row.valid_from),
        updated_on=row.valid_from,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _price(row: PriceRow, currency: str) -> str:
    if row.amount is None and not row.tiers:
        return ""
    if not currency:
        raise ValueError("currency: neither this row nor the price book says one")
    unit = row.unit or ""
    if row.amount is not None:
        return f"{row.name} costs {money.plain(row.amount)} {currency} {unit}".rstrip() + "."
    each = row.each or "unit"
    tiers = [money.Tier(tier.up_to, tier.amount) for tier in row.tiers]
    say = money.brackets if row.tiering == "brackets" else money.steps
    return f"{row.name} is priced by tiers. {say(tiers, currency, each, row.many or f'{each}s', unit)}"
