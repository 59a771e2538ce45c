"""This module defines the forms of address of a language: how it speaks to its reader."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    name: str  # as people call it: "Sie", "du"
    used: str  # a pattern of the words that nobody uses in another address; matched with regard to case
