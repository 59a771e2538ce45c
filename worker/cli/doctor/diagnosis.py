"""A diagnosis is one line of `deskhand doctor`: what was looked at, how it is, and what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    GOOD = "good"
    NOTE = "note"  # works, but somebody should know
    WRONG = "wrong"


@dataclass(frozen=True)
class Diagnosis:
    what: str
    level: Level
    message: str
