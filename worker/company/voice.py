"""This module holds how the company speaks to its customers: `[voice.de]`, and `[brands.NAME.voice.de]` where a brand differs.

What a table leaves out is said as our own wording says it (`worker/pipeline/wording`), in the form of address of the table.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.languages.registry import LANGUAGES


@dataclass(frozen=True)
class Voice:
    """A voice is what stands around a reply in one language; None leaves it to our own wording."""

    address: str | None = None  # "Sie" or "du", "vous" or "tu", "usted" or "tú"
    greeting: str | None = None
    closing: str | None = None
    sources: str | None = None  # above the links
    signature: str | None = None


Voices = Mapping[str, Voice]
"""ISO 639-1 code -> voice."""


def is_familiar(language: str, address: str | None) -> bool:
    """Return whether an address is the familiar one of a language. Without one the formal one is used."""
    return address is not None and [one.name for one in LANGUAGES[language].addresses][1:] == [address]
