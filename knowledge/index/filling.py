"""This module fills one index with the passages of all documents, for a sync, a rebuild and its helpers alike.

A document is done in an index when its passage set has the document's content hash and statements of this version.
A process claims some documents for
a limited time, embeds them with no transaction open, and writes each set whole. After a process was killed, its
documents are free again when the claim expires, so at most one batch is embedded twice.
"""

import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from knowledge.index import indexes, rows
from knowledge.index.indexes import Index
from knowledge.index.passage_maker import Maker, Split, batches, embed
from knowledge.index.rows import PassageSet
from knowledge.index.splitter import FORMAT
from knowledge.index.transaction import transaction
from knowledge.passages import Document
from knowledge.statements.base import FORMAT as STATEMENTS

BATCH = 128  # passages encoded at once, with their windows; a batch may span documents
CLAIM_SECONDS = 30  # several times what a batch takes; the claim is renewed before each batch
WAIT_SECONDS = 0.5

# The vectors of such a document are in the cache, so that only sentences are embedded. Tickets have no statements.
_OTHER_STATEMENTS = (
    "(cast(:statements as bigint) <> coalesce(s.statements, 0) and s.keys is not null and d.kind <> 'handled')"
)
_CLAIM = text(
    f"""
    with todo as (
        select d.id from documents d left join passage_sets s on s.document_id = d.id and s.index_id = :index
        where (s.document_id is null or s.content_sha256 is distinct from d.content_sha256
                or {_OTHER_STATEMENTS})
            and (s.claimed_until is null or s.claimed_until < now())
        order by d.id limit :documents for no key update of d skip locked
    ),
    taken as (
        insert into passage_sets (index_id, document_id, claimed_until)
        select :index, id, now() + make_interval(secs => :seconds) from todo
        on conflict (index_id, document_id) do update set claimed_until = excluded.claimed_until
            where passage_sets.claimed_until is null or passage_sets.claimed_until < now()
        returning document_id
    )
    select (select count(*) from todo) as free, array(select document_id from taken) as ids
    """  # noqa: S608
)


def fill(
    engine: Engine,
    index: Index,
    maker: Maker,
    *,
    progress: Callable[[int], None] = lambda _: None,
    batch: int = BATCH,
    seconds: float = CLAIM_SECONDS,
) -> int:
    """Embed documents until none is free. Return the number of passages for which this process called the encoder.

    `progress` receives the number of documents done. Many processes on many machines may do this at once. If the index
    is deleted meanwhile, nothing is left to do.
    """
    embedded = 0
    while (more := fill_claimed(engine, index, maker, progress=progress, batch=batch, seconds=seconds)) is not None:
        embedded += more
    return embedded


def fill_claimed(
    engine: Engine,
    index: Index,
    maker: Maker,
    *,
    progress: Callable[[int], None] = lambda _: None,
    batch: int = BATCH,
    seconds: float = CLAIM_SECONDS,
) -> int | None:
    """Do the part of `fill` that one claim covers; return None if nothing was free."""
    documents = claim(engine, index, documents=batch, seconds=seconds)
    if not documents:
        return None
    embedded = 0
    held = {document_id for document_id, _ in documents}
    try:
        for split in batches(documents, maker, batch):
            _hold(engine, index, held, seconds)
            embedded += write(engine, index, maker, split)
            held -= {document_id for document_id, *_ in split}
            progress(len(split))
    except BaseException:  # also on Ctrl-C, so that the next run need not wait until the claim expires
        with suppress(SQLAlchemyError):
            _hold(engine, index, held, 0)
        raise
    return embedded


def finish(engine: Engine, index: Index, maker: Maker, *, progress: Callable[[int], None] = lambda _: None) -> int:
    """Fill until the index lacks nothing: wait for what helpers hold, and take over the claims that they let expire."""
    embedded = fill(engine, index, maker, progress=progress)
    while waiting(engine, index):
        time.sleep(WAIT_SECONDS)
        embedded += fill(engine, index, maker, progress=progress)
    return embedded


def claim(
    engine: Engine, index: Index, *, documents: int, seconds: float = CLAIM_SECONDS
) -> list[tuple[int, Document]]:
    """Claim documents that the index lacks, or has with old content, for `seconds`. Return none if none is free."""
    values = {"index": index.id, "documents": documents, "seconds": seconds, "statements": _statements_of(index)}
    with transaction(engine) as connection:
        if not indexes.hold(connection, index):
            return []
        free, ids = connection.execute(_CLAIM, values).one()
        while free and not ids:  # other processes took all of them at the same moment
            free, ids = connection.execute(_CLAIM, values).one()
        bodies = connection.execute(
            text("select id, body from documents where id = any(:ids) order by id"), {"ids": ids}
        )
        return [(row.id, Document.from_json(row.body)) for row in bodies]


def _hold(engine: Engine, index: Index, ids: Collection[int], seconds: float) -> None:
    """Extend a claim, because long documents take longer than a claim lasts."""
    with transaction(engine) as connection:
        connection.execute(
            text(
                "update passage_sets set claimed_until = now() + make_interval(secs => :seconds) "
                "where index_id = :index and document_id = any(:ids)"
            ),
            {"index": index.id, "ids": list(ids), "seconds": seconds},
        )


def waiting(engine: Engine, index: Index) -> int:
    """Return how many documents the index still lacks, including those that a process works on."""
    query = text(
        "select count(*) from indexes i cross join documents d "  # noqa: S608
        "left join passage_sets s on s.document_id = d.id and s.index_id = i.id "
        "where i.id = :index and (s.document_id is null or s.content_sha256 is distinct from d.content_sha256 "
        f"or {_OTHER_STATEMENTS})"
    )
    with engine.connect() as connection:
        return int(connection.scalar(query, {"index": index.id, "statements": _statements_of(index)}) or 0)


def _statements_of(index: Index) -> int | None:
    """Return the format of the statements that the index should have. None: another version divided its passages, and a
    rebuild divides all of them again."""
    return STATEMENTS if index.splitter == FORMAT else None


def write(engine: Engine, index: Index, maker: Maker, batch: Sequence[Split[int]]) -> int:
    """Embed a batch of documents, each given with its id, then write their passages whole.

    A document that has changed meanwhile, or is being changed, is given back for the next round; a deleted one needs
    nothing. Return the number of passages for which the encoder was called.
    """
    sets = [PassageSet(*made) for made in embed(engine, maker, batch)]
    with transaction(engine) as connection:
        if indexes.hold(connection, index):
            now = _as_they_are_now(connection, sets)
            rows.replace_passages(connection, index, maker.space, now)
            _give_back(connection, index, {made.document_id for made in sets} - {made.document_id for made in now})
    return sum(passage.made > 0 for made in sets for passage in made.passages)


def _as_they_are_now(connection: Connection, sets: Sequence[PassageSet]) -> list[PassageSet]:
    """Return the sets with a text that is still the embedded one, with current metadata. Lock their documents, so that
    they stay so. Skip locked ones, because waiting could cause a deadlock with a sync, which locks in another order."""
    found = connection.execute(
        text(
            "select id, metadata_sha256, content_sha256, body from documents where id = any(:ids) for share skip locked"
        ),
        {"ids": [made.document_id for made in sets]},
    )
    now = {row.id: row for row in found}
    still = [
        made
        for made in sets
        if made.document_id in now and now[made.document_id].content_sha256 == made.document.content_sha256
    ]
    return [
        made
        if now[made.document_id].metadata_sha256 == made.document.metadata_sha256
        else replace(made, document=Document.from_json(now[made.document_id].body))
        for made in still
    ]


def _give_back(connection: Connection, index: Index, ids: Collection[int]) -> None:
    connection.execute(
        text("update passage_sets set claimed_until = null where index_id = :index and document_id = any(:ids)"),
        {"index": index.id, "ids": list(ids)},
    )


def count(engine: Engine, index: Index, *, always: bool = False) -> None:
    with transaction(engine) as connection:
        indexes.count_terms(connection, index, always=always)
