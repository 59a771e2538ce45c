"""This module makes the live index match the sources, and embeds only what changed.

A path identifies a document, a fingerprint identifies what it was parsed from, and a hash identifies its content: an
unchanged file is not even parsed, and unchanged content is not embedded. A document and its passages change in one
transaction, so a search sees either the old ones or the new ones. No transaction is open while the encoder runs.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from knowledge.errors import EncoderMismatchError
from knowledge.index import filling, indexes, moves, rows, vectors
from knowledge.index.indexes import Index
from knowledge.index.locks import Lock, alone
from knowledge.index.passage_maker import Maker, batches, embed, texts_of
from knowledge.index.plan import Plan, SourceReport, compare
from knowledge.index.rows import PassageSet
from knowledge.index.shrinkage import DEFAULT, Consent
from knowledge.index.splitter import FORMAT
from knowledge.index.transaction import transaction
from knowledge.index.workload import Workload
from knowledge.sources.base import Source

_NONE: Mapping[str, str] = {}
MANY = 50  # documents: fewer are embedded sooner than the time could be estimated


@dataclass(frozen=True)
class SyncReport:
    sources: Mapping[str, SourceReport]
    failures: Mapping[str, str]  # path, or name of an unreadable source -> reason
    old_splitter: bool = False  # unchanged documents are still split as an earlier version split them
    caught_up: int = 0  # documents that a killed sync or an earlier version left without their passages or statements
    moved: Mapping[str, str] = field(default_factory=dict)  # section -> the one where its text is now
    held: Collection[str] = ()  # sources that would lose too much, so nothing of them was changed

    @property
    def embedded(self) -> int:
        return sum(source.embedded for source in self.sources.values())

    @property
    def texts(self) -> int:
        return sum(source.texts for source in self.sources.values())


@dataclass(frozen=True)
class Progress:
    done: int  # documents, of those that changed
    total: int
    share: float = 0.0  # of their characters, 0 to 1, because documents differ much in length


def sync(
    engine: Engine,
    sources: Sequence[Source],
    maker: Maker,
    *,
    whole: bool = False,
    dry_run: bool = False,
    consent: Consent = DEFAULT,
    still: Mapping[str, str] = _NONE,
    begins: Callable[[Workload], None] = lambda _: None,
    progress: Callable[[Progress], None] = lambda _: None,
) -> SyncReport:
    """Make the live index match `sources`. `engine` must be the owner's, because the application role may only read.

    `whole`: these are all sources that exist, so imported vectors that none of them needed may be deleted. `dry_run`
    reports what would happen and writes nothing. Sources that are not given are left alone. `consent`: what a source may
    lose; one that would lose more stands still. `still`: sources that stand still because of something else, with the
    reason. `begins` receives the work before the first text is embedded, if at least `MANY` documents changed or in a dry
    run. Raises `BusyError` and `EncoderMismatchError`.
    """
    report = {source.name: SourceReport() for source in sources}
    if dry_run:
        plan = compare(engine, sources, report, consent, still)
        begins(_workload(engine, maker, plan, report))
        _count_passages(engine, report)
        return SyncReport(report, {path: failure.reason for path, failure in plan.failures.items()}, held=plan.held)
    with alone(engine, Lock.SYNC), _tidied(engine):
        index = ensure_live(engine, maker)
        plan = compare(engine, sources, report, consent, still)
        # What needs no encoder comes first: a withdrawn price must not wait for vectors.
        moved = _follow(engine, maker, plan)
        rows.delete(engine, plan.gone)
        for path, document_id in plan.same_content.items():
            document = plan.documents[path]
            with transaction(engine) as connection:
                rows.write_document(connection, document, plan.fingerprints[path])
                rows.write_metadata(connection, {document_id: document})
        rows.write_failures(engine, list(report), plan.failures)
        rows.write_states(engine, list(report), plan.failures)
        work = _workload(engine, maker, plan) if len(plan.changed) >= MANY else Workload()
        if work.texts:
            begins(work)
        _embed(engine, index, maker, plan, report, progress, work)
        caught_up: list[int] = []
        filling.fill(engine, index, maker, progress=caught_up.append)
        indexes.make_searchable(engine, index)  # only the first sync has something to do here
        rows.mark_synced(engine, list(report))
        with transaction(engine) as connection:
            moves.follow(connection)  # what was read anew names what its file names
        filling.count(engine, index)
        indexes.drop_old(engine)
        if whole and plan.complete and index.splitter == FORMAT:  # else they are kept for the coming rebuild
            with transaction(engine) as connection:
                vectors.settle(connection, maker.space)
        _count_passages(engine, report)
    reasons = {path: failure.reason for path, failure in plan.failures.items()}
    old_splitter = index.splitter != FORMAT
    return SyncReport(report, reasons, old_splitter, caught_up=sum(caught_up), moved=moved, held=plan.held)


@contextmanager
def _tidied(engine: Engine) -> Iterator[None]:
    """Delete vectors without a document at the end of the work, also if it is interrupted. Not earlier, because a
    document that was moved is first deleted and then added again."""
    try:
        yield
    except BaseException:
        with suppress(SQLAlchemyError):
            _collect(engine)
        raise
    _collect(engine)


def _collect(engine: Engine) -> None:
    with transaction(engine) as connection:
        vectors.collect(connection)


def ensure_live(engine: Engine, maker: Maker) -> Index:
    """Return the live index; the first sync of an installation creates it."""
    with transaction(engine) as connection:
        index = indexes.find(connection, indexes.LIVE)
        if index is None:
            return indexes.create(
                connection, state=indexes.LIVE, encoder=maker.encoder, splitter=FORMAT, dimensions=maker.dimensions
            )
    if index.encoder != maker.encoder:
        raise EncoderMismatchError(
            f"the live index was made by the encoder {index.encoder}, this one is {maker.encoder}: "
            "run `deskhand knowledge reindex`"
        )
    return index


def _follow(engine: Engine, maker: Maker, plan: Plan) -> dict[str, str]:
    """Remember which sections of documents that are gone or rewritten stand elsewhere now. This comes before anything is
    deleted, so that nothing is forgotten in a sync that is interrupted."""
    with engine.connect() as connection:
        before = moves.of_documents(connection, [*plan.gone, *plan.rewritten])
        if not before and not moves.load(connection).new:
            return {}
    now = moves.of_drafts(draft for path in plan.changed for draft in maker.split(plan.documents[path]))
    moved = moves.found(before, now)
    with transaction(engine) as connection:
        moves.record(connection, moved, now)
    return moved


def _embed(
    engine: Engine,
    index: Index,
    maker: Maker,
    plan: Plan,
    report: Mapping[str, SourceReport],
    progress: Callable[[Progress], None],
    work: Workload,
) -> None:
    """Embed in batches of passages that may span documents; write documents and their passages in one transaction.

    What is written can be searched at once, so the rarity of words is also counted during the work.
    """
    done = embedded = counted = 0  # documents, characters, documents when words were last counted
    total, characters = len(plan.changed), work.characters
    for batch in batches(((path, plan.documents[path]) for path in plan.changed), maker, filling.BATCH):
        made = embed(engine, maker, batch)
        for _, document, passages in made:
            report[document.source].embedded += sum(passage.made > 0 for passage in passages)
            report[document.source].texts += sum(passage.made for passage in passages)
        with transaction(engine) as connection:
            sets = [
                PassageSet(rows.write_document(connection, document, plan.fingerprints[path]), document, passages)
                for path, document, passages in made
            ]
            rows.replace_passages(connection, index, maker.space, sets)
            rows.write_metadata(connection, {one.document_id: one.document for one in sets}, but=index)
        done += len(batch)
        embedded += sum(work.of.get(path, 0) for path, *_ in batch)
        progress(Progress(done, total, embedded / characters if characters else done / total))
        if done >= max(MANY, 2 * counted):
            filling.count(engine, index)
            counted = done


def _workload(engine: Engine, maker: Maker, plan: Plan, report: Mapping[str, SourceReport] | None = None) -> Workload:
    """Return the texts without a vector. Their passages are counted in `report`, if it is given."""
    work = Workload()
    seen: set[bytes] = set()
    for start in range(0, len(plan.changed), filling.BATCH):
        paths = plan.changed[start : start + filling.BATCH]
        passages = [(path, dict(texts_of(draft))) for path in paths for draft in maker.split(plan.documents[path])]
        seen |= vectors.known(engine, maker.space, [key for _, texts in passages for key in texts])
        for path, texts in passages:
            new = {key: said for key, said in texts.items() if key not in seen}
            work.add(path, new.values())
            seen.update(new)
            if report:
                report[plan.documents[path].source].embedded += bool(new)
    return work


def _count_passages(engine: Engine, report: Mapping[str, SourceReport]) -> None:
    query = text(
        "select d.source, count(*) from (select document_id, index_id from passages union all "
        "select document_id, index_id from precedents) p join documents d on d.id = p.document_id "
        "join indexes i on i.id = p.index_id where i.state = 'live' group by d.source"
    )
    with engine.connect() as connection:
        for source, count in _pairs(connection, query):
            if source in report:
                report[source].passages = count


def _pairs(connection: Connection, query: object) -> Sequence[tuple[str, int]]:
    return [(row[0], row[1]) for row in connection.execute(query)]  # type: ignore[call-overload]
