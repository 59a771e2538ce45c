"""Known issues in JSON: what a customer notices, which versions, the workaround, and whether it is fixed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.passages import Document, Kind, Section
from knowledge.sources.base import BadDocument, SourceError, bad_row, require


@dataclass(frozen=True)
class KnownIssues:
    file: Path
    base_url: str = ""
    kind: Kind = Kind.KNOWN_ISSUE

    def documents(self) -> Iterator[Document | BadDocument]:
        require(self.file, "set the known issues file in the knowledge settings")
        try:
            rows = json.loads(self.file.read_text(encoding="utf-8"))
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise SourceError(f"{self.file} is not JSON: {error}") from error
        if not isinstance(rows, list):
            raise SourceError(f"{self.file} must hold a list of issues")
        for number, row in enumerate(rows, 1):
            try:
                yield issue_document(row, self.base_url)
            except (KeyError, TypeError, ValueError) as error:
                yield bad_row("known_issues", number, row, error)


def issue_document(row: dict[str, Any], base_url: str) -> Document:
    """One known issue; a fixed one says so and in which version."""
    fixed = row.get("fixed_in")
    status = f"It is fixed in {fixed}." if row["status"] == "fixed" else "It is not fixed yet."
    parts = [
        f"{row['id']}: {row['title']}.",
        f"It affects {row['affects']}.",
        row["symptom"],
        row.get("workaround") or "",
        status,
    ]
    return Document(
        path=f"known_issues/{row['id']}",
        kind=Kind.KNOWN_ISSUE,
        title=f"Known issue {row['id']}: {row['title']}",
        sections=(Section("", " ".join(part.strip() for part in parts if part)),),
        url=f"{base_url}/{row['id']}" if base_url else "",
        version=str(row["updated"]),
        updated_on=date.fromisoformat(str(row["updated"])),
    )
