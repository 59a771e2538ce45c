"""This module defines what every parser returns, and its limits."""

from dataclasses import dataclass

from knowledge.passages import Section

FORMAT = 1  # of what the parsers return: raised when the same bytes would become another document


@dataclass(frozen=True)
class Parsed:
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Limits:
    """These limits say what one document may cost. A document that exceeds one is quarantined with the reason."""

    file_bytes: int = 20_000_000
    characters: int = 2_000_000  # of text, after parsing: a long book has one million
    depth: int = 100  # of nested elements, lists and quotes
    pages: int = 3_000  # of a PDF
    zip_entries: int = 2_000  # of a DOCX
    inflated_bytes: int = 50_000_000  # of a DOCX, all its entries together
    inflate_ratio: int = 100
    seconds: float = 10.0  # of wall time; the parent ends the child after that
    memory_bytes: int = 1_073_741_824  # above what the child starts with


DEFAULT_LIMITS = Limits()
