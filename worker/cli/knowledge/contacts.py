"""`deskhand knowledge contacts` proposes the list of the company's own addresses, numbers and links."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from worker.cli import progress
from worker.cli.options import AS_JSON
from worker.settings import Settings

HELP = """Propose the list of your own mail addresses, phone numbers and links for company.toml.

They are collected from the public documents of the trusted sources. A reply may name nothing that is not on the list.
What one page alone names stands in a comment: a person confirms it by removing the mark. Nothing is written without
--write, and a list that is there already is never changed.

Examples:

    deskhand knowledge contacts

    deskhand knowledge contacts --json

    deskhand knowledge contacts --write
"""


def register(app: typer.Typer) -> None:
    app.command(help=HELP)(contacts)


def contacts(
    write: Annotated[
        bool, typer.Option("--write", help="Add the list to the company file (DESKHAND_COMPANY).")
    ] = False,
    as_json: AS_JSON = False,
) -> None:
    from worker.library import contacts as learned

    settings = Settings()
    with progress.step("read the public documents", usually="some seconds"):
        proposal = learned.propose(settings)
    if write:
        learned.write(settings.company_path, proposal)
    if as_json:
        found = {
            name: {value: asdict(seen) | {"proposed": proposal.confirmed(name, value)} for value, seen in group.items()}
            for name, group in proposal.groups()
        }
        typer.echo(json.dumps({"contacts": found, "written": write}, indent=2, ensure_ascii=False))
        return
    typer.echo(proposal.toml(), nl=False)
    typer.echo(
        f"added to {settings.company_path}" if write else "nothing was written: check it, then use --write", err=True
    )
