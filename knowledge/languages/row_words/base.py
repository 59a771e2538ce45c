"""This module defines the words with which a row of a price book, a list of issues or an account is said.

A template names fields in braces. A part in brackets is left out where one of its fields is missing or has no word in the
language; a sentence whose other fields are incomplete is not said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """These marks and names are used in amounts and days."""

    decimal: str  # mark
    thousands: str = field(metadata={"may_be_empty": True})  # mark
    day: str  # {day}, {month}, {year}: a day as people write it
    first: str  # the first day of a month: "1" or "1er"
    months: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RowWords:
    numbers: Numbers
    invoice: str
    states: Mapping[str, str]  # of an invoice
    plan: str
    seats: tuple[str, str]  # one, and several
    billing: Mapping[str, str]
    status: str
    statuses: Mapping[str, str]  # of an account
    renews: str
    addons: str
    no_addons: str
    price: str
    units: Mapping[str, str]  # parts of a unit: "per month" and what "and" joins to it
    joined: str  # "and" between the parts of a unit
    either: str  # "or" between two currencies
    validity: str  # from a day to a day
    valid_since: str
    fixed: str
    fixed_in: str
    wont_fix: str
    not_fixed: str
