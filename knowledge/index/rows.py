"""This module writes documents and passages. Each function is one transaction of the owner, or part of a given one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text

from knowledge.index import vectors
from knowledge.index.changes import Failure
from knowledge.index.indexes import Index
from knowledge.index.lexical import CONFIGURATION, DOCUMENT_WEIGHTS, PASSAGE_WEIGHTS
from knowledge.index.transaction import transaction
from knowledge.index.vectors import Vector
from knowledge.passages import Document, Kind, PassageDraft
from knowledge.statements.base import FORMAT as STATEMENTS

_UPSERT = text(
    "insert into documents (path, source, kind, title, fingerprint, content_sha256, metadata_sha256, body, account, "
    "synced_at) values (:path, :source, :kind, :title, :fingerprint, :content, :metadata, cast(:body as jsonb), :account, "
    "now()) on conflict (path) do update set source = excluded.source, kind = excluded.kind, title = excluded.title, "
    "fingerprint = excluded.fingerprint, content_sha256 = excluded.content_sha256, "
    "metadata_sha256 = excluded.metadata_sha256, body = excluded.body, account = excluded.account, synced_at = now() "
    "returning id"
)
# offset 0 keeps Postgres from inlining the subquery: it would compute the lexemes again for each use, which took half
# of the time of a write.
_INSERT = text(
    "insert into passages (index_id, document_id, ref, kind, title, url, version, text, account, language, valid_from, "
    "valid_until, lexemes, weights, embedding, windows, statements, fields, statement_vectors, public) "
    "select :index_id, :document_id, :ref, :kind, :title, :url, :version, :text, "
    f":account, :language, :valid_from, :valid_until, lexed.lexemes, ({PASSAGE_WEIGHTS}), cast(:embedding as halfvec), "
    "cast(:windows as halfvec[]), cast(:statements as jsonb), cast(:fields as jsonb), "
    f"cast(:statement_vectors as halfvec[]), :public "
    f"from (select to_tsvector('{CONFIGURATION}', :indexed) as lexemes offset 0) lexed"
)
_INSERT_PRECEDENT = text(
    "insert into precedents (index_id, document_id, ticket, answers, embedding) "
    "values (:index_id, :document_id, :ticket, :answers, cast(:embedding as halfvec))"
)

INSERT_TERMS = text(
    f"insert into document_terms (index_id, document_id, account, weights) "
    f"select :index, document_id, account, weights from ({DOCUMENT_WEIGHTS}) made"
)

_DONE = text(
    "insert into passage_sets (index_id, document_id, content_sha256, space, keys, statements) "
    "values (:index, :document, :content, :space, cast(:keys as bytea[]), :statements) "
    "on conflict (index_id, document_id) do update set content_sha256 = excluded.content_sha256, "
    "space = excluded.space, keys = excluded.keys, statements = excluded.statements, claimed_until = null"
)


def write_document(connection: Connection, document: Document, fingerprint: str) -> int:
    """Write a document and return its id."""
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


@dataclass(frozen=True)
class Embedded:
    """An embedded passage has its vectors: of the whole, of each window, of each further text of its statements."""

    draft: PassageDraft
    keys: Sequence[bytes]
    vectors: Sequence[Vector]
    made: int  # vectors that the encoder made first for this passage; 0: all were known
    is_new: bool  # whether some vectors are not stored yet, even if they were made first for another passage

    @property
    def vector(self) -> Vector:
        return self.vectors[0]

    @property
    def windows(self) -> Sequence[Vector]:
        return self.vectors[1 : 1 + len(self.draft.windows)]

    @property
    def further(self) -> Sequence[Vector]:
        return self.vectors[1 + len(self.draft.windows) :]

    @property
    def statements(self) -> list[dict[str, object]]:
        """Return the statements as they are stored, each with the number of its vector."""
        return [
            {**one.to_json(), "vector": place}
            for one, place in zip(self.draft.statements, self.draft.places, strict=True)
        ]


@dataclass(frozen=True)
class PassageSet:
    """A passage set has all passages of one document."""

    document_id: int
    document: Document
    passages: Sequence[Embedded]


def replace_passages(connection: Connection, index: Index, space: str, sets: Sequence[PassageSet]) -> None:
    """Replace all passages that the index has of these documents: whole, or, if rolled back, not at all. Store the
    vectors that the encoder made for them in `space`."""
    if not sets:
        return
    ids = [made.document_id for made in sets]
    for table in ("passages", "document_terms", "precedents"):
        connection.execute(
            text(f"delete from {table} where index_id = :index and document_id = any(:ids)"),
            {"index": index.id, "ids": ids},
        )
    rows = [
        {
            "index_id": index.id,
            "document_id": made.document_id,
            "ref": passage.draft.ref,
            "title": passage.draft.title,
            "text": passage.draft.text,
            "indexed": passage.draft.indexed_text,
            "embedding": vectors.halfvec(passage.vector),
            "windows": list(map(vectors.halfvec, passage.windows)) or None,
            "statements": json.dumps(passage.statements),
            "fields": json.dumps(dict(passage.draft.fields)),
            "statement_vectors": list(map(vectors.halfvec, passage.further)) or None,
            **_shared(made.document),
        }
        for made in sets
        if made.document.kind != Kind.HANDLED
        for passage in made.passages
    ]
    if rows:
        connection.execute(_INSERT, rows)
        connection.execute(INSERT_TERMS, {"index": index.id, "ids": ids})
    precedents = [
        {
            "index_id": index.id,
            "document_id": made.document_id,
            "ticket": made.document.path.partition("/")[2],
            "answers": list(made.document.answers),
            "embedding": vectors.halfvec(passage.vector),
        }
        for made in sets
        if made.document.kind == Kind.HANDLED
        for passage in made.passages
    ]
    if precedents:
        connection.execute(_INSERT_PRECEDENT, precedents)
    connection.execute(
        _DONE,
        [
            {
                "index": index.id,
                "document": made.document_id,
                "content": made.document.content_sha256,
                "space": space,
                "keys": [key for passage in made.passages for key in passage.keys],
                "statements": STATEMENTS,
            }
            for made in sets
        ],
    )
    new = [passage for made in sets for passage in made.passages if passage.is_new]
    vectors.keep(
        connection, space, {k: v for passage in new for k, v in zip(passage.keys, passage.vectors, strict=True)}
    )


def _shared(document: Document) -> dict[str, object]:
    """Return the columns that a passage repeats from its document, so that a search needs no join."""
    return {
        "kind": document.kind,
        "url": document.url,
        "version": document.version,
        "account": document.account,
        "language": document.language,
        "public": document.is_open,
        "valid_from": document.valid_from,
        "valid_until": document.valid_until,
    }


def write_metadata(connection: Connection, documents: Mapping[int, Document], *, but: Index | None = None) -> None:
    """Update metadata in every index except `but`, also in one being built. Vectors stay, because no text changed."""
    if documents:
        connection.execute(
            text(
                "update passages set kind = :kind, url = :url, version = :version, account = :account, "
                "language = :language, public = :public, valid_from = :valid_from, valid_until = :valid_until "
                "where document_id = :document_id and index_id <> :but and (kind, url, version, account, language, "
                "public, valid_from, valid_until) is distinct from (:kind, :url, :version, :account, :language, :public, "
                ":valid_from, :valid_until)"  # a rewritten row is added to every database index of the table again
            ),
            [
                {"document_id": document_id, "but": but.id if but else 0, **_shared(document)}
                for document_id, document in documents.items()
            ],
        )
        connection.execute(
            text(
                "update document_terms set account = :account where document_id = :document_id and index_id <> :but "
                "and account is distinct from :account"
            ),
            [
                {"document_id": document_id, "but": but.id if but else 0, "account": document.account}
                for document_id, document in documents.items()
            ],
        )
    handled = {id_: document for id_, document in documents.items() if document.kind == Kind.HANDLED}
    if handled:
        connection.execute(
            text("update precedents set answers = :answers where document_id = :document_id and index_id <> :but"),
            [
                {"document_id": document_id, "but": but.id if but else 0, "answers": list(document.answers)}
                for document_id, document in handled.items()
            ],
        )


def delete(engine: Engine, ids: Sequence[int]) -> None:
    with transaction(engine) as connection:
        connection.execute(text("delete from documents where id = any(:ids)"), {"ids": list(ids)})


def mark_synced(engine: Engine, sources: Sequence[str]) -> None:
    """Mark the documents of `sources` as synced, also unchanged ones: a person asks when the index was last checked."""
    with transaction(engine) as connection:
        connection.execute(
            text("update documents set synced_at = now() where source = any(:sources)"), {"sources": list(sources)}
        )


def write_failures(engine: Engine, sources: Sequence[str], failures: Mapping[str, Failure]) -> None:
    """Replace the failures of the last sync with those of this one."""
    rows = [{"path": path, "source": f.source, "reason": f.reason} for path, f in failures.items()]
    with transaction(engine) as connection:
        connection.execute(text("delete from sync_failures where source = any(:sources)"), {"sources": list(sources)})
        if rows:
            connection.execute(
                text("insert into sync_failures (path, source, reason) values (:path, :source, :reason)"), rows
            )


def write_states(engine: Engine, sources: Sequence[str], failures: Mapping[str, Failure]) -> None:
    """Remember which of the sources stand at their last good state: those that failed as a whole. Since when, stays."""
    standing = [{"source": name, "reason": failures[name].reason} for name in sources if name in failures]
    with transaction(engine) as connection:
        connection.execute(
            text("delete from source_states where source = any(:sources) and source <> all(:standing)"),
            {"sources": list(sources), "standing": [row["source"] for row in standing]},
        )
        if standing:
            connection.execute(
                text(
                    "insert into source_states (source, reason) values (:source, :reason) "
                    "on conflict (source) do update set reason = excluded.reason"
                ),
                standing,
            )
