"""This module defines the words that tell what of a saved reply only its agent may say.

A saved reply is written for an agent who has done something, or will do it. A reply that we choose may not say so. The
patterns are matched on whole words, without regard to case.
"""

from dataclasses import dataclass

from knowledge.languages.layout import Patterns


@dataclass(frozen=True, kw_only=True)
class MacroWords:
    """These patterns are searched in the sentences of a saved reply, and at the beginning of its paragraphs."""

    acting: Patterns  # somebody did, does or will do something in this case: "I have reset", "your refund has been"
    internal: Patterns  # how a paragraph begins that is not for the customer: "Note to agents"
