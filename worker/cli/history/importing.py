"""`deskhand history import` brings in past tickets from a helpdesk or a file."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal, cast

import typer

from worker.cli.options import AS_JSON
from worker.errors import Refused

IMPORT_HELP = """Bring in the tickets that people handled before: from Zendesk, or from a CSV or JSON Lines file.

They are stored as the past of your company, to learn from; none is answered, delivered or counted as new. An import that was
interrupted goes on where it was, and a complete one brings in what changed since. From a file the columns are guessed and
shown, and you confirm them once. The exit code is 1 if rows of a file could not be read: each is listed with its line.

Examples:

    deskhand history import zendesk --since 180d

    deskhand history import tickets.csv

    deskhand history import tickets.jsonl --mapping columns.toml --yes --json
"""
_AGO = re.compile(r"(\d{1,5})\s?(d|w|m|y)", re.ASCII)
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


def register(app: typer.Typer) -> None:
    app.command(name="import", help=IMPORT_HELP)(import_)


def import_(
    source: Annotated[str, typer.Argument(help="zendesk, or the path of a file.", metavar="zendesk|FILE")],
    since: Annotated[
        str | None, typer.Option(help="Zendesk: only what changed since a day (2025-01-01) or for so long (180d, 2y).")
    ] = None,
    format: Annotated[
        str | None, typer.Option(help="csv or jsonl; without it, the file's name and contents say it.")
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(help="The mapping of columns and values: read if it is there, else written for you to edit."),
    ] = None,
    name: Annotated[str | None, typer.Option(help="What the import is called; without it the file's name.")] = None,
    encoding: Annotated[str | None, typer.Option(help="The encoding of a file, where it is told wrongly.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Take the mapping as it is shown.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would come in, and store nothing.")] = False,
    as_json: AS_JSON = False,
) -> None:
    if source == "zendesk":
        for option, given in {"--format": format, "--mapping": mapping, "--name": name, "--encoding": encoding}.items():
            if given is not None:
                raise Refused(f"{option} is for files: Zendesk's fields are known")
        from worker.cli.history import zendesk

        said = zendesk.run(moment(since) if since else None, dry_run=dry_run)
        typer.echo(json.dumps(said.to_json(), indent=2, ensure_ascii=False) if as_json else said.text())
        return
    if since is not None:
        raise Refused("--since is for Zendesk: a file is read whole")
    if format not in {None, "csv", "jsonl"}:
        raise Refused(f"--format is csv or jsonl, and not {format}")
    from worker.cli.history import files

    wanted = files.Wanted(
        Path(source), cast(Literal["csv", "jsonl"] | None, format), mapping, name, encoding, yes, dry_run, as_json
    )
    made = files.run(wanted)
    typer.echo(json.dumps(made.to_json(), indent=2, ensure_ascii=False) if as_json else made.text())
    if made.rejects:
        raise typer.Exit(1)


def moment(said: str, now: datetime | None = None) -> datetime:
    """Return what `2025-01-01` or `180d` means, in UTC. Raises `Refused`."""
    today = now or datetime.now(UTC)
    if ago := _AGO.fullmatch(said.strip().lower()):
        days = int(ago[1]) * _DAYS[ago[2]]
        if days > 36_500:
            raise Refused(f"--since {said} is longer ago than any helpdesk")
        return (today - timedelta(days=days)).replace(microsecond=0)
    try:
        at = datetime.fromisoformat(said.strip())
    except ValueError:
        raise Refused(f"--since {said} is neither a day, like 2025-01-01, nor so many days ago, like 180d") from None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    if at > today:
        raise Refused(f"--since {said} lies in the future")
    return at
