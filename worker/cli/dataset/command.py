"""`deskhand dataset` looks for faults in handled tickets before something is trained or measured on them (`check`), shows
where their agents' sentences came from (`align`), and writes them for another tool that trains (`export`)."""

import csv
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from worker.cli import progress
from worker.cli.dataset import export
from worker.cli.main import message_for
from worker.cli.options import AS_JSON
from worker.learning.dataset.finding import Finding, Kind
from worker.settings import Settings

if TYPE_CHECKING:
    from worker.learning.dataset.examination import Examination

app = typer.Typer(
    no_args_is_help=True,
    help="Look for faults in handled tickets and at what agents wrote; export them to train elsewhere.",
)
console = Console()
UNREADABLE = 2
SHOWN = 30  # findings on a terminal
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a table program computes a cell that begins so
COLUMNS = ("id", "kind", "field", "label", "suggested", "confidence", "why", "file", "line", "decision")

CHECK_HELP = """List what may be wrong with handled tickets, the worst first, for a person to decide. Nothing is changed.

Kinds: **value** (a queue, priority or reason that the company file does not have, labels that exclude each other), **empty**
(a text without words), **leak** (the same or nearly the same text in two files), **contradiction** (the same text with other
labels), **passage** (a passage that the live index does not have or no search reaches), **label** (the other tickets speak
against it: confident learning on five folds), **language** (not the one that the row says), **reply** (a sentence that no
named passage supports), **duplicate** (the same or nearly the same text in one file).

The exit code is 0 if nothing was found, 1 if something was, and 2 if a file cannot be read.

Examples:

    deskhand dataset check tickets/train.jsonl tickets/test.jsonl --only leak

    deskhand dataset check tickets.jsonl --encoder --limit 50 --out doubts.csv

    deskhand dataset check tickets.jsonl --json | jq .agreement
"""

ALIGN_HELP = """Show which statement of which passage each sentence of an agent came from.

A sentence may join two statements. One that came from none is a gap: nothing is learnt from it. Scores are shares of the
sentence's words, the rare ones weighing most. Of a passage in another language only the passage may be known.

Examples:

    deskhand dataset align tickets/train.jsonl

    deskhand dataset align tickets.jsonl --json | jq .totals
"""


def register(root: typer.Typer) -> None:
    app.command(name="export", help=export.HELP)(export.export)
    root.add_typer(app, name="dataset")


@app.command(help=CHECK_HELP)
def check(
    files: Annotated[list[Path], typer.Argument(help="Handled tickets, JSON Lines.", show_default=False)],
    encoder: Annotated[
        bool, typer.Option("--encoder", help="Judge labels by the search's encoder too (minutes for 1,000 tickets).")
    ] = False,
    search: Annotated[
        bool, typer.Option("--search", help="Search for each ticket: a passage that is not found is a finding.")
    ] = False,
    only: Annotated[list[Kind] | None, typer.Option(help="Only this kind; may be repeated.")] = None,
    limit: Annotated[
        int | None, typer.Option(help=f"Number of findings to show; default: {SHOWN}, with --json all.", min=0)
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write all findings into this CSV file, to be filled in.")] = None,
    as_json: AS_JSON = False,
) -> None:
    try:
        found = _examined(files, only or list(Kind), encoder=encoder, search=search)
        if out is not None:
            write(out, found.findings)
    except Exception as error:
        message = message_for(error)
        if message is None:
            raise
        typer.echo(f"deskhand: {message}", err=True)  # 1 would say that something was found
        raise typer.Exit(UNREADABLE) from error
    if as_json:
        typer.echo(json.dumps(_as_json(found, limit), indent=2, ensure_ascii=False))
    else:
        _print(found, SHOWN if limit is None else limit, out)
    if found.findings:
        raise typer.Exit(1)


@app.command(help=ALIGN_HELP)
def align(
    files: Annotated[list[Path], typer.Argument(help="Handled tickets, JSON Lines.", show_default=False)],
    as_json: AS_JSON = False,
) -> None:
    from worker.learning.dataset.aligned import aligned

    with progress.step("align what agents wrote"):
        found = aligned(Settings(), files)
    counts = Counter("gaps" if a.is_gap else "one" if len(a.sources) == 1 else "several" for a in found)
    totals = {"sentences": len(found), **{name: counts[name] for name in ("one", "several", "gaps")}}
    totals["only_passage"] = sum(not source.statement for each in found for source in each.sources)
    if as_json:
        typer.echo(
            json.dumps({"totals": totals, "sentences": [a.to_json() for a in found]}, indent=2, ensure_ascii=False)
        )
        return
    for each in found:
        console.print(Text(f"{each.ticket}  {each.sentence}"))
        for source in each.sources:
            console.print(Text(f"    {source.score:.2f}  {source.ref}: {source.statement}", style="dim"))
        if each.is_gap:
            console.print(Text("    gap: no statement of the passages says this", style="yellow"))
    console.print(
        f"{totals['sentences']} sentences: {totals['one']} from one statement, {totals['several']} from several, "
        f"{totals['gaps']} gaps"
    )


def write(path: Path, findings: Sequence[Finding]) -> None:
    """Write the findings as CSV. The last column is empty: there a person writes what was decided."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, COLUMNS, extrasaction="ignore", restval="")
        rows.writeheader()
        rows.writerows({key: _cell(value) for key, value in finding.to_json().items()} for finding in findings)


def _examined(files: Sequence[Path], kinds: Sequence[Kind], *, encoder: bool, search: bool) -> "Examination":
    from worker.learning.dataset.examination import examine

    with progress.step("check the tickets") as step:
        return examine(Settings(), files, step, kinds=kinds, encoder=encoder, search=search)


def _as_json(found: "Examination", limit: int | None) -> dict[str, Any]:
    from models.evaluation.resampling import as_json

    return {
        "tickets": found.rows,
        "counts": _counts(found),
        "agreement": {
            view: {name: as_json(figure) for name, figure in figures.items()}
            for view, figures in found.agreement.items()
        },
        "skipped": list(found.skipped),
        "findings": [finding.to_json() for finding in found.findings[:limit]],
    }


def _counts(found: "Examination") -> dict[str, int]:
    counts = Counter(finding.kind for finding in found.findings)
    return {str(kind): counts[kind] for kind in Kind if counts[kind]}


def _print(found: "Examination", limit: int, out: Path | None) -> None:
    shown = found.findings[:limit]
    if shown:
        columns = (Column("ticket", ratio=3), "kind", "field", Column("label", ratio=2), Column("suggested", ratio=2))
        table = Table(*columns, Column("why", ratio=5), box=box.SIMPLE_HEAD, expand=True, pad_edge=False)
        for finding in shown:
            table.add_row(*map(Text, _line(finding)))
        console.print(table)
    for view, figures in found.agreement.items():
        told = "; ".join(f"{name} {figure}" for name, figure in figures.items())
        console.print(Text(f"five folds by {view}: {told}"))
    for sentence in found.skipped:
        console.print(Text(sentence))
    counts = ", ".join(f"{count} {kind}" for kind, count in _counts(found).items())
    more = f"; the first {len(shown)} are shown" if len(shown) < len(found.findings) else ""
    console.print(Text(f"{found.rows:,} tickets: {counts or 'nothing found'}{more}"))
    if out is not None:
        console.print(Text(f"all are in {out}"))


def _line(finding: Finding) -> list[str]:
    from worker.mail.characters import visible

    ticket = finding.row.ticket
    cells = (
        f"{ticket.id} {ticket.subject}",
        finding.kind,
        finding.field,
        finding.label,
        finding.suggested,
        finding.why,
    )
    return [" ".join(visible(cell).split()) for cell in cells]


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
