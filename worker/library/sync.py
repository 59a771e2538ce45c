"""This module brings knowledge into the index: it puts sources, encoder and owner connection together for the CLI and
the demo."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Engine, text

from knowledge.index import indexes, rebuilding
from knowledge.index.filling import fill, fill_claimed, waiting
from knowledge.index.forgetting import follow, unnamed
from knowledge.index.indexer import Progress, SyncReport, sync
from knowledge.index.indexes import BUILDING, LIVE, Index
from knowledge.index.passage_maker import Maker
from knowledge.index.rebuilding import Judge, Rebuilt
from knowledge.index.splitter import FORMAT
from knowledge.index.workload import Workload
from worker import embedded
from worker.bootstrap import make_encoder, make_maker, prepare
from worker.broker import make_celery, ring_index
from worker.db.schema import owner_engine
from worker.errors import NotReady
from worker.library import sync_estimate
from worker.library.accounts import distrust, sync_accounts
from worker.library.erased import without_erased
from worker.library.knowledge_file import consent_of
from worker.library.owner import ready_owner
from worker.library.sources import accounts_of, chosen, open_sources
from worker.library.standing import standing
from worker.settings import Settings


def sync_all(
    settings: Settings,
    *,
    source: str | None = None,
    dry_run: bool = False,
    allow_shrink: bool = False,
    before: Callable[[Engine, Maker], None] = lambda *_: None,
    say: Callable[[str], None] = lambda _: None,
    progress: Callable[[Progress], None] = lambda _: None,
) -> SyncReport:
    """Sync every source, or the one named. `allow_shrink`: whatever these sources lose is meant. `before` is called once
    with what the sync works with, before it begins. `say` is told how long a large sync takes.

    Raises NotReady, Refused or BusyError.
    """
    with ready_owner(settings, reads=dry_run) as owner, open_sources(settings) as opened:
        sources = without_erased(owner, opened)
        wanted = chosen(sources, source)
        names = {one.name for one in wanted}
        consent = consent_of(settings, names if allow_shrink else ())
        still: Mapping[str, str] = {}
        if accounts_of(wanted):  # first: intake may know a new contact before the history is embedded
            held = sync_accounts(owner, accounts_of(sources), consent=consent, dry_run=dry_run).held
            still = {name: why for name, why in held.items() if name in names}
        if not dry_run:
            distrust(owner, [one.name for one in accounts_of(sources)])  # also what is of another type now
        maker = live_maker(settings, owner)
        before(owner, maker)

        def begins(work: Workload) -> None:
            for line in sync_estimate.tell(work, maker, first=not _has_passages(owner)):
                say(line)

        report = sync(
            owner,
            wanted,
            maker,
            whole=source is None,
            dry_run=dry_run,
            consent=consent,
            still=still,
            begins=begins,
            progress=progress,
        )
        if not dry_run:
            with owner.connect() as connection:
                left = unnamed(connection, [one.name for one in sources])
            follow(owner, [one.source for one in left])
        return report


def rebuild(
    settings: Settings,
    *,
    judge: Judge | None = None,
    progress: Callable[[rebuilding.Progress], None] = lambda _: None,
) -> Rebuilt:
    """Build a new index with the encoder of the settings, beside the live one; workers that may help are told.

    Raises NotReady or BusyError.
    """
    bell = make_celery(embedded.connection_urls(settings).broker)

    def started(_: Index) -> None:
        ring_index(bell)

    with ready_owner(settings) as owner:
        return rebuilding.rebuild(owner, make_maker(settings), judge=judge, started=started, progress=progress)


def abandon(settings: Settings) -> bool:
    """Delete an index that is being built, and return False if there is none. Raises BusyError while somebody builds
    it."""
    with ready_owner(settings) as owner:
        return rebuilding.abandon(owner)


def help_rebuild(settings: Settings, progress: Callable[[int], None] = lambda _: None) -> int | None:
    """Embed for a rebuild that another process began, until nothing is left. Return the number of passages, or None
    without a rebuild."""
    with ready_owner(settings) as owner:
        index = _building(owner)
        return None if index is None else fill(owner, index, _maker_of(settings, index), progress=progress)


@dataclass
class Helper:
    """A helper works on the rebuild that there is, if any. Each call is one round of a worker and works on one
    claim."""

    settings: Settings
    owner: Engine
    made: Maker | None = None

    def __call__(self) -> int:
        index = _building(self.owner)
        if index is None or not waiting(self.owner, index):
            return 0
        if self.made is None or self.made.encoder != index.encoder:
            self.made = _maker_of(self.settings, index)
        return 0 if fill_claimed(self.owner, index, self.made) is None else 1


def make_helper(settings: Settings) -> Helper:
    """Return what `worker.process.child` calls for the role `index`, round by round."""
    return Helper(settings, owner_engine(embedded.connection_urls(settings).admin_database))


def live_maker(settings: Settings, owner: Engine) -> Maker:
    """Return the maker with the encoder of the live index, whatever the settings say now, because `reindex` changes
    encoders."""
    live = find_index(owner, LIVE)
    return _maker_of(settings, live) if live else make_maker(settings)


def _has_passages(owner: Engine) -> bool:
    with owner.connect() as connection:
        return bool(connection.scalar(text("select exists (select from passages)")))


def _building(owner: Engine) -> Index | None:
    """Return the index that is being built, if this version splits documents as the version that began it does."""
    index = find_index(owner, BUILDING)
    return index if index and index.splitter == FORMAT else None


def _maker_of(settings: Settings, index: Index) -> Maker:
    """Return the maker for an index. Raises NotReady where the name gives another encoder here, because vectors of two
    encoders must never meet in an index."""
    prepare(settings)
    maker = make_maker(settings, make_encoder(settings, index.encoder.rpartition("@")[0]))
    if maker.encoder != index.encoder:
        raise NotReady(
            f"index {index.id} is made by {index.encoder}, but here {maker.encoder} has that name: bring the index's "
            "encoder here, or run `deskhand knowledge reindex`"
        )
    return maker


def status(settings: Settings) -> dict[str, Any]:
    """Return for each source documents, passages, last sync, failures and prices past their date, the indexes, and what is
    not as the settings say."""
    query = text(
        """
        select s.source, count(distinct d.id) as documents, count(p.id) as passages, max(d.synced_at) as last_sync,
            (select count(*) from sync_failures f where f.source = s.source) as failures,
            count(distinct d.id) filter (where p.valid_until < current_date) as stale
        from (select source from documents union select source from sync_failures) s
        left join documents d on d.source = s.source
        left join (
            select document_id, index_id, id, valid_until from passages
            union all select document_id, index_id, -id, null from precedents
        ) p on p.document_id = d.id and p.index_id = (select id from indexes where state = 'live')
        group by s.source order by s.source
        """
    )
    built = text(
        """
        select i.id, i.state, i.encoder, i.splitter, i.dimensions, i.created_at, i.live_since, i.scores,
            (select count(*) from passage_sets s where s.index_id = i.id and s.content_sha256 is not null) as documents,
            (select count(*) from documents) as wanted
        from indexes i order by i.id
        """
    )
    with ready_owner(settings, reads=True) as owner, owner.connect() as connection:
        stands = standing(settings, owner)
        return {
            "sources": [dict(row) for row in connection.execute(query).mappings()],
            "indexes": [dict(row) for row in connection.execute(built).mappings()],
            "held": [asdict(one) for one in stands.held],
            "notes": list(stands.lines()),
        }


def find_index(owner: Engine, state: str) -> Index | None:
    with owner.connect() as connection:
        return indexes.find(connection, state)
