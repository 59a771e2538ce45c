"""This module keeps which ticket each row of an export was made of, in a file beside the rows, so that an erasure can take whole
rows out. The tools that train read no file of this name, and get rows without anything that they do not know.

<export>/tickets.jsonl    {"file": "train.jsonl", "sha256": "…", "id": "T-1", "account": null, "requester": "a@b.example"}

A row is named by the hash of its line, so that whoever sorts the rows or takes some out changes nothing.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.json_lines import read_lines
from models.training.examples import Source

FILE = "tickets.jsonl"


@dataclass(frozen=True)
class Entry:
    """An entry says what a row was made of: `row` has the columns of a ticket or a question that tell whose it is."""

    file: str
    sha256: str  # of the line
    row: dict[str, Any]

    def line(self) -> str:
        return json.dumps({"file": self.file, "sha256": self.sha256, **self.row}, ensure_ascii=False) + "\n"


def entries(file: str, lines: Sequence[str], sources: Sequence[Source | None]) -> list[Entry]:
    """Return the entries of a file's lines."""
    return [
        Entry(file, sha256_of_line(line), _row(source))
        for line, source in zip(lines, sources, strict=True)
        if source is not None
    ]


def read(folder: Path) -> list[Entry] | None:
    """Return the entries of an export; None for one of before there were any. Raises `DataError` for a file that has others."""
    if not (folder / FILE).exists():
        return None

    def entry(_: int, row: dict[str, Any]) -> Entry:
        return Entry(str(row.pop("file")), str(row.pop("sha256")), row)

    return read_lines(folder / FILE, entry)


def by_line(known: Sequence[Entry], file: str) -> dict[str, list[Entry]]:
    """Return the entries of a file by the hashes of their lines. Several tickets may have made the same line."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in known:
        if entry.file == file:
            found[entry.sha256].append(entry)
    return found


def sha256_of_line(line: str) -> str:
    return hashlib.sha256(line.rstrip("\n").encode("utf-8", "surrogateescape")).hexdigest()


def _row(source: Source) -> dict[str, Any]:
    named = {"id": source.id, "account": source.account, "requester": source.requester}
    return {**named, "question": True} if source.is_question else named
