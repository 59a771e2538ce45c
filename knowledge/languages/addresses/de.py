"""This module holds the German forms of address, the formal one first."""

from knowledge.languages.addresses.base import Address

ADDRESSES: tuple[Address, ...] = (
    Address("Sie", r"(?<=[\w,] )(?:Sie|Ihnen|Ihr|Ihre[mnrs]?)\b"),  # at the beginning of a sentence it may be "they"
    Address("du", r"\b(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]eine?[mnrs]?)\b"),
)
