"""This module reads a folder of documents, or a git checkout of one: each file is one document, whatever its format."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fnmatch import fnmatch
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from knowledge.errors import SourceError
from knowledge.parsing.base import DEFAULT_LIMITS, Limits
from knowledge.parsing.formats import SUFFIXES, parser_id, suffix_of, too_large
from knowledge.passages import Document, Kind
from knowledge.sources import git_dates
from knowledge.sources.base import BadDocument, Item, Parse, fingerprint, require, told_apart


@dataclass(frozen=True)
class DocsFolder:
    name: str
    folder: Path
    parse: Parse
    base_url: str = ""  # where customers read the documents: a document's URL is this and its path without suffix
    exclude: tuple[str, ...] = ()  # patterns of paths below the folder; * matches / too
    limits: Limits = DEFAULT_LIMITS
    public: bool = True  # whether a customer can open the addresses
    kind: Kind = Kind.DOCS

    def items(self) -> Iterator[Item | BadDocument]:
        if not require(self.folder, self.name).is_dir():
            raise SourceError(f"{self.folder} is no folder: correct the path of the source {self.name!r}")
        days = git_dates.committed(self.folder)
        unreadable: list[OSError] = []
        for file in self._files(unreadable):
            relative = file.relative_to(self.folder).as_posix()
            if not any(fnmatch(relative, pattern) for pattern in self.exclude):
                yield self._item(file, relative, days.get(relative))
        for error in unreadable:  # any document may stand there
            path = f"{self.name}/{os.path.relpath(error.filename or self.folder, self.folder)}"
            yield BadDocument(path, f"cannot be opened: {error.strerror or error}", identified=False)

    def _files(self, unreadable: list[OSError]) -> Iterator[Path]:
        """Yield the files in a stable order, without hidden folders, and without following links to folders. A folder with
        the name of a document and nothing in it is yielded too: it stands where the document was."""
        for folder, names, files in os.walk(self.folder, onerror=unreadable.append):
            names[:] = sorted(name for name in names if not name.startswith("."))
            yield from (
                Path(folder, name) for name in sorted(files) if suffix_of(name) in SUFFIXES and not name.startswith(".")
            )
            if not names and not files and suffix_of(folder) in SUFFIXES and Path(folder) != self.folder:
                yield Path(folder)

    def _item(self, file: Path, relative: str, committed: date | None) -> Item | BadDocument:
        path = f"{self.name}/{relative}"
        try:
            relative.encode()
            if file.is_symlink() and not file.resolve().is_relative_to(self.folder.resolve()):
                return BadDocument(path, "is a link that leads out of the folder: put the file itself there")
            found = file.stat()
            if not stat.S_ISREG(found.st_mode):
                return BadDocument(path, "is no file")
            if found.st_size > self.limits.file_bytes:
                return BadDocument(path, too_large(found.st_size, self.limits))
            raw = file.read_bytes()
        except UnicodeEncodeError:
            return BadDocument(path, "has a name that is not UTF-8: rename it")
        except RuntimeError:  # what `resolve` raises for a loop
            return BadDocument(path, "is a link that leads back to itself")
        except OSError as error:
            return BadDocument(path, f"cannot be opened: {error.strerror or error}")
        day = committed or datetime.fromtimestamp(found.st_mtime, tz=UTC).date()
        url = (
            f"{self.base_url.rstrip('/')}/{quote(str(PurePosixPath(relative).with_suffix('')))}"
            if self.base_url
            else ""
        )
        mark = fingerprint(raw, parser_id(suffix_of(relative)), path, url, day, *told_apart(self.public))
        return Item(path, mark, partial(self._read, path, file.name, raw, url, day))

    def _read(self, path: str, file_name: str, raw: bytes, url: str, day: date) -> Document:
        parsed = self.parse(file_name, raw)
        return Document(
            path=path,
            source=self.name,
            kind=self.kind,
            title=parsed.title,
            sections=parsed.sections,
            url=url,
            updated_on=day,
            public=self.public,
        )
