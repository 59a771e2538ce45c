"""`deskhand models list` lists everything that was learned."""

import json
from typing import TYPE_CHECKING

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from worker.cli.options import AS_JSON
from worker.settings import Settings

if TYPE_CHECKING:
    from worker.learning.gate.inventory import Item

console = Console()
HELP = """List everything that was learned: heads, the versions of each adapter, the tuned encoder, and what lies beside them.

It says which version serves, which is a canary and which waits, whether each fits the base model, its score, and its size.
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
    console.print(table(found))
    for one in found:
        if one.fits not in {"yes", ""}:
            console.print(f"{one.id}: {one.fits}", soft_wrap=True, markup=False, highlight=False)
        if one.forced:
            console.print(f"{one.id} was promoted against the gate", soft_wrap=True, markup=False, highlight=False)


def table(found: "list[Item]") -> Table:
    made = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    made.add_column("id", no_wrap=True)
    for name in ("state", "made", "fits", "score"):
        made.add_column(name)
    made.add_column("MB", justify="right", no_wrap=True)
    for one in found:
        fits = one.fits if one.fits in {"yes", ""} else "no" if one.fits != "base not converted yet" else "?"
        state = f"{one.state}{', forced' if one.forced else ''}"
        cells = (one.id, state, one.created_at[:10], fits, one.score, f"{one.bytes / 1e6:.1f}")
        made.add_row(*map(Text, cells))
    return made
