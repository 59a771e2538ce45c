"""This module defines the protocol of a source. `knowledge.errors` has its errors: `SourceError`, `BadDocumentError`."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from knowledge.errors import SourceError
from knowledge.parsing.base import Parsed
from knowledge.passages import Document, Kind

FORMAT = 1  # of the documents made of rows: raised when the same row would become another document

FIELDS = "fields"  # part of the fingerprint of a row with typed values, so that rows read before there were any are read again

NOT_PUBLIC = "not public"  # part of the fingerprint of a document that customers cannot open

Parse = Callable[[str, bytes], Parsed]  # a sandbox's `parse`; raises BadDocumentError


@dataclass(frozen=True)
class BadDocument:
    """A bad document is one that could not be read. It keeps its last good passages; the others are processed."""

    path: str
    reason: str
    identified: bool = True  # False: `path` says only where it stands, not which document it is


@dataclass(frozen=True)
class Item:
    """An item is one document of a source before it is parsed, so that an unchanged one need not be parsed."""

    path: str  # identity: "<name of the source>/<relative path or id>"
    fingerprint: str  # of all that determines what `read` returns: an equal one means an equal document
    read: Callable[[], Document]  # raises BadDocumentError


class Source(Protocol):
    @property
    def name(self) -> str:
        """Return the first part of the path of each of its documents."""
        ...

    @property
    def kind(self) -> Kind: ...

    def items(self) -> Iterator[Item | BadDocument]:
        """Yield every document that exists now. What is not yielded is deleted from the index. Raises `SourceError`."""
        ...


def fingerprint(*parts: object) -> str:
    """Return a hash of all that determines a document. It includes the lengths, which keep the parts apart."""
    digest = hashlib.sha256(f"format {FORMAT}".encode())
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode(errors="surrogatepass")
        digest.update(b"\0%d\0" % len(data))
        digest.update(data)
    return digest.hexdigest()


def told_apart(public: bool) -> tuple[str, ...]:
    """Return what a fingerprint has of the mark: nothing where customers can open the document, as in fingerprints of
    before."""
    return () if public else (NOT_PUBLIC,)


def require(path: Path, name: str) -> Path:
    if not path.exists():
        raise SourceError(f"{path} does not exist: correct the path of the source {name!r} in the knowledge file")
    return path
