"""The protocol of a source and what it gives. How it fails is in `knowledge.errors`: `SourceError`, `BadDocumentError`."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from knowledge.errors import SourceError
from knowledge.parsing.base import Parsed
from knowledge.passages import Document, Kind

FORMAT = 1  # of what rows become: raised when the same row would become another document

Parse = Callable[[str, bytes], Parsed]  # a sandbox's `parse`; raises BadDocumentError


@dataclass(frozen=True)
class BadDocument:
    """A document that could not be read. The others go on; this one keeps its last good passages."""

    path: str
    reason: str
    identified: bool = True  # False: `path` only says where it stands, so nobody knows which document it was


@dataclass(frozen=True)
class Item:
    """One document of a source before it is parsed, so that what did not change need not be."""

    path: str  # identity: "<name of the source>/<relative path or id>"
    fingerprint: str  # of all that decides what `read` gives: an equal one means an equal document
    read: Callable[[], Document]  # raises BadDocumentError


class Source(Protocol):
    @property
    def name(self) -> str:
        """First part of the path of each of its documents."""
        ...

    @property
    def kind(self) -> Kind: ...

    def items(self) -> Iterator[Item | BadDocument]:
        """Every document there is now. What is not yielded is deleted from the index. Raises `SourceError`."""
        ...


def fingerprint(*parts: object) -> str:
    """Of all that decides what becomes of a document. Lengths go in, so that parts do not slide into each other."""
    digest = hashlib.sha256(f"format {FORMAT}".encode())
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode(errors="surrogatepass")
        digest.update(b"\0%d\0" % len(data))
        digest.update(data)
    return digest.hexdigest()


def require(path: Path, name: str) -> Path:
    if not path.exists():
        raise SourceError(f"{path} does not exist: correct the path of the source {name!r} in the knowledge file")
    return path
