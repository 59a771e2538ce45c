"""A price book in YAML. Each row becomes sentences a customer would understand, with its days of validity."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from knowledge.passages import Document, Kind, Section
from knowledge.sources.base import BadDocument, SourceError, bad_row, require


@dataclass(frozen=True)
class PriceBook:
    file: Path
    kind: Kind = Kind.PRICING

    def documents(self) -> Iterator[Document | BadDocument]:
        require(self.file, "set the price book in the knowledge settings")
        try:
            book = yaml.safe_load(self.file.read_text(encoding="utf-8"))
            items, currency = book["items"], str(book["currency"])
        except (yaml.YAMLError, KeyError, TypeError, UnicodeDecodeError) as error:
            raise SourceError(f"{self.file} is not a price book: {error}") from error
        for number, item in enumerate(items, 1):
            try:
                yield price_document(item, currency)
            except (KeyError, TypeError, ValueError, ArithmeticError) as error:
                yield bad_row("pricing", number, item, error)


def price_document(item: dict[str, Any], currency: str) -> Document:
    """One row of the price book. Raises KeyError, TypeError or ValueError when a column is missing or malformed."""
    name, amount = str(item["name"]), item.get("amount")
    valid_from, valid_until = _day(item["valid_from"]), _day(item["valid_until"])
    price = "" if amount is None else f"{name} costs {_plain(amount)} {currency} {item['unit']}. "
    validity = "" if amount is None else f" This price is valid from {valid_from} to {valid_until}."
    return Document(
        path=f"pricing/{item['id']}",
        kind=Kind.PRICING,
        title=f"Price of {name}" if amount is not None else name,
        sections=(Section("", f"{price}{item.get('note', '')}{validity}".strip()),),
        version=str(valid_from),
        updated_on=valid_from,
        valid_from=valid_from,
        valid_until=valid_until,
    )


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _plain(amount: object) -> str:
    """1450 and 0.09, never 1450.0."""
    return format(Decimal(str(amount)).normalize(), "f")
