"""Knowledge into the index: sources, encoder and owner connection put together for the CLI and the demo."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, text

from knowledge.indexer import Progress, SyncReport, sync
from worker import embedded
from worker.accounts import sync_accounts
from worker.bootstrap import make_encoder
from worker.db.schema import owner_engine, require_ready
from worker.db.session import make_engine
from worker.knowledge_sources import accounts_of, chosen, open_sources
from worker.settings import Settings


def sync_all(
    settings: Settings,
    *,
    source: str | None = None,
    dry_run: bool = False,
    everything: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> SyncReport:
    """Of every source, or of the one named. Raises NotReady, Refused or SyncRunningError."""
    with ready_owner(settings) as owner, open_sources(settings) as sources:
        wanted = chosen(sources, source)
        encoder = make_encoder()
        if accounts_of(wanted) and not dry_run:  # first: intake may know a new contact before the history is embedded
            sync_accounts(owner, accounts_of(sources))
        return sync(
            owner,
            wanted,
            encoder.encode,
            encoder.count_tokens,
            encoder.id,
            dry_run=dry_run,
            everything=everything,
            progress=progress,
        )


def status(settings: Settings) -> list[dict[str, Any]]:
    """Per kind: documents, passages, last sync, failures, prices past their date."""
    query = text(
        """
        select kinds.kind, count(distinct d.id) as documents, count(p.id) as passages, max(d.synced_at) as last_sync,
            (select count(*) from sync_failures f where f.kind = kinds.kind) as failures,
            count(distinct d.id) filter (where p.valid_until < current_date) as stale
        from (select kind from documents union select kind from sync_failures) kinds
        left join documents d on d.kind = kinds.kind left join passages p on p.document_id = d.id
        group by kinds.kind order by kinds.kind
        """
    )
    with ready_owner(settings) as owner, owner.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


@contextmanager
def ready_owner(settings: Settings) -> Iterator[Engine]:
    """The owner's engine, after the application role's has been checked; its connections are closed at the end."""
    urls = embedded.connection_urls(settings)
    app = make_engine(urls.database)
    try:
        require_ready(app)
    finally:
        app.dispose()
    owner = owner_engine(urls.admin_database)
    try:
        yield owner
    finally:
        owner.dispose()
