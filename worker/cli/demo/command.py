"""`deskhand demo` runs the main job end to end, on the embedded servers and the real model.

    servers ──▶ base model ──▶ knowledge ──▶ web process and workers ──▶ tickets ──▶ what to try next

Each step skips what an earlier run has already done, so an interrupted demo goes on (`worker.cli.demo.run`).
"""

import json
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from worker import demo_home
from worker.cli import progress
from worker.cli.demo import report
from worker.cli.demo import run as demo_run
from worker.cli.demo.rehearsal import Posted, external_id, new_secret, post, processes, require_harmless
from worker.cli.demo.run import Run
from worker.cli.demo.steps import HANDLE, LOADING, START, STOP, Steps, prepare
from worker.cli.entry import INTERRUPTED
from worker.cli.options import AS_JSON
from worker.cli.progress import Step
from worker.errors import Refused
from worker.pipeline.wording.outcomes import headline
from worker.settings import Settings

console = Console()
DEMO_HELP = """Run the main job on the demo company, from signed webhooks to cited replies.

The demo starts the embedded servers, loads the knowledge, starts the web process and the workers, posts the inbound
tickets as signed webhooks over HTTP, and shows what was decided, said and cited.

An interrupted demo goes on where it stopped. A completed one begins again with new tickets, on the same servers, base
model and knowledge.

With `--threads` ten threads of several turns are played against a local Zendesk instead: customers and agents write,
take, merge and close tickets while Deskhand works. For each thread is shown who did what, what was decided and what was
written, and whether it is as expected.

Examples:

    deskhand demo

    deskhand demo --tickets 5 --json

    deskhand demo --threads
"""
POSTED = ("id", "subject", "body", "requester")  # what an inbound ticket needs
BATCH = 8  # tickets; a larger batch is hardly faster, and shows its results later


def register(root: typer.Typer) -> None:
    root.command(help=DEMO_HELP)(demo)


def demo(
    tickets: Annotated[int, typer.Option(help="Number of inbound tickets to post.", min=1)] = 30,
    data: Annotated[
        Path | None, typer.Option(help="Inbound tickets, JSON Lines; default: those of the demo company.")
    ] = None,
    timeout: Annotated[float, typer.Option(help="Seconds to wait for the decisions.")] = 900.0,
    threads: Annotated[
        bool, typer.Option("--threads", help="Play threads of several turns against a local Zendesk instead.")
    ] = False,
    scripts: Annotated[
        Path | None, typer.Option(help="The threads to play, TOML; default: those of the demo company.")
    ] = None,
    as_json: AS_JSON = False,
) -> None:
    from knowledge.json_lines import read_lines
    from worker import embedded

    settings = Settings()
    if settings.company is None:
        settings = settings.model_copy(update=demo_home.files())
    require_harmless(settings)
    if (scripts if threads else data) is None:
        _require_own_company(settings, "--scripts" if threads else "--data")
    if "batch" not in settings.model_fields_set:
        settings = settings.model_copy(update={"batch": BATCH})
    if threads:
        from worker.cli.demo.threads.command import rehearse

        rehearse(settings, scripts or demo_home.folder() / "threads.toml", timeout, as_json=as_json)
        return
    inbound = data or demo_home.folder() / "tickets" / "inbound.jsonl"
    content = inbound.read_bytes()
    rows = read_lines(inbound, lambda _, row: row | {name: row[name] for name in POSTED})[:tickets]
    embedded.require_home(settings)
    run, before = demo_run.take_up(settings.home_path, content)
    if (told := demo_run.opening(run, before)) is not None:
        progress.say(told)
    steps = Steps()
    try:
        posted, stories = _all_steps(settings, run, rows, timeout, steps)
    except KeyboardInterrupt:
        progress.say(steps.interrupted())
        raise typer.Exit(INTERRUPTED) from None
    figures = report.summary(posted, stories, steps.seconds)
    if as_json:
        typer.echo(json.dumps(figures, indent=2))
    else:
        for story in stories:
            console.print(report.panel(story))
        for example in report.examples(stories):
            console.print(example)
        console.print(report.closing(figures, stories))
    if figures["lost"] or figures["accepted"] != len(rows):
        raise typer.Exit(1)
    demo_run.complete(settings.home_path, run)


def _require_own_company(settings: Settings, option: str) -> None:
    """Raise `Refused` where another company is named: the demo's invented tickets would be handled as that company's own."""
    from worker.company import load_company

    if load_company(settings.company_path).id != load_company(demo_home.files()["company"]).id:
        raise Refused(
            f"{settings.company_path} is not the demo's, whose invented tickets would stand among your own: run `deskhand demo` "
            f"in another folder and without DESKHAND_COMPANY, or name your own with {option} FILE"
        )


def _all_steps(
    settings: Settings, run: Run, rows: Sequence[dict[str, Any]], timeout: float, steps: Steps
) -> tuple[list[Posted], list[dict[str, Any]]]:
    """Run all steps. Return what was posted, and the story of each ticket, in order."""
    from worker import bootstrap

    prepare(settings, steps)
    secret = new_secret()
    with bootstrap.opened(settings) as engine, ExitStack() as running:
        with steps.step(START, usually="5 to 15 s"):
            url = running.enter_context(processes(settings, secret))
        try:
            with steps.step(HANDLE, total=len(rows), unit="tickets") as step:
                posted = _post(url, secret, rows, run, step)
                ids = sorted(p.ticket_id for p in posted if p.ticket_id is not None)
                _wait(engine, run, rows, timeout, step)
                _wait_for_deliveries(engine, ids, step)
        finally:
            with steps.step(STOP, usually="a few seconds"):
                running.close()
        return posted, _stories(engine, ids)


def _post(url: str, secret: str, rows: Sequence[dict[str, Any]], run: Run, step: Step) -> list[Posted]:
    """Post the tickets. The inbox knows those that an earlier try of this run posted, and answers with their ids."""
    step.say(f"posting {len(rows)} signed webhooks to {url}")
    return [post(url, secret, row, run.id) for row in rows]


def _wait(engine: Any, run: Run, rows: Sequence[dict[str, Any]], timeout: float, step: Step) -> None:
    """Wait until all are decided, at most `timeout` seconds, and report each one once."""
    from worker.db import reports

    wanted, told = {external_id(row, run.id) for row in rows}, set[int]()
    deadline = time.monotonic() + timeout
    while True:
        known = demo_run.of_these(reports.list_tickets(engine, limit=10_000), wanted)
        done = [ticket for ticket in known if demo_run.is_finished(ticket)]
        for ticket in done:
            if ticket["id"] not in told:
                told.add(ticket["id"])
                told_as = headline(ticket["outcome"] or "set aside")
                step.note(f"ticket {ticket['id']}: {told_as} ({ticket['reason']}): {ticket['subject'][:60]}")
        working = sum(ticket["state"] == "running" for ticket in known)
        doing = f"{working} in work" if working else "" if told else LOADING
        if len(told) != step.done or doing != step.doing:
            step.update(len(told), doing=doing)  # the time left is estimated from the last of these
        if len(done) == len(known) or time.monotonic() > deadline:
            return
        time.sleep(0.5)


def _wait_for_deliveries(engine: Any, ids: Sequence[int], step: Step, seconds: float = 30.0) -> None:
    step.doing = "delivering"
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        states = [d["state"] for story in _stories(engine, ids) for d in story["deliveries"]]
        if states and all(state == "sent" for state in states):
            return
        time.sleep(0.5)


def _stories(engine: Any, ids: Sequence[int]) -> list[dict[str, Any]]:
    from worker.db import reports

    return [story for story in (reports.explain(engine, i) for i in ids) if story is not None]
