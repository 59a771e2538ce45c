"""`deskhand models prune` deletes versions that nobody needs."""

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from worker.cli import progress
from worker.cli.options import AS_JSON
from worker.errors import NotReady
from worker.settings import Settings

if TYPE_CHECKING:
    from worker.learning.gate.pruning import Pruned

console = Console()
HELP = """Delete old versions, and keep their cards.

What serves, a canary, what a brand or a queue is named to get and what a rollback would let serve stay, and of the others the
newest --keep of each skill. Of the tuned encoders those stay that made an index, and the newest --keep of the others. A version
that another one was trained from is not needed to run that one: only its card stays, for the lineage. `deskhand models show`
still shows a deleted version.

A version that is named is deleted whatever is kept, unless it has a part in the work: that is for one that learned from tickets
which have to go.

Examples:

    deskhand models prune --dry-run

    deskhand models prune reply-20261125-dc654061

    deskhand models prune --keep 1 --json
"""


def prune(
    named: Annotated[list[str] | None, typer.Argument(help="Delete these alone.", show_default=False)] = None,
    keep: Annotated[int, typer.Option(min=0, help="Of the versions of a skill that do nothing.")] = 3,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be deleted, and delete nothing.")] = False,
    as_json: AS_JSON = False,
) -> None:
    settings = Settings()
    if named:
        known = {one.id: one for one in (_delete(settings, name, dry_run=True) for name in named)}
        found = [one if dry_run else _delete(settings, one.id, dry_run=False) for one in known.values()]  # all, or none
    else:
        found = _prune(settings, keep, dry_run=dry_run)
    freed = sum(one.bytes for one in found)
    if as_json:
        rows = [{"id": one.id, "skill": one.skill, "bytes": one.bytes} for one in found]
        typer.echo(json.dumps({"pruned": rows, "bytes": freed, "dry_run": dry_run}, indent=2))
        return
    for one in found:
        console.print(f"{one.id}: {one.bytes / 1e6:,.1f} MB", soft_wrap=True, markup=False, highlight=False)
    if not found:
        why = f"the newest {keep} of the versions of each skill that do nothing are kept, and --keep says how many"
        console.print(f"nothing to prune: {why}", soft_wrap=True)
        return
    cards = "its card" if len(found) == 1 else "their cards"
    done = "would be freed; nothing was deleted" if dry_run else f"freed; `deskhand models show ID` still has {cards}"
    counted = "1 version" if len(found) == 1 else f"{len(found)} versions"
    console.print(f"{counted}, {freed / 1e6:,.1f} MB {done}", soft_wrap=True)


def _delete(settings: Settings, name: str, *, dry_run: bool) -> "Pruned":
    from models.weights import registry
    from worker import learned_assets
    from worker.learning.gate import encoders, pruning

    if name.startswith(f"{registry.ENCODER}-"):
        return encoders.delete(learned_assets.encoder_folder(settings), name, _in_use(settings), dry_run=dry_run)
    return pruning.delete(settings.adapters_path, name, dry_run=dry_run)


def _prune(settings: Settings, keep: int, *, dry_run: bool) -> "list[Pruned]":
    from models.encoding import versions
    from worker import learned_assets
    from worker.learning.gate import encoders, pruning

    found, folder = (
        pruning.prune(settings.adapters_path, keep, dry_run=dry_run),
        learned_assets.encoder_folder(settings),
    )
    if len(versions.list_versions(folder)) <= keep:
        return found
    try:
        return [*found, *encoders.prune(folder, _in_use(settings), keep, dry_run=dry_run)]
    except (NotReady, OSError) as error:
        progress.say(f"the encoders stay, because the database does not say which of them made an index: {error}")
        return found


def _in_use(settings: Settings) -> frozenset[str]:
    from worker import bootstrap
    from worker.learning.gate import encoders

    with bootstrap.opened(settings) as database:
        return encoders.in_use(database)
