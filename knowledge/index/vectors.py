"""The vector cache: what the encoder made of a text, kept by the hash of the text, so that no text is encoded twice.

A vector belongs to a space, which names the encoder and how it makes vectors; those of two spaces never meet. Which
vectors a document needs is written with its passages (`passage_sets.keys`), so a vector leaves with the last document
that has its text. The table is the owner's: the application role may not read it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, text

Vector = NDArray[np.float32]
HALF = np.dtype("<f2")  # as stored and as exported: what an index keeps of a vector has no more digits

_KEEP = text(
    "insert into vectors (space, key, vector, imported) select :space, made.key, made.vector, :imported "
    "from unnest(cast(:keys as bytea[]), cast(:vectors as bytea[])) as made (key, vector) on conflict do nothing"
)
_ORPHANS = text(
    "delete from vectors v where not v.imported and not exists (select 1 from passage_sets s, unnest(s.keys) used (key) "
    "where s.space = v.space and used.key = v.key)"
)
# Only what a document says now counts, so a text that was an account's and whose document became public later stays here.
_PUBLIC = text(
    "select v.key, v.vector from vectors v where v.space = :space and v.key in ("
    "select unnest(s.keys) from passage_sets s join documents d on d.id = s.document_id "
    "where s.space = :space and s.content_sha256 = d.content_sha256 and d.account is null and d.kind <> 'account' "
    "and (d.kind <> 'handled' or :precedents)) order by v.key"
)


def key_of(text: str) -> bytes:
    """The hash of a text that is encoded, 32 bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def halfvec(vector: Vector) -> str:
    """As Postgres reads it. Number by number, as the library does it, this took longer than all else of a write."""
    return f"[{','.join(_written()[vector.astype(HALF).view(np.uint16)])}]"


@cache
def _written() -> NDArray[np.object_]:
    """Each of the halves, by its bits."""
    return np.array(list(map(str, np.arange(1 << 16, dtype=np.uint16).view(HALF))), object)


def find(engine: Engine, space: str, keys: Sequence[bytes]) -> dict[bytes, Vector]:
    """The vectors there are for `keys`, in a transaction of its own: none is open while the encoder makes the others."""
    query = text("select key, vector from vectors where space = :space and key = any(cast(:keys as bytea[]))")
    with engine.connect() as connection:
        rows = connection.execute(query, {"space": space, "keys": list(keys)})
        return {bytes(row.key): np.frombuffer(row.vector, HALF).astype(np.float32) for row in rows}


def known(engine: Engine, space: str, keys: Sequence[bytes]) -> set[bytes]:
    """Those of `keys` that have a vector."""
    query = text("select key from vectors where space = :space and key = any(cast(:keys as bytea[]))")
    with engine.connect() as connection:
        return set(map(bytes, connection.scalars(query, {"space": space, "keys": list(keys)})))


def keep(connection: Connection, space: str, made: Mapping[bytes, Vector], *, imported: bool = False) -> int:
    """Store what is not there yet; returns how many. `imported`: no document needs them yet, `settle` ends that."""
    if not made:
        return 0
    keys = sorted(made)  # in one order in every process, or two could wait for each other
    vectors = [made[key].astype(HALF).tobytes() for key in keys]
    values = {"space": space, "keys": keys, "vectors": vectors, "imported": imported}
    return connection.execute(_KEEP, values).rowcount


def settle(connection: Connection, space: str) -> None:
    """Imported vectors are from now on like all others: `collect` takes those that no document needs. They go on waiting
    while an index that an earlier version made does not say which it needs: they were brought for its rebuild."""
    connection.execute(
        text(
            "update vectors set imported = false where imported and space = :space and not exists "
            "(select from passage_sets where content_sha256 is not null and keys is null)"
        ),
        {"space": space},
    )


def keep_only(connection: Connection, space: str) -> None:
    """Delete those of all other spaces: no index is left that could use them."""
    connection.execute(text("delete from vectors where space <> :space"), {"space": space})


def collect(connection: Connection) -> None:
    """Delete the vectors that no document needs in any index. The last statement of its transaction."""
    # One at a time: two that delete the same rows in two orders would wait for each other.
    connection.execute(text("select pg_advisory_xact_lock(hashtextextended('deskhand.knowledge.vectors', 0))"))
    connection.execute(_ORPHANS)


def count(connection: Connection, space: str | None = None) -> int:
    """How many there are, of one space or of all."""
    query = text("select count(*) from vectors where space = coalesce(:space, space)")
    return int(connection.scalar(query, {"space": space}) or 0)


def public(connection: Connection, space: str, *, precedents: bool) -> dict[bytes, bytes]:
    """Key to vector in half precision, in the order of the keys: of texts that stand in a public document, and with
    `precedents` in a handled ticket. Never of an account's, unless the same text is public too."""
    rows = connection.execute(_PUBLIC, {"space": space, "precedents": precedents})
    return {bytes(row.key): bytes(row.vector) for row in rows}
