"""`deskhand models prompt` chooses the prompt of a base model without an adapter, and keeps it with its score."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from worker.cli import private_file, progress
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

if TYPE_CHECKING:
    from worker.learning.prompting.choosing import Chosen

console = Console()
HELP = """Choose the prompt with which the base model does triage or replies without an adapter.

Instructions, the number of examples (0, 2, 4 or 8) and their choice (fixed ones, or the handled tickets nearest to each question)
are compared on --data, with as few answers as successive halving needs. The best one is kept in the adapters' folder with its
score, and with a page that shows all that was tried and every ticket. It serves where the settings let the model work
(DESKHAND_TRIAGE=model, DESKHAND_REPLY=grammar or free) and no adapter does that skill, and it is what an adapter must beat.

Choose on tickets that no report uses. Examples of replies are shown to a model that answers other customers, so a ticket with
something of a person in it is none: `deskhand history examples` writes redacted ones.

Examples:

    deskhand models prompt triage --data my/validation.jsonl --examples my/train.jsonl

    deskhand models prompt reply --data my/validation.jsonl --examples my/train.jsonl --limit 60

    deskhand models prompt triage --data my/validation.jsonl --examples my/train.jsonl --instructions mine.txt --dry-run --json
"""


def prompt(
    skill: Annotated[str, typer.Argument(help="triage or reply")],
    data: Annotated[Path, typer.Option(help="Validation: handled tickets on which the prompt is chosen.")],
    examples: Annotated[list[Path], typer.Option(help="Handled tickets to take examples from; may be repeated.")],
    instructions: Annotated[
        Path | None, typer.Option(help="Your own instructions, with an empty line between two; default: three of ours.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Use at most so many validation tickets.")] = None,
    most_examples: Annotated[int, typer.Option(min=0, max=8, help="Show at most so many examples.")] = 8,
    form: Annotated[
        str | None, typer.Option(help="Of replies: free or grammar; default: DESKHAND_REPLY, else grammar.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(help="Write the page to this file too: it is kept beside the prompt.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Measure, and keep nothing.")] = False,
    as_json: AS_JSON = False,
) -> None:
    from models.hardware import processor
    from worker import kept_prompts
    from worker.learning.prompting import instructions as written
    from worker.learning.prompting.command import Wanted, remember, run
    from worker.learning.prompting.page import page

    if skill not in kept_prompts.SKILLS:
        raise Refused(f"there is no prompt for {skill!r}: choose one of {', '.join(kept_prompts.SKILLS)}")
    if html is not None:
        private_file.require_place(html)
    settings = Settings()
    own = written.read(instructions) if instructions else written.WRITTEN[skill]
    wanted = Wanted(skill, data, tuple(examples), own, limit, most_examples, _form(form, settings.reply, skill))
    with progress.step(f"choose the prompt for {skill}") as step:
        chosen = run(settings, wanted, lambda: _privacy(settings), step)
    path = kept_prompts.place(settings.adapters_path, skill)
    pages = [html] if html is not None else []
    if not dry_run:
        kept_prompts.save(chosen.kept, settings.adapters_path)
        remember(settings, wanted, chosen)
        pages = [kept_prompts.page_place(settings.adapters_path, skill), *pages]
    for place in pages:
        private_file.write(place, page(chosen, processor.describe()))
    if as_json:
        typer.echo(json.dumps(_as_json(chosen, None if dry_run else path, pages), indent=2))
        return
    for line in told(chosen):
        console.print(Text(line), soft_wrap=True)
    console.print(Text("Nothing is kept: this was a dry run." if dry_run else f"It is kept in {path}."), soft_wrap=True)
    if pages:
        console.print(Text(f"The page that shows how it was chosen is {pages[-1]}."), soft_wrap=True)
    if not dry_run:
        console.print(Text(_use(settings, chosen)), soft_wrap=True)


def _form(given: str | None, setting: str, skill: str) -> str | None:
    """Return what replies may consist of; None for triage. Raises `Refused`."""
    from models.skills import reply

    known = [str(form) for form in reply.Form]
    if given is not None and (given not in known or skill != reply.NAME):
        raise Refused(f"--form is for the skill reply, and one of {', '.join(known)}")
    if skill != reply.NAME:
        return None
    return given or (setting if setting in known else reply.Form.GRAMMAR)


def _privacy(settings: Settings) -> Any:
    """Return what tells which tickets may be shown to a model that replies to others."""
    from worker.company import load_company
    from worker.db.session import transaction
    from worker.history.redaction import Gazetteer, Redactor
    from worker.learning.prompting.command import Privacy
    from worker.library.knowledge_file import private_sources
    from worker.library.owner import ready_owner

    with ready_owner(settings, reads=True) as owner, transaction(owner) as session:
        redactor = Redactor(Gazetteer.of(session, load_company(settings.company_path)))
    return Privacy(private_sources(settings), redactor.residue)


def told(chosen: "Chosen") -> list[str]:
    """Return the result for a person."""
    kept = chosen.kept
    lines = [
        f"{kept.prompt.id or 'the best prompt'}: {chosen.name}",
        f"{kept.origin.measure}: {kept.score}, on the {kept.score.total} tickets among which it was chosen, so a little too good",
    ]
    lines += [
        f"{rival.name}: {rival.score}" + (f"; beside the prompt {rival.pairs}" if rival.pairs else "")
        for rival in chosen.rivals
    ]
    lines += [f"{name} could not be asked: {why}" for name, why in list(chosen.out.items())[:3]]
    lines += [f"{name}: {refused}" for name, refused in list(chosen.refused.items())[:3]]
    lines.append(f"{kept.origin.candidates} prompts gave {chosen.calls} answers; the base is {kept.origin.base}")
    return lines


def _use(settings: Settings, chosen: "Chosen") -> str:
    """Return whether the prompt serves now, or why it does not."""
    from worker import learned_assets

    kept = chosen.kept
    why = learned_assets.idle_prompt(settings, kept.skill, kept, kept.origin.base)
    return f"It does not serve: {why}." if why else "Workers take it between two batches."


def _as_json(chosen: "Chosen", path: Path | None, pages: Sequence[Path]) -> dict[str, Any]:
    kept = chosen.kept
    own = kept.prompt
    return {
        "skill": kept.skill,
        "id": own.id,
        "instruction": own.instruction,
        "examples": own.count,
        "choice": str(own.choice) if own.count else None,
        "form": str(own.form) if own.form else None,
        "base": kept.origin.base,
        "measure": kept.origin.measure,
        "score": {
            "hits": kept.score.hits,
            "total": kept.score.total,
            "interval": [round(end, 3) for end in kept.score.interval],
        },
        "compared": [rival.as_json() for rival in chosen.rivals],
        "rounds": [
            {"tickets": one.tickets, "right": {candidate.name: right for candidate, right in one.runners}}
            for one in chosen.rounds
        ],
        "not_asked": dict(chosen.out),
        "refused": {name: asdict(refused) for name, refused in chosen.refused.items()},
        "answers": chosen.calls,
        "path": str(path) if path else None,
        "pages": [str(place) for place in pages],
    }
