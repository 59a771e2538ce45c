"""`deskhand models canary` shows a canary beside the version that serves."""

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from worker.cli import progress
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

if TYPE_CHECKING:
    from worker.history.outcomes.canary import Compared, Trial

console = Console()
HELP = """Show what became of a canary's tickets beside those of the version that serves, over the same time.

`deskhand models promote ID --canary 0.1` begins one, for a share of the tickets that is drawn by their ids. Its replies are
drafts until its own send threshold is proven. `deskhand models promote ID` ends it by letting it serve all, `deskhand models
rollback SKILL` by taking it back. This command changes nothing. Of a canary that has ended it shows the last one.

Each ticket was handled by one of the two, so the tests are for two samples (Fisher's exact test), not paired; each share has its
95 % interval. The runs that count are those that a worker made by the canary or beside it since the last change of its
share; each run keeps that, so a clock that is wrong moves none.

Examples:

    deskhand models canary reply

    deskhand models canary heads --json | jq .measures.handed_over
"""


def canary(
    skill: Annotated[str, typer.Argument(help="triage, reply, translation or heads", show_default=False)],
    as_json: AS_JSON = False,
) -> None:
    from models.skills import triage
    from models.weights import versions
    from models.weights.manifest import HEADS
    from worker import bootstrap, learned_assets
    from worker.company import load_company
    from worker.db import canary_runs
    from worker.db.session import transaction
    from worker.history.outcomes.canary import advice, compare, last_trial
    from worker.history.outcomes.settling import settle
    from worker.learning import serving_heads
    from worker.serving import state

    if skill not in learned_assets.VERSIONED:
        raise Refused(f"there is no skill {skill!r}: choose one of {', '.join(learned_assets.VERSIONED)}")
    settings = Settings()
    is_heads = skill == HEADS
    trial = last_trial(versions.read(serving_heads.place(settings) if is_heads else settings.adapters_path / skill))
    if trial is None:
        raise Refused(f"{skill} never had a canary: `deskhand models promote ID --canary 0.1` begins one")
    company = load_company(settings.company_path)
    with bootstrap.opened(settings) as database:
        with progress.step("look at what people did", unit="tickets") as step:
            settle(settings, company, database, step.advance)
        with transaction(database, see_all=True) as session:
            work = triage.NAME if is_heads else skill
            rows = canary_runs.stored(session, work, [trial.current, trial.canary], trial.mark)
    found = compare(rows, trial, skill)
    says = advice(found)
    if trial.until is None:
        says += [
            f"worker {told.worker} does not have it, so the version that serves handles its tickets: {told.refused}"
            for told in state.without_canary(settings.home_path, trial.canary)
        ]
    if as_json:
        typer.echo(json.dumps({**found.as_json(), "says": says}, indent=2))
        return
    for line in _heading(trial):
        console.print(line, soft_wrap=True, markup=False, highlight=False)
    console.print(_table(found))
    for line in says:
        console.print(f"- {line}", soft_wrap=True, markup=False, highlight=False)
    if not learned_assets.is_asked(settings, skill):
        console.print(f"note: {learned_assets.why_not_asked(skill)}", soft_wrap=True, markup=False)


def _heading(trial: "Trial") -> list[str]:
    """Return what is compared, with whole ids: columns would cut them where they differ."""
    begun = f"{trial.since:%Y-%m-%d %H:%M}"
    if trial.until is not None:
        span = f"this canary has ended: it ran from {begun} until {trial.until:%Y-%m-%d %H:%M}"
    else:
        share = f", for {trial.share * 100:g} % of the tickets" if trial.share is not None else ""
        span = f"this canary runs since {begun}{share}"
    return [span, f"serves: {trial.current}", f"canary: {trial.canary}"]


def _table(found: "Compared") -> Table:
    from worker.history.outcomes.canary import MEASURES
    from worker.learning.report.words import counted

    table = Table("", "serves", "canary", "difference", "p")
    moved = f" ({found.moved} had both and count for neither)" if found.moved else ""
    table.add_row(f"tickets{moved}", str(found.tickets[0]), str(found.tickets[1]), "", "")
    for name, own in found.measures.items():
        gap = own.difference
        shown = "" if gap is None else f"{100 * gap[0]:+.1f} [{100 * gap[1]:+.1f}, {100 * gap[2]:+.1f}]"
        p = own.p_value
        table.add_row(MEASURES[name], counted(own.first), counted(own.second), shown, "" if p is None else f"{p:.3f}")
    medians = ["" if value is None else f"{value:.2f}" for value in found.seconds]
    p = found.seconds_p
    table.add_row("seconds, median", *medians, "", "" if p is None else f"{p:.3f}")
    return table
