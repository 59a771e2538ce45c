"""`deskhand dataset export` writes data and a run file for another tool that trains."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from worker.cli import progress
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

console = Console()
HELP = """Write training data and a run file with which Axolotl or LLaMA-Factory trains the adapter that `models train` would train.

The tokens, those of them that count in the loss, the tickets held out, the layers, rank, rates and epochs are the same; what the
tool does otherwise is said, here and in the folder's README.md. A row that the tool would read otherwise is left out and counted.
The folder is written whole and readable by you only, because it holds the words of customers. An older export there is replaced.
What was trained comes back with `deskhand models import`.

Examples:

    deskhand dataset export --for axolotl --skill triage --data tickets/train.jsonl --out my/export

    deskhand dataset export --for llama-factory --skill reply --data tickets/train.jsonl --validation tickets/validation.jsonl
    --method qlora --rank 32 --out my/export

    deskhand dataset export --for axolotl --skill reply --data tickets/train.jsonl --out my/export --dry-run --json
"""


def export(
    tool: Annotated[str, typer.Option("--for", help="axolotl or llama-factory", show_default=False)],
    skill: Annotated[str, typer.Option(help="triage, reply or translation", show_default=False)],
    data: Annotated[list[Path], typer.Option(help="Handled tickets, JSON Lines; may be repeated.")],
    out: Annotated[Path, typer.Option(help="Folder of the export.", show_default=False)],
    validation: Annotated[
        list[Path] | None, typer.Option(help="Handled tickets that choose the epoch whose state is kept; may be repeated.")
    ] = None,
    base: Annotated[str | None, typer.Option(help="Base model; default: DESKHAND_BASE_MODEL.")] = None,
    method: Annotated[str, typer.Option(help="lora, dora or qlora")] = "lora",
    rank: Annotated[int, typer.Option(help="Rank of the LoRA matrices.")] = 16,
    alpha: Annotated[int | None, typer.Option(help="LoRA's alpha; default: twice the rank.")] = None,
    dropout: Annotated[float, typer.Option(help="Share of the adapter's inputs that are dropped.")] = 0.0,
    target: Annotated[
        list[str] | None, typer.Option(help="Name of the layers that learn; may be repeated; default: as in training.")
    ] = None,
    learning_rate: Annotated[float, typer.Option(help="Peak learning rate.")] = 4e-4,
    epochs: Annotated[float, typer.Option(help="Passes over the data.")] = 3.0,
    batch: Annotated[int, typer.Option(help="Examples per step.")] = 8,
    patience: Annotated[int, typer.Option(help="Epochs without a lower validation loss until it ends; 0: never.")] = 0,
    max_tokens: Annotated[int, typer.Option(help="Tokens of an example; longer prompts lose their middle.")] = 1024,
    seed: Annotated[int, typer.Option(help="Order of the data and initial weights.")] = 7,
    form: Annotated[str | None, typer.Option(help="Of replies: free or grammar; default: DESKHAND_REPLY, else free.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")] = False,
    as_json: AS_JSON = False,
) -> None:
    from models.skills import reply, translation
    from models.training.run import LoraRun
    from models.weights import base as bases
    from worker import bootstrap
    from worker.company import load_company
    from worker.learning import adapters, lineage
    from worker.learning.exports import export as exports

    if tool not in exports.TRAINERS:
        raise Refused(f"there is no export for {tool!r}: choose one of {', '.join(exports.TRAINERS)}")
    if skill not in bootstrap.SKILLS:
        raise Refused(f"there is no skill {skill!r}: choose one of {', '.join(bootstrap.SKILLS)}")
    run = LoraRun(
        method=method,
        rank=rank,
        alpha=2 * rank if alpha is None else alpha,
        dropout=dropout,
        learning_rate=learning_rate,
        epochs=epochs,
        batch=batch,
        max_tokens=max_tokens,
        seed=seed,
        targets=tuple(target or ()),
        patience=patience,
    )
    exports.require_place(out)
    settings = Settings()
    company = load_company(settings.company_path)
    wanted = adapters.form_to_learn(form, settings.reply, skill)
    bootstrap.prepare(settings)
    with progress.step("prepare the examples", unit="tickets") as step:
        examples, held_out = adapters.load(settings, skill, data, step.advance, wanted)
        checked = adapters.load(settings, skill, validation, step.advance, wanted)[0] if validation else []
    if not examples:
        raise Refused(f"{', '.join(map(str, data))} holds nothing that {skill} can learn from")
    with progress.step("convert the base model", usually="15 s to 2 min the first time") as step:
        model = bases.ensure(base or settings.base_model, settings.home_path, step.say)
    source = exports.Source(
        skill, examples, checked, lineage.ids_of(data), len(held_out), wanted if skill == reply.NAME else None
    )
    common = adapters.COMMON_TOKENS if skill == translation.NAME else 0
    with progress.step("write the rows", unit="examples") as step:
        known = exports.export(
            source, run, model, company, exports.TRAINERS[tool], None if dry_run else out, common, step.update
        )
    if as_json:
        lines = {**asdict(known.record), "folder": None if dry_run else str(out)}
        typer.echo(json.dumps({**lines, "told": list(known.told), "differs": list(known.differs)}, indent=2))
        return
    for sentence in (*known.told, *known.differs):
        console.print(Text(sentence), soft_wrap=True)
    counts = known.record.counts
    done = "would be written" if dry_run else "are written"
    console.print(
        Text(f"{counts['examples']:,} examples for {skill} {done} into {out}, {counts['held_out']:,} tickets held out"),
        soft_wrap=True,
    )
    if not dry_run:
        console.print(Text("README.md there says how to train, and how the adapter comes back"), soft_wrap=True)
