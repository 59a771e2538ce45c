"""`deskhand demo --threads` plays the scripts against a local Zendesk, over real webhooks, with real workers.

servers, base model, knowledge ──▶ Zendesk ──▶ web process and workers ──▶ all threads at once ──▶ what was broken
"""

import json
import secrets
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import typer
from rich.console import Console

from worker.cli import progress
from worker.cli.demo.rehearsal import new_secret, processes
from worker.cli.demo.steps import LOADING, START, STOP, Steps, prepare
from worker.cli.demo.threads import report
from worker.cli.demo.threads.lines import Line, Played
from worker.cli.demo.threads.looking import STAFF
from worker.cli.demo.threads.playing import play_all
from worker.cli.demo.threads.rules import broken
from worker.cli.demo.threads.scripts import Script, Scripts, load
from worker.cli.demo.threads.stage import BURST_SECONDS, Stage, with_brands, zendesk_variables
from worker.cli.demo.zendesk_double.server import zendesk
from worker.cli.entry import INTERRUPTED
from worker.settings import Settings

PLAY = "play the threads"
COMPANY = "threads-company.toml"  # in the home: the company file with the brands of the scripts
_TICKETS_PER_RUN = 1000
console = Console()


def rehearse(settings: Settings, file: Path, timeout: float, *, as_json: bool) -> None:
    """Play the threads and print what happened. Exits with 1 if a rule was broken."""
    from worker import embedded

    scripts = load(file)
    embedded.require_home(settings)
    steps = Steps(again="`deskhand demo --threads` plays all threads again")
    try:
        played, figures = _all_steps(settings, scripts, timeout, steps)
    except KeyboardInterrupt:
        progress.say(steps.interrupted())
        raise typer.Exit(INTERRUPTED) from None
    if as_json:
        typer.echo(json.dumps(figures, indent=2, ensure_ascii=False))
    else:
        for one in played:
            console.print(report.panel(one))
        console.print(report.closing(figures))
    if report.is_broken(figures):
        raise typer.Exit(1)


def _all_steps(
    settings: Settings, scripts: Scripts, timeout: float, steps: Steps
) -> tuple[list[Played], dict[str, Any]]:
    from worker import bootstrap

    prepare(settings, steps)
    company = settings.home_path / COMPANY
    company.write_text(with_brands(settings.company_path.read_text(encoding="utf-8"), scripts.brands), encoding="utf-8")
    with zendesk() as double, bootstrap.opened(settings) as database, ExitStack() as running:
        stage = Stage(double, database, base=secrets.randbelow(10**9) * _TICKETS_PER_RUN, seconds=timeout)
        secret = new_secret()
        more = zendesk_variables(
            double.url, secret, company, min_reply=_send_threshold(settings), burst=_burst(settings)
        )
        with steps.step(START, usually="5 to 15 s"):
            url = running.enter_context(processes(settings, secret, more=more))
        stage.connect(url, secret, scripts)
        try:
            with steps.step(PLAY, total=scripts.decisions, unit="decisions") as step:
                step.doing = LOADING

                def decided(script: Script, line: Line) -> None:
                    step.note(f"{script.name}: {report.told(line)}")
                    step.update(step.done + 1)

                played = play_all(scripts, stage, decided)
        finally:
            with steps.step(STOP, usually="a few seconds"):
                double.webhooks.stop()
                running.close()
        shown = _shown(settings, more)
        return played, report.summary(played, broken(double.tickets.values(), STAFF), steps.seconds, shown)


def _send_threshold(settings: Settings) -> float:
    """Return the send threshold of the rehearsal: the user's, else 0, because replies of a company without a threshold are
    all held, and a thread without an answer shows little."""
    return 0.0 if settings.min_reply is None else settings.min_reply


def _burst(settings: Settings) -> float:
    return settings.burst_seconds if "burst_seconds" in settings.model_fields_set else BURST_SECONDS


def _shown(settings: Settings, more: Mapping[str, str]) -> dict[str, str]:
    """Return the settings that differ from the company's own, in words."""
    from worker import learned_assets
    from worker.learning import reply_confidence

    own = learned_assets.send_threshold(settings, reply_confidence.in_use(settings))
    threshold = "none, so every reply is held" if own is None else f"{own:g}"
    return {
        "DESKHAND_MIN_REPLY": f"{more['DESKHAND_MIN_REPLY']} (the send threshold; the company's own: {threshold})",
        "DESKHAND_REPLY_MODE": f"{more['DESKHAND_REPLY_MODE']} (the company's own: {settings.reply_mode})",
        "DESKHAND_BURST_SECONDS": more["DESKHAND_BURST_SECONDS"],
        "DESKHAND_SWEEP_SECONDS": more["DESKHAND_SWEEP_SECONDS"],
        "DESKHAND_COMPANY": f"{more['DESKHAND_COMPANY']} ({settings.company_path} and the brands of the scripts)",
    }
