"""`deskhand knowledge` keeps the index in step with its sources. Other modules of this folder query and measure the
search (`search`), tune it (`tune`), and carry vectors to another machine (`vectors`)."""

import dataclasses
import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Column, Table

from worker.cli import progress
from worker.cli.knowledge import contacts, forget, search, tune, vectors
from worker.cli.knowledge.synced import Synced
from worker.cli.options import AS_JSON
from worker.errors import FOR_PEOPLE
from worker.settings import Settings

if TYPE_CHECKING:
    from knowledge.index.indexer import Progress
    from knowledge.index.indexes import Index
    from knowledge.index.rebuilding import Judge
    from worker.history.refreshing import Refreshed
    from worker.learning.heads_refit import Refit

app = typer.Typer(no_args_is_help=True, help="Sync, rebuild, search, measure and tune the knowledge.")
console = Console()

SYNC_HELP = """Bring the index up to date with its sources.

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
REINDEX_HELP = """Build a new index beside the live one, and switch to it when it is complete.

It is built with the encoder of the settings; if that is the same as before, only new texts are embedded. Workers use
the live index meanwhile. An interrupted rebuild goes on where it stopped. With --questions the new index is measured
first, and refused if it finds less than the live one. Where heads do triage, heads for another encoder are trained first on
the labelled tickets of the knowledge file; a switch that makes triage worse beyond chance is refused.

Examples:

    deskhand knowledge reindex --yes

    deskhand knowledge reindex --yes --questions questions.jsonl

    deskhand knowledge reindex --help-build

    deskhand knowledge reindex --abandon
"""
STATUS_HELP = """Show what the index holds, and how far a rebuild is.

Per source: documents, passages, last sync, failures, and prices past their date. Below it: sources that stand at their last
good state, that the knowledge file does not name any more, and an encoder that is not in effect.

Examples:

    deskhand knowledge status

    deskhand knowledge status --json
"""


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="knowledge")


@app.command(help=SYNC_HELP)
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
    stale = 0 if dry_run else _stale_wordings(settings)
    notes = _notes(settings)
    said = Synced(report, notes, stale, dry_run=dry_run, refit=refit, refreshed=refreshed)
    if as_json:
        typer.echo(json.dumps(said.to_json(), indent=2))
    else:
        said.show(console)
    if report.failures:
        raise typer.Exit(1)


def _heads_judge(settings: Settings, step: progress.Step, *, force: bool) -> "Judge":
    """Return a judge that trains heads for a new encoder, and compares them with those that serve."""
    from worker.learning import heads_reindex
    from worker.library.sources import labelled_files

    def scores(index: "Index") -> dict[str, Any]:
        return heads_reindex.judge(settings, labelled_files(settings), index, force=force, progress=step.update)

    return scores


def _judged(judges: "Sequence[Judge]", index: "Index") -> dict[str, Any]:
    """Return what all judges say of an index; the last ones are not asked about one that is refused."""
    scores: dict[str, Any] = {}
    for judge in reversed(judges):
        scores |= judge(index)
        if scores.get("accepted", True) is False:
            break
    return scores


def _stale_wordings(settings: Settings) -> int:
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


def _notes(settings: Settings) -> list[str]:
    """Return what of the knowledge is not as the settings say, besides what the failures of a sync say."""
    from worker.library.owner import ready_owner
    from worker.library.standing import standing

    with ready_owner(settings, reads=True) as owner:
        return [line for _, line in standing(settings, owner).notes()]


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


@app.command(help=REINDEX_HELP)
def reindex(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    questions: Annotated[
        Path | None, typer.Option(help="Measure the new index on these questions before it goes live (JSON Lines).")
    ] = None,
    force: Annotated[bool, typer.Option(help="Switch even if the new index finds less.")] = False,
    help_build: Annotated[bool, typer.Option("--help-build", help="Help a rebuild on another machine.")] = False,
    abandon: Annotated[bool, typer.Option(help="Delete the unfinished new index.")] = False,
    as_json: AS_JSON = False,
) -> None:
    from worker.library import sync

    settings = Settings()
    if abandon:
        typer.echo("deleted" if sync.abandon(settings) else "no index is being built")
        return
    if help_build:
        with progress.step("help the rebuild", unit="documents") as step:
            done = sync.help_rebuild(settings, step.advance)
        typer.echo("no index is being built" if done is None else f"embedded {done} passages")
        return
    if not yes:
        typer.confirm("Build a new index of every document, beside the live one?", abort=True)
    with progress.step("rebuild the index", unit="documents") as step:
        judges = [_heads_judge(settings, step, force=force)]
        if questions:
            judges.append(search.judge(settings, questions, step, force=force))
        judge = partial(_judged, judges)
        rebuilt = sync.rebuild(settings, judge=judge, progress=lambda known: step.update(known.done, known.total))
    if rebuilt.switched:
        _stale_wordings(settings)  # the new index may cut the passages in other places
    if as_json:
        result = {"index": rebuilt.index.id, "embedded": rebuilt.embedded, "live": rebuilt.switched}
        typer.echo(json.dumps(result | {"scores": rebuilt.scores}, indent=2))
    elif rebuilt.switched:
        console.print(
            f"[green]index {rebuilt.index.id} is live[/], {rebuilt.embedded} passages embedded {rebuilt.scores or ''}"
        )
        if "heads" in rebuilt.scores:
            console.print("workers take the new heads with their next batch")
    else:
        console.print(
            f"[red]index {rebuilt.index.id} is worse than the live one and was not switched to[/]: {rebuilt.scores}\n"
            "--force switches to it anyway, --abandon deletes it"
        )
    if not rebuilt.switched:
        raise typer.Exit(1)


@app.command(help=STATUS_HELP)
def status(as_json: AS_JSON = False) -> None:
    from worker.library import sync

    known = sync.status(Settings())
    if as_json:
        typer.echo(json.dumps(known, indent=2, default=str))
        return
    if not known["indexes"]:
        console.print("the index is empty: run `deskhand knowledge sync`")
        return
    table = Table(Column("source", no_wrap=True), "documents", "passages", "last sync", "failures", "past their date")
    for row in known["sources"]:
        cells = (str(row[k] or 0) for k in ("documents", "passages", "failures", "stale"))
        documents, passages, failures, stale = cells
        when = row["last_sync"].strftime("%d %b %H:%M") if row["last_sync"] else "never"
        table.add_row(row["source"], documents, passages, when, failures, stale)
    console.print(table)
    for index in known["indexes"]:
        console.print(
            f"index {index['id']}, {index['state']}: {index['documents']} of {index['wanted']} documents, "
            f"{index['encoder']}, {index['dimensions']} dimensions"
        )
    for line in known["notes"]:
        console.print(line, soft_wrap=True, markup=False)


contacts.register(app)
forget.register(app)
search.register(app)
tune.register(app)
vectors.register(app)
