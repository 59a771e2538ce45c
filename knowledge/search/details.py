"""This module reads what a reply needs of the few passages that a search keeps, by their ids: statements with vectors,
fields, and whether a customer can open the address.

It is a second statement, for the first one looks at many candidates. Accounts are kept apart as there: by its own
condition and by row-level security.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text
from sqlalchemy.orm import Session

from knowledge.index.indexes import Index
from knowledge.search.candidates import Hit
from knowledge.statements.base import Statement
from knowledge.statements.split import statements_of

_DETAILS = text(
    """
    select id, statements, coalesce(fields, '{}') as fields, public, (
        select string_agg(halfvec_send(v), '' order by n)
        from unnest(array[embedding] || coalesce(windows, '{}') || coalesce(statement_vectors, '{}')) with ordinality as
            made (v, n)
        where statements is not null
    ) as vectors
    from passages
    where index_id = :index and id = any(:ids) and (account is null or account = :account)
    """
)
_HEAD = 4  # bytes before the numbers of a vector, as Postgres sends it


@dataclass(frozen=True)
class Details:
    statements: tuple[Statement, ...]
    vectors: NDArray[np.float32] | None = None  # per statement, of unit length; None: the index has none
    fields: Mapping[str, str] = field(default_factory=dict)
    public: bool = False


def find_details(session: Session, hits: Sequence[Hit], *, index: Index, account: str | None) -> dict[int, Details]:
    """Return the details of each hit by its id. The session's transaction must have been opened for the same account.

    Statements of an index that has none are made of the text, without vectors; so are those of a passage that was
    replaced since it was found.
    """
    rows = {}
    if hits:
        values = {"index": index.id, "ids": [hit.id for hit in hits], "account": account}
        rows = {row.id: row for row in session.execute(_DETAILS, values)}
    found = {}
    for hit in hits:
        row = rows.get(hit.id)
        public = row.public if row is not None and row.public is not None else bool(hit.url)
        fields = {} if row is None else row.fields
        if row is None or row.statements is None:
            found[hit.id] = Details(made_now(hit, fields), None, fields, public and hit.account is None)
        else:
            said = tuple(map(Statement.from_json, row.statements))
            numbers = [one["vector"] for one in row.statements]
            found[hit.id] = Details(said, _read(row.vectors, index.dimensions)[numbers], fields, public)
    return found


def made_now(hit: Hit, fields: Mapping[str, str]) -> tuple[Statement, ...]:
    """Return statements of a hit's text, whose parts are told by their lines."""
    return statements_of(hit.kind, hit.title, hit.text, fields=fields, language=hit.language)


def _read(sent: bytes, dimensions: int) -> NDArray[np.float32]:
    """Return vectors as rows of unit length: half precision leaves the length a little off."""
    cells = np.frombuffer(sent, np.uint8).reshape(-1, _HEAD + 2 * dimensions)[:, _HEAD:]
    made = np.ascontiguousarray(cells).view(np.dtype(">f2")).astype(np.float32)
    return np.asarray(made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-6), np.float32)
