"""`deskhand replay` runs past tickets through today's pipeline, dry, and compares that with what people did."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table
from rich.text import Text

from worker.cli import private_file, progress
from worker.cli.options import AS_JSON
from worker.cli.since import since as since_of
from worker.errors import NotReady
from worker.settings import Settings

if TYPE_CHECKING:
    from worker.history.replay.comparing import Row
    from worker.history.replay.figures import Bar, Figures
    from worker.history.replay.running import Replayed

console = Console()
_SHOWN = 20  # tickets that are listed on a terminal
HELP = """Run past tickets through today's pipeline, and compare it with what people did. Nothing is written or sent.

It is what is run before a queue may send: what would have been sent and wrong comes first. Tickets are those of
`deskhand history import`, and those that people solved here. The exit code is 1 where a bar of \\[replay] in the company file
is not passed by the interval's end, and 0 without bars. The page has customers' words, and only its owner can read the file.

Examples:

    deskhand replay --since 30d --limit 500

    deskhand replay --source deskhand --html replay.html

    deskhand replay --since all --min-reply 0.9 --json | jq .figures
"""


def register(root: typer.Typer) -> None:
    root.command(name="replay", help=HELP)(replay)


def replay(
    since: Annotated[
        str, typer.Option(help="Tickets asked since then: 30d, 12h, 6w, a day such as 2026-11-01, or all.")
    ] = "30d",
    limit: Annotated[int, typer.Option(min=1, help="At most so many; of more, a fixed sample is drawn.")] = 500,
    source: Annotated[
        str | None, typer.Option(help="Only imports, only deskhand (solved here), or the name of one import.")
    ] = None,
    min_reply: Annotated[
        float | None, typer.Option(min=0, max=1, help="Try this send threshold in place of the one that serves.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page for the support lead; it is not redacted.")] = None,
    as_json: AS_JSON = False,
) -> None:
    from worker import bootstrap
    from worker.company import load_company
    from worker.history.replay.figures import by_queue, figures, judged
    from worker.history.replay.page import page
    from worker.history.replay.running import Wanted
    from worker.history.replay.running import replay as run
    from worker.library.owner import ready_owner

    if html is not None:
        private_file.require_place(html)
    settings, wanted = Settings(), Wanted(since_of(since), limit, source, min_reply)
    company = load_company(settings.company_path)
    with (
        ready_owner(settings, reads=True) as owner,
        bootstrap.opened(settings) as database,
        progress.step("replay past tickets", unit="tickets") as step,
    ):
        found = run(settings, company, owner, database, wanted, step)
    if not found.rows:
        raise NotReady(_why_none(found, since))
    minutes = company.replay.minutes_per_answer
    measured, queues = figures(found.rows, minutes), by_queue(found.rows, minutes)
    bars = judged(measured, company.replay)
    if html is not None:
        private_file.write(html, page(found, measured, queues, bars, minutes))
        progress.say(f"the page is {html}; it has customers' words, and only you can read the file")
    if as_json:
        typer.echo(json.dumps(_json(found, measured, queues, bars), indent=2))
    else:
        _tell(found, measured, queues, bars, minutes)
    if not all(bar.passes for bar in bars):
        raise typer.Exit(1)


def _why_none(found: "Replayed", since: str) -> str:
    if not found.choice.prepared.tickets:
        return "there are no past tickets: run `deskhand history import`, or `deskhand knowledge sync` after people solved some"
    undated = found.choice.undated
    then = f"{undated} have no date: run it with --since all" if undated else "use a longer --since"
    return f"no past ticket that says something was asked since {since}: {then}"


def _json(
    found: "Replayed", measured: "Figures", queues: "Mapping[str, Figures]", bars: "Sequence[Bar]"
) -> dict[str, Any]:
    from worker.history.replay import telling
    from worker.history.replay.comparing import DEFINITION

    return {
        "figures": measured.to_json(),
        "bars": [bar.to_json() for bar in bars],
        "passes": all(bar.passes for bar in bars),
        "queues": {name: own.to_json() for name, own in queues.items()},
        "tickets": {name: [_row(row) for row in rows] for name, rows in telling.groups(found.rows).items()},
        "definition_of_right": DEFINITION,
        "cautions": list(telling.cautions(found)),
        "threshold": found.threshold,
    }


def _row(row: "Row") -> dict[str, Any]:
    """Return a ticket without anybody's words."""
    return {
        "id": row.id,
        "outcome": row.outcome,
        "reason": row.run.decision.reason,
        "verdict": row.verdict,
        "queue": {"people": row.example.queue, "today": row.run.queue},
        "escalated": {"people": row.example.escalate, "today": row.escalates},
        "passages": {"people": list(row.example.passages), "today": list(row.cited)},
    }


def _tell(
    found: "Replayed",
    measured: "Figures",
    queues: "Mapping[str, Figures]",
    bars: "Sequence[Bar]",
    minutes: float,
) -> None:
    from worker.history.replay import telling
    from worker.history.replay.comparing import DEFINITION

    groups = telling.groups(found.rows)
    for name in (telling.SENT_WRONG, telling.MISSED):
        _list(name, groups[name])
    for bar in bars:
        console.print(Text(bar.told, "green" if bar.passes else "red"), soft_wrap=True)
    if not bars:
        console.print(
            Text("No bar is set: [replay] of the company file says what must be passed before a queue may send.")
        )
    for line in telling.summary(measured, minutes):
        console.print(f"- {escape(line)}", soft_wrap=True)
    console.print(_table(queues))
    console.print(DEFINITION, soft_wrap=True)
    for line in telling.cautions(found):
        console.print(f"- {escape(line)}", soft_wrap=True)


def _list(name: str, rows: "Sequence[Row]") -> None:
    console.print(Text(f"{name}: {len(rows) or 'none'}", "bold red" if rows else ""))
    for row in rows[:_SHOWN]:
        why = f": {row.why_wrong}" if row.is_sent else f": {row.outcome} ({row.run.decision.reason})"
        console.print(Text(f"  {row.id}  {row.subject[:60]}{why}"), soft_wrap=True)
    if len(rows) > _SHOWN:
        console.print(f"  and {len(rows) - _SHOWN} more: --html or --json lists them all")


def _table(queues: "Mapping[str, Figures]") -> Table:
    from worker.history.replay.page import COLUMNS
    from worker.learning.report.words import counted

    table = Table(Column("queue", overflow="fold"), "tickets", *COLUMNS.values(), "minutes saved")
    for name, own in queues.items():
        shares = (counted(getattr(own, column)) for column in COLUMNS)
        table.add_row(escape(name), str(own.tickets), *shares, f"{own.minutes_saved:.0f}")
    return table
