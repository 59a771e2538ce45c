"""This module keeps documents on disk between reading and writing, so that a large import needs no more memory."""

import json
import tempfile
import weakref
from collections.abc import Iterator, MutableMapping

from knowledge.passages import Document


class Spool(MutableMapping[str, Document]):
    """A spool maps paths to documents. Replaced or deleted ones keep their place in the file until the spool is closed."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed below, when the spool is forgotten
        self._places: dict[str, tuple[int, int]] = {}  # offset and length
        weakref.finalize(self, self._file.close)

    def __setitem__(self, path: str, document: Document) -> None:
        written = json.dumps(document.to_json()).encode()
        start = self._file.seek(0, 2)
        self._file.write(written)
        self._places[path] = (start, len(written))

    def __getitem__(self, path: str) -> Document:
        start, length = self._places[path]
        self._file.seek(start)
        return Document.from_json(json.loads(self._file.read(length)))

    def __delitem__(self, path: str) -> None:
        del self._places[path]

    def __contains__(self, path: object) -> bool:
        return path in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
