"""`deskhand dataset export` writes data and a run file for another tool that trains."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from worker.cli import progress, run_options
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

console = Console()
_OURS = frozenset({"tool", "skill", "out", "config", "dry_run", "as_json"})
HELP = """Write training data and a run file, with which Axolotl or LLaMA-Factory trains what `models train` would train.

The tokens, those of them that count in the loss, the tickets held out, the layers, rank, rates and epochs are the same. What
the tool does otherwise is said here and in README.md. A row that it would read otherwise is left out and counted.
The folder is written whole and readable by you only, because it holds the words of customers. An older export there is
replaced, and the command says of which date it is; other files there stay.
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
    validation: run_options.VALIDATION = None,
    base: run_options.BASE = None,
    method: run_options.METHOD = None,
    rank: run_options.RANK = None,
    alpha: run_options.ALPHA = None,
    dropout: run_options.DROPOUT = None,
    targets: run_options.TARGETS = None,
    learning_rate: run_options.LEARNING_RATE = None,
    epochs: Annotated[float | None, typer.Option(help="Passes over the data; default: 3.")] = None,
    warmup: run_options.WARMUP = None,
    patience: run_options.PATIENCE = None,
    batch: run_options.BATCH = None,
    batch_tokens: run_options.BATCH_TOKENS = None,
    max_tokens: run_options.MAX_TOKENS = None,
    precision: run_options.PRECISION = None,
    seed: run_options.SEED = None,
    form: Annotated[
        str | None, typer.Option(help="Of replies: free, or grammar; default: DESKHAND_REPLY, else free.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")] = False,
    as_json: AS_JSON = False,
) -> None:
    given = {name: value for name, value in locals().items() if value is not None and value != []}
    flags = {name: given[name] for name in given if name not in _OURS}
    from worker import bootstrap, learned_assets
    from worker.learning import language_run
    from worker.learning.exports import export as exports
    from worker.learning.exports import record
    from worker.learning.runs import deciding, reading

    if tool not in exports.TRAINERS:
        raise Refused(f"there is no export for {tool!r}: choose one of {', '.join(exports.TRAINERS)}")
    if skill not in learned_assets.SKILLS:
        raise Refused(f"there is no export of {skill!r}: choose one of {', '.join(learned_assets.SKILLS)}")
    exports.require_place(out)
    earlier = record.made_at(out)
    if earlier is not None:
        would = "would be replaced; this is a dry run" if dry_run else "will be replaced, and other files there stay"
        progress.say(f"{out} holds an export of {earlier}, which {would}")
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
        lines = {**asdict(known.record), "folder": None if dry_run else str(out), "replaces": earlier}
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
