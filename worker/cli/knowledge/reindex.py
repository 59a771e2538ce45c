"""`deskhand knowledge reindex` builds a new index beside the live one, and measures it before it goes live."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from worker.cli import progress
from worker.cli.knowledge.sync import stale_wordings
from worker.cli.options import AS_JSON
from worker.settings import Settings

if TYPE_CHECKING:
    from knowledge.index.indexes import Index
    from knowledge.index.rebuilding import Judge

console = Console()

HELP = """Build a new index beside the live one, and switch to it when it is complete.

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


def register(app: typer.Typer) -> None:
    app.command(help=HELP)(reindex)


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
            judges.append(search_judge(settings, questions, step, force=force))
        judge = partial(_judged, judges)
        rebuilt = sync.rebuild(settings, judge=judge, progress=lambda known: step.update(known.done, known.total))
    if rebuilt.switched:
        stale_wordings(settings)  # the new index may cut the passages in other places
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


def _heads_judge(settings: Settings, step: progress.Step, *, force: bool) -> "Judge":
    """Return a judge that trains heads for a new encoder, and compares them with those that serve."""
    from worker.learning import heads_reindex
    from worker.library.sources import labelled_files

    def scores(index: "Index") -> dict[str, Any]:
        return heads_reindex.judge(settings, labelled_files(settings), index, force=force, progress=step.update)

    return scores


def search_judge(
    settings: Settings, questions: Path, step: progress.Step, *, force: bool
) -> Callable[[Any], dict[str, Any]]:
    """Return a function that measures a new index and the live one on the questions of a file. `step` shows its progress."""
    from worker import bootstrap
    from worker.learning import question_file, search_evaluation
    from worker.library.owner import ready_owner

    asked = question_file.load(settings, questions)
    translate = bootstrap.make_translate(settings)

    def scores(index: Any) -> dict[str, Any]:
        step.begin("measuring the new index beside the live one", 2 * len(asked), "questions")
        with ready_owner(settings, reads=True) as owner, bootstrap.opened(settings) as engine:
            new, live = (
                search_evaluation.evaluate_search(
                    bootstrap.make_finder(settings, engine, translate, index=which), owner, asked, step.advance
                )
                for which in (index, None)
            )
        return search_evaluation.compare(new, live, force=force)

    return scores


def _judged(judges: "Sequence[Judge]", index: "Index") -> dict[str, Any]:
    """Return what all judges say of an index; the last ones are not asked about one that is refused."""
    scores: dict[str, Any] = {}
    for judge in reversed(judges):
        scores |= judge(index)
        if scores.get("accepted", True) is False:
            break
    return scores
