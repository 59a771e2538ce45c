"""`deskhand models claim` writes the company's id into what an earlier version learned for it."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

console = Console()
HELP = """Say that what an earlier version learned is this company's.

Heads, adapters, encoder, thresholds, selector and confidence carry the id of the company from whose tickets they were
learned, and serve no other company. Earlier versions wrote no id. This command writes it into what lies in
DESKHAND_ADAPTERS and names no company, or the company's name. Claim only what was learned from your own tickets: what is
copied from the demo is Ferrowick's. What names another company is never claimed.

Examples:

    deskhand models claim

    deskhand models claim --yes --json
"""


def claim(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AS_JSON = False,
) -> None:
    from worker import assets
    from worker.company import load_company

    settings = Settings()
    company, folder = load_company(settings.company_path), settings.adapters_path
    known = [asset for asset in assets.assets_of(folder) if not asset.is_of(company)]
    wanted = [asset for asset in known if asset.could_be_of(company)]
    others = [asset for asset in known if not asset.could_be_of(company)]
    if wanted and not yes:
        for asset in wanted:
            typer.echo(f"{asset.file}", err=True)
        if not typer.confirm(f"Were all of these learned from the tickets of {company.name}?", err=True):
            raise Refused("nothing was claimed: remove what is not yours, and run the command again")
    for asset in wanted:
        assets.claim(asset, company)
    if as_json:
        claimed, refused = ([str(asset.file) for asset in some] for some in (wanted, others))
        typer.echo(json.dumps({"company": company.id, "claimed": claimed, "refused": refused}, indent=2))
    else:
        for asset in wanted:
            console.print(f"[green]claimed[/] {escape(str(asset.file))}", soft_wrap=True)
        for asset in others:
            console.print(f"[red]refused[/] {escape(assets.why_not(asset, company))}", soft_wrap=True)
        if not known:
            console.print(f"nothing in {escape(str(folder))} waits to be claimed", soft_wrap=True)
    if others:
        raise typer.Exit(1)
