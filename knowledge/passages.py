"""This module defines what the knowledge consists of: documents with sections of blocks, and the passages made of them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from knowledge.languages.guess import guess_document
from knowledge.statements.base import Statement


class Kind(StrEnum):
    DOCS = "docs"
    PRICING = "pricing"
    KNOWN_ISSUE = "known_issue"
    ACCOUNT = "account"
    MACRO = "macro"  # a saved reply: approved words, which no customer can open
    HANDLED = "handled"  # tickets: a search uses them as precedents, never as passages


class BlockKind(StrEnum):
    TEXT = "text"
    LIST = "list"  # one line per item
    TABLE = "table"  # one line per row, "Column: value; Column: value", so that each row can be understood alone
    CODE = "code"


@dataclass(frozen=True)
class Block:
    kind: BlockKind
    text: str


@dataclass(frozen=True)
class Section:
    heading: str  # is part of the reference; "" for the text before the first heading
    trail: tuple[str, ...]  # the headings above it: ("Billing", "Refunds")
    blocks: tuple[Block, ...]
    fields: Mapping[str, str] = field(default_factory=dict)  # of a row: name -> value, days in ISO 8601

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks)

    def to_json(self) -> list[Any]:
        """Return heading, trail, blocks as pairs, and fields if there are any. The form is short because there are many
        sections."""
        told = [self.heading, list(self.trail), [[block.kind.value, block.text] for block in self.blocks]]
        return [*told, dict(sorted(self.fields.items()))] if self.fields else told  # Postgres keeps no order of names

    @classmethod
    def from_json(cls, data: list[Any]) -> "Section":
        heading, trail, blocks, *rest = data
        said = tuple(Block(BlockKind(kind), text) for kind, text in blocks)
        return cls(heading, tuple(trail), said, rest[0] if rest else {})


def plain(heading: str, text: str, fields: Mapping[str, str | None] | None = None) -> Section:
    """Return a section of one text, as for a row of a price book or an account. Fields without a value are left out."""
    known = {name: value for name, value in (fields or {}).items() if value is not None}
    return Section(heading, (), (Block(BlockKind.TEXT, text),) if text else (), known)


@dataclass(frozen=True)
class Document:
    path: str  # identifies the document: "docs/billing-refunds.md", "pricing/team", "accounts/acc-brightloaf"
    source: str  # name of the source it came from: the first part of the path
    kind: Kind
    title: str
    sections: tuple[Section, ...]
    url: str = ""
    version: str = ""  # of the content, as a person would name it; "" when the source has none
    updated_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None  # a price is never returned after this day
    account: str | None = None  # external id of the only account that may see it
    public: bool = True  # a customer can open its address, if it has one
    answers: tuple[str, ...] = ()  # of a handled ticket: references of the sections that answered it

    @property
    def language(self) -> str | None:
        """Return the language of a public document. None: it cannot be told, or the document is not public."""
        if self.account is not None or self.kind == Kind.HANDLED:
            return None
        title = [] if self.kind == Kind.MACRO else [self.title]  # that of a macro is written for agents
        return guess_document("\n".join([*title, *(section.text for section in self.sections)]))

    @property
    def is_open(self) -> bool:
        """Return whether a customer can open the document where it is."""
        return self.public and bool(self.url) and self.account is None and self.kind not in {Kind.ACCOUNT, Kind.HANDLED}

    @property
    def content_sha256(self) -> str:
        """Return a hash that changes exactly when the passages would."""
        return _sha256([self.title, [section.to_json() for section in self.sections]])

    @property
    def metadata_sha256(self) -> str:
        """Return a hash that changes when anything but the text does."""
        days = (self.updated_on, self.valid_from, self.valid_until)
        parts = (self.url, self.version, *days, self.account, self.kind, *self.answers)
        if not self.public:
            parts += ("not public",)
        return _sha256([str(part) for part in parts])

    def to_json(self) -> dict[str, Any]:
        """Return the document as plain values. They are kept, so that an index can be rebuilt without the source."""
        return {
            "path": self.path,
            "source": self.source,
            "kind": self.kind.value,
            "title": self.title,
            "sections": [section.to_json() for section in self.sections],
            "url": self.url,
            "version": self.version,
            "updated_on": _iso(self.updated_on),
            "valid_from": _iso(self.valid_from),
            "valid_until": _iso(self.valid_until),
            "account": self.account,
            "public": self.public,
            "answers": list(self.answers),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Document":
        return cls(
            path=data["path"],
            source=data["source"],
            kind=Kind(data["kind"]),
            title=data["title"],
            sections=tuple(Section.from_json(section) for section in data["sections"]),
            url=data["url"],
            version=data["version"],
            updated_on=_day(data["updated_on"]),
            valid_from=_day(data["valid_from"]),
            valid_until=_day(data["valid_until"]),
            account=data["account"],
            public=data.get("public", True),  # documents stored by an earlier version have neither
            answers=tuple(data.get("answers", ())),
        )


@dataclass(frozen=True)
class PassageDraft:
    ref: str  # "<path>#<heading>", with " (2)" and so on where a section was split further
    title: str  # "<document title> > <headings above> > <heading>"
    text: str
    windows: tuple[str, ...] = ()  # the parts of a long text, which are embedded as well
    fields: Mapping[str, str] = field(default_factory=dict)  # of the row that it is
    statements: tuple[Statement, ...] = ()
    further: tuple[str, ...] = ()  # texts of statements that are embedded besides the whole and the windows
    places: tuple[
        int, ...
    ] = ()  # per statement, the number of its vector: the whole is 0, then windows, then `further`

    @property
    def indexed_text(self) -> str:
        """Return what is embedded and matched. It includes the title, because the title says what the passage is about."""
        return indexed_text(self.title, self.text)


def indexed_text(title: str, text: str) -> str:
    """Return a passage as an encoder and a reranker read it, in training as in serving."""
    return f"{title}\n{text}"


def section_of(ref: str) -> str:
    """Return a reference without the number of the piece: "docs/x.md#Limits" for "docs/x.md#Limits (2)".

    The column `passages.section` computes the same.
    """
    head, mark, number = ref.rpartition(" (")
    return head if mark and number.endswith(")") and number[:-1].isdigit() else ref


def document_of(ref: str) -> str:
    """Return the path of a reference's document. A document without headings is cut into "path", "path (2)" and so on."""
    path, mark, _ = ref.partition("#")
    return path if mark else section_of(path)


def _sha256(data: list[Any]) -> str:
    """Return the hash of the data as JSON, which keeps texts apart, in ASCII: half a surrogate pair has no UTF-8."""
    return hashlib.sha256(json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
