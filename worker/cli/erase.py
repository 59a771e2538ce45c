"""`deskhand erase` removes an account or a person from every table and from every file of ours."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from worker.cli import progress
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

if TYPE_CHECKING:
    from worker.erasure.erase import Erased

console = Console()
HELP = """Erase an account, or a person by their address, from every table and every file of ours.

Their tickets go whole, with what was decided and said; handled tickets, examples and approved wording lose their rows. In
tickets of others their messages are emptied, and their address and full name become asterisks. A later import and a later sync
leave them out. What learned from their tickets is listed with the command that learns again. docs/guides/privacy.md says what
stays where.

Examples:

    deskhand erase --email jo@customer.example --dry-run

    deskhand erase --account acc-17 --yes --json

    deskhand erase --account acc-17 --lift
"""


def register(root: typer.Typer) -> None:
    root.command(help=HELP)(erase)


def erase(
    account: Annotated[
        str | None, typer.Option(help="The company's own id of the account, with all its contacts.")
    ] = None,
    email: Annotated[str | None, typer.Option(help="The address of a person, with or without an account.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would go, and change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    lift: Annotated[
        bool, typer.Option("--lift", help="Let imports and syncs take them in again; erase nothing.")
    ] = False,
    as_json: AS_JSON = False,
) -> None:
    from worker.db import erasures
    from worker.db.erasures import Subject
    from worker.db.session import transaction
    from worker.erasure.erase import erase as erased_by
    from worker.library.owner import ready_owner

    kind, subject = _whom(account, email)
    settings = Settings()
    with ready_owner(settings) as owner:
        if lift:
            with transaction(owner) as session:
                known = erasures.lift(session, Subject(kind), subject)
            console.print("imports and syncs take them in again" if known else "nobody of that name was erased")
            return
        if not (dry_run or yes):
            _show(erased_by(settings, owner, Subject(kind), subject, dry_run=True), done=False)
            if not sys.stdin.isatty():
                raise Refused("nothing was erased: add --yes, or run it in a terminal")
            typer.confirm("Erase all of this? It cannot be undone.", abort=True)
        with progress.step("count" if dry_run else "erase") as step:
            made = erased_by(settings, owner, Subject(kind), subject, dry_run=dry_run, say=step.say)
    if as_json:
        typer.echo(json.dumps({"dry_run": dry_run, **made.to_json()}, indent=2, ensure_ascii=False))
        return
    _show(made, done=not dry_run)


def _whom(account: str | None, email: str | None) -> tuple[str, str]:
    if (account is None) == (email is None):
        raise Refused("name one of --account and --email")
    if email is not None and "@" not in email.strip():
        raise Refused(f"{email!r} is no address")
    kind, subject = ("account", account) if account is not None else ("email", email)
    if not subject or not subject.strip():
        raise Refused(f"--{kind} is empty")
    return kind, subject.strip()


def _show(made: "Erased", *, done: bool) -> None:
    verb = "were" if done else "would be"
    if made.is_nothing:
        console.print(f"nothing of them is here; nothing {verb} erased")
    table = Table("where", Column("rows", justify="right"), box=box.SIMPLE_HEAD)
    for name, count in sorted(made.rows.items()):
        table.add_row(name, f"{count:,}")
    for change in made.changes:
        table.add_row(Text(str(change.path)), f"{change.removed + change.masked:,}")
    if table.row_count:
        console.print(table)
        console.print(f"these {verb} deleted, emptied or masked")
    for one in made.learned:
        many = (
            f"{one.tickets} of their tickets"
            if one.tickets is not None
            else "perhaps from their tickets; it does not say"
        )
        console.print(
            Text(f"{one.what} {one.id} ({one.path}) learned from {many}. Learn again: {one.command}"), soft_wrap=True
        )
    for path in made.naming:
        console.print(Text(f"{path} still names them: it is yours to change"), soft_wrap=True)
    for sentence in made.elsewhere:
        console.print(Text(sentence), soft_wrap=True)
    if made.sources:
        console.print(
            Text(
                f"A sync leaves them out, but your own data has them still: {', '.join(made.sources)}, and your helpdesk."
            ),
            soft_wrap=True,
        )
