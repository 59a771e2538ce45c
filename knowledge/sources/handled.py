"""This module reads handled tickets as precedents: what customers asked, and the passages with which agents answered.

Their text is never shown or quoted; a search for a similar question looks first where its answer was. Of a line
(`knowledge.handled_tickets`) a precedent needs what was asked, its English translation if there is one, and the
passages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge.errors import BadDocumentError
from knowledge.handled_tickets import Answered
from knowledge.json_lines import complaints
from knowledge.passages import Document, Kind, plain, section_of
from knowledge.search.query import query_text
from knowledge.sources.base import BadDocument, Item
from knowledge.sources.sheets import rows


@dataclass(frozen=True)
class HandledTickets:
    name: str
    files: tuple[Path, ...]
    private: tuple[str, ...] = ()  # sources with passages that each belong to one account
    kind: Kind = Kind.HANDLED

    def items(self) -> Iterator[Item | BadDocument]:
        for file in self.files:
            for row in rows(file, self.name):
                if row.values.get("passages") == []:  # handed over, or answered without knowledge: nothing to learn
                    continue
                read = partial(handled_document, self.name, row.values, self.private)
                yield row.item(self.name, read, self.private, self.name)


def handled_document(source: str, values: dict[str, Any], private: tuple[str, ...] = ()) -> Document:
    """Return one handled ticket as a document, with its text in the form of a query. Raises `BadDocumentError`."""
    try:
        row = Answered.model_validate(values)
    except ValidationError as error:
        raise BadDocumentError(complaints(error)) from error
    answers = [_everybodys(ref) if ref.partition("/")[0] in private else section_of(ref) for ref in row.passages]
    # The text has no surrounding space, as in existing indexes: a different text would be embedded again.
    text = query_text(row.text.strip(), english=row.english)
    return Document(
        path=f"{source}/{row.id}",
        source=source,
        kind=Kind.HANDLED,
        title="",
        sections=(plain("", text),),
        answers=tuple(dict.fromkeys(answers)),
    )


def _everybodys(ref: str) -> str:
    """Return what others may know of an account's reference: "accounts/acc-1#invoice F-7" becomes "accounts/*#invoice"."""
    path, _, heading = ref.partition("#")
    return f"{path.partition('/')[0]}/*#{heading.partition(' ')[0]}"
