"""`deskhand knowledge status` shows what the index holds, and how far a rebuild is."""

import json

import typer
from rich.console import Console
from rich.table import Column, Table

from worker.cli.options import AS_JSON
from worker.settings import Settings

console = Console()

HELP = """Show what the index holds, and how far a rebuild is.

Per source: documents, passages, last sync, failures, and prices past their date. Below it: sources that stand at their last
good state, that the knowledge file does not name any more, and an encoder that is not in effect.

Examples:

    deskhand knowledge status

    deskhand knowledge status --json
"""


def register(app: typer.Typer) -> None:
    app.command("status", help=HELP)(status)


def status(as_json: AS_JSON = False) -> None:
    from worker.library import sync

    known = sync.status(Settings())
    if as_json:
        typer.echo(json.dumps(known, indent=2, default=str))
        return
    if not known["indexes"]:
        console.print("the index is empty: run `deskhand knowledge sync`")
        return
    table = Table(Column("source", no_wrap=True), "documents", "passages", "last sync", "failures", "past their date")
    for row in known["sources"]:
        cells = (str(row[k] or 0) for k in ("documents", "passages", "failures", "stale"))
        documents, passages, failures, stale = cells
        when = row["last_sync"].strftime("%d %b %H:%M") if row["last_sync"] else "never"
        table.add_row(row["source"], documents, passages, when, failures, stale)
    console.print(table)
    for index in known["indexes"]:
        console.print(
            f"index {index['id']}, {index['state']}: {index['documents']} of {index['wanted']} documents, "
            f"{index['encoder']}, {index['dimensions']} dimensions"
        )
    for line in known["notes"]:
        console.print(line, soft_wrap=True, markup=False)
