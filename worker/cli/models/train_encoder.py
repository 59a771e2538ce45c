"""`deskhand models train encoder` makes an adapter of the search's encoder; `deskhand knowledge tune encoder` does so as well."""

import json
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console

from worker.cli import progress
from worker.cli.models.training_steps import Shown
from worker.settings import Settings

if TYPE_CHECKING:
    from models.training.run import Progress
    from worker.learning.runs.schema import RunFile

console = Console()


def train(
    file: "RunFile", settings: Settings, folder: Path, *, dry_run: bool, as_json: bool, versioned: bool = True
) -> None:
    """Train by a run file, beside the other encoders in `folder`; not `versioned`: `folder` itself is the encoder."""
    from models.weights import registry
    from worker import bootstrap, learned_assets
    from worker.company import load_company
    from worker.learning import encoder, lineage, moved, training_folder
    from worker.learning.runs.deciding import encoder_run, require
    from worker.library.owner import ready_owner

    company, run, name = load_company(settings.company_path), encoder_run(file), str(file.base)
    paths, checked = ([Path(one) for one in own or ()] for own in (file.data, file.validation))
    lineage.require_apart(paths, checked)
    questions, unseen = encoder.load(settings, paths), encoder.load(settings, checked) if checked else []
    if dry_run:
        _show(file, len(questions), len(unseen), as_json=as_json)
        return
    own = settings.model_copy(update={"precision": file.precision or settings.precision})
    bootstrap.prepare(own)
    with ExitStack() as stack:
        stack.enter_context(training_folder.claimed(folder))
        if not file.resume and training_folder.discard(folder):
            progress.say("what an interrupted run left is discarded")
        owner = stack.enter_context(ready_owner(settings))
        if not versioned:
            encoder.refuse_in_use(owner, folder)
        finder = bootstrap.make_finder(settings, stack.enter_context(bootstrap.opened(settings)), rerank=False)
        doing = progress.step("tune the encoder", total=len(questions) + len(unseen), unit="questions")
        shown = Shown(step := stack.enter_context(doing))

        def report(told: "Progress") -> None:
            if step.unit != "steps":
                step.begin("training", told.steps, "steps")
            shown(told)

        step.say("searching for each question")
        texts = encoder.texts_by_key(owner)
        examples, validation = (
            encoder.examples(finder, moved.questions(owner, asked), texts, step.advance)
            for asked in (questions, unseen)
        )
        found = encoder.data_sha256(examples)
        require("examples_sha256", file.examples_sha256, found, "what was made of the data")
        described = {**file.model_dump(exclude_none=True), "examples_sha256": found}
        with shown.saying_what_is_kept(training_folder.checkpoint(folder), resumes=file.resume is not False):
            made = encoder.train(
                examples, name, run, folder, company.id, report,
                validation=validation, say=step.note, described=described, base_sha256=file.base_sha256,
            )  # fmt: skip
        manifest = registry.read_manifest(made)
        # First what it has learned from: a command that is killed in between leaves no encoder of which nobody knows it.
        lineage.record(folder.parent, manifest.id, lineage.keys_of([*paths, *checked]))
        place = training_folder.add_encoder(folder) if versioned else folder
        if not versioned:
            encoder.refuse_in_use(owner, folder)  # an index may have been made by it meanwhile
            training_folder.publish(folder)
    if early := shown.ended_early():
        progress.say(early)
    if as_json:
        typer.echo(json.dumps({"folder": str(place), **asdict(manifest)}, indent=2))
        return
    newest = settings.encoder is None and place == learned_assets.newest_encoder(settings)
    named = "" if newest else f"DESKHAND_ENCODER={place} "
    console.print(
        f"[green]{manifest.id}[/] is in {place}, trained on {len(examples)} questions; "
        f"`{named}deskhand knowledge reindex --questions …` builds an index with it and measures it"
    )


def _show(file: "RunFile", questions: int, validation: int, *, as_json: bool) -> None:
    """Show what would be trained."""
    from worker.learning.runs.deciding import encoder_run

    run = encoder_run(file)
    known: dict[str, Any] = {
        "skill": file.skill,
        "examples": questions,
        "validation": validation,
        "steps": max(1, round(questions * run.epochs / run.queries)),
        "run": file.model_dump(exclude_none=True),
    }
    if as_json:
        typer.echo(json.dumps(known, indent=2))
        return
    for line in (
        f"the encoder {file.base} would learn from {questions:,} questions, each of which is searched for",
        f"steps: {known['steps']:,}, of {run.queries} questions each",
        "nothing was trained",
    ):
        console.print(line, soft_wrap=True, highlight=False)
