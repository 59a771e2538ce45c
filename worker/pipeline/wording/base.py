"""This module defines our own words to a customer, which stand around the sentences of a reply.

Each language is one `Wording` in a file named by its ISO 639-1 code. Every field is required.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Wording:
    greeting: str
    closing: str  # the company's signature stands below it
    sources: str  # above the addresses of the passages
