"""Brings the index up to what the sources say, embedding only what changed.

A document is recognised by its path and compared by hash. Its passages are replaced in one transaction, so a search
sees the old ones or the new ones and never half. No transaction is open while the encoder runs.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from pgvector.sqlalchemy import VECTOR
from sqlalchemy import Connection, Engine, bindparam, func, select, text

from knowledge.passages import Document, Kind, PassageDraft
from knowledge.sources.base import BadDocument, Source, SourceError
from knowledge.splitter import split
from knowledge.tables import DIMENSIONS, DocumentRow, PassageRow

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
BATCH = 128  # passages encoded at once, across documents: short and long ones together would only pad each other
_LOCK = "hashtextextended('deskhand.knowledge.sync', 0)"


class SyncRunningError(Exception):
    """Another sync holds the lock; two would delete what the other just wrote."""


@dataclass
class KindReport:
    added: int = 0
    updated: int = 0
    metadata_only: int = 0
    unchanged: int = 0
    deleted: int = 0
    failed: int = 0
    passages: int = 0  # in the index afterwards; in a dry run, now
    embedded: int = 0  # passages the encoder was called for


@dataclass(frozen=True)
class SyncReport:
    kinds: Mapping[Kind, KindReport]
    failures: Mapping[str, str]  # path, or kind of an unreadable source, to the reason

    @property
    def embedded(self) -> int:
        return sum(k.embedded for k in self.kinds.values())


@dataclass(frozen=True)
class Progress:
    kind: Kind
    done: int  # documents of those that changed
    total: int


@dataclass(frozen=True)
class _Known:
    id: int
    kind: str
    content: str
    metadata: str
    encoder: str


@dataclass
class _Gathered:
    """What the sources say now."""

    documents: dict[str, Document] = field(default_factory=dict)
    failures: dict[str, tuple[Kind, str]] = field(default_factory=dict)
    complete: set[Kind] = field(default_factory=set)  # kinds whose every document is known: only these may lose any


def sync(
    engine: Engine,
    sources: Sequence[Source],
    encode: Encode,
    count_tokens: Callable[[str], int],
    encoder_id: str,
    *,
    dry_run: bool = False,
    everything: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> SyncReport:
    """Make the index say what `sources` say. `engine` is the owner's: the application role may only read.

    `dry_run` says what would happen and writes nothing. `everything` embeds unchanged documents too.
    Raises `SyncRunningError`. Kinds without a source are left alone.
    """
    gathered = _gather(sources)
    report = {source.kind: KindReport() for source in sources}
    for kind, _ in gathered.failures.values():
        report[kind].failed += 1
    with _alone(engine, wanted=not dry_run):
        known = _known(engine)
        gone = [
            (path, row)
            for path, row in known.items()
            if row.kind in gathered.complete and path not in gathered.documents and path not in gathered.failures
        ]
        changed: list[Document] = []
        metadata_only: list[Document] = []
        for path, document in gathered.documents.items():
            counts, row = report[document.kind], known.get(path)
            if row is None:
                counts.added += 1
                changed.append(document)
            elif everything or (row.content, row.encoder) != (document.content_sha256, encoder_id):
                counts.updated += 1
                changed.append(document)
            elif row.metadata != document.metadata_sha256:
                counts.metadata_only += 1
                metadata_only.append(document)
            else:
                counts.unchanged += 1
        for _, row in gone:
            report[Kind(row.kind)].deleted += 1
        if not dry_run:  # first what needs no encoder: a withdrawn price must not wait for vectors
            _delete(engine, [row.id for _, row in gone])
            for document in metadata_only:
                with engine.begin() as connection:
                    _write_document(connection, document, encoder_id)
                    _write_metadata(connection, document)
            _write_failures(engine, list(report), gathered.failures)
        _embed(engine, changed, encode, count_tokens, encoder_id, report, dry_run=dry_run, progress=progress)
        _count_passages(engine, report)
    return SyncReport(report, {path: reason for path, (_, reason) in gathered.failures.items()})


def reindex(
    engine: Engine,
    sources: Sequence[Source],
    encode: Encode,
    count_tokens: Callable[[str], int],
    encoder_id: str,
    *,
    progress: Callable[[Progress], None] | None = None,
) -> SyncReport:
    """Embed every document anew, changed or not; each keeps serving its old passages until its new ones are there."""
    return sync(engine, sources, encode, count_tokens, encoder_id, everything=True, progress=progress)


def _gather(sources: Sequence[Source]) -> _Gathered:
    found = _Gathered(complete={source.kind for source in sources})
    times: Counter[str] = Counter()
    for source in sources:
        documents: list[Document | BadDocument] = []
        try:
            documents.extend(source.documents())
        except SourceError as error:
            found.complete.discard(source.kind)
            found.failures[source.kind] = (source.kind, str(error))
            continue
        for document in documents:
            times[document.path] += 1
            reason = document.reason if isinstance(document, BadDocument) else _unusable(document)
            if reason is not None:
                found.failures[document.path] = (source.kind, reason)
                if isinstance(document, BadDocument) and not document.identified:
                    found.complete.discard(source.kind)  # any document that seems gone may be this one
            elif isinstance(document, Document):
                found.documents[document.path] = document
    for path in (path for path, count in times.items() if count > 1):
        document_kind = found.documents[path].kind if path in found.documents else found.failures[path][0]
        found.failures[path] = (document_kind, f"{times[path]} documents have this path: which one is meant?")
    for path in found.failures:
        found.documents.pop(path, None)
    return found


def _unusable(document: Document) -> str | None:
    """Why Postgres would refuse the text of this document, if it would."""
    texts = (document.path, document.title, document.url, document.version, document.account or "")
    whole = "".join((*texts, *(part for s in document.sections for part in (s.heading, s.text))))
    if "\0" in whole:
        return "it contains a NUL character"
    try:
        whole.encode()
    except UnicodeEncodeError:
        return "it contains half of a surrogate pair, which is not text"
    return None


@contextmanager
def _alone(engine: Engine, *, wanted: bool) -> Iterator[None]:
    """A session-level advisory lock on a connection of its own, outside any transaction."""
    if not wanted:
        yield
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(text(f"select pg_try_advisory_lock({_LOCK})")):
            raise SyncRunningError("another knowledge sync is running: wait for it and try again")
        try:
            yield
        finally:
            connection.execute(text(f"select pg_advisory_unlock({_LOCK})"))


def _known(engine: Engine) -> dict[str, _Known]:
    columns = select(
        DocumentRow.path,
        DocumentRow.id,
        DocumentRow.kind,
        DocumentRow.content_sha256,
        DocumentRow.metadata_sha256,
        DocumentRow.encoder,
    )
    with engine.connect() as connection:
        return {path: _Known(*rest) for path, *rest in connection.execute(columns)}


def _embed(
    engine: Engine,
    documents: Sequence[Document],
    encode: Encode,
    count_tokens: Callable[[str], int],
    encoder_id: str,
    report: Mapping[Kind, KindReport],
    *,
    dry_run: bool,
    progress: Callable[[Progress], None] | None,
) -> None:
    batch: list[tuple[Document, list[PassageDraft]]] = []
    waiting = 0
    for number, document in enumerate(documents, 1):
        drafts = split(document, count_tokens)
        batch.append((document, drafts))
        waiting += len(drafts)
        report[document.kind].embedded += len(drafts)
        if waiting < BATCH and number < len(documents):
            continue
        if not dry_run:
            vectors = iter(encode([draft.indexed_text for _, drafts in batch for draft in drafts]))
            for done, drafts in batch:
                with engine.begin() as connection:
                    _replace(connection, done, drafts, [next(vectors) for _ in drafts], encoder_id)
        batch, waiting = [], 0
        if progress is not None:
            progress(Progress(document.kind, number, len(documents)))


_UPSERT = text(
    "insert into documents (path, kind, title, url, version, content_sha256, metadata_sha256, encoder, account, "
    "updated_on, synced_at) values (:path, :kind, :title, :url, :version, :content, :metadata, :encoder, :account, "
    ":updated_on, now()) on conflict (path) do update set kind = excluded.kind, title = excluded.title, "
    "url = excluded.url, version = excluded.version, content_sha256 = excluded.content_sha256, "
    "metadata_sha256 = excluded.metadata_sha256, encoder = excluded.encoder, account = excluded.account, "
    "updated_on = excluded.updated_on, synced_at = now() returning id"
)
# Stemmed and as written: "invoices" must find "invoice", and a word that English stemming mangles must find itself.
_INSERT = text(
    "insert into passages (document_id, ref, kind, title, url, version, text, account, valid_from, valid_until, "
    "lexemes, embedding) values (:document_id, :ref, :kind, :title, :url, :version, :text, :account, :valid_from, "
    ":valid_until, to_tsvector('english', :indexed) || to_tsvector('simple', :indexed), :embedding)"
).bindparams(bindparam("embedding", type_=VECTOR(DIMENSIONS)))


def _write_document(connection: Connection, document: Document, encoder_id: str) -> int:
    values = {
        "path": document.path,
        "kind": document.kind,
        "title": document.title,
        "url": document.url,
        "version": document.version,
        "content": document.content_sha256,
        "metadata": document.metadata_sha256,
        "encoder": encoder_id,
        "account": document.account,
        "updated_on": document.updated_on,
    }
    return int(connection.execute(_UPSERT, values).scalar_one())


def _replace(
    connection: Connection,
    document: Document,
    drafts: Sequence[PassageDraft],
    vectors: Sequence[NDArray[np.float32]],
    encoder_id: str,
) -> None:
    document_id = _write_document(connection, document, encoder_id)
    connection.execute(text("delete from passages where document_id = :id"), {"id": document_id})
    rows = [
        {
            "document_id": document_id,
            "ref": draft.ref,
            "title": draft.title,
            "text": draft.text,
            "indexed": draft.indexed_text,
            "embedding": vector,
            **_shared(document),
        }
        for draft, vector in zip(drafts, vectors, strict=True)
    ]
    if rows:
        connection.execute(_INSERT, rows)


def _shared(document: Document) -> dict[str, object]:
    """The columns a passage repeats from its document, so that a search needs no join."""
    return {
        "kind": document.kind,
        "url": document.url,
        "version": document.version,
        "account": document.account,
        "valid_from": document.valid_from,
        "valid_until": document.valid_until,
    }


def _write_metadata(connection: Connection, document: Document) -> None:
    connection.execute(
        text(
            "update passages set kind = :kind, url = :url, version = :version, account = :account, "
            "valid_from = :valid_from, valid_until = :valid_until "
            "where document_id = (select id from documents where path = :path)"
        ),
        {"path": document.path, **_shared(document)},
    )


def _delete(engine: Engine, ids: Sequence[int]) -> None:
    with engine.begin() as connection:
        connection.execute(text("delete from documents where id = any(:ids)"), {"ids": list(ids)})


def _write_failures(engine: Engine, kinds: Sequence[Kind], failures: Mapping[str, tuple[Kind, str]]) -> None:
    """This sync's failures in place of the last one's."""
    rows = [{"path": path, "kind": kind, "reason": reason} for path, (kind, reason) in failures.items()]
    with engine.begin() as connection:
        connection.execute(text("delete from sync_failures where kind = any(:kinds)"), {"kinds": list(kinds)})
        if rows:
            connection.execute(
                text("insert into sync_failures (path, kind, reason) values (:path, :kind, :reason)"), rows
            )


def _count_passages(engine: Engine, report: Mapping[Kind, KindReport]) -> None:
    with engine.connect() as connection:
        for kind, count in connection.execute(select(PassageRow.kind, func.count()).group_by(PassageRow.kind)):
            if kind in report:
                report[Kind(kind)].passages = count
