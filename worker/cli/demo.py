"""`deskhand demo`: the main job, end to end, on the embedded servers and the real model."""

import base64
import hashlib
import hmac
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.live import Live
from rich.panel import Panel
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from worker.errors import NotReady
from worker.settings import Settings

console = Console()
START_SECONDS = 120  # for web and worker together; the model loads within it on two slow cores
DEMO_HELP = """Run the main job on the demo company: start the embedded servers, load the knowledge, start the web process
and the workers, post the inbound tickets as signed webhooks over HTTP, and show what was decided, said and cited.

Examples:

    deskhand demo

    deskhand demo --tickets 5 --json
"""


@dataclass(frozen=True)
class Posted:
    id: str
    status: int
    ticket_id: int | None


def register(root: typer.Typer) -> None:
    root.command(help=DEMO_HELP)(demo)


def demo(
    tickets: Annotated[int, typer.Option(help="How many of the inbound tickets.", min=1)] = 30,
    data: Annotated[Path, typer.Option(help="Inbound tickets, JSON Lines.")] = Path("demo/tickets/inbound.jsonl"),
    timeout: Annotated[float, typer.Option(help="Seconds to wait for all of them.")] = 900.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    from models import base
    from worker import bootstrap, embedded, syncing
    from worker.db import reports

    settings = Settings()
    seconds: dict[str, float] = {}
    with _timed(seconds, "start the servers"):
        embedded.up(settings, progress=_say)
    with _timed(seconds, "convert the base model"):
        base.ensure(settings.base_model, settings.home_path, _say)
    with _timed(seconds, "load the knowledge"), Progress(console=console, transient=True) as bar:
        task = bar.add_task("embedding", total=None)

        def show(step: Any) -> None:
            bar.update(task, completed=step.done, total=step.total)

        syncing.sync_all(settings, progress=show)
    engine = bootstrap.database(settings)
    rows = [json.loads(line) for line in data.read_text(encoding="utf-8").splitlines() if line.strip()][:tickets]
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    with processes(settings, secret) as url:
        _say(f"posting {len(rows)} signed webhooks to {url}")
        start = time.monotonic()
        posted = [post(url, secret, row) for row in rows]
        ids = [p.ticket_id for p in posted if p.ticket_id is not None]
        with Live(console=console, refresh_per_second=2, transient=True) as live:
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


@contextmanager
def processes(settings: Settings, secret: str, commands: Sequence[str] = ("web", "worker")) -> Iterator[str]:
    """`deskhand web` and what else `commands` names, as children; yields the web process's address, stops them at the end."""
    port = _free_port()
    environment = {
        **os.environ,
        "DESKHAND_STANDARD_SECRETS": json.dumps([secret]),
        "DESKHAND_REPLY_MODE": os.environ.get("DESKHAND_REPLY_MODE", "send"),
        "DESKHAND_PORT": str(port),
    }
    logs = settings.home_path / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    children = []
    try:
        for name in commands:
            with (logs / f"{name}.log").open("ab") as log:
                command = [sys.executable, "-m", "worker.cli.main", name]
                children.append(
                    subprocess.Popen(command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
                )
        url = f"http://127.0.0.1:{port}"
        _wait_until_ready(url, children, logs)
        yield url
    finally:
        for child in reversed(children):
            child.terminate()
        for child in children:
            try:
                child.wait(60)
            except subprocess.TimeoutExpired:
                child.kill()


def post(url: str, secret: str, row: dict[str, Any]) -> Posted:
    """One inbound ticket as a signed Standard Webhooks request."""
    run = f"{time.time():.0f}"
    known = row.get("account") is not None
    data = {
        "id": f"{row['id']}-{run}",
        "version": "1",
        "subject": row["subject"],
        "body": row["body"],
        "requester": {"email": row["requester"], "name": None, "verified": known},
        "channel": "email",
    }
    body = json.dumps({"type": "ticket.created", "data": data}, ensure_ascii=False).encode()
    message_id, timestamp = f"msg_{secrets.token_hex(12)}", str(int(time.time()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    headers = {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": "v1," + base64.b64encode(signed).decode(),
    }
    answer = httpx.post(f"{url}/webhooks/standard", content=body, headers=headers, timeout=30)
    ticket = answer.json().get("ticket_id") if answer.status_code == 202 else None
    return Posted(row["id"], answer.status_code, ticket)


def _say(text: str) -> None:
    console.print(Text(f"  {text}", style="dim"))


@contextmanager
def _timed(seconds: dict[str, float], what: str) -> Iterator[None]:
    console.print(Text(what, style="bold"))
    start = time.monotonic()
    yield
    seconds[what] = time.monotonic() - start


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(url: str, children: Sequence[subprocess.Popen[bytes]], logs: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if any(child.poll() is not None for child in children):
            raise NotReady(f"a process ended while starting: see {logs}")
        try:
            if httpx.get(f"{url}/readyz", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise NotReady(f"the web process was not ready within {START_SECONDS} s: see {logs}")


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
