"""This module manages the indexes: the live one, a new one beside it, the switch between them, and the counts of words.

An index is one way of splitting and embedding every document. A search names the index that it searches, so that a
vector of one encoder is never compared with vectors of another. The switch changes the states of both indexes in one
transaction.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from knowledge.index import vectors
from knowledge.index.transaction import transaction

LIVE, BUILDING = "live", "building"
COUNT_AGAIN = 0.05  # share of the passages that may change before words are counted again


@dataclass(frozen=True)
class Index:
    id: int
    state: str
    encoder: str
    splitter: int
    dimensions: int
    passages: int
    scores: dict[str, Any]
    created_at: datetime
    live_since: datetime | None

    @property
    def vector_type(self) -> str:
        return f"halfvec({int(self.dimensions)})"


_COLUMNS = "id, state, encoder, splitter, dimensions, passages, scores, created_at, live_since"


def find(connection: Connection, state: str) -> Index | None:
    """Return the live index, or the one being built; there is at most one of each."""
    row = connection.execute(
        text(f"select {_COLUMNS} from indexes where state = :state"),  # noqa: S608
        {"state": state},
    ).one_or_none()
    return None if row is None else Index(*row)


def create(connection: Connection, *, state: str, encoder: str, splitter: int, dimensions: int) -> Index:
    """Create an empty index and return it. `state` is `live` only for the first index of an installation."""
    row = connection.execute(
        text(
            "insert into indexes (state, encoder, splitter, dimensions, live_since) values "  # noqa: S608
            f"(:state, :encoder, :splitter, :dimensions, case when :live then now() end) returning {_COLUMNS}"
        ),
        {"state": state, "live": state == LIVE, "encoder": encoder, "splitter": splitter, "dimensions": dimensions},
    ).one()
    return Index(*row)


_DENSE = {
    "passages": "account is null",
    "precedents": "true",
}  # table -> condition of the rows that the approximate index holds


def make_searchable(engine: Engine, index: Index) -> None:
    """Create the approximate indexes of the public vectors and of the precedents, if they are missing.

    They are made after the rows, which is several times faster than adding row by row; until then the rows are scanned.
    An account's rows are few and are always scanned. Other processes can write meanwhile.
    """
    for table, condition in _DENSE.items():
        _make_dense(engine, index, table, condition)


def _make_dense(engine: Engine, index: Index, table: str, condition: str) -> None:
    name = f"{table}_dense_{index.id}"
    state = text("select indisvalid from pg_index where indexrelid = to_regclass(:name)")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        valid = connection.scalar(state, {"name": name})
        if valid:
            return
        if valid is False:  # an interrupted build leaves an index that Postgres neither uses nor repairs
            connection.execute(text(f"drop index concurrently {name}"))
        connection.execute(text("set maintenance_work_mem = '512MB'"))
        try:
            connection.execute(
                text(
                    f"create index concurrently {name} on {table} using hnsw "
                    f"((embedding::{index.vector_type}) halfvec_cosine_ops) where index_id = {index.id} and {condition}"
                )
            )
        finally:
            connection.execute(text("reset maintenance_work_mem"))


def switch(connection: Connection, index: Index) -> None:
    """Make `index` the live one. `drop_old` deletes the previous one in a separate transaction, because running
    searches still read it and must find all of it."""
    if index.state == LIVE:  # the first index of an installation
        return
    connection.execute(text("update indexes set state = 'old' where state = 'live'"))
    moved = connection.execute(
        text("update indexes set state = 'live', live_since = now() where id = :id and state = 'building'"),
        {"id": index.id},
    )
    if moved.rowcount != 1:
        raise RuntimeError(f"index {index.id} is not being built: nothing may be switched to it")


def keep_scores(connection: Connection, index: Index, scores: Mapping[str, Any]) -> None:
    connection.execute(
        text("update indexes set scores = cast(:scores as jsonb) where id = :id"),
        {"scores": json.dumps(scores), "id": index.id},
    )


def hold(connection: Connection, index: Index) -> bool:
    """Keep the index from being deleted until the end of the transaction. Return False if it is gone."""
    held = text("select 1 from indexes where id = :id for key share")
    return connection.scalar(held, {"id": index.id}) is not None


def drop(engine: Engine, index_id: int) -> None:
    """Delete an index with its passages and the vectors that only it needed.

    Searches can run meanwhile. One that still names this index finds all of it, or nothing and then asks for the live
    index. Raises `OperationalError` if a long transaction is in the way: try again later.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("set lock_timeout = '5s'"))
        try:  # these go first, so that deleting the rows need not update them
            for table in _DENSE:
                connection.execute(text(f"drop index concurrently if exists {table}_dense_{int(index_id)}"))
        finally:
            connection.execute(text("reset lock_timeout"))
    with transaction(engine) as connection:
        connection.execute(text("delete from indexes where id = :id"), {"id": index_id})
        vectors.collect(connection)


def drop_old(engine: Engine) -> None:
    """Delete replaced indexes, including those that a killed process left. An index in use stays until the next time."""
    with engine.connect() as connection:
        replaced = list(connection.scalars(text("select id from indexes where state = 'old'")))
    for index_id in replaced:
        with suppress(OperationalError):
            drop(engine, index_id)


def count_terms(connection: Connection, index: Index, *, always: bool = False) -> bool:
    """Count in how many public passages each lexeme occurs, if enough passages changed since the last count. Return
    whether it counted. Slightly old counts change no rank that matters, and counting reads the whole index."""
    now, new, before = connection.execute(
        text(
            "select count(p.id), count(p.id) filter (where p.id > i.counted), i.passages from indexes i "
            "left join passages p on p.index_id = i.id and p.account is null where i.id = :id group by i.id"
        ),
        {"id": index.id},
    ).one()
    changed = new + before - (now - new)  # added and deleted passages: an edited one is both
    if not always and before and changed <= COUNT_AGAIN * before:
        return False
    connection.execute(text("delete from term_counts where index_id = :id"), {"id": index.id})
    connection.execute(
        text(
            f"insert into term_counts (index_id, lexeme, passages) select {int(index.id)}, word, ndoc from "  # noqa: S608
            f"ts_stat('select lexemes from passages where index_id = {int(index.id)} and account is null')"
        )
    )
    connection.execute(
        text(
            "update indexes set passages = :now, "
            "counted = coalesce((select max(id) from passages where index_id = :id), 0) where id = :id"
        ),
        {"now": now, "id": index.id},
    )
    return True
