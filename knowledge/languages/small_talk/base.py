"""This module defines the words of sentences in an answer that say nothing which a page could carry: politeness, and what we
did or shall do about a ticket.

They are written without accents; `_` stands between the words of a phrase, and `*` ends the beginning of a word.
"""

from dataclasses import dataclass

Words = frozenset[str]


def words(text: str) -> Words:
    """Return the words of a list that is written as one text."""
    return frozenset(text.split())


@dataclass(frozen=True, kw_only=True)
class SmallTalk:
    telling: Words  # make a sentence small talk: "let us know", "looked into", "get back to you"
    beside: Words  # may stand in it: "your request", "our team", "tomorrow"
