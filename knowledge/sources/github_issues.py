"""This module reads known issues of GitHub, as `gh issue list --json …` exports them.

An issue tracker is written for colleagues, so only issues with one of the chosen labels become known issues. What a
customer needs is expected where issue forms put it: under headings of the body.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from knowledge.errors import BadDocumentError, SourceError
from knowledge.json_lines import complaints
from knowledge.parsing.formats import parser_id
from knowledge.passages import Block, BlockKind, Document, Kind, Section
from knowledge.sources.base import FIELDS, BadDocument, Item, Parse, told_apart
from knowledge.sources.known_issues import status_sentence
from knowledge.sources.sheets import Row, rows

_FIELDS = "number,title,body,state,stateReason,labels,closedAt,updatedAt,milestone,url"
EXPORT = f"gh issue list --state all --limit 1000 --json {_FIELDS}"
_VERSIONS = re.compile(r"\b(affected|affects|version)", re.IGNORECASE)
_LABEL_VERSION = re.compile(r"^(?:affects|version)\s{0,3}[:/ ]\s{0,3}(.{1,80})$", re.IGNORECASE)
_NOTHING = frozenset({"_no response_", "no response", "n/a", "none", "-"})


class Label(BaseModel):
    name: str


class Milestone(BaseModel):
    title: str


class IssueExport(BaseModel):
    number: int
    title: str
    body: str | None = None
    state: str
    stateReason: str | None = None  # noqa: N815 - GitHub's names
    labels: list[Label] = Field(default_factory=list)
    closedAt: datetime | None = None  # noqa: N815
    updatedAt: datetime  # noqa: N815
    milestone: Milestone | None = None
    url: str = ""

    def wanted(self, labels: Sequence[str]) -> bool:
        return not labels or any(label.name.lower() in labels for label in self.labels)


@dataclass(frozen=True)
class GitHubIssues:
    name: str
    file: Path
    parse: Parse
    labels: tuple[str, ...] = ()  # without any, every issue is a known issue
    public: bool = False  # whether a customer can open the addresses
    kind: Kind = Kind.KNOWN_ISSUE

    def items(self) -> Iterator[Item | BadDocument]:
        labels = [label.lower() for label in self.labels]
        for row in rows(self.file, self.name):
            if "number" not in row.values and not row.error:
                raise SourceError(f"{self.file} has rows without `number`: export it with `{EXPORT}`")
            if row.error or self._wanted(row, labels):
                named = Row(row.number, {**row.values, "id": row.values.get("number")}, row.error)
                read = partial(self._document, row.values)
                yield named.item(self.name, read, parser_id(".md"), self.name, FIELDS, *told_apart(self.public))

    def _wanted(self, row: Row, labels: Sequence[str]) -> bool:
        """Return whether an issue is wanted. An unreadable one is, because reading it reports what is wrong."""
        try:
            return IssueExport.model_validate(row.values).wanted(labels)
        except ValidationError:
            return True

    def _document(self, values: dict[str, Any]) -> Document:
        try:
            issue = IssueExport.model_validate(values)
        except ValidationError as error:
            raise BadDocumentError(complaints(error)) from error
        sections = _answered(
            self.parse("body.md", f"# {issue.number}\n\n{issue.body or ''}".encode(errors="replace")).sections
        )
        affects = _affects(issue, sections)
        said = [
            f"#{issue.number}: {issue.title.rstrip('.')}.",
            f"It affects {affects}." if affects else "",
            _status(issue),
        ]
        first = Block(BlockKind.TEXT, " ".join(part for part in said if part))
        if sections and not sections[0].heading:
            sections[0] = replace(sections[0], blocks=(first, *sections[0].blocks))
        else:
            sections.insert(0, Section("", (), (first,)))
        sections[0] = replace(sections[0], fields=_fields(issue))
        return Document(
            path=f"{self.name}/{issue.number}",
            source=self.name,
            kind=self.kind,
            title=f"Known issue #{issue.number}: {issue.title}",
            sections=tuple(sections),
            url=issue.url if issue.url.startswith(("https://", "http://")) else "",
            public=self.public,
            version=str(issue.updatedAt.date()),
            updated_on=issue.updatedAt.date(),
        )


def _fields(issue: IssueExport) -> dict[str, str]:
    fixed = issue.milestone.title if issue.milestone and issue.state.upper() == "CLOSED" else ""
    known = {
        "id": f"#{issue.number}",
        "title": issue.title.rstrip("."),
        "status": issue.state.lower(),
        "fixed_in": fixed,
    }
    return {name: value for name, value in known.items() if value}


def _answered(sections: Sequence[Section]) -> list[Section]:
    """Return the sections without the fields of the form that nobody filled in."""
    return [section for section in sections if section.text.strip().lower() not in _NOTHING]


def _affects(issue: IssueExport, sections: Sequence[Section]) -> str:
    labelled = [match[1] for label in issue.labels if (match := _LABEL_VERSION.match(label.name))]
    if labelled:
        return ", ".join(labelled)
    written = next((s.text for s in sections if s.heading and _VERSIONS.search(s.heading)), "")
    one_line = ", ".join(line.lstrip("- ").strip() for line in written.split("\n")).rstrip(".")
    return one_line if len(one_line) <= 120 else ""  # a longer one stands in its own section anyway


def _status(issue: IssueExport) -> str:
    if issue.state.upper() != "CLOSED":
        return status_sentence("open", None)
    if (issue.stateReason or "").upper() in {"NOT_PLANNED", "DUPLICATE"}:
        return (
            status_sentence("wont_fix", None)
            if issue.stateReason != "DUPLICATE"
            else "It is a duplicate of another issue."
        )
    if issue.milestone:
        return status_sentence("fixed", issue.milestone.title)
    closed: date | None = issue.closedAt.date() if issue.closedAt else None
    return f"It was closed as done on {closed}." if closed else "It was closed as done."
