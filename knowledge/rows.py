"""Documents and passages as rows. Each function is one transaction of the owner, or part of one that it is given."""

import json
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import Connection, Engine, bindparam, text

from knowledge.gathering import Failure
from knowledge.indexes import Index
from knowledge.lexical import CONFIGURATION, WEIGHTS
from knowledge.passages import Document, PassageDraft

_UPSERT = text(
    "insert into documents (path, source, kind, title, fingerprint, content_sha256, metadata_sha256, body, account, "
    "synced_at) values (:path, :source, :kind, :title, :fingerprint, :content, :metadata, cast(:body as jsonb), :account, "
    "now()) on conflict (path) do update set source = excluded.source, kind = excluded.kind, title = excluded.title, "
    "fingerprint = excluded.fingerprint, content_sha256 = excluded.content_sha256, "
    "metadata_sha256 = excluded.metadata_sha256, body = excluded.body, account = excluded.account, synced_at = now() "
    "returning id"
)
_INSERT = text(
    "insert into passages (index_id, document_id, ref, kind, title, url, version, text, account, valid_from, "
    f"valid_until, lexemes, weights, embedding) select :index_id, :document_id, :ref, :kind, :title, :url, :version, :text, "
    f":account, :valid_from, :valid_until, lexed.lexemes, ({WEIGHTS}), :embedding "
    f"from (select to_tsvector('{CONFIGURATION}', :indexed) as lexemes) lexed"
).bindparams(bindparam("embedding", type_=HALFVEC()))


def write_document(connection: Connection, document: Document, fingerprint: str) -> int:
    """Its id."""
    values = {
        "path": document.path,
        "source": document.source,
        "kind": document.kind,
        "title": document.title,
        "fingerprint": fingerprint,
        "content": document.content_sha256,
        "metadata": document.metadata_sha256,
        "body": json.dumps(document.to_json()),
        "account": document.account,
    }
    return int(connection.execute(_UPSERT, values).scalar_one())


def replace_passages(
    connection: Connection,
    index: Index,
    document_id: int,
    document: Document,
    drafts: Sequence[PassageDraft],
    vectors: Sequence[NDArray[np.float32]],
) -> None:
    """These passages in place of all that the index had of the document: whole, or, rolled back, not at all."""
    here = {"index_id": index.id, "document_id": document_id}
    connection.execute(text("delete from passages where index_id = :index_id and document_id = :document_id"), here)
    if drafts:
        rows = [
            {
                **here,
                "ref": draft.ref,
                "title": draft.title,
                "text": draft.text,
                "indexed": draft.indexed_text,
                "embedding": vector,
                **_shared(document),
            }
            for draft, vector in zip(drafts, vectors, strict=True)
        ]
        connection.execute(_INSERT, rows)
    connection.execute(
        text(
            "insert into passage_sets (index_id, document_id, content_sha256) values (:index_id, :document_id, :content) "
            "on conflict (index_id, document_id) do update set content_sha256 = excluded.content_sha256, "
            "claimed_until = null"
        ),
        {**here, "content": document.content_sha256},
    )


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


def write_metadata(connection: Connection, document_id: int, document: Document) -> None:
    """Vectors stay: nothing that was embedded changed. In every index, also one that is being built."""
    connection.execute(
        text(
            "update passages set kind = :kind, url = :url, version = :version, account = :account, "
            "valid_from = :valid_from, valid_until = :valid_until where document_id = :document_id"
        ),
        {"document_id": document_id, **_shared(document)},
    )


def delete(engine: Engine, ids: Sequence[int]) -> None:
    with engine.begin() as connection:
        connection.execute(text("delete from documents where id = any(:ids)"), {"ids": list(ids)})


def mark_synced(engine: Engine, sources: Sequence[str]) -> None:
    """Unchanged documents too: a person asks when the index was last known to be right."""
    with engine.begin() as connection:
        connection.execute(
            text("update documents set synced_at = now() where source = any(:sources)"), {"sources": list(sources)}
        )


def write_failures(engine: Engine, sources: Sequence[str], failures: Mapping[str, Failure]) -> None:
    """This sync's failures in place of the last one's."""
    rows = [{"path": path, "source": f.source, "reason": f.reason} for path, f in failures.items()]
    with engine.begin() as connection:
        connection.execute(text("delete from sync_failures where source = any(:sources)"), {"sources": list(sources)})
        if rows:
            connection.execute(
                text("insert into sync_failures (path, source, reason) values (:path, :source, :reason)"), rows
            )
