"""Run tickets: what customers asked, and the passages that agents answered with. Their text is never shown or quoted; a
search that meets a question like one of them looks first where its answer was.

    {"id": "T-1", "subject": "…", "body": "…", "passages": ["docs/refunds.md#Fees"], "english": "…"}

`question` in place of subject and body. `english`: a translation, for what is written in another language.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from knowledge.errors import BadDocumentError
from knowledge.measure.questions import section_of
from knowledge.passages import Document, Kind, plain
from knowledge.sources.base import BadDocument, Item
from knowledge.sources.sheets import complaints, rows


class HandledRow(BaseModel):
    """Its fields are the columns that count. Other columns are left out."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    id: str
    question: str = ""
    subject: str = ""
    body: str = ""
    english: str | None = None
    passages: tuple[str, ...]

    @model_validator(mode="after")
    def _asks(self) -> "HandledRow":
        if not self.asked:
            raise ValueError("needs a question, or a subject and a body")
        return self

    @property
    def asked(self) -> str:
        return self.question.strip() or f"{self.subject}\n{self.body}".strip()


@dataclass(frozen=True)
class HandledTickets:
    name: str
    files: tuple[Path, ...]
    private: tuple[str, ...] = ()  # sources whose passages are one account's each
    kind: Kind = Kind.HANDLED

    def items(self) -> Iterator[Item | BadDocument]:
        for file in self.files:
            for row in rows(file, self.name):
                if row.values.get("passages") == []:  # handed over, or answered without knowledge: nothing to learn
                    continue
                read = partial(handled_document, self.name, row.values, self.private)
                yield row.item(self.name, read, self.private, self.name)


def handled_document(source: str, values: dict[str, Any], private: tuple[str, ...] = ()) -> Document:
    """One handled ticket. The English comes first, as in a query (`worker.retrieval.translation`). Raises `BadDocumentError`."""
    try:
        row = HandledRow.model_validate(values)
    except ValidationError as error:
        raise BadDocumentError(complaints(error)) from error
    answers = [_everybodys(ref) if ref.partition("/")[0] in private else section_of(ref) for ref in row.passages]
    return Document(
        path=f"{source}/{row.id}",
        source=source,
        kind=Kind.HANDLED,
        title="",
        sections=(plain("", f"{row.english}\n{row.asked}" if row.english else row.asked),),
        answers=tuple(dict.fromkeys(answers)),
    )


def _everybodys(ref: str) -> str:
    """What of an account's passage may be known of others: "accounts/acc-1#invoice F-7" becomes "accounts/*#invoice"."""
    path, _, heading = ref.partition("#")
    return f"{path.partition('/')[0]}/*#{heading.partition(' ')[0]}"
