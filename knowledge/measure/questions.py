"""This module reads questions with known passages. A search is measured on them, and its encoder is tuned on them.

    {"id": "Q-1", "question": "…", "passages": ["docs/x.md#Heading"], "account": null, "language": "en"}

`documents` in place of `passages` asks only for the right document. Handled tickets are questions too: what the customer
wrote, and the passages that the agent used.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.handled_tickets import Asked, References
from knowledge.json_lines import read_lines
from knowledge.passages import document_of, section_of


@dataclass(frozen=True)
class Question:
    id: str
    text: str
    wanted: frozenset[str]  # references of passages, or of documents; empty: nothing answers it
    by_document: bool = False
    account: str | None = None
    language: str | None = None
    kind: str = ""  # of the knowledge that answers it; for the report

    def key(self, ref: str) -> str:
        """Return what counts of a passage's reference: its document, or its section without the number of the piece."""
        if not self.by_document:
            return section_of(ref)
        return ref if ref in self.wanted else document_of(ref)


def load_questions(path: Path) -> list[Question]:
    """Return the questions of a file, in the form above or as handled tickets. Raises `DataError` at the first bad line."""
    return read_lines(path, _question)


class _Line(Asked):
    passages: References | None = None
    documents: References | None = None
    kind: str | None = None


def _question(number: int, row: dict[str, Any]) -> Question:
    line = _Line.model_validate(row)
    by_document = line.documents is not None
    wanted = line.documents if by_document else line.passages
    if wanted is None:
        raise KeyError("passages")
    return Question(
        id=line.id or str(number),
        text=line.text,
        wanted=frozenset(wanted if by_document else map(section_of, wanted)),
        by_document=by_document,
        account=line.account,
        language=line.language,
        kind=line.kind or min(wanted, default="none").partition("/")[0],
    )
