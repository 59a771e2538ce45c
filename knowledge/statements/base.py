"""This module defines what a reply may say of a passage: its statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FORMAT = 1  # of statements: raised when the same passage would give others; a sync then makes them again
MAX_CHARACTERS = 400  # of a statement: models.skills.reply.MAX_SENTENCE_CHARACTERS
_ENDS = (".", "!", "?", "…", ":", "。", "！", "？")  # noqa: RUF001 - full-width marks end sentences too


class StatementKind(StrEnum):
    SENTENCE = "sentence"
    STEP = "step"  # one of several that are done in order
    ROW = "row"  # of a table, a price book or an account, as a sentence


@dataclass(frozen=True)
class Statement:
    """A statement is a sentence that can be understood without what stands around it.

    Where it cannot be understood alone, its text begins with a lead: the sentence before it, its heading or what
    introduces its list. Neighbours with the same lead, or a lead that was just said, need it once (`spoken`).
    """

    text: str  # as a reply says it: with its heading, lead-in or condition where it needs one
    source: str  # as it stands in the passage
    kind: StatementKind = StatementKind.SENTENCE
    language: str | None = None  # None: that of its passage
    lead: str = ""  # what `text` begins with and `source` does not hold

    @property
    def own(self) -> str:
        """Return the text without its lead."""
        return self.text[len(self.lead) :].lstrip()

    def to_json(self) -> dict[str, str]:
        """Return the values that are not the default."""
        given = {"text": self.text, "source": self.source, "lead": self.lead, "language": self.language or ""}
        kind = {} if self.kind is StatementKind.SENTENCE else {"kind": self.kind.value}
        return {name: value for name, value in given.items() if value} | kind

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Statement":
        kind = StatementKind(data.get("kind", StatementKind.SENTENCE))
        return cls(data["text"], data["source"], kind, data.get("language"), data.get("lead", ""))


def led(lead: str, own: str, source: str, kind: StatementKind = StatementKind.SENTENCE) -> Statement:
    """Return a statement that says `own` after `lead`; a heading gets a colon."""
    before = lead.strip()
    if before and not before.endswith((*_ENDS, *(f"{end}{quote}" for end in _ENDS for quote in "\"”“»')"))):
        before += ":"
    return Statement(f"{before} {own}".strip(), source, kind, lead=before)


def ended(text: str) -> str:
    """Return the text with a point at its end, if it has no mark there."""
    bare = text.rstrip().rstrip(";,").rstrip()  # French has a space before a semicolon
    return bare if bare.rstrip("\"”“»')]").endswith(_ENDS) else f"{bare}."
