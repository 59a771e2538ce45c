"""This module reads known issues in JSON, JSON Lines or CSV: symptom, versions, workaround, and whether it is fixed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.errors import BadDocumentError
from knowledge.json_lines import complaints
from knowledge.passages import Document, Kind, plain
from knowledge.sources.base import FIELDS, BadDocument, Item, told_apart
from knowledge.sources.sheets import rows


class IssueRow(BaseModel):
    """The fields are the columns of the file. Other columns are ignored."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    id: str
    title: Annotated[str, Field(min_length=1)]
    status: Literal["open", "workaround", "fixed", "wont_fix"]
    symptom: Annotated[str, Field(min_length=1)]  # as a customer would describe it
    affects: str | None = None  # versions and devices
    workaround: str | None = None
    fixed_in: str | None = None
    updated: date


@dataclass(frozen=True)
class KnownIssues:
    name: str
    file: Path
    base_url: str = ""
    public: bool = True  # whether a customer can open the addresses
    kind: Kind = Kind.KNOWN_ISSUE

    def items(self) -> Iterator[Item | BadDocument]:
        for row in rows(self.file, self.name):
            read = partial(issue_document, self.name, row.values, self.base_url, public=self.public)
            yield row.item(self.name, read, self.base_url, self.name, FIELDS, *told_apart(self.public))


def issue_document(source: str, values: dict[str, Any], base_url: str, *, public: bool = True) -> Document:
    """Return one known issue as a document; a fixed one says so and in which version. Raises `BadDocumentError`."""
    try:
        row = IssueRow.model_validate(values)
    except ValidationError as error:
        raise BadDocumentError(complaints(error)) from error
    parts = [
        f"{row.id}: {row.title}.",
        f"It affects {row.affects}." if row.affects else "",
        row.symptom,
        row.workaround or "",
        status_sentence(row.status, row.fixed_in),
    ]
    return Document(
        path=f"{source}/{row.id}",
        source=source,
        kind=Kind.KNOWN_ISSUE,
        title=f"Known issue {row.id}: {row.title}",
        sections=(
            plain(
                "",
                " ".join(part.strip() for part in parts if part),
                {
                    "id": row.id,
                    "title": row.title,
                    "status": row.status,
                    "fixed_in": row.fixed_in,
                    "affects": row.affects,
                },
            ),
        ),
        url=f"{base_url.rstrip('/')}/{row.id}" if base_url else "",
        public=public,
        version=str(row.updated),
        updated_on=row.updated,
    )


def status_sentence(status: str, fixed_in: str | None) -> str:
    match status:
        case "fixed":
            return f"It is fixed in {fixed_in}." if fixed_in else "It is fixed."
        case "wont_fix":
            return "It will not be fixed."
        case _:
            return "It is not fixed yet."
