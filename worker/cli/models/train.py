"""`deskhand models train` makes an adapter, heads or an encoder, by a run file, by flags, or by both."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from worker.cli import run_options
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

if TYPE_CHECKING:
    from worker.learning.runs.schema import RunFile

HELP = """Train what a company's handled tickets teach, and keep how it was done.

SKILL is triage, reply or translation (adapters of the language model; translation learns from questions and tickets with a
field "english"), heads (triage on the vector of the search) or encoder (the search). A run file in TOML may have every option
by its name, such as learning_rate; what the command line says goes before it, and the settings decide what nobody says.

An interrupted run with the same data and options goes on where it stopped. The adapter in use stays whole meanwhile; a new one
is a candidate, with its calibration, the run, its record and the learning curve.

Examples:

    deskhand models train triage --data tickets/train.jsonl --json

    deskhand models train reply --config run.toml --dry-run

    deskhand models train reply --config run.toml --rank 32 --seed 8 --restart

    deskhand models train reply --data tickets/train.jsonl --validation tickets/validation.jsonl --patience 2

    deskhand models train triage --data tickets/train.jsonl --write-config run.toml

    deskhand models train reply --config adapters/reply/reply-20261129-1a2b3c4d/run.json

    deskhand models train encoder --data tickets/train.jsonl --data questions.jsonl

    accelerate launch --num_processes 2 --module worker.cli.main models train reply --config run.toml
"""


def train(
    skill: Annotated[str, typer.Argument(help="triage, reply, translation, heads or encoder")],
    config: Annotated[
        Path | None, typer.Option(help="A run file in TOML, or the run.json of a version.", show_default=False)
    ] = None,
    data: Annotated[
        list[str] | None, typer.Option(help="Handled tickets or questions, JSON Lines; may be repeated.")
    ] = None,
    validation: run_options.VALIDATION = None,
    base: run_options.BASE = None,
    out: Annotated[str | None, typer.Option(help="Folder of the adapters; default: DESKHAND_ADAPTERS.")] = None,
    method: run_options.METHOD = None,
    rank: run_options.RANK = None,
    alpha: run_options.ALPHA = None,
    dropout: run_options.DROPOUT = None,
    targets: run_options.TARGETS = None,
    learning_rate: run_options.LEARNING_RATE = None,
    epochs: Annotated[float | None, typer.Option(help="Passes over the data; default: 3, of an encoder 6.")] = None,
    warmup: run_options.WARMUP = None,
    patience: run_options.PATIENCE = None,
    batch: run_options.BATCH = None,
    batch_tokens: run_options.BATCH_TOKENS = None,
    max_tokens: run_options.MAX_TOKENS = None,
    precision: run_options.PRECISION = None,
    seed: run_options.SEED = None,
    start_from: Annotated[
        str | None, typer.Option(help="Train this adapter further: an id or a folder; same rank.")
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            help="Of replies: free, or grammar (statements of the passages); default: DESKHAND_REPLY, else free."
        ),
    ] = None,
    queries: Annotated[int | None, typer.Option(help="Of an encoder: questions per step; default: 64.")] = None,
    temperature: Annotated[float | None, typer.Option(help="Of an encoder; default: 0.05.")] = None,
    baseline: Annotated[
        str | None, typer.Option(help="In place of heads: majority, words, vector or neighbours.")
    ] = None,
    restart: Annotated[bool, typer.Option("--restart", help="Begin anew, whatever an interrupted run left.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be trained, and train nothing.")] = False,
    write_config: Annotated[
        Path | None,
        typer.Option(help="Write the whole run file with its hashes, and train nothing; - prints it.", metavar="FILE"),
    ] = None,
    as_json: AS_JSON = False,
) -> None:
    given = {name: value for name, value in locals().items() if value is not None and value != []}
    flags = {name: given[name] for name in given if name not in _OURS}
    if restart:
        flags["resume"] = False
    from models.training import processes
    from worker.learning.runs import deciding, reading, schema

    if skill not in schema.SKILLS:
        raise Refused(f"there is no skill {skill!r}: choose one of {', '.join(schema.SKILLS)}")
    if processes.count() > 1 and skill not in schema.LANGUAGE:
        raise Refused(f"{skill} is trained by one process: start the command without a launcher of several")
    settings = Settings()
    run = deciding.decide(skill, reading.read(skill, config, flags), settings)
    if write_config is not None:
        if processes.is_first():
            _write(run, write_config)
        return
    _train(run, settings, dry_run=dry_run, as_json=as_json)


_OURS = frozenset({"skill", "config", "restart", "dry_run", "write_config", "as_json"})


def _train(run: "RunFile", settings: Settings, **options: Any) -> None:
    from worker.learning.runs.schema import HEADS, LANGUAGE

    if run.skill in LANGUAGE:
        from worker.cli.models import train_language

        train_language.train(run, settings, **options)
    elif run.skill == HEADS:
        from worker.cli.models import heads

        heads.train(settings, [Path(one) for one in run.data or ()], run.baseline, **options)
    else:
        from worker.cli.models import train_encoder

        train_encoder.train(run, settings, Path(str(run.out)) / str(run.skill), **options)


def _write(run: "RunFile", path: Path) -> None:
    from worker.learning.runs.writing import to_toml

    if str(path) == "-":
        typer.echo(to_toml(run), nl=False)
        return
    if path.exists():
        raise Refused(f"{path} is there already: name another file, or delete it")
    path.write_text(to_toml(run), encoding="utf-8")
    typer.echo(f"{path} has the run; `deskhand models train {run.skill} --config {path}` makes it", err=True)
