"""This module holds the French forms of address, the formal one first."""

from knowledge.languages.addresses.base import Address

ADDRESSES: tuple[Address, ...] = (
    Address("vous", r"\b(?:[Vv]ous|[Vv]otre|[Vv]os)\b"),
    Address("tu", r"\b(?:[Tt]u|[Tt]oi|[Tt]on|[Tt]es)\b"),
)
