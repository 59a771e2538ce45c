"""`deskhand init` makes the folder of a company of one's own."""

import json
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from worker.cli.options import AS_JSON
from worker.errors import Refused

console = Console()
HELP = """Make a folder for your own company, with every file that Deskhand needs, each line explained.

It asks on a terminal for what the options leave open, and writes company.toml, knowledge.toml, .env and .gitignore, and the
folders adapters/ and tickets/. Nothing that exists is overwritten. Work in that folder afterwards: commands find its .env.
`deskhand doctor` says there what the next step is.

Examples:

    deskhand init acme

    deskhand init acme --name "Acme GmbH" --queue billing="invoices, refunds" --queue app="the phone app" --docs ../handbook --yes

    deskhand init acme --name Acme --language en --language de --helpdesk zendesk --yes --json

    deskhand init acme --name Acme --yes --dry-run
"""


def register(root: typer.Typer) -> None:
    root.command(help=HELP)(init)


def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make.")],
    name: Annotated[str | None, typer.Option(help="The company's name.")] = None,
    own_id: Annotated[
        str | None, typer.Option("--id", help="A short name for what is learned; default: made of the name.")
    ] = None,
    queue: Annotated[
        list[str] | None,
        typer.Option(help="A queue with what belongs there: billing='invoices, refunds'; may be repeated."),
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option(help="A language that customers write: en, de, fr or es; may be repeated.")
    ] = None,
    signature: Annotated[str | None, typer.Option(help="How replies are signed; default: NAME Support.")] = None,
    docs: Annotated[
        list[str] | None,
        typer.Option(help="A folder of documents, or the address of a Zendesk help centre; may be repeated."),
    ] = None,
    helpdesk: Annotated[str | None, typer.Option(help="Where tickets come from: zendesk or other.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing: defaults for what the options leave open.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be written, and write nothing.")] = False,
    as_json: AS_JSON = False,
) -> None:
    from worker.cli.init import answers, files

    place = folder.expanduser().absolute()
    if place.exists() and not place.is_dir():
        raise Refused(f"{place} is a file: name a folder")
    given = answers.Given(name, own_id, signature, queue or (), language or (), docs or (), helpdesk)
    known = answers.ask(given) if _asks() and not yes and not as_json else answers.from_options(given)
    texts, folders = files.texts_of(known, place), files.folders_of(known)
    files.check(texts)
    if not dry_run:
        files.write(texts, folders, place)
    follow = f"cd {shlex.quote(str(folder))} && deskhand doctor"
    if as_json:
        said = {"folder": str(place), "id": known.id, "written": not dry_run, "files": [*texts], "folders": folders}
        typer.echo(
            json.dumps(said | ({"texts": texts} if dry_run else {}) | {"next": follow}, indent=2, ensure_ascii=False)
        )
        return
    for one, text in texts.items() if dry_run else ():
        typer.echo(f"--- {one}\n{text}")
    verb = "would be" if dry_run else "are"
    console.print(
        f"{', '.join([*texts, *(f'{one}/' for one in folders)])} {verb} in {escape(str(place))}", soft_wrap=True
    )
    console.print(f"next: [bold]{escape(follow)}[/]", soft_wrap=True)


def _asks() -> bool:
    """Return whether somebody is there to answer."""
    return sys.stdin.isatty()
