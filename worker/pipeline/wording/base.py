"""This module defines our own words to a customer, which stand around the sentences of a reply.

Each language is one `Wording` in a file named by its ISO 639-1 code. Every field is required. The company may say any of
them otherwise (`[voice]` in its file).
"""

from dataclasses import dataclass, field

MAY_BE_EMPTY = {"may_be_empty": True}


@dataclass(frozen=True, kw_only=True)
class Wording:
    greeting: str
    closing: str  # the company's signature stands below it
    sources: str  # above the links to the passages
    # The words that follow serve where the company speaks to its customers in the familiar way; a language with one way has none.
    familiar_greeting: str = field(metadata=MAY_BE_EMPTY)
    familiar_closing: str = field(metadata=MAY_BE_EMPTY)
    instruction: str  # a pattern: how a sentence begins that tells the reader to do something
