"""This module holds documents in memory and an encoder that takes a millisecond, for tests of the knowledge index."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, text

from knowledge.index import indexer
from knowledge.index.indexer import SyncReport
from knowledge.index.passage_maker import Maker
from knowledge.passages import Document, Kind, plain
from knowledge.search.candidates import Hit, find_candidates, live_index
from knowledge.sources.base import BadDocument, Item, Source
from worker.db.session import transaction

TODAY = date(2026, 11, 22)
WORD = re.compile(r"\w+")


@lru_cache(100_000)
def _direction(name: str, word: str, dimensions: int) -> NDArray[np.float64]:
    seed = hashlib.sha256(f"{name} {word}".encode()).digest()[:8]
    return np.random.default_rng(int.from_bytes(seed, "big")).standard_normal(dimensions)


@dataclass
class WordHash:
    """This encoder adds up the directions of a text's words: it is deterministic, and a shared word brings texts together."""

    name: str = "words"
    dimensions: int = 64
    asked: list[str] = field(default_factory=list)  # every text it was called for
    before: Callable[[Sequence[str]], None] = lambda _: None  # called first at each call

    @property
    def id(self) -> str:
        return f"{self.name}@1"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.before(texts)
        self.asked += texts
        rows = [self._vector(text) for text in texts]
        return np.array(rows, np.float32).reshape(len(texts), self.dimensions)

    def _vector(self, text: str) -> NDArray[np.float64]:
        total = np.full(self.dimensions, 1e-3)  # a text without words has a direction as well
        for word in WORD.findall(text.lower()):
            total += _direction(self.name, word, self.dimensions)
        return total / np.linalg.norm(total)

    def count_tokens(self, text: str) -> int:
        return len(WORD.findall(text))

    @property
    def maker(self) -> Maker:
        return Maker(self.id, self.dimensions, self.encode, self.count_tokens, self.name)


@dataclass
class Shelf:
    """A shelf is a source of the documents it is given; it remembers which were read."""

    name: str = "docs"
    kind: Kind = Kind.DOCS
    contents: dict[str, Document | BadDocument | Exception] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)  # path -> fingerprint, where it is not the document's own
    read: list[str] = field(default_factory=list)

    def put(self, name: str, *sections: tuple[str, str] | str, title: str = "T", **about: Any) -> str:
        """Put a document of texts, or of headings with texts, on the shelf, and return its path."""
        path = f"{self.name}/{name}"
        made = [plain("", s) if isinstance(s, str) else plain(*s) for s in sections]
        self.contents[path] = Document(path, self.name, self.kind, title, tuple(made), **about)
        return path

    def items(self) -> Iterator[Item | BadDocument]:
        for path, content in self.contents.items():
            if isinstance(content, Exception):
                raise content
            if isinstance(content, BadDocument):
                yield content
            else:
                mark = self.marks.get(path) or f"{content.content_sha256} {content.metadata_sha256}"
                yield Item(path, mark, lambda c=content: self._read(c))  # type: ignore[misc]

    def _read(self, document: Document) -> Document:
        self.read.append(document.path)
        return document


@dataclass
class Knowledge:
    """Knowledge is a database, with the encoder and the source that fill it."""

    owner: Engine
    app: Engine
    encoder: WordHash = field(default_factory=WordHash)
    shelf: Shelf = field(default_factory=Shelf)

    def sync(self, *sources: Source, **options: Any) -> SyncReport:
        """Sync the sources given, or the shelf."""
        self.encoder.asked.clear()
        return indexer.sync(self.owner, sources or [self.shelf], self.encoder.maker, **options)

    def ask(self, query: str, *, account: str | None = None, today: date = TODAY, **options: Any) -> list[Hit]:
        """Search as the application role does, in the live index."""
        with transaction(self.app, account=account) as session:
            index = options.pop("index", None) or live_index(session)
            assert index is not None
            return find_candidates(
                session, query, self.encoder.encode([query])[0], index=index, account=account, today=today, **options
            )

    def rows(self, statement: str, **values: Any) -> list[Any]:
        with self.owner.connect() as connection:
            found = connection.execute(text(statement), values)
            return [row[0] if len(row) == 1 else tuple(row) for row in found]

    def table(self, name: str) -> list[Any]:
        return self.rows(f"select * from {name} t order by t::text")  # noqa: S608 - a test's own word

    def texts(self, path: str, state: str = "live") -> list[str]:
        return self.rows(
            "select p.text from passages p join documents d on d.id = document_id join indexes i on i.id = index_id "
            "where path = :path and i.state = :state order by p.id",
            path=path,
            state=state,
        )
