"""This module reads saved replies (macros) of a file: CSV, JSON, JSON Lines or YAML with title, body, language and queue.

Somebody of the company approved their words, so a reply may say them word for word. What only an agent may say is left out
(`knowledge.sources.macro_text`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.errors import BadDocumentError
from knowledge.json_lines import complaints
from knowledge.languages.guess import guess_document
from knowledge.languages.registry import LANGUAGES
from knowledge.parsing.formats import parser_id
from knowledge.passages import Document, Kind, Section
from knowledge.sources.base import BadDocument, Item, Parse
from knowledge.sources.macro_text import in_paragraphs, is_html, sayable, without_conditions
from knowledge.sources.sheets import Row, rows

FORMAT = 1  # raised when the same text would be cleaned into another document


class MacroRow(BaseModel):
    """The fields are the columns of the file. Other columns are ignored."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    title: Annotated[str, Field(min_length=1)]
    body: Annotated[str, Field(min_length=1)]
    language: str | None = None  # ISO 639-1, or a locale such as en-US
    queue: str | None = None


@dataclass(frozen=True)
class Chosen:
    """These patterns of titles choose macros: with some in `only`, a title must match one; none in `exclude` may match."""

    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def wants(self, title: str) -> bool:
        def fits(patterns: tuple[str, ...]) -> bool:
            return any(fnmatchcase(title.casefold(), pattern.casefold()) for pattern in patterns)

        return (not self.only or fits(self.only)) and not fits(self.exclude)


ALL = Chosen()


@dataclass(frozen=True)
class MacroFile:
    name: str
    file: Path
    parse: Parse
    chosen: Chosen = ALL
    kind: Kind = Kind.MACRO

    def items(self) -> Iterator[Item | BadDocument]:
        for row in rows(self.file, self.name):
            if row.error or self.chosen.wants(str(row.values.get("title") or "")):
                named = Row(row.number, {**row.values, "id": _id(row)}, row.error)
                read = partial(self._document, row.values, _id(row))
                yield named.item(self.name, read, parser_id(".html"), FORMAT, self.name)

    def _document(self, values: dict[str, object], own: str) -> Document:
        try:
            row = MacroRow.model_validate(values)
        except ValidationError as error:
            raise BadDocumentError(complaints(error)) from error
        title = f"{row.queue} > {row.title}" if row.queue else row.title
        return macro_document(self.name, own, title, row.body, self.parse, language=row.language)


def macro_document(
    source: str,
    own: str,
    title: str,
    body: str,
    parse: Parse,
    *,
    language: str | None = None,
    updated_on: date | None = None,
) -> Document:
    """Return one macro as a document, without what only an agent may say. It has no address that a customer could open.

    Raises `BadDocumentError`, also for a text in another language than the macro is said to have.
    """
    text = without_conditions(body)
    html = is_html(text)
    raw = text if html else in_paragraphs(text)
    parsed = parse("macro.html" if html else "macro.txt", raw.encode(errors="replace"))
    blocks = [block for section in parsed.sections for block in section.blocks]
    seen = guess_document("\n".join(block.text for block in blocks))
    said = _language(language)
    if said and seen and said != seen:
        raise BadDocumentError(f"language: says {language}, but the text is {seen}")
    kept = sayable(blocks, said or seen)
    return Document(
        path=f"{source}/{own}",
        source=source,
        kind=Kind.MACRO,
        title=title.replace("::", " > "),
        sections=(Section("", (), kept),) if kept else (),
        updated_on=updated_on,
        public=False,
    )


def _id(row: Row) -> str:
    """Return what identifies a row: its id, or else its title, with its language."""
    said = row.values
    own = row.id() or " ".join(str(said.get("title") or "").split())
    return f"{own} ({said['language']})" if own and said.get("language") and not row.id() else own


def _language(said: str | None) -> str | None:
    """Return the code of a language that we answer in; None where nothing is said, or another one."""
    code = (said or "").strip().lower().replace("_", "-").partition("-")[0]
    return code if code in LANGUAGES else None
