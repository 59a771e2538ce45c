"""`deskhand models import` brings back an adapter that another tool trained."""

import json
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
HELP = """Bring back an adapter that another tool trained with PEFT, such as Axolotl; it does not serve yet.

The export that it was trained on (`deskhand dataset export`) says what it is for, whose it is, on which base, and which words
it may write. It is found above the adapter's folder, or given with --from. Refused are pickled weights, another base,
another company's export, data that was changed after the export, and everything but LoRA, rank-stabilised LoRA and DoRA on
linear layers. Only the weights are taken; their configuration is written anew.

Examples:

    deskhand models import my/export/out

    deskhand models import downloads/adapter --from my/export --json

    deskhand models import downloads/adapter --skill triage
"""


def import_adapter(
    folder: Annotated[Path, typer.Argument(help="Folder of the adapter, as PEFT saves it.", show_default=False)],
    skill: Annotated[str | None, typer.Option(help="triage, reply or translation; default: as exported.")] = None,
    from_: Annotated[Path | None, typer.Option("--from", help="Folder of the export that it was trained on.")] = None,
    form: Annotated[str | None, typer.Option(help="Of replies without an export: free or grammar.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the adapters; default: DESKHAND_ADAPTERS.")] = None,
    as_json: AS_JSON = False,
) -> None:
    from models.skills import reply
    from models.weights import base
    from worker import learned_assets
    from worker.company import load_company
    from worker.learning import importing
    from worker.learning.exports.origin import find_origin

    if skill is not None and skill not in learned_assets.SKILLS:
        raise Refused(f"there is no skill {skill!r}: choose one of {', '.join(learned_assets.SKILLS)}")
    if form is not None and form not in set(reply.Form):
        raise Refused(f"there is no form {form!r}: choose one of {', '.join(reply.Form)}")
    importing.require_adapter(folder)  # before the base is prepared, which takes minutes
    settings = Settings()
    company = load_company(settings.company_path)
    origin = find_origin(folder, from_)
    with progress.step("convert the base model", usually="15 s to 2 min the first time") as step:
        model = base.ensure(settings.base_model, settings.home_path, step.say)
    with progress.step("check the adapter"):
        known = importing.import_adapter(
            folder,
            model,
            company,
            out or settings.adapters_path,
            origin=origin,
            skill=skill,
            form=reply.Form(form) if form else None,
        )
    if as_json:
        told = {
            "id": known.manifest.id,
            "skill": known.manifest.skill,
            "folder": str(known.folder),
            "export": known.export,
            "config": dict(known.manifest.config),
            "told": known.told,
        }
        typer.echo(json.dumps(told, indent=2))
        return
    for sentence in known.told:
        console.print(Text(sentence), soft_wrap=True)
    console.print(
        f"[green]{known.manifest.id}[/] is a candidate in {known.folder}; `deskhand models promote` lets it serve",
        soft_wrap=True,
    )
