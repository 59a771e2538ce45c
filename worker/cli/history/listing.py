"""`deskhand history list` says what was imported, and how far each import is."""

import json
from datetime import UTC, datetime
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from worker.cli.options import AS_JSON
from worker.db.history_imports import Import
from worker.settings import Settings

LIST_HELP = """List the imports of past tickets: how far each is, how many tickets of it are here, and since when nothing came in.

An import that is not complete goes on with the same command that began it.

Examples:

    deskhand history list

    deskhand history list --json
"""


def register(app: typer.Typer) -> None:
    app.command(name="list", help=LIST_HELP)(list_)


def list_(as_json: AS_JSON = False) -> None:
    from worker.db import history_imports
    from worker.db.session import transaction
    from worker.library.owner import ready_owner

    with ready_owner(Settings(), reads=True) as owner, transaction(owner) as session:
        known = history_imports.every(session)
    if as_json:
        said = {"imports": [_as_json(one, here) for one, here in known]}
        typer.echo(json.dumps(said, indent=2, ensure_ascii=False))
        return
    if not known:
        typer.echo("nothing was imported yet: deskhand history import zendesk | FILE")
        return
    table = Table("import", "kind", "state", "tickets", "rejected", "last moved")
    for one, here in known:
        rejected = one.counts.get("rejected", 0)
        row = (one.source, one.kind, one.state, f"{here:,}", f"{rejected:,}", _ago(one.changed_at))
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def _as_json(one: Import, here: int) -> dict[str, Any]:
    counts = {name: n for name, n in one.counts.items() if name != "rejects"}
    said = {"source": one.source, "kind": one.kind, "state": one.state, "tickets": here, "counts": counts}
    times = {"since": one.since, "started_at": one.started_at, "changed_at": one.changed_at}
    age = round((datetime.now(UTC) - one.changed_at).total_seconds()) if one.changed_at else None
    rejects = [{"line": line, "why": why} for line, why in one.counts.get("rejects", ())]
    moments = {name: at.isoformat() if at else None for name, at in times.items()}
    return {**said, **moments, "cursor": one.cursor, "cursor_age_seconds": age, "rejects": rejects}


def _ago(at: datetime | None) -> str:
    from worker.cli.progress import duration

    return "" if at is None else f"{duration((datetime.now(UTC) - at).total_seconds())} ago"
