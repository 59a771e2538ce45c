"""This module deletes a source from the index: its documents, with what was made of them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text

from knowledge.index import filling, indexes, moves, vectors
from knowledge.index.locks import Lock, alone
from knowledge.index.transaction import transaction

_UNNAMED = text("select distinct source from documents where source <> all(:named) order by source")
_HOLDS = text(
    "select count(distinct d.id), count(p.id) from documents d left join (select document_id, index_id, id from passages "
    "union all select document_id, index_id, -id from precedents) p on p.document_id = d.id "
    "and p.index_id = (select id from indexes where state = 'live') where d.source = :source"
)
# The same document is one with the same text; each counts once, however often its text is there.
_ALIKE = text(
    "select b.source, count(distinct a.id) from documents a join documents b on b.content_sha256 = a.content_sha256 "
    "and b.kind = a.kind and b.account is not distinct from a.account "
    "where a.source = :source and b.source = any(:others) group by b.source order by 2 desc, 1 limit 1"
)


@dataclass(frozen=True)
class Holding:
    """A holding is what the index has of a source that the knowledge file does not name."""

    source: str
    documents: int
    passages: int  # and precedents
    renamed: str = ""  # the source that has most of its documents now
    alike: int = 0  # documents that it has


def unnamed(connection: Connection, named: Collection[str]) -> list[Holding]:
    """Return the sources in the index that are none of those `named`."""
    sources = connection.scalars(_UNNAMED, {"named": list(named)}).all()
    return [holding(connection, source, named) for source in sources]


def holding(connection: Connection, source: str, named: Collection[str]) -> Holding:
    """Return what the index has of a source, and which of those `named` has most of it now."""
    documents, passages = connection.execute(_HOLDS, {"source": source}).one()
    row = connection.execute(_ALIKE, {"source": source, "others": list(named)}).first()
    alike = (row[0], row[1]) if row and row[1] * 2 > documents else ("", 0)
    return Holding(source, documents, passages, *alike)


def follow(engine: Engine, sources: Collection[str]) -> dict[str, str]:
    """Remember where the sections of these sources, which are not searched any more, stand in the others."""
    if not sources:
        return {}
    with transaction(engine) as connection:
        moved = moves.found(moves.of_sources(connection, sources), moves.of_sources(connection, sources, but=True))
        moves.record(connection, moved)
    return moved


def forget(engine: Engine, source: str) -> None:
    """Delete all documents of a source. What stands elsewhere too is followed first. Raises `BusyError`."""
    with alone(engine, Lock.SYNC):
        follow(engine, [source])
        with transaction(engine) as connection:
            for table in ("documents", "sync_failures", "source_states"):
                connection.execute(text(f"delete from {table} where source = :source"), {"source": source})  # noqa: S608
            connection.execute(
                text("delete from moved_sections where split_part(new, '/', 1) = :source"), {"source": source}
            )
            vectors.collect(connection)
            index = indexes.find(connection, indexes.LIVE)
        if index is not None:
            filling.count(engine, index)
