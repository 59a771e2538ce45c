"""Brings one index up to what the documents say: split, embed, write. The same for a sync, a rebuild and its helpers.

A document is done in an index when its passage set has the document's content hash. Who fills claims some documents for a
while, embeds with no transaction open, and writes each set whole. What a killed process had claimed is free again when
its claim runs out, so at most one batch is embedded twice.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from knowledge.index import indexes, rows, vectors
from knowledge.index.indexes import Index
from knowledge.index.rows import Embedded, PassageSet
from knowledge.index.splitter import split
from knowledge.index.transaction import transaction
from knowledge.index.vectors import Vector, key_of
from knowledge.passages import Document, PassageDraft

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


Known = Callable[[Sequence[bytes]], Mapping[bytes, Vector]]
"""The vectors there are for some keys."""


@dataclass(frozen=True)
class Maker:
    """How passages and vectors are made: an encoder, how it counts, and the space its vectors are kept in."""

    encoder: str  # name and hash of its weights
    dimensions: int
    encode: Callable[[Sequence[str]], NDArray[np.float32]]  # one unit vector a text
    count_tokens: Callable[[str], int]
    space: str

    def split(self, document: Document) -> list[PassageDraft]:
        return split(document, self.count_tokens)

    def embed(self, documents: Sequence[Sequence[PassageDraft]], known: Known) -> list[list[Embedded]]:
        """The passages of some documents, in order, with their vectors: those that are `known`, and of all other texts by
        one call of the encoder."""
        texts = {key: said for drafts in documents for draft in drafts for key, said in texts_of(draft)}
        found = dict(known(list(texts)))
        new = [key for key in texts if key not in found]
        if new:
            found.update(zip(new, self.encode([texts[key] for key in new]), strict=True))
        all_new, fresh = frozenset(new), set(new)

        def embedded(draft: PassageDraft) -> Embedded:
            keys = [key for key, _ in texts_of(draft)]
            made = fresh.intersection(keys)
            fresh.difference_update(made)
            return Embedded(draft, keys, [found[key] for key in keys], len(made), not all_new.isdisjoint(keys))

        return [[embedded(draft) for draft in drafts] for drafts in documents]


def texts_of(draft: PassageDraft) -> list[tuple[bytes, str]]:
    """The texts that a passage needs vectors of, with their keys: the whole, then each of its windows."""
    return [(key_of(said), said) for said in (draft.indexed_text, *draft.windows)]


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
        for group in _groups(documents, maker, batch):
            _hold(engine, index, held, seconds)
            embedded += write(engine, index, maker, group)
            held -= {document_id for document_id, *_ in group}
            progress(len(group))
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


Split = tuple[int, Document, list[PassageDraft]]


def write(engine: Engine, index: Index, maker: Maker, group: Sequence[Split]) -> int:
    """Embed a group, then write the documents' passages whole. What changed meanwhile, or is just being changed, is given
    back for the next round; what vanished needs none."""
    embedded = maker.embed([drafts for _, _, drafts in group], partial(vectors.find, engine, maker.space))
    sets = [
        PassageSet(document_id, document, passages)
        for (document_id, document, _), passages in zip(group, embedded, strict=True)
    ]
    with transaction(engine) as connection:
        if indexes.hold(connection, index):
            now = _as_they_are_now(connection, sets)
            rows.replace_passages(connection, index, maker.space, now)
            _give_back(connection, index, {made.document_id for made in sets} - {made.document_id for made in now})
    return sum(passage.made > 0 for passages in embedded for passage in passages)


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


def _groups(documents: Sequence[tuple[int, Document]], maker: Maker, batch: int) -> Iterator[list[Split]]:
    """Documents split, in groups of about `batch` passages."""
    group: list[Split] = []
    for document_id, document in documents:
        group.append((document_id, document, maker.split(document)))
        if sum(len(drafts) for _, _, drafts in group) >= batch:
            yield group
            group = []
    if group:
        yield group


def count(engine: Engine, index: Index, *, always: bool = False) -> None:
    with transaction(engine) as connection:
        indexes.count_terms(connection, index, always=always)
