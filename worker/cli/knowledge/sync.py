"""`deskhand knowledge sync` brings the index up to date with its sources, and what depends on them."""

import dataclasses
import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from worker.cli import progress
from worker.cli.knowledge.synced import Synced
from worker.cli.options import AS_JSON
from worker.errors import FOR_PEOPLE
from worker.settings import Settings

if TYPE_CHECKING:
    from knowledge.index.indexer import Progress
    from worker.history.refreshing import Refreshed
    from worker.learning.heads_refit import Refit

console = Console()

HELP = """Bring the index up to date with its sources.

New and changed documents are embedded, unchanged ones cost nothing, deleted ones are removed. Vectors beside the
knowledge file, as in the demo, are taken first. Where heads do triage and handled tickets changed, a candidate is fitted,
which `deskhand models promote heads` lets serve. Tickets that people solved are kept, and become precedents where the
knowledge file has a source of the type history. A document that cannot be read keeps its last passages and is reported;
the exit code is then 1. So it is for a source that would lose more than a fifth (DESKHAND_MAX_SHRINK) or all of what it
has: nothing of it is changed, unless --allow-shrink says that this is meant.

Examples:

    deskhand knowledge sync --dry-run

    deskhand knowledge sync pricing --json

    deskhand knowledge sync --allow-shrink docs
"""


def register(app: typer.Typer) -> None:
    app.command(help=HELP)(sync)


def sync(
    source: Annotated[str | None, typer.Argument(help="Only this source of the knowledge file.")] = None,
    dry_run: Annotated[bool, typer.Option(help="Show what would change, and write nothing.")] = False,
    allow_shrink: Annotated[
        bool, typer.Option("--allow-shrink", help="Whatever these sources lose is meant: do not stop at it.")
    ] = False,
    as_json: AS_JSON = False,
) -> None:
    from worker.library import sync
    from worker.library.vectors import shipped, sync_shipped

    settings = Settings()
    brings_vectors = source is None and not dry_run and shipped(settings).is_file()
    with progress.step("compare the knowledge" if dry_run else "sync the knowledge", unit="documents") as step:
        step.say("reading the sources and loading the encoder")

        def show(known: "Progress") -> None:
            step.update(known.done, known.total, share=known.share)

        if brings_vectors:
            report = sync_shipped(settings, allow_shrink=allow_shrink, say=step.note, progress=show)
        else:
            report = sync.sync_all(
                settings, source=source, dry_run=dry_run, allow_shrink=allow_shrink, say=step.note, progress=show
            )
    refreshed = None if dry_run or source is not None else _refresh(settings)
    if refreshed is not None and refreshed.report is not None:
        again = refreshed.report
        report = dataclasses.replace(
            report, sources={**report.sources, **again.sources}, failures={**report.failures, **again.failures}
        )
    refit = None if dry_run else _refit(settings)
    stale = 0 if dry_run else stale_wordings(settings)
    notes = _notes(settings)
    said = Synced(report, notes, stale, dry_run=dry_run, refit=refit, refreshed=refreshed)
    if as_json:
        typer.echo(json.dumps(said.to_json(), indent=2))
    else:
        said.show(console)
    if report.failures:
        raise typer.Exit(1)


def stale_wordings(settings: Settings) -> int:
    """Compare the approved wordings with passages that changed, and return how many are stale."""
    from worker.learning.wording import book
    from worker.library.owner import ready_owner

    with ready_owner(settings) as owner:
        return book.follow(settings, owner)[1]


def _refresh(settings: Settings) -> "Refreshed | None":
    """Keep what people solved since, for the next search and the next training."""
    from sqlalchemy.exc import SQLAlchemyError

    from worker.history.refreshing import is_needed, refresh

    try:
        if not is_needed(settings):  # an installation of the first day has nothing to keep
            return None
        with progress.step("keep the solved tickets", unit="tickets") as step:
            return refresh(settings, step)
    except (*FOR_PEOPLE, OSError, SQLAlchemyError) as error:  # the knowledge is up to date all the same
        progress.say(f"the solved tickets were not kept: {error}")
        return None


def _refit(settings: Settings) -> "Refit | None":
    """Fit the heads again where the handled tickets changed."""
    from sqlalchemy.exc import SQLAlchemyError

    from worker.learning import heads_refit
    from worker.library.sources import labelled_files

    try:
        if not heads_refit.is_wanted(settings):
            return None
        with progress.step("look at the handled tickets", unit="tickets") as step:
            return heads_refit.refit(settings, labelled_files(settings), step.update)
    except (*FOR_PEOPLE, OSError, SQLAlchemyError) as error:  # the knowledge is up to date all the same
        progress.say(f"the heads were not fitted again: {error}")
        return None


def _notes(settings: Settings) -> list[str]:
    """Return what of the knowledge is not as the settings say, besides what the failures of a sync say."""
    from worker.library.owner import ready_owner
    from worker.library.standing import standing

    with ready_owner(settings, reads=True) as owner:
        return [line for _, line in standing(settings, owner).notes()]
