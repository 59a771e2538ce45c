"""The protocol of a source, and the one way it fails."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from knowledge.passages import Document, Kind


@dataclass(frozen=True)
class BadDocument:
    """A document that could not be read. The others go on; this one keeps its last good passages."""

    path: str
    reason: str
    identified: bool = True  # False: `path` only says where it stands, so nobody knows which document it was


class SourceError(Exception):
    """The whole source cannot be read; nothing of it is changed in the index."""


class Source(Protocol):
    @property
    def kind(self) -> Kind: ...

    def documents(self) -> Iterator[Document | BadDocument]:
        """Every document there is now. What is not yielded is deleted from the index. Raises `SourceError`."""
        ...


def require(path: Path, hint: str) -> Path:
    if not path.exists():
        raise SourceError(f"{path} does not exist: {hint}")
    return path


def bad_row(prefix: str, number: int, row: object, error: Exception) -> BadDocument:
    """A row of a file with many. With its own id it keeps its passages; without, nothing of the file is deleted."""
    reason = f"row {number}: {type(error).__name__}: {error}"
    if isinstance(row, dict) and isinstance(row.get("id"), str | int):
        return BadDocument(f"{prefix}/{row['id']}", reason)
    return BadDocument(f"{prefix}/row {number}", reason, identified=False)
