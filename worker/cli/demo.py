"""`deskhand demo`: the main job, end to end, on the embedded servers and the real model."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.live import Live
from rich.panel import Panel
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from worker.cli.rehearsal import Posted, new_secret, post, processes, require_harmless
from worker.settings import Settings

console = Console()
progress = Console(stderr=True)  # steps and bars: standard output holds the result alone, which --json makes a document
DEMO_HELP = """Run the main job on the demo company: start the embedded servers, load the knowledge, start the web process
and the workers, post the inbound tickets as signed webhooks over HTTP, and show what was decided, said and cited.

Examples:

    deskhand demo

    deskhand demo --tickets 5 --json
"""


def register(root: typer.Typer) -> None:
    root.command(help=DEMO_HELP)(demo)


def demo(
    tickets: Annotated[int, typer.Option(help="How many of the inbound tickets.", min=1)] = 30,
    data: Annotated[Path, typer.Option(help="Inbound tickets, JSON Lines.")] = Path("demo/tickets/inbound.jsonl"),
    timeout: Annotated[float, typer.Option(help="Seconds to wait for all of them.")] = 900.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    from models import base
    from worker import bootstrap, embedded, vectors
    from worker.db import reports

    settings = Settings()
    require_harmless(settings)
    rows = [json.loads(line) for line in data.read_text(encoding="utf-8").split("\n") if line.strip()][:tickets]
    seconds: dict[str, float] = {}
    with _timed(seconds, "start the servers"):
        embedded.up(settings, progress=_say)
    with _timed(seconds, "convert the base model"):
        base.ensure(settings.base_model, settings.home_path, _say)
    with _timed(seconds, "load the knowledge"), Progress(console=progress, transient=True) as bar:
        task = bar.add_task("embedding", total=None)

        def show(step: Any) -> None:
            bar.update(task, completed=step.done, total=step.total)

        vectors.sync_shipped(settings, say=_say, progress=show)
    engine = bootstrap.database(settings)
    secret = new_secret()
    with processes(settings, secret) as url:
        _say(f"posting {len(rows)} signed webhooks to {url}")
        start = time.monotonic()
        posted = [post(url, secret, row) for row in rows]
        ids = [p.ticket_id for p in posted if p.ticket_id is not None]
        with Live(console=progress, refresh_per_second=2, transient=True) as live:
            while True:
                known = [row for row in reports.list_tickets(engine, limit=10_000) if row["id"] in set(ids)]
                live.update(_progress(known))
                done = [row for row in known if row["state"] in {"decided", "quarantined"}]
                if len(done) == len(ids) or time.monotonic() - start > timeout:
                    break
                time.sleep(0.5)
        seconds["handle the tickets"] = time.monotonic() - start
        _wait_for_deliveries(engine, ids)
    summary = _summary(engine, posted, ids, seconds)
    if as_json:
        typer.echo(json.dumps(summary, indent=2))
    else:
        for ticket_id in sorted(ids):
            console.print(_story(reports.explain(engine, ticket_id)))
        console.print(_closing(summary))
    if summary["lost"] or summary["accepted"] != len(rows):
        raise typer.Exit(1)


def _say(text: str) -> None:
    progress.print(Text(f"  {text}", style="dim"))


@contextmanager
def _timed(seconds: dict[str, float], what: str) -> Iterator[None]:
    progress.print(Text(what, style="bold"))
    start = time.monotonic()
    yield
    seconds[what] = time.monotonic() - start


def _wait_for_deliveries(engine: Any, ids: Sequence[int], seconds: float = 30.0) -> None:
    from worker.db import reports

    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        states = [d["state"] for i in ids for d in (reports.explain(engine, i) or {"deliveries": []})["deliveries"]]
        if states and all(state == "sent" for state in states):
            return
        time.sleep(0.5)


def _progress(rows: list[dict[str, Any]]) -> Table:
    table = Table("ticket", "state", "decision", "queue", "priority", "subject", title="tickets being handled")
    for row in sorted(rows, key=lambda r: r["id"]):
        decided = f"{row['outcome']}: {row['reason']}" if row["outcome"] else ""
        cells = (str(row["id"]), row["state"], decided, row["queue"] or "", row["priority"] or "", row["subject"][:44])
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _story(known: dict[str, Any] | None) -> Panel:
    """One ticket: what was asked, decided, said and cited."""
    if known is None:
        return Panel("gone")
    ticket, decision, reply = known["ticket"], known["decision"], known["reply"]
    asked = " ".join((known["message"] or {"body": ""})["body"].split())
    text = Text()
    text.append(f"{ticket['subject'] or '(no subject)'}\n", style="bold")
    text.append(f"{asked[:300]}{'…' if len(asked) > 300 else ''}\n", style="dim")
    if decision is None:
        text.append("not decided")
        return Panel(text, title=f"ticket {ticket['id']}")
    style = {"send": "green", "hold": "yellow"}.get(decision["outcome"], "cyan")
    text.append(f"{decision['outcome']}: {decision['reason']}", style=style)
    text.append(f"  queue {decision['queue']}, priority {decision['priority']}. {decision['explanation']}\n")
    if reply is not None and known["citations"]:
        for citation in known["citations"]:
            text.append(f"  {citation['sentence']} ")
            text.append(f"[{citation['ref']}]\n", style="dim")
    return Panel(text, title=f"ticket {ticket['id']} from {ticket['account'] or 'a stranger'}", title_align="left")


def _summary(engine: Any, posted: Sequence[Posted], ids: Sequence[int], seconds: dict[str, float]) -> dict[str, Any]:
    from worker.db import reports

    stories = [reports.explain(engine, i) for i in ids]
    known = [s for s in stories if s is not None]
    terminal = [s for s in known if s["ticket"]["state"] in {"decided", "quarantined"}]
    runs = [s["run"] for s in known if s["run"] is not None]
    asked = [step for run in runs for step in ("triage", "reply") if f"{step}.prompt" in run["tokens"]]
    invalid = sum(what.startswith("invalid output") for run in runs for what in run["failures"].values())
    outcomes: dict[str, int] = {}
    for story in terminal:
        outcome = story["decision"]["outcome"] if story["decision"] else "none"
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    return {
        "posted": len(posted),
        "accepted": sum(p.status == 202 for p in posted),
        "terminal": len(terminal),
        "lost": len(ids) - len(terminal),
        "outcomes": outcomes,
        "model_outputs": len(asked),
        "invalid_outputs": invalid,
        "deliveries_sent": sum(d["state"] == "sent" for s in known for d in s["deliveries"]),
        "seconds": {name: round(value, 1) for name, value in seconds.items()},
    }


def _closing(summary: dict[str, Any]) -> Panel:
    valid = summary["model_outputs"] - summary["invalid_outputs"]
    outcomes = ", ".join(f"{count} {name}" for name, count in summary["outcomes"].items())
    seconds = "\n".join(f"  {value:7.1f} s  {name}" for name, value in summary["seconds"].items())
    return Panel(
        f"{summary['posted']} signed webhooks, {summary['accepted']} accepted, {summary['terminal']} terminal, "
        f"{summary['lost']} lost\n{outcomes}; {summary['deliveries_sent']} delivered\n"
        f"valid model outputs: {valid} of {summary['model_outputs']}\n{seconds}\n\n"
        "Look closer with `deskhand tickets show <id>`. The servers still run: `deskhand down` stops them.",
        title="demo",
    )
