"""`deskhand models selector` learns which statements of the passages a reply says."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from worker.cli import progress
from worker.cli.options import AS_JSON
from worker.settings import Settings

if TYPE_CHECKING:
    from worker.learning.selector import Compared

console = Console()
HELP = """Learn which statements of the passages found make a reply, from handled tickets.

A reply then consists of statements of the knowledge, word for word, each with its source: no language model writes it. What
agents said is aligned with the statements that could have been said (`deskhand dataset align` shows it), and a small
regression learns to choose them, and when to stop. It is judged on folds that it was not fitted on, beside the first
statements of the first passage found. If it does not beat these beyond chance, nothing is written: the selector of before
stays, or without one these statements are the reply. One ticket in ten is held out for `deskhand models threshold`.

Workers use it from their next batch. A send threshold holds only for what wrote the replies that it was proven on, so run
`deskhand models confidence --save` and `deskhand models threshold --save` afterwards.

Examples:

    deskhand models selector --data tickets/train.jsonl --dry-run

    deskhand models selector --data my/handled.jsonl

    deskhand models selector --data my/handled.jsonl --json | jq .pairs
"""


def selector(
    data: Annotated[list[Path], typer.Option(help="Handled tickets, JSON Lines; may be repeated.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show how well it chooses, and write nothing.")] = False,
    as_json: AS_JSON = False,
) -> None:
    from models import selection
    from models.heads.folds import FOLDS
    from worker import assets
    from worker.learning import handled, lineage
    from worker.learning import selector as learning
    from worker.learning.hold_out import is_held_out

    settings = Settings()
    tickets = [t for t in handled.load(settings, data) if not is_held_out(t.id)]
    handled.tell_lost(settings, data, progress.say)
    path = settings.adapters_path / assets.SELECTOR
    with progress.step("search for each ticket", unit="tickets", total=len(tickets)) as step:
        searched = learning.search(settings, tickets, step.advance)
    known, gaps = learning.cases(tickets, searched.found)
    with progress.step("learn which statements are said", unit="fits", total=FOLDS + 1) as step:
        made, compared = learning.learn(
            known, gaps, encoder=searched.encoder, company=searched.company, progress=step.advance
        )
    kept = not dry_run and compared.is_better
    if kept:
        selection.save(made, path)
        lineage.record(path.parent, made.id, {ticket.id for ticket in tickets})
    if as_json:
        learned = {"id": made.id, "stopping": made.as_json()["stopping"], "saved": kept, "file": str(path)}
        typer.echo(json.dumps({**compared.as_json(), **learned}, indent=2))
        return
    console.print(_table(compared))
    for line in told(compared):
        console.print(line, soft_wrap=True)
    if kept:
        console.print(f"[green]{made.id}[/] is kept in {path}; workers use it from their next batch", soft_wrap=True)
    else:
        console.print("nothing was written", soft_wrap=True)


def _table(compared: "Compared") -> Table:
    title = f"{compared.tickets} tickets that agents answered; out of fold"
    table = Table("replies", "F1 of statements", "right", title=title)
    table.add_row("the first statements of the first passage", str(compared.first_f1), str(compared.first))
    table.add_row("chosen by the selector", str(compared.selected_f1), str(compared.selected))
    table.add_row("could be right", "", str(compared.best))
    return table


def told(compared: "Compared") -> list[str]:
    """Return what was compared, and what follows, in sentences."""
    pairs = compared.pairs
    areas = ", ".join(f"{name} {value:.3f}" for name, value in compared.area.items())
    verdict = "better beyond chance" if compared.is_better else "not better beyond chance, so it does not serve"
    return [
        f"agents said {compared.said} of {compared.statements} statements, and {compared.gaps} sentences that none says",
        f"statements that were said are parted from the others (area under the curve): {areas}",
        f"only the selector is right for {pairs.second}, only the first passage for {pairs.first} (p = {pairs.p_value:.3f})",
        f"its F1 less that of the first statements: {compared.gain}: it is {verdict}",
    ]
