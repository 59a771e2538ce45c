"""`deskhand models heads` trains what does triage."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from worker.cli import progress
from worker.cli.models import names
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

if TYPE_CHECKING:
    from models.heads.folder import Heads

console = Console()
HEADS_HELP = """Train the heads: what decides queue, priority and hand-over on the vector that the search makes anyway.

It takes seconds to a minute on two processor cores, and no graphics card. What each head reads is chosen on folds of the
tickets. Beside the heads, the table shows the simplest things that could work, on the same folds: the most frequent class,
words (TF-IDF), the vector alone, the nearest handled tickets.

The new heads are a version beside the others, and wait: `deskhand models promote heads` lets them serve, all tickets or with
--canary a share. The first heads of an encoder serve at once.

Examples:

    deskhand models heads --data tickets/train.jsonl

    deskhand models heads --data my/handled.jsonl --baseline vector --json
"""


def heads(
    data: Annotated[list[Path], typer.Option(help="Handled tickets, JSON Lines; may be repeated.")],
    baseline: Annotated[
        str | None, typer.Option(help="Train a baseline in place of the heads: majority, words, vector or neighbours.")
    ] = None,
    as_json: AS_JSON = False,
) -> None:
    train(Settings(), data, baseline, dry_run=False, as_json=as_json)


def train(settings: Settings, data: list[Path], baseline: str | None, *, dry_run: bool, as_json: bool) -> None:
    """Train the heads, or a baseline in their place. `deskhand models train heads` does the same by a run file."""
    from models.heads.fit import BASELINES, CANDIDATES
    from worker.learning import handled, heads_training

    if baseline is not None and baseline not in BASELINES:
        raise Refused(f"there is no baseline {baseline!r}: choose one of {', '.join(BASELINES)}")
    recipes = CANDIDATES if baseline is None else (BASELINES[baseline],)
    tickets = heads_training.without_gate(settings, handled.load(settings, data))
    if dry_run:
        _show(len(tickets), baseline, as_json=as_json)
        return
    with progress.step("search for each handled ticket", unit="tickets") as step:
        prepared = heads_training.prepare(settings, tickets, step.update)
    with progress.step("fit the heads and the baselines", unit="fits") as step:
        trained = heads_training.train(settings, prepared, recipes, step.advance)
    first = heads_training.serves_first(settings, trained, names.decider(""))
    if as_json:
        typer.echo(json.dumps({**about(trained.heads), "serves": first, "baselines": trained.baselines}, indent=2))
        return
    console.print(_table(trained.heads, trained.baselines))
    for name, why in trained.heads.manifest.skipped.items():
        console.print(f"no head for {name}: {why}")
    for name, own in trained.heads.manifest.heads.items():
        console.print(f"calibration of {name}: {_calibrated(own['calibration'])}", soft_wrap=True)
    points = ", ".join(f"{name} from {value:.2f}" for name, value in trained.heads.manifest.thresholds.items())
    console.print(f"operating points: {points}")
    then = "they serve from the next batch of a worker" if first else "`deskhand models promote heads` lets them serve"
    console.print(f"[green]{trained.heads.id}[/]: {then}", soft_wrap=True)


def _show(tickets: int, baseline: str | None, *, as_json: bool) -> None:
    """Show what would be trained."""
    what = baseline or "heads"
    if as_json:
        typer.echo(json.dumps({"skill": "heads", "baseline": baseline, "tickets": tickets}, indent=2))
        return
    console.print(f"{what} would learn from {tickets:,} tickets, each of which is searched for", soft_wrap=True)
    console.print("nothing was trained")


def about(heads: "Heads") -> dict[str, Any]:
    known = heads.manifest
    return {
        "id": known.id,
        "encoder": known.encoder,
        "tickets": known.tickets,
        "heads": {name: dict(own) for name, own in known.heads.items()},
        "skipped": dict(known.skipped),
        "thresholds": dict(known.thresholds),
    }


def _calibrated(fits: dict[str, dict[str, Any]]) -> str:
    """Return how the methods compare: Brier score, and calibration error beside the band of a perfect one."""
    return "; ".join(
        f"{method} Brier {fit['brier']:.3f}, error {fit['error']:.3f} ({fit['band'][0]:.3f} to {fit['band'][1]:.3f} by chance)"
        for method, fit in fits.items()
    )


def _table(heads: "Heads", baselines: dict[str, dict[str, float]]) -> Table:
    title = f"{heads.manifest.tickets} tickets, out of fold: share right"
    table = Table("head", "reads", "these heads", *baselines, title=title)
    for name, own in heads.manifest.heads.items():
        shown = [
            f"{own['out_of_fold']['accuracy']:.3f}",
            *(f"{known[name]:.3f}" if name in known else "-" for known in baselines.values()),
        ]
        table.add_row(name, " ".join(own["blocks"]) or "nothing", *shown)
    return table
