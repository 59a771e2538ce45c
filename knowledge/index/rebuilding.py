"""This module builds a new index beside the live one, judges it, switches to it in one transaction and drops the old one.

Workers answer from the live index meanwhile. Syncs can run too; what they change is embedded again for the new index.
An interrupted rebuild continues where it stopped. Other processes and machines may help (`filling.fill`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, text

from knowledge.index import filling, indexes, moves, vectors
from knowledge.index.indexes import BUILDING, LIVE, Index
from knowledge.index.locks import Lock, alone
from knowledge.index.passage_maker import Maker
from knowledge.index.splitter import FORMAT
from knowledge.index.transaction import transaction


@dataclass(frozen=True)
class Progress:
    done: int  # documents that the new index has
    total: int


@dataclass(frozen=True)
class Rebuilt:
    index: Index
    embedded: int  # passages, by this process
    switched: bool
    scores: dict[str, Any]


Judge = Callable[[Index], dict[str, Any]]
"""A judge returns the scores of an index on the evaluation set; {"accepted": False, …} rejects it."""


def rebuild(
    engine: Engine,
    maker: Maker,
    *,
    judge: Judge | None = None,
    started: Callable[[Index], None] = lambda _: None,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Rebuilt:
    """Build an index, judge it and switch to it. `started` receives it once helpers may join. Raises `BusyError`."""
    with alone(engine, Lock.REBUILD):
        index = _begin(engine, maker)
        started(index)
        total = _documents(engine)
        done = total - filling.waiting(engine, index)
        progress(Progress(done, total))

        def advance(count: int) -> None:
            nonlocal done
            done += count
            progress(Progress(min(done, total), total))

        embedded = filling.finish(engine, index, maker, progress=advance)
        indexes.make_searchable(engine, index)
        filling.count(engine, index, always=True)
        scores = judge(index) if judge else {}
        if scores.get("accepted", True) is False:
            with transaction(engine) as connection:  # vectors of what changed meanwhile
                vectors.collect(connection)
            return Rebuilt(index, embedded, False, scores)
        with alone(engine, Lock.SYNC, wait=True):  # nothing may change between the last document and the switch
            embedded += filling.finish(engine, index, maker, progress=advance)
            with transaction(engine) as connection:
                moves.follow(connection)
                indexes.keep_scores(connection, index, scores)
                indexes.switch(connection, index)
        indexes.drop_old(engine)
        with transaction(engine) as connection:
            vectors.keep_only(connection, maker.space)
            vectors.collect(connection)
    return Rebuilt(index, embedded, True, scores)


def abandon(engine: Engine) -> bool:
    """Delete the index that is being built. Return False if there is none."""
    with alone(engine, Lock.REBUILD):
        index = _building(engine)
        if index is not None:
            indexes.drop(engine, index.id)
    return index is not None


def _begin(engine: Engine, maker: Maker) -> Index:
    """Return the index that a killed rebuild of the same kind left, or a new one."""
    index = _building(engine)
    if index is not None and (index.encoder, index.splitter) != (maker.encoder, FORMAT):
        indexes.drop(engine, index.id)
        index = None
    if index is not None:
        return index
    with transaction(engine) as connection:
        first = indexes.find(connection, LIVE) is None
        return indexes.create(
            connection,
            state=LIVE if first else BUILDING,
            encoder=maker.encoder,
            splitter=FORMAT,
            dimensions=maker.dimensions,
        )


def _building(engine: Engine) -> Index | None:
    with engine.connect() as connection:
        return indexes.find(connection, BUILDING)


def _documents(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(text("select count(*) from documents")) or 0)
