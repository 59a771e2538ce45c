"""This module holds the English forms of address: there is one only, so none is chosen."""

from knowledge.languages.addresses.base import Address

ADDRESSES: tuple[Address, ...] = ()
