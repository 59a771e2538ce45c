"""This module finds what changed in the sources. It reads new and changed documents and records those it cannot use."""

from collections import ChainMap, Counter
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field

from knowledge.errors import BadDocumentError, SourceError
from knowledge.index.spool import Spool
from knowledge.passages import Document, Kind
from knowledge.postgres import scrub
from knowledge.sources.base import BadDocument, Item, Source

LONGEST_NAME = 1_000  # bytes of a path or a heading: a reference consists of both and must fit into a unique index


@dataclass(frozen=True)
class Failure:
    source: str
    kind: Kind
    reason: str

    @classmethod
    def of(cls, source: Source, reason: str) -> "Failure":
        return cls(source.name, source.kind, _storable(reason))


@dataclass
class Gathered:
    documents: MutableMapping[str, Document] = field(default_factory=Spool)  # path -> new or changed document
    fingerprints: dict[str, str] = field(default_factory=dict)  # path -> fingerprint of each of `documents`
    unchanged: dict[str, str] = field(default_factory=dict)  # path -> name of its source
    failures: dict[str, Failure] = field(default_factory=dict)  # by path, or by name of an unreadable source
    complete: set[str] = field(default_factory=set)  # sources with every document known: others lose no document

    @property
    def seen(self) -> set[str]:
        """Return all paths that exist now. If a document of a complete source is not among them, it is gone."""
        return {*self.documents, *self.unchanged, *self.failures}


def gather(sources: Sequence[Source], known: Mapping[str, str]) -> Gathered:
    """Return what changed in `sources`. `known`: path to fingerprint of what the index holds; if empty, all is read."""
    documents: ChainMap[str, Document] = ChainMap()
    found = Gathered(documents)
    for source in sources:
        mine = _gather(source, known, found)
        if mine is not None:
            documents.maps.insert(1, mine)  # a chain iterates from its last map: this keeps the order of sources
    return found


def _gather(source: Source, known: Mapping[str, str], found: Gathered) -> MutableMapping[str, Document] | None:
    """Add one source to `found`, whole or not at all, and return its documents."""
    mine = Gathered(complete={source.name})
    times: Counter[str] = Counter()
    try:
        for item in source.items():
            times[item.path] += 1
            if isinstance(item, BadDocument):
                mine.failures[_storable(item.path)] = Failure.of(source, item.reason)
                if not item.identified:
                    mine.complete.clear()  # any document that seems gone may be this one
            elif known.get(item.path) == item.fingerprint:
                mine.unchanged[item.path] = source.name
            else:
                _read(item, source, mine)
    except SourceError as error:
        found.failures[source.name] = Failure.of(source, str(error))
        return None
    for path in (path for path, count in times.items() if count > 1):
        reason = f"{times[path]} documents have this path: which one is meant?"
        mine.failures[_storable(path)] = Failure.of(source, reason)
    for path in mine.failures:
        mine.documents.pop(path, None)
        mine.fingerprints.pop(path, None)
        mine.unchanged.pop(path, None)
    for name in ("fingerprints", "unchanged", "failures", "complete"):
        getattr(found, name).update(getattr(mine, name))
    return mine.documents


def _read(item: Item, source: Source, mine: Gathered) -> None:
    try:
        document = item.read()
        reason = _unusable(document)
    except BadDocumentError as error:
        reason = str(error)
    if reason is not None:
        mine.failures[_storable(item.path)] = Failure.of(source, reason)
        return
    mine.documents[item.path] = document
    mine.fingerprints[item.path] = item.fingerprint


def _storable(text: str) -> str:
    """Return text that Postgres can store. Half a character stays visible, so that two paths do not become one."""
    return scrub(text, half_as="?")


def _unusable(document: Document) -> str | None:
    """Return why Postgres would refuse the text of this document, or None."""
    names = [document.path, *(section.heading for section in document.sections)]
    texts = [document.title, document.url, document.version, document.account or ""]
    texts += [part for s in document.sections for part in (*s.trail, *(block.text for block in s.blocks))]
    whole = "".join(names) + "".join(texts)
    if "\0" in whole:
        return "it contains a NUL character"
    try:
        whole.encode()
    except UnicodeEncodeError:
        return "it contains half of a surrogate pair, which is not text"
    if any(len(name.encode()) > LONGEST_NAME for name in names):
        return f"its path or one of its headings is longer than {LONGEST_NAME:,} bytes: shorten it"
    return None
