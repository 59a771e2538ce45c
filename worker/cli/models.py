"""`deskhand models`: train an adapter, evaluate what serves, list what there is."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from worker.errors import Refused
from worker.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Train, evaluate and list the adapters.")
console = Console()

TRAIN_HELP = """Train an adapter for one skill on handled tickets, and calibrate its confidence.

Resumes where an interrupted run with the same data and options stopped.

Examples:

    deskhand models train triage --data demo/tickets/train.jsonl

    deskhand models train reply --data demo/tickets/train.jsonl --epochs 2 --out my/adapters
"""
CALIBRATE_HELP = """Fit the confidence of triage, and choose the confidence from which replies may be sent, on the tickets that
training held out. `train` does this by itself. That no threshold qualifies is a result: then replies stay drafts.

Example:

    deskhand models calibrate --target 0.9
"""
SEND_TARGET = 0.9  # of the replies above the threshold, on held-out tickets, that stand on what the agent used
EVALUATE_HELP = """Score the adapters on handled tickets they have not seen, beside the few-shot prompted base.

Examples:

    deskhand models evaluate

    deskhand models evaluate --data my/test.jsonl --no-baseline --json
"""


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="models")


@app.command(help=TRAIN_HELP)
def train(
    skill: Annotated[str, typer.Argument(help="triage or reply")],
    data: Annotated[Path, typer.Option(help="Handled tickets, JSON Lines.")] = Path("demo/tickets/train.jsonl"),
    out: Annotated[Path | None, typer.Option(help="Folder of the adapters; default: DESKHAND_ADAPTERS.")] = None,
    epochs: Annotated[float, typer.Option(help="Passes over the data.")] = 3.0,
    rank: Annotated[int, typer.Option(help="Rank of the LoRA matrices.")] = 16,
    learning_rate: Annotated[float, typer.Option(help="Peak learning rate.")] = 4e-4,
    method: Annotated[str, typer.Option(help="lora or dora")] = "lora",
    start_from: Annotated[Path | None, typer.Option(help="Go on from this adapter, of the same rank.")] = None,
    seed: Annotated[int, typer.Option(help="Order of the data and initial weights.")] = 7,
) -> None:
    from models import base
    from models.training.lora import LoraRun
    from worker import bootstrap, learning
    from worker.company import load_company
    from worker.handled import load_handled, triage_examples

    if skill not in bootstrap.SKILLS:
        raise Refused(f"there is no skill {skill!r}: choose one of {', '.join(bootstrap.SKILLS)}")
    settings = Settings()
    company, handled = load_company(settings.company), load_handled(data)
    run = LoraRun(method=method, rank=rank, alpha=2 * rank, learning_rate=learning_rate, epochs=epochs, seed=seed)
    kept = [t for t in handled if not learning.is_held_out(t)]
    database = bootstrap.database(settings)
    lines = learning.customers(database)
    if skill == "triage":
        examples = triage_examples(kept, company.queues, lines)
    else:
        find = bootstrap.make_finder(settings, database).tickets
        with console.status(f"searching the passages of {len(kept)} tickets"):
            examples = learning.reply_data(kept, database, find)
    model = base.ensure(settings.base_model, settings.home_path, lambda step: console.print(f"base model: {step}"))
    folder = (out or settings.adapters) / skill
    console.print(f"{len(examples)} examples, {len(handled) - len(kept)} tickets held out, base {model.name}")
    with _bar() as bar:
        task = bar.add_task("training", total=None, loss=0.0)

        def show(progress: Any) -> None:
            bar.update(task, total=progress.steps, completed=progress.step, loss=progress.loss)

        manifest = learning.train_adapter(
            skill, examples, model, run, folder, show, settings.threads or None, start_from
        )
    _calibrate(settings, {skill: folder}, [t for t in handled if learning.is_held_out(t)], SEND_TARGET)
    console.print(f"[green]{manifest.id}[/] is in {folder}; `deskhand models evaluate` says what it is worth")


@app.command(help=CALIBRATE_HELP)
def calibrate(
    data: Annotated[Path, typer.Option(help="Handled tickets; only those held out of training are used.")] = Path(
        "demo/tickets/train.jsonl"
    ),
    target: Annotated[
        float, typer.Option(help="Share of sent replies that must be right.", min=0, max=1)
    ] = SEND_TARGET,
) -> None:
    from worker import bootstrap, learning
    from worker.handled import load_handled

    settings = Settings()
    held_out = [t for t in load_handled(data) if learning.is_held_out(t)]
    _calibrate(settings, bootstrap.adapter_folders(settings), held_out, target)


@app.command(help=EVALUATE_HELP)
def evaluate(
    data: Annotated[Path, typer.Option(help="Handled tickets the adapters were not trained on.")] = Path(
        "demo/tickets/test.jsonl"
    ),
    shots: Annotated[Path, typer.Option(help="Where the baseline's examples come from.")] = Path(
        "demo/tickets/train.jsonl"
    ),
    baseline: Annotated[bool, typer.Option(help="Score the few-shot prompted base as well.")] = True,
    save: Annotated[bool, typer.Option(help="Keep the scores in the adapters' manifests.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print figures as JSON.")] = False,
) -> None:
    from models import registry
    from worker import bootstrap, learning
    from worker.company import load_company
    from worker.evaluate import Contender, few_shot, passages_for
    from worker.evaluate import evaluate as score
    from worker.handled import load_handled

    settings = Settings()
    company, tickets, handled = load_company(settings.company), load_handled(data), load_handled(shots)
    database = bootstrap.database(settings)
    lines = learning.customers(database)
    find = bootstrap.make_finder(settings, database).tickets
    engine = bootstrap.make_model_engine(settings)
    folders = bootstrap.adapter_folders(settings)
    contenders = [Contender(f"adapters ({', '.join(folders) or 'none'})", engine, bootstrap.temperatures(settings))]
    if baseline:
        contenders.append(few_shot(engine, handled, passages_for(handled[:40], find), lines))
    passages = passages_for(tickets, find)
    with _bar(transient=True) as bar:
        task = bar.add_task("evaluating", total=len(tickets) * len(contenders), loss=0.0)
        reports = [
            score(tickets, passages, who, company, lines, settings.batch, lambda n: bar.advance(task, n))
            for who in contenders
        ]
    if save:
        for folder in folders.values():
            scores = {name: share.value for name, share in reports[0].figures.items() if share.value is not None}
            registry.write_manifest(folder, replace(registry.read_manifest(folder), scores=scores))
    if as_json:
        typer.echo(json.dumps([_as_json(report) for report in reports], indent=2))
    else:
        console.print(_table(reports, len(tickets), data))


@app.command("list", help="List the adapters, where they came from, and whether they fit the base.")
def list_adapters(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    from models import base, registry
    from worker import bootstrap

    settings = Settings()
    ready = base.is_ready(settings.base_model, settings.home_path)
    sha256 = base.ensure(settings.base_model, settings.home_path).sha256 if ready else ""
    rows = []
    for folder in bootstrap.adapter_folders(settings).values():
        manifest = registry.read_manifest(folder)
        try:
            registry.load_manifest(folder, base_sha256=sha256)
            fits = "yes" if ready else "base not converted yet"
        except registry.AdapterError as error:
            fits = str(error)
        rows.append(
            {"skill": manifest.skill, "id": manifest.id, "base": manifest.base, "fits": fits} | dict(manifest.config)
        )
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
        return
    table = Table("skill", "id", "base", "examples", "rank", "epochs", "fits the base")
    for row in rows:
        table.add_row(*(str(row.get(k, "")) for k in ("skill", "id", "base", "examples", "rank", "epochs", "fits")))
    console.print(
        table if rows else f"no adapters in {settings.adapters}; train one with `deskhand models train triage`"
    )


def _calibrate(settings: Settings, folders: dict[str, Path], held_out: list[Any], target: float) -> None:
    from worker import bootstrap, learning
    from worker.company import load_company
    from worker.evaluate import Contender, evaluate, passages_for

    company, database = load_company(settings.company), bootstrap.database(settings)
    lines = learning.customers(database)
    engine = bootstrap.make_model_engine(settings, folders)
    if "triage" in folders:
        fitted = learning.calibrate_triage(held_out, engine, company, lines, folders["triage"])
        console.print(f"temperatures from {len(held_out)} held-out tickets: {fitted}")
    if "reply" in folders:
        find = bootstrap.make_finder(settings, database).tickets
        passages = passages_for(held_out, find)
        report = evaluate(held_out, passages, Contender("held out", engine), company, lines, settings.batch)
        threshold = learning.choose_send_threshold(report.rows, target, folders["reply"])
        shown = "no threshold qualifies, so replies stay drafts" if threshold is None else f"{threshold:.3f}"
        console.print(f"replies are sent from a confidence of: {shown} (target {target:.0%})")


def _bar(*, transient: bool = False) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("loss {task.fields[loss]:.3f}" if not transient else ""),
        console=console,
        transient=transient,
    )


def _table(reports: list[Any], tickets: int, data: Path) -> Table:
    table = Table(
        "figure", *(r.name for r in reports), title=f"{tickets} tickets of {data}; share (hits/total, 95 % interval)"
    )
    for name in reports[0].figures:
        table.add_row(name, *(str(r.figures[name]) for r in reports))
    for field in reports[0].calibration_error:
        table.add_row(f"calibration error (ECE), {field}", *(f"{r.calibration_error[field]:.3f}" for r in reports))
    return table


def _as_json(report: Any) -> dict[str, Any]:
    figures = {name: {"hits": s.hits, "total": s.total} for name, s in report.figures.items()}
    return {"name": report.name, "figures": figures, "calibration_error": dict(report.calibration_error)}
