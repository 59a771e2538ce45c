"""Questions whose passages are known: what a search is measured on, and what its encoder is tuned on.

    {"id": "Q-1", "question": "…", "passages": ["docs/x.md#Heading"], "account": null, "language": "en"}

`documents` in place of `passages` asks only for the right document. Run tickets are questions too: what the customer
wrote, and the passages the agent used.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


class QuestionError(ValueError):
    """A line of the file cannot be used; the message has its number."""


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
        """What of a passage's reference counts: its section, whichever piece it was cut into, or its document."""
        return ref.partition("#")[0] if self.by_document else section_of(ref)


def section_of(ref: str) -> str:
    """The reference without the number of the piece: "docs/x.md#Limits (2)" is of "docs/x.md#Limits"."""
    head, mark, number = ref.rpartition(" (")
    return head if mark and number.endswith(")") and number[:-1].isdigit() else ref


def load_questions(path: Path) -> list[Question]:
    """From JSON Lines, in the form above or as handled tickets. Raises `QuestionError` at the first bad line."""
    return [read(path, number, partial(_question, row, number)) for number, row in json_lines(path)]


def json_lines(path: Path) -> Iterator[tuple[int, Any]]:
    """Lines with their numbers. Only a newline ends one: a customer's text may hold other marks that look like it."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise QuestionError(f"{path} is not UTF-8: {error}") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, read(path, number, partial(json.loads, line))


def read(path: Path, number: int, make: Callable[[], T]) -> T:
    """What `make` gives. What it cannot do with the line becomes a `QuestionError` that names it."""
    try:
        return make()
    except KeyError as error:
        raise QuestionError(f"{path}, line {number}: {error} is missing") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise QuestionError(f"{path}, line {number}: {error}") from error


def _question(row: Mapping[str, Any], number: int) -> Question:
    by_document = "documents" in row
    wanted = row["documents"] if by_document else row["passages"]
    if not isinstance(wanted, list) or not all(isinstance(ref, str) for ref in wanted):
        raise TypeError("passages must be a list of references")
    text = row["question"] if "question" in row else f"{row['subject']}\n{row['body']}"
    return Question(
        id=str(row.get("id", number)),
        text=str(text),
        wanted=frozenset(wanted if by_document else map(section_of, wanted)),
        by_document=by_document,
        account=row.get("account"),
        language=row.get("language"),
        kind=str(row.get("kind") or min(wanted, default="none").partition("/")[0]),
    )
