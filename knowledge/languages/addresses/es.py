"""This module holds the Spanish forms of address, the formal one first."""

from knowledge.languages.addresses.base import Address

ADDRESSES: tuple[Address, ...] = (
    Address("usted", r"\b(?:[Uu]sted(?:es)?)\b"),
    Address("tú", r"\b(?:[Tt]ú|[Tt]us?|[Tt]e|[Cc]ontigo)\b"),
)
