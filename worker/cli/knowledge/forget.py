"""`deskhand knowledge forget` deletes a source that the knowledge file does not name any more."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console

from worker.cli.options import AS_JSON
from worker.settings import Settings

console = Console()

FORGET_HELP = """Delete what is kept of a source that the knowledge file does not name any more.

Its documents and passages go, the accounts and contacts that it named, and the approved wordings of its sections. The tickets
of these accounts stay, without an account. A source that has another name now should be synced first: then nothing is embedded
again, and handled tickets and approved wordings follow to the new name.

Examples:

    deskhand knowledge forget wiki --dry-run

    deskhand knowledge forget wiki --yes
"""


def register(app: typer.Typer) -> None:
    app.command(help=FORGET_HELP)(forget)


def forget(
    source: Annotated[str, typer.Argument(help="The source, as the knowledge file named it.")],
    dry_run: Annotated[bool, typer.Option(help="Show what would be deleted, and delete nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    as_json: AS_JSON = False,
) -> None:
    from worker.library import forgetting

    settings = Settings()
    found = forgetting.forget(settings, source, dry_run=True)
    said = (
        f"{found.holding.documents} documents with {found.holding.passages} passages, {found.accounts} accounts with "
        f"{found.contacts} contacts, {found.wordings} wordings; {found.tickets} tickets lose their account"
    )
    if not dry_run:
        if not yes:
            typer.confirm(f"Delete {source}: {said}?", abort=True)
        found = forgetting.forget(settings, source)
    if as_json:
        typer.echo(json.dumps({**asdict(found), "deleted": not dry_run}, indent=2))
    else:
        console.print(f"{'would delete' if dry_run else 'deleted'} {source}: {said}", soft_wrap=True, markup=False)
