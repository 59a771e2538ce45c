"""`deskhand knowledge tune | threshold` train the encoder of the search and learn the evidence threshold."""

import json
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from models.training.run import EncoderRun
from worker.cli import progress
from worker.cli.models import train_encoder
from worker.cli.options import AS_JSON
from worker.settings import Settings

console = Console()

TUNE_HELP = """Train an adapter for the search's encoder on handled tickets.

It learns from what customers asked, what agents used, and what the search confused with it. The new encoder changes
every vector, so a new index must be built with it afterwards, beside the live one.

`deskhand models train encoder` does the same by a run file, with every option.

Examples:

    deskhand knowledge tune encoder --data tickets.jsonl --data questions.jsonl

    deskhand knowledge reindex --questions questions.jsonl
"""

THRESHOLD_HELP = """Learn the evidence threshold, below which a search counts as having found nothing.

The ticket then goes to a person. The threshold is learned on questions that passages answer and questions that nothing
answers ("passages": []), and holds for the encoder of the live index. Learn it after every other change to the search.

Examples:

    deskhand knowledge threshold --questions my/questions.jsonl

    deskhand knowledge threshold --questions my/questions.jsonl --lose 0.02 --dry-run --json
"""


class Tuned(StrEnum):
    encoder = "encoder"


def register(app: typer.Typer) -> None:
    app.command(help=TUNE_HELP)(tune)
    app.command(help=THRESHOLD_HELP)(threshold)


def tune(
    what: Annotated[Tuned, typer.Argument(help="What to tune.")],
    data: Annotated[list[Path], typer.Option(help="Handled tickets or questions, JSON Lines; may be repeated.")],
    out: Annotated[
        Path | None, typer.Option(help="Make this folder the encoder; default: a version in DESKHAND_ADAPTERS/encoder.")
    ] = None,
    epochs: Annotated[float, typer.Option(help="Passes over the data.", min=0.01)] = EncoderRun.epochs,
    rank: Annotated[int, typer.Option(help="Rank of the LoRA matrices.", min=1)] = EncoderRun.rank,
    seed: Annotated[int, typer.Option(help="Order of the data and initial weights.")] = EncoderRun.seed,
    as_json: AS_JSON = False,
) -> None:
    from worker import learned_assets
    from worker.learning.runs import deciding, reading

    settings = Settings()
    flags = {"data": list(map(str, data)), "epochs": epochs, "rank": rank, "seed": seed}
    run = deciding.decide(what, reading.read(what, None, flags), settings)
    train_encoder.train(
        run,
        settings,
        out or learned_assets.encoder_folder(settings),
        dry_run=False,
        as_json=as_json,
        versioned=out is None,
    )


def threshold(
    questions: Annotated[Path, typer.Option(help="Questions with and without an answer, JSON Lines.")],
    lose: Annotated[
        float, typer.Option(help="Share of answerable questions that may get no passages.", min=0, max=0.5)
    ] = 0.05,
    dry_run: Annotated[bool, typer.Option(help="Show the threshold, and write nothing.")] = False,
    as_json: AS_JSON = False,
) -> None:
    from knowledge.search import evidence
    from worker import bootstrap
    from worker.company import load_company
    from worker.learning import question_file
    from worker.learning.evidence_threshold import fit

    settings = Settings()
    asked = question_file.load(settings, questions)
    company = load_company(settings.company_path)
    path = settings.adapters_path / evidence.FILE
    with (
        bootstrap.opened(settings) as engine,
        progress.step("search for each question", total=len(asked), unit="questions") as step,
    ):
        finder = bootstrap.make_finder(settings, engine, rerank=False)
        fitted = fit(finder, asked, lose, step.advance)
    fitted = replace(fitted, evidence=replace(fitted.evidence, company=company.id))
    if not dry_run:
        path.parent.mkdir(parents=True, exist_ok=True)
        evidence.save(path, fitted.evidence)
    if as_json:
        typer.echo(json.dumps({"file": str(path), "written": not dry_run, **asdict(fitted)}, indent=2))
        return
    console.print(
        f"the evidence threshold is {fitted.evidence.threshold:.3f}. Of the questions it was not fitted on, no "
        f"passages are found for {fitted.emptied} of {fitted.unanswerable} unanswerable and {fitted.lost} of "
        f"{fitted.answered} answerable ones, and for {fitted.missed} of {fitted.withheld} that were asked without the passages "
        "that answer them"
    )
    for name, (emptied, missed) in fitted.beside.items():
        console.print(f"by {name}: {emptied} of {fitted.unanswerable}, {missed} of {fitted.withheld}")
    console.print(
        "nothing was written" if dry_run else f"[green]written to {path}[/]; workers take it between two batches"
    )
