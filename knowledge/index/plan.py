"""This module plans a sync: it compares what the sources have now with the documents that are known."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, text

from knowledge.index import shrinkage
from knowledge.index.changes import Failure, Gathered, gather
from knowledge.index.shrinkage import Changed, Consent
from knowledge.passages import Document
from knowledge.sources.base import Source


@dataclass
class SourceReport:
    added: int = 0
    updated: int = 0
    metadata_only: int = 0
    unchanged: int = 0
    deleted: int = 0
    failed: int = 0
    embedded: int = 0  # passages for which the encoder was called; in a dry run, would be called
    texts: int = 0  # whole passages and windows that it encoded; 0 in a dry run
    passages: int = 0  # in the live index after the sync; in a dry run, now


@dataclass(frozen=True)
class _Known:
    id: int
    source: str
    fingerprint: str
    content: str
    metadata: str


@dataclass(frozen=True)
class Plan:
    documents: Mapping[str, Document]  # path -> new, changed, or written differently
    fingerprints: Mapping[str, str]
    changed: list[str]  # paths
    same_content: dict[str, int]  # path -> id
    gone: list[int]  # ids
    rewritten: list[int]  # ids
    failures: Mapping[str, Failure]
    complete: bool  # every source could be read
    held: frozenset[str]  # sources that would lose too much


def compare(
    engine: Engine,
    sources: Sequence[Source],
    report: dict[str, SourceReport],
    consent: Consent,
    still: Mapping[str, str],
) -> Plan:
    """Return what a sync of `sources` does, and count it in `report`. A source that would lose more than `consent` allows,
    or that stands `still`, is left as it is."""
    known = _known(engine)
    gathered = gather(sources, {path: row.fingerprint for path, row in known.items()})
    gone = {path: row for path, row in known.items() if row.source in gathered.complete and path not in gathered.seen}
    had = Counter(row.source for row in known.values())
    held = _held(engine, gathered, known, gone, had, consent, still)
    failures = dict(gathered.failures)
    for source in sources:
        if source.name in held:
            failures[source.name] = Failure.of(source, shrinkage.reason(source.name, held[source.name]))
    changed: list[str] = []
    same: dict[str, int] = {}
    rewritten: list[int] = []
    for path in gathered.unchanged:
        if known[path].source not in held:
            report[known[path].source].unchanged += 1
    for path, document in gathered.documents.items():
        if document.source in held:
            continue
        counts, row = report[document.source], known.get(path)
        if row is None or row.content != document.content_sha256:
            counts.added += row is None
            counts.updated += row is not None
            changed.append(path)
            rewritten += [row.id] if row else []
        else:  # the same text, with other metadata or parsed from other bytes
            counts.metadata_only += row.metadata != document.metadata_sha256
            counts.unchanged += row.metadata == document.metadata_sha256
            same[path] = row.id
    leaving = [row for row in gone.values() if row.source not in held]
    for row in leaving:
        report[row.source].deleted += 1
    for name in held:
        report[name].unchanged = had[name]
    for failure in failures.values():
        report[failure.source].failed += 1
    return Plan(
        gathered.documents,
        gathered.fingerprints,
        changed,
        same,
        [row.id for row in leaving],
        rewritten,
        failures,
        complete=not held and gathered.complete >= set(report),
        held=frozenset(held),
    )


def _held(
    engine: Engine,
    gathered: Gathered,
    known: Mapping[str, _Known],
    gone: Mapping[str, _Known],
    had: Mapping[str, int],
    consent: Consent,
    still: Mapping[str, str],
) -> dict[str, str]:
    """Return the sources that would lose too much, with what each would lose."""
    changed = [Changed(row.id, path, row.source, row.content) for path, row in gone.items()]
    added: list[str] = []  # hashes
    for path, document in gathered.documents.items():
        row = known.get(path)
        if row is None:
            added += [document.content_sha256] if document.account is None else []
        elif row.content != document.content_sha256:
            changed.append(Changed.of(row.id, document, row.content))
    if not changed and not still:
        return {}
    with engine.connect() as connection:
        return shrinkage.refused(connection, changed, added, had, consent, still)


def _known(engine: Engine) -> dict[str, _Known]:
    columns = text("select path, id, source, fingerprint, content_sha256, metadata_sha256 from documents")
    with engine.connect() as connection:
        return {row.path: _Known(*row[1:]) for row in connection.execute(columns)}
