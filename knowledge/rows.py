"""Documents and passages as rows. Each function is one transaction of the owner, or part of one that it is given."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from pgvector.sqlalchemy import VECTOR
from sqlalchemy import Connection, Engine, bindparam, text

from knowledge.passages import Document, Kind, PassageDraft
from knowledge.tables import DIMENSIONS

_UPSERT = text(
    "insert into documents (path, kind, title, url, version, content_sha256, metadata_sha256, encoder, account, "
    "updated_on, synced_at) values (:path, :kind, :title, :url, :version, :content, :metadata, :encoder, :account, "
    ":updated_on, now()) on conflict (path) do update set kind = excluded.kind, title = excluded.title, "
    "url = excluded.url, version = excluded.version, content_sha256 = excluded.content_sha256, "
    "metadata_sha256 = excluded.metadata_sha256, encoder = excluded.encoder, account = excluded.account, "
    "updated_on = excluded.updated_on, synced_at = now() returning id"
)
# Stemmed as English whatever the language: the query is stemmed the same way, so a German word finds itself. Adding
# the words as written ("simple") found no more cited passages and doubled the work of a search.
_INSERT = text(
    "insert into passages (document_id, ref, kind, title, url, version, text, account, valid_from, valid_until, "
    "lexemes, embedding) values (:document_id, :ref, :kind, :title, :url, :version, :text, :account, :valid_from, "
    ":valid_until, to_tsvector('english', :indexed), :embedding)"
).bindparams(bindparam("embedding", type_=VECTOR(DIMENSIONS)))


def write_document(connection: Connection, document: Document, maker: str) -> int:
    """Its id. `maker` names what made the passages: encoder and format."""
    values = {
        "path": document.path,
        "kind": document.kind,
        "title": document.title,
        "url": document.url,
        "version": document.version,
        "content": document.content_sha256,
        "metadata": document.metadata_sha256,
        "encoder": maker,
        "account": document.account,
        "updated_on": document.updated_on,
    }
    return int(connection.execute(_UPSERT, values).scalar_one())


def replace(
    connection: Connection,
    document: Document,
    drafts: Sequence[PassageDraft],
    vectors: Sequence[NDArray[np.float32]],
    maker: str,
) -> None:
    """The document with these passages in place of all it had."""
    document_id = write_document(connection, document, maker)
    connection.execute(text("delete from passages where document_id = :id"), {"id": document_id})
    rows = [
        {
            "document_id": document_id,
            "ref": draft.ref,
            "title": draft.title,
            "text": draft.text,
            "indexed": draft.indexed_text,
            "embedding": vector,
            **_shared(document),
        }
        for draft, vector in zip(drafts, vectors, strict=True)
    ]
    if rows:
        connection.execute(_INSERT, rows)


def _shared(document: Document) -> dict[str, object]:
    """The columns a passage repeats from its document, so that a search needs no join."""
    return {
        "kind": document.kind,
        "url": document.url,
        "version": document.version,
        "account": document.account,
        "valid_from": document.valid_from,
        "valid_until": document.valid_until,
    }


def write_metadata(connection: Connection, document: Document) -> None:
    connection.execute(
        text(
            "update passages set kind = :kind, url = :url, version = :version, account = :account, "
            "valid_from = :valid_from, valid_until = :valid_until "
            "where document_id = (select id from documents where path = :path)"
        ),
        {"path": document.path, **_shared(document)},
    )


def delete(engine: Engine, ids: Sequence[int]) -> None:
    with engine.begin() as connection:
        connection.execute(text("delete from documents where id = any(:ids)"), {"ids": list(ids)})


def mark_synced(engine: Engine, paths: Sequence[str]) -> None:
    """Unchanged documents too: a person asks when the index was last known to be right."""
    with engine.begin() as connection:
        connection.execute(
            text("update documents set synced_at = now() where path = any(:paths)"), {"paths": list(paths)}
        )


def write_failures(engine: Engine, kinds: Sequence[Kind], failures: Mapping[str, tuple[Kind, str]]) -> None:
    """This sync's failures in place of the last one's."""
    rows = [{"path": path, "kind": kind, "reason": reason} for path, (kind, reason) in failures.items()]
    with engine.begin() as connection:
        connection.execute(text("delete from sync_failures where kind = any(:kinds)"), {"kinds": list(kinds)})
        if rows:
            connection.execute(
                text("insert into sync_failures (path, kind, reason) values (:path, :kind, :reason)"), rows
            )
