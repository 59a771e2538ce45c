"""This module defines what a reply may say of a passage: its statements."""

from dataclasses import dataclass
from enum import StrEnum


class StatementKind(StrEnum):
    SENTENCE = "sentence"
    STEP = "step"  # one of several that are done in order
    ROW = "row"  # of a table, a price book or an account, as a sentence


@dataclass(frozen=True)
class Statement:
    """A statement is a sentence that can be understood without what stands around it."""

    text: str  # as a reply says it: with its heading, lead-in or condition where it needs one
    source: str  # as it stands in the passage
    kind: StatementKind = StatementKind.SENTENCE
    language: str | None = None  # None: that of its passage
