"""`deskhand models evaluate` measures what serves, and everything simpler, on handled tickets that no training saw."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from worker.cli import private_file, progress
from worker.cli.models import names
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

if TYPE_CHECKING:
    from worker.learning.report.findings import Findings

console = Console()
HELP = """Score what serves on handled tickets it has not seen, beside the simplest things that could do the same.

For triage these are the most frequent class, words (TF-IDF), the vector alone and the nearest handled tickets, trained at
this moment on --train; for replies, the first passage found and its nearest sentences. Each is compared with what serves on
the same tickets. With --only triage it takes seconds where heads serve. Several --data files are shown apart.

With --oracle the same tickets are answered once more, from the passages that their agents used in place of those found: the
share that is lost to retrieval, against the share that is lost to the model or the selection.

Beside a calibration error, the brackets say where that of a perfectly calibrated model would lie by chance.

Examples:

    deskhand models evaluate --data tickets/test.jsonl --train tickets/train.jsonl

    deskhand models evaluate --only triage --data my/test.jsonl --data my/edge.jsonl --train my/train.jsonl --html report.html

    deskhand models evaluate --data my/test.jsonl --no-baseline --json

    deskhand models evaluate --only replies --no-baseline --oracle
"""


def evaluate(
    data: Annotated[list[Path], typer.Option(help="Handled tickets that no training saw; may be repeated.")],
    train: Annotated[
        list[Path] | None,
        typer.Option("--train", "--shots", help="Handled tickets that the baselines learn from; may be repeated."),
    ] = None,
    only: Annotated[str | None, typer.Option(help="Evaluate one part: triage or replies.")] = None,
    baseline: Annotated[bool, typer.Option(help="Score the simplest things that could do the same as well.")] = True,
    model: Annotated[
        bool,
        typer.Option(
            "--model",
            help="Score the model as well where heads serve, or a selector: triage, and replies in each form.",
        ),
    ] = False,
    few_shot: Annotated[
        bool, typer.Option("--few-shot", help="Score the few-shot prompted base model as well; kept once it was made.")
    ] = False,
    curve: Annotated[bool, typer.Option("--curve", help="Train heads on 50 to all tickets of --train.")] = False,
    oracle: Annotated[
        bool,
        typer.Option(
            "--oracle",
            help="Answer the tickets from the right passages too: what is lost to retrieval, what to the model?",
        ),
    ] = False,
    adapter: names.ADAPTER = None,
    save: Annotated[bool, typer.Option(help="Keep the scores in the adapters' manifests.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page that a support lead can read.")] = None,
    as_json: AS_JSON = False,
) -> None:
    from worker.cli.models import scoreboard
    from worker.cli.models.exam import Exam, Wanted
    from worker.learning.report.row import PARTS

    if only is not None and only not in PARTS:
        raise Refused(f"there is no part {only!r}: choose triage or replies")
    if oracle and only == "triage":
        raise Refused("--oracle answers tickets, and triage answers none: leave out --only triage")
    settings = Settings()
    candidate = names.folder(settings, adapter, "triage", "reply") if adapter is not None else None
    if candidate is not None:
        only = "triage" if candidate.skill == "triage" else "replies"
    parts = PARTS if only is None else frozenset(part for part in PARTS if part == only)
    if not train and (baseline or few_shot or curve):
        raise Refused("name what the baselines learn from with --train FILE, or leave them out with --no-baseline")
    if html is not None:
        private_file.require_place(html)
    if candidate is None and "triage" in parts and (note := _nobody_learned_triage(settings)):
        progress.say(note)
    found = Exam(
        settings, Wanted(parts, baseline, model, few_shot, curve, oracle, candidate.folder if candidate else None)
    ).findings(data, train or ())
    if save or candidate is not None:
        _keep(settings, found[0], candidate, scores=save)
    if html is not None:
        _write(html, found)
    if as_json:
        typer.echo(json.dumps([report for one in found for report in one.as_json()], indent=2))
        return
    for one in found:
        scoreboard.show(console, one)


def _nobody_learned_triage(settings: Settings) -> str:
    """Return what a person should know before the bare base is scored, which decides nothing when tickets come; else ""."""
    from worker import learned_assets

    if learned_assets.load_heads(settings) or "triage" in learned_assets.adapter_folders(settings):
        return ""
    if learned_assets.serving_prompt(settings, "triage"):
        return ""
    return (
        "no heads: the bare base model is scored for triage, and it decides nothing here; run "
        "`deskhand models heads --data FILE`"
    )


def _keep(settings: Settings, found: "Findings", candidate: "names.Candidate | None", *, scores: bool) -> None:
    """Keep the figures in the manifests of those adapters that made them (`scores`), and their intervals in the ledgers. The
    gate counts that of a candidate among the looks at these tickets, whether its scores are kept or not."""
    from worker import learned_assets
    from worker.learning import lineage
    from worker.learning.evaluation import keep_scores
    from worker.learning.gate import ledger

    folders = {candidate.skill: candidate.folder} if candidate else learned_assets.adapter_folders(settings)
    made = {
        "triage": "triage" in found.parts and (candidate is not None or not learned_assets.load_heads(settings)),
        "reply": "replies" in found.parts and (candidate is not None or not learned_assets.chooses(settings)),
    }
    own = {skill: folder for skill, folder in folders.items() if made.get(skill)}
    if scores:
        keep_scores(found.serving, own)
    cases = [lineage.text_key(row.ticket) for row in found.rows]
    for skill, folder in own.items():
        place = settings.adapters_path / skill
        if scores or folder.parent == place:
            ledger.evaluated(place, folder, found.data, found.serving.figures, cases)


def _write(path: Path, found: "Sequence[Findings]") -> None:
    from models.hardware import processor
    from worker.learning.report.page import page

    private_file.write(path, page(found, processor.describe()))
    progress.say(f"the page is {path}")
