"""This module is the vector cache: it stores each vector under the hash of its text, so that no text is encoded twice.

A vector belongs to a space, which names the encoder and how it makes vectors; vectors of two spaces are never mixed.
`passage_sets.keys` says which vectors a document needs, so a vector is deleted with the last document that has its
text. The table belongs to the owner: the application role may not read it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, text

Vector = NDArray[np.float32]
HALF = np.dtype("<f2")  # as stored and as exported: an index keeps no more digits of a vector

_KEEP = text(
    "insert into vectors (space, key, vector, imported) select :space, made.key, made.vector, :imported "
    "from unnest(cast(:keys as bytea[]), cast(:vectors as bytea[])) as made (key, vector) on conflict do nothing"
)
_ORPHANS = text(
    "delete from vectors v where not v.imported and not exists (select 1 from passage_sets s, unnest(s.keys) used (key) "
    "where s.space = v.space and used.key = v.key)"
)
# Only current content counts: text that a document had while it belonged to an account is not exported once it is public.
_PUBLIC = text(
    "select v.key, v.vector from vectors v where v.space = :space and v.key in ("
    "select unnest(s.keys) from passage_sets s join documents d on d.id = s.document_id "
    "where s.space = :space and s.content_sha256 = d.content_sha256 and d.account is null and d.kind <> 'account' "
    "and (d.kind <> 'handled' or :precedents)) order by v.key"
)


def key_of(text: str) -> bytes:
    """Return the key of a text: its hash, 32 bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def halfvec(vector: Vector) -> str:
    """Return a vector as Postgres reads it. Number by number, as the library does it, this took most of a write."""
    return f"[{','.join(_written()[vector.astype(HALF).view(np.uint16)])}]"


@cache
def _written() -> NDArray[np.object_]:
    """Return the text of each number of half precision, at the index that its bits give."""
    return np.array(list(map(str, np.arange(1 << 16, dtype=np.uint16).view(HALF))), object)


def find(engine: Engine, space: str, keys: Sequence[bytes]) -> dict[bytes, Vector]:
    """Return the vectors that exist for `keys`. The transaction is closed before the encoder makes the others."""
    query = text("select key, vector from vectors where space = :space and key = any(cast(:keys as bytea[]))")
    with engine.connect() as connection:
        rows = connection.execute(query, {"space": space, "keys": list(keys)})
        return {bytes(row.key): np.frombuffer(row.vector, HALF).astype(np.float32) for row in rows}


def known(engine: Engine, space: str, keys: Sequence[bytes]) -> set[bytes]:
    """Return those of `keys` that have a vector."""
    query = text("select key from vectors where space = :space and key = any(cast(:keys as bytea[]))")
    with engine.connect() as connection:
        return set(map(bytes, connection.scalars(query, {"space": space, "keys": list(keys)})))


def keep(connection: Connection, space: str, made: Mapping[bytes, Vector], *, imported: bool = False) -> int:
    """Store vectors that are not there yet; return how many. `imported`: they stay without a document until `settle`."""
    if not made:
        return 0
    keys = sorted(made)  # the same order in every process, or two could wait for each other
    vectors = [made[key].astype(HALF).tobytes() for key in keys]
    values = {"space": space, "keys": keys, "vectors": vectors, "imported": imported}
    return connection.execute(_KEEP, values).rowcount


def settle(connection: Connection, space: str) -> None:
    """Treat imported vectors like all others from now on, so that `collect` deletes those that no document needs. They
    are kept while an index of an earlier version does not say which vectors it needs, because its rebuild may use
    them."""
    connection.execute(
        text(
            "update vectors set imported = false where imported and space = :space and not exists "
            "(select from passage_sets where content_sha256 is not null and keys is null)"
        ),
        {"space": space},
    )


def keep_only(connection: Connection, space: str) -> None:
    """Delete the vectors of all other spaces: no index is left that could use them."""
    connection.execute(text("delete from vectors where space <> :space"), {"space": space})


def collect(connection: Connection) -> None:
    """Delete the vectors that no document needs in any index. Call it last in its transaction."""
    # One process at a time: two that delete the same rows in different orders would wait for each other.
    connection.execute(text("select pg_advisory_xact_lock(hashtextextended('deskhand.knowledge.vectors', 0))"))
    connection.execute(_ORPHANS)


def count(connection: Connection, space: str | None = None) -> int:
    """Return the number of vectors, in one space or in all."""
    query = text("select count(*) from vectors where space = coalesce(:space, space)")
    return int(connection.scalar(query, {"space": space}) or 0)


def public(connection: Connection, space: str, *, precedents: bool) -> dict[bytes, bytes]:
    """Return key to vector in half precision, in the order of the keys: of the texts of public documents and, with
    `precedents`, of handled tickets. An account's text is included only if the same text is public too."""
    rows = connection.execute(_PUBLIC, {"space": space, "precedents": precedents})
    return {bytes(row.key): bytes(row.vector) for row in rows}
