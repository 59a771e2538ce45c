"""A finding says what may be wrong with one handled ticket. The kinds stand in the order in which a person should read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from worker.learning.dataset.row import Row


class Kind(StrEnum):
    VALUE = "value"  # a label that the company file does not have, or labels that exclude each other
    EMPTY = "empty"  # a text without words
    LEAK = "leak"  # the text, or the id, stands in another file too: what was learned there is measured here
    CONTRADICTION = "contradiction"  # the same text has other labels elsewhere
    PASSAGE = "passage"  # a reference that the live index does not have, or that a search cannot reach
    LABEL = "label"  # a label that the other tickets speak against
    LANGUAGE = "language"  # a text in another language than the row says
    REPLY = "reply"  # a sentence that no named passage supports, or that no reply may say
    DUPLICATE = "duplicate"  # the text, or the id, stands twice in one file


@dataclass(frozen=True)
class Finding:
    row: Row
    kind: Kind
    field: str  # the key of the row: "queue", "passages", "reply"
    label: str  # what the row has there
    suggested: str  # what it might be; "" where nothing is suggested
    why: str
    confidence: float | None = None  # 0 to 1: how likely what is suggested is; None where nothing was estimated
    weight: float = 0.0  # a higher one is worse; compared within one kind

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.row.ticket.id,
            "kind": str(self.kind),
            "field": self.field,
            "label": self.label,
            "suggested": self.suggested,
            "confidence": None if self.confidence is None else round(self.confidence, 3),
            "why": self.why,
            "file": str(self.row.file),
            "line": self.row.line,
            "subject": self.row.ticket.subject,
        }


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    order = {kind: place for place, kind in enumerate(Kind)}
    return sorted(findings, key=lambda found: (order[found.kind], -found.weight))
