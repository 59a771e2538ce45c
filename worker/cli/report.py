"""`deskhand report` shows what became of our decisions in the helpdesk."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from worker.cli import private_file, progress
from worker.cli.options import AS_JSON
from worker.cli.since import since as since_of
from worker.errors import Refused
from worker.settings import Settings

if TYPE_CHECKING:
    from worker.history.outcomes.counting import Counts

app = typer.Typer(no_args_is_help=True, help="Report what people made of our decisions.")
console = Console()
OUTCOMES_HELP = """Count what people made of our decisions, by what the helpdesk's webhooks told.

Per draft: used as it was, edited, answered otherwise or ignored. Per decision: queue or priority changed by a person, the
ticket opened again within 7 days. Per reply that was sent: whether it held for 7 days. Each share has its 95 % interval. The
first lines say what to do.

Examples:

    deskhand report outcomes

    deskhand report outcomes --since 90d --by week

    deskhand report outcomes --json | jq .all.drafts

    deskhand report outcomes --html outcomes.html
"""


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="report")


@app.callback()
def _group() -> None:
    """Keep the command a command of its own while it is the only one."""


@app.command(help=OUTCOMES_HELP)
def outcomes(
    since: Annotated[
        str, typer.Option(help="Decisions told since then: 30d, 12h, 6w, a day such as 2026-11-01, or all.")
    ] = "30d",
    by: Annotated[
        str | None, typer.Option(help="Only one grouping: queue, adapter, decider or week; without it, all.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page that a support lead can read.")] = None,
    as_json: AS_JSON = False,
) -> None:
    from worker.bootstrap import opened
    from worker.company import load_company
    from worker.db.outcomes import stored
    from worker.db.session import transaction
    from worker.history.outcomes.advice import advice
    from worker.history.outcomes.counting import GROUPS, count, grouped
    from worker.history.outcomes.page import page
    from worker.history.outcomes.settling import settle

    if by is not None and by not in GROUPS:
        raise Refused(f"--by {by} is none of {', '.join(GROUPS)}")
    if html is not None:
        private_file.require_place(html)
    settings, wanted, start = Settings(), [by] if by else list(GROUPS), since_of(since)
    company = load_company(settings.company_path)
    with opened(settings) as database:
        with progress.step("look at what people did", unit="tickets") as step:
            settle(settings, company, database, step.advance)
        with transaction(database, see_all=True) as session:
            rows = stored(session, start)
    now = datetime.now(UTC)
    found = {group: grouped(rows, group, now) for group in wanted}
    if html is not None:
        private_file.write(html, page(rows, wanted, start, now))
        progress.say(f"the page is {html}")
    if as_json:
        per = {group: {name: counts.to_json() for name, counts in own.items()} for group, own in found.items()}
        told = {"since": start.isoformat() if start else None, "all": count(rows, now).to_json(), "by": per}
        typer.echo(json.dumps(told | {"do_first": advice(rows, now)}, indent=2))
        return
    for line in advice(rows, now):
        console.print(f"- {escape(line)}", soft_wrap=True)
    if rows:
        console.print(_table("all decisions", {"all": count(rows, now)}, ""))
    for group, own in found.items():
        if own:
            console.print(_table(f"per {group}", own, group))


def _table(title: str, found: "Mapping[str, Counts]", name: str) -> Table:
    from worker.history.outcomes.page import COLUMNS, shares
    from worker.learning.report.words import counted

    table = Table(Column(name, overflow="fold"), "decisions", *COLUMNS.values(), title=title)
    for group, counts in found.items():
        table.add_row(escape(group), str(counts.decisions), *(counted(share) for share in shares(counts).values()))
    return table
