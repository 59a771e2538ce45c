"""This module brings one index up to what the documents say, for a sync, a rebuild and its helpers alike.

A document is done in an index when its passage set has the document's content hash. Who fills claims some documents for a
while, embeds with no transaction open, and writes each set whole. What a killed process had claimed is free again when
its claim runs out, so at most one batch is embedded twice.
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
from knowledge.index.transaction import transaction
from knowledge.passages import Document

BATCH = 128  # passages encoded at once, with their windows, across documents
CLAIM_SECONDS = 30  # several times what a batch takes, before each of which it is renewed
WAIT_SECONDS = 0.5

_CLAIM = text(
    """
    with todo as (
        select d.id from documents d left join passage_sets s on s.document_id = d.id and s.index_id = :index
        where (s.document_id is null or s.content_sha256 is distinct from d.content_sha256)
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
    """
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
    """Embed documents until none is left that nobody works on; returns for how many passages this process called the encoder.

    `progress` hears how many documents were done. Safe to run in many processes and on many machines at once; an index
    that is deleted meanwhile needs nothing more.
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
    """One claim's worth of `fill`; None when nothing was free."""
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
    except BaseException:  # Ctrl-C as well: the next run need not wait for the claim to run out
        with suppress(SQLAlchemyError):
            _hold(engine, index, held, 0)
        raise
    return embedded


def finish(engine: Engine, index: Index, maker: Maker, *, progress: Callable[[int], None] = lambda _: None) -> int:
    """Fill until the index lacks nothing, waiting for what helpers hold and taking over what they let fall."""
    embedded = fill(engine, index, maker, progress=progress)
    while waiting(engine, index):
        time.sleep(WAIT_SECONDS)
        embedded += fill(engine, index, maker, progress=progress)
    return embedded


def claim(
    engine: Engine, index: Index, *, documents: int, seconds: float = CLAIM_SECONDS
) -> list[tuple[int, Document]]:
    """Documents the index has not, or not with their present content, held for `seconds`; empty when none is free."""
    values = {"index": index.id, "documents": documents, "seconds": seconds}
    with transaction(engine) as connection:
        if not indexes.hold(connection, index):
            return []
        free, ids = connection.execute(_CLAIM, values).one()
        while free and not ids:  # others took all of them at the same moment
            free, ids = connection.execute(_CLAIM, values).one()
        bodies = connection.execute(
            text("select id, body from documents where id = any(:ids) order by id"), {"ids": ids}
        )
        return [(row.id, Document.from_json(row.body)) for row in bodies]


def _hold(engine: Engine, index: Index, ids: Collection[int], seconds: float) -> None:
    """Claim further what is claimed: long documents take longer than a claim lasts."""
    with transaction(engine) as connection:
        connection.execute(
            text(
                "update passage_sets set claimed_until = now() + make_interval(secs => :seconds) "
                "where index_id = :index and document_id = any(:ids)"
            ),
            {"index": index.id, "ids": list(ids), "seconds": seconds},
        )


def waiting(engine: Engine, index: Index) -> int:
    """Documents the index still lacks, also those somebody works on."""
    query = text(
        "select count(*) from indexes i cross join documents d "
        "left join passage_sets s on s.document_id = d.id and s.index_id = i.id "
        "where i.id = :index and (s.document_id is null or s.content_sha256 is distinct from d.content_sha256)"
    )
    with engine.connect() as connection:
        return int(connection.scalar(query, {"index": index.id}) or 0)


def write(engine: Engine, index: Index, maker: Maker, batch: Sequence[Split[int]]) -> int:
    """Embed a batch of documents by their ids, then write their passages whole.

    A document that changed meanwhile, or is just being changed, is given back for the next round; one that vanished needs
    nothing. Returns for how many passages the encoder was called.
    """
    sets = [PassageSet(*made) for made in embed(engine, maker, batch)]
    with transaction(engine) as connection:
        if indexes.hold(connection, index):
            now = _as_they_are_now(connection, sets)
            rows.replace_passages(connection, index, maker.space, now)
            _give_back(connection, index, {made.document_id for made in sets} - {made.document_id for made in now})
    return sum(passage.made > 0 for made in sets for passage in made.passages)


def _as_they_are_now(connection: Connection, sets: Sequence[PassageSet]) -> list[PassageSet]:
    """Those whose text is still the one that was embedded, for whom and how long they are valid now. Locked, so that it
    stays so; waiting for a lock could end in a deadlock with a sync, which locks in an order of its own."""
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
