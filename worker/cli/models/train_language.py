"""`deskhand models train triage | reply | translation` makes an adapter of the language model."""

import json
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console

from models.training import processes
from worker.cli import progress
from worker.cli.models import calibrated
from worker.cli.models.training_steps import Shown
from worker.settings import Settings

if TYPE_CHECKING:
    from worker.learning.language_run import LanguageRun
    from worker.learning.runs.schema import RunFile

console = Console()


def train(file: "RunFile", settings: Settings, *, dry_run: bool, as_json: bool) -> None:
    """Train by a run file. Where several processes train, only the first one says or writes anything."""
    from worker import bootstrap
    from worker.learning import language_run, lesson, training_folder

    own = language_run.settings_of(file, settings)
    bootstrap.prepare(own)
    if not processes.is_first():
        if not dry_run:
            lesson.help_train()
        return
    if dry_run:
        _show(_loaded(file, own), as_json=as_json)
        return
    with training_folder.claimed(language_run.folder_of(file)):  # before what takes minutes
        _make(_loaded(file, own), settings, as_json=as_json)


def _make(run: "LanguageRun", settings: Settings, *, as_json: bool) -> None:
    """Train, calibrate, and put the adapter beside the other versions."""
    from models.weights import registry
    from worker.learning import language_run, lineage, training_folder

    if not run.file.resume and training_folder.discard(run.folder):
        progress.say("what an interrupted run left is discarded")
    with progress.step("train", unit="steps") as step:
        shown = Shown(step)
        step.say("loading the base")
        checkpoint = training_folder.checkpoint(run.folder)
        with shown.saying_what_is_kept(checkpoint, resumes=run.file.resume is not False):
            made = language_run.train(run, shown, step.note)
    if early := shown.ended_early():
        progress.say(early)
    fitted: dict[str, Any] = {}
    if run.has_confidence:
        with progress.step(f"calibrate on {calibrated.counted(len(run.held_out))}", unit="tickets") as step:
            fitted = language_run.calibrate(run, made, step.advance)
    # First what it has learned from: a command that is killed in between leaves no version of which nobody knows it.
    lineage.record(run.folder.parent, registry.read_manifest(made).id, lineage.keys_of(run.files))
    place = training_folder.add_version(run.folder)
    if as_json:
        known = {"id": place.name, "skill": run.skill, "folder": str(place), "examples": len(run.examples)}
        typer.echo(json.dumps({**known, **fitted, "run": run.file.model_dump(exclude_none=True)}, indent=2))
        return
    if fitted:
        console.print(calibrated.told(fitted), soft_wrap=True)
    console.print(
        f"[green]{place.name}[/] is a candidate in {place}; `deskhand models promote` lets it serve", soft_wrap=True
    )
    console.print(f"its run, its record and the learning curve are in {place / 'run.html'}", soft_wrap=True)
    if run.file.base != settings.base_model:
        console.print(f"it serves where DESKHAND_BASE_MODEL is {run.file.base}", soft_wrap=True)


def _loaded(file: "RunFile", settings: Settings) -> "LanguageRun":
    from worker.learning import language_run

    with progress.step("prepare the base model", usually="15 s to 2 min the first time") as step:
        model = language_run.load_base(file, settings, step.say)
    with progress.step("prepare the examples", unit="tickets") as step:
        run = language_run.load(file, settings, model, step.advance)
    checked = f", {len(run.validation)} for validation" if run.validation else ""
    progress.say(f"{len(run.examples)} examples{checked}, {len(run.held_out)} tickets held out, base {model.name}")
    if run.validation and run.held_out:
        progress.say(
            "those for validation choose the epoch, so confidence is calibrated on the tickets held out of --data"
        )
    return run


def _show(run: "LanguageRun", *, as_json: bool) -> None:
    """Show what would be trained."""
    from worker.learning import language_run

    seen = language_run.outlook(run)
    if (warning := too_short(seen.cut, seen.examples, run.options.max_tokens)) is not None:
        progress.say(warning)
    known: dict[str, Any] = {
        "skill": run.skill,
        "examples": seen.examples,
        "validation": len(run.validation),
        "held_out": len(run.held_out),
        "tokens": seen.tokens,
        "longest": seen.longest,
        "cut": seen.cut,
        "steps": seen.steps,
        "weights": seen.weights,
        "memory": seen.memory,
        "run": run.file.model_dump(exclude_none=True),
    }
    if as_json:
        typer.echo(json.dumps(known, indent=2))
        return
    turns = "in the turns of its chat template" if seen.turns else "as plain text"
    lines = [
        f"{run.skill} would learn from {seen.examples:,} examples ({len(run.held_out):,} more tickets are held out)",
        f"base: {run.model.name}, {seen.base_weights / 1e6:,.0f} million weights, {turns}",
        f"base: sha256 {run.model.sha256[:12] or 'unknown'}",
        *(f"data: {name}, sha256 {own[:12]}" for name, own in _hashed(run.file)),
        f"examples: sha256 {seen.examples_sha256[:12]}, the longest has {seen.longest:,} tokens; {seen.cut:,} lose their middle",
        f"steps: {seen.steps:,}, with {seen.tokens:,} tokens in all",
        f"trained: {seen.weights:,} weights, {run.file.method} of rank {run.file.rank}",
        f"memory: about {seen.memory / 1e9:.1f} GB",
        "nothing was trained",
    ]
    for line in lines:
        console.print(line, soft_wrap=True, highlight=False)


def too_short(cut: int, examples: int, max_tokens: int) -> str | None:
    """Return a warning where most examples lose their middle: the adapter would not learn from what customers wrote."""
    if 2 * cut <= examples:
        return None
    return (
        f"warning: {cut:,} of {examples:,} examples are longer than max_tokens ({max_tokens:,}) and lose the middle of their "
        "prompt, which is what the answer is about: give more with --max-tokens"
    )


def _hashed(file: "RunFile") -> list[tuple[str, str]]:
    data = zip(file.data or (), file.data_sha256 or (), strict=True)
    checked = zip(file.validation or (), file.validation_sha256 or (), strict=True)
    return [*data, *checked]
