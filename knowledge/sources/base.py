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
