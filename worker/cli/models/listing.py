"""`deskhand models list` lists everything that was learned."""

import json
from typing import TYPE_CHECKING

import typer
from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from worker.cli.options import AS_JSON
from worker.settings import Settings

if TYPE_CHECKING:
    from worker.learning.gate.inventory import Item

console = Console()
_COLUMNS = ("id", "state", "made", "fits", "score", "MB")
_ANY_WIDTH = 1000
HELP = """List everything that was learned: heads, the versions of each adapter, the tuned encoder, and what lies beside them.

It says which version serves, which is a canary and which waits, whether each fits the base model, its score, and its size.
A version is idle if the settings give its work to something else. A narrow terminal gets neither size nor score.
Versions that were pruned are listed with --pruned.

Examples:

    deskhand models list

    deskhand models list --json | jq -r '.[] | select(.state == "candidate").id'
"""


def list_learned(
    pruned: bool = typer.Option(False, "--pruned", help="List the versions that were pruned as well."),
    as_json: AS_JSON = False,
) -> None:
    from worker.learning.gate import states
    from worker.learning.gate.inventory import inventory

    settings = Settings()
    found = [one for one in inventory(settings) if pruned or one.state != states.PRUNED]
    if as_json:
        typer.echo(json.dumps([one.as_json() for one in found], indent=2))
        return
    if not found:
        console.print(f"no adapters in {settings.adapters_path}; train one with `deskhand models train triage`")
        return
    console.print(table(found, console.width))
    for skill, why in {one.skill: one.idle for one in found if one.idle}.items():
        console.print(f"{skill}: {why}", soft_wrap=True, markup=False, highlight=False)
    for one in found:
        if one.fits not in {"yes", ""}:
            console.print(f"{one.id}: {one.fits}", soft_wrap=True, markup=False, highlight=False)
        if one.forced:
            console.print(f"{one.id} was promoted against the gate", soft_wrap=True, markup=False, highlight=False)


def table(found: "list[Item]", width: int) -> Table:
    """Return the table with as many columns as fit side by side: a narrow one has neither size nor score."""
    for left_out in ((), ("MB",), ("MB", "score")):
        made = _table(found, left_out)
        if Measurement.get(console, console.options.update(width=_ANY_WIDTH), made).minimum <= width:
            return made
    made.columns[0].no_wrap, made.columns[0].overflow = False, "fold"
    return made


def _table(found: "list[Item]", left_out: tuple[str, ...]) -> Table:
    made = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    names = [name for name in _COLUMNS if name not in left_out]
    for name in names:
        made.add_column(name, justify="right" if name == "MB" else "left", no_wrap=name not in {"state", "score"})
    for one in found:
        fits = one.fits if one.fits in {"yes", ""} else "no" if one.fits != "base not converted yet" else "?"
        state = f"{one.state}{', idle' if one.idle else ''}{', forced' if one.forced else ''}"
        cells = (one.id, state, one.created_at[:10], fits, one.score, f"{one.bytes / 1e6:.1f}")
        made.add_row(*(Text(cell) for name, cell in zip(_COLUMNS, cells, strict=True) if name in names))
    return made
