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
_OURS = frozenset({"tool", "skill", "out", "config", "dry_run", "as_json"})
HELP = """Write training data and a run file, with which Axolotl or LLaMA-Factory trains what `models train` would train.

The tokens, those of them that count in the loss, the tickets held out, the layers, rank, rates and epochs are the same. What
the tool does otherwise is said here and in README.md. A row that it would read otherwise is left out and counted.
The folder is written whole and readable by you only, because it holds the words of customers. An older export there is replaced.
What was trained comes back with `deskhand models import`.

Examples:

    deskhand dataset export --for axolotl --skill triage --data tickets/train.jsonl --out my/export

    deskhand dataset export --for llama-factory --skill reply --config run.toml --method qlora --out my/export

    deskhand dataset export --for axolotl --skill reply --data tickets/train.jsonl --out my/export --dry-run --json
"""


def export(
    tool: Annotated[str, typer.Option("--for", help="axolotl or llama-factory", show_default=False)],
    skill: Annotated[str, typer.Option(help="triage, reply or translation", show_default=False)],
    out: Annotated[Path, typer.Option(help="Folder of the export.", show_default=False)],
    config: Annotated[
        Path | None, typer.Option(help="A run file, as `models train` reads it.", show_default=False)
    ] = None,
    data: Annotated[list[str] | None, typer.Option(help="Handled tickets, JSON Lines; may be repeated.")] = None,
    validation: Annotated[list[str] | None, typer.Option(help="Files that choose the epoch that is kept.")] = None,
    base: Annotated[str | None, typer.Option(help="A folder or a hub name; default: DESKHAND_BASE_MODEL.")] = None,
    method: Annotated[str | None, typer.Option(help="lora (default), dora or qlora")] = None,
    rank: Annotated[int | None, typer.Option(help="Rank of the matrices; default: 16.")] = None,
    alpha: Annotated[int | None, typer.Option(help="How strong they are; default: twice the rank.")] = None,
    dropout: Annotated[float | None, typer.Option(help="Share of their inputs left out; default: 0.")] = None,
    targets: Annotated[list[str] | None, typer.Option(help="A layer to train; may be repeated.")] = None,
    learning_rate: Annotated[float | None, typer.Option(help="Peak learning rate; default: 4e-4.")] = None,
    epochs: Annotated[float | None, typer.Option(help="Passes over the data; default: 3.")] = None,
    warmup: Annotated[float | None, typer.Option(help="Share of steps in which the rate rises; default: 0.06.")] = None,
    patience: Annotated[int | None, typer.Option(help="Epochs to wait for a better validation loss; 0: all.")] = None,
    batch: Annotated[int | None, typer.Option(help="Examples per step; default: 8.")] = None,
    batch_tokens: Annotated[int | None, typer.Option(help="Tokens per step, in place of examples.")] = None,
    max_tokens: Annotated[int | None, typer.Option(help="Of an example; default: 1024.")] = None,
    precision: Annotated[str | None, typer.Option(help="Of the base: auto, float32 or bfloat16.")] = None,
    seed: Annotated[int | None, typer.Option(help="Order of the data and first weights; default: 7.")] = None,
    form: Annotated[
        str | None, typer.Option(help="Of replies: free, or grammar; default: DESKHAND_REPLY, else free.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")] = False,
    as_json: AS_JSON = False,
) -> None:
    given = {name: value for name, value in locals().items() if value is not None and value != []}
    flags = {name: given[name] for name in given if name not in _OURS}
    from worker import bootstrap
    from worker.learning import language_run
    from worker.learning.exports import export as exports
    from worker.learning.runs import deciding, reading

    if tool not in exports.TRAINERS:
        raise Refused(f"there is no export for {tool!r}: choose one of {', '.join(exports.TRAINERS)}")
    if skill not in bootstrap.SKILLS:
        raise Refused(f"there is no export of {skill!r}: choose one of {', '.join(bootstrap.SKILLS)}")
    exports.require_place(out)
    settings = Settings()
    file = deciding.decide(skill, reading.read(skill, config, flags), settings)
    own = language_run.settings_of(file, settings)
    bootstrap.prepare(own)
    with progress.step("prepare the base model", usually="15 s to 2 min the first time") as step:
        model = language_run.load_base(file, own, step.say)
    with progress.step("prepare the examples", unit="tickets") as step:
        run = language_run.load(file, own, model, step.advance)
    with progress.step("write the rows", unit="examples") as step:
        known = exports.export(run, exports.TRAINERS[tool], None if dry_run else out, step.update)
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
