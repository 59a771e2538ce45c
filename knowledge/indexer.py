"""Brings the index up to what the sources say, embedding only what changed.

A document is recognised by its path and compared by hash. Its passages are replaced in one transaction, so a search
sees the old ones or the new ones and never half. No transaction is open while the encoder runs.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, func, select, text

from knowledge import rows
from knowledge.gathering import gather
from knowledge.passages import Document, Kind, PassageDraft
from knowledge.sources.base import Source
from knowledge.splitter import split
from knowledge.tables import DocumentRow, PassageRow

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
BATCH = 128  # passages encoded at once, across documents: short and long ones together would only pad each other
FORMAT = 3  # of the rows: raised when splitter or lexemes change, so that the next sync writes every document anew
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
    failures: Mapping[str, str]  # path, or name of an unreadable source, to the reason

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
    maker = f"{encoder_id} format {FORMAT}"
    gathered = gather(sources, {})
    report = {source.kind: KindReport() for source in sources}
    for failure in gathered.failures.values():
        report[failure.kind].failed += 1
    with _alone(engine, wanted=not dry_run):
        known, seen = _known(engine), gathered.seen
        gone = [
            (path, row)
            for path, row in known.items()
            if path.partition("/")[0] in gathered.complete and path not in seen
        ]
        changed: list[Document] = []
        metadata_only: list[Document] = []
        for path, document in gathered.documents.items():
            counts, row = report[document.kind], known.get(path)
            if row is None:
                counts.added += 1
                changed.append(document)
            elif everything or (row.content, row.encoder) != (document.content_sha256, maker):
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
            rows.delete(engine, [row.id for _, row in gone])
            for document in metadata_only:
                with engine.begin() as connection:
                    rows.write_document(connection, document, maker)
                    rows.write_metadata(connection, document)
            failures = {path: (failure.kind, failure.reason) for path, failure in gathered.failures.items()}
            rows.write_failures(engine, list(report), failures)
        _embed(engine, changed, encode, count_tokens, maker, report, dry_run=dry_run, progress=progress)
        if not dry_run:
            rows.mark_synced(engine, list(gathered.documents))
        _count_passages(engine, report)
    return SyncReport(report, {path: failure.reason for path, failure in gathered.failures.items()})


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
        found = connection.execute(columns)
        return {r.path: _Known(r.id, r.kind, r.content_sha256, r.metadata_sha256, r.encoder) for r in found}


def _embed(
    engine: Engine,
    documents: Sequence[Document],
    encode: Encode,
    count_tokens: Callable[[str], int],
    maker: str,
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
                    rows.replace(connection, done, drafts, [next(vectors) for _ in drafts], maker)
        batch, waiting = [], 0
        if progress is not None:
            progress(Progress(document.kind, number, len(documents)))


def _count_passages(engine: Engine, report: Mapping[Kind, KindReport]) -> None:
    with engine.connect() as connection:
        for kind, count in connection.execute(select(PassageRow.kind, func.count()).group_by(PassageRow.kind)):
            if kind in report:
                report[Kind(kind)].passages = count
