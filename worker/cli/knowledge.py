"""`deskhand knowledge`: keep the index in step with its sources, and ask it."""

import json
import time
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from worker.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Sync, search and inspect the knowledge.")
console = Console()

SYNC_HELP = """Make the index say what the sources say: new and changed documents are embedded, unchanged ones cost nothing,
deleted ones vanish. A document that cannot be read keeps its last passages and is reported.

Examples:

    deskhand knowledge sync --dry-run

    deskhand knowledge sync pricing --json
"""
REINDEX_HELP = """Embed every document anew, changed or not. Workers keep answering; each document keeps its old passages until
its new ones are there.

Example:

    deskhand knowledge reindex --yes
"""
SEARCH_HELP = """Ask the index by hand: passages with their rank in each half and the fused score.

Examples:

    deskhand knowledge search "reset link never arrives"

    deskhand knowledge search "is my invoice paid" --account acc-edelgrat --json
"""


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="knowledge")


@app.command(help=SYNC_HELP)
def sync(
    source: Annotated[str | None, typer.Argument(help="Only this one of the knowledge file.")] = None,
    dry_run: Annotated[bool, typer.Option(help="Say what would happen and write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    _run(source=source, dry_run=dry_run, everything=False, as_json=as_json)


@app.command(help=REINDEX_HELP)
def reindex(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    if not yes:
        typer.confirm("Embed every document again?", abort=True)
    _run(source=None, dry_run=False, everything=True, as_json=as_json)


@app.command(help=SEARCH_HELP)
def search(
    query: Annotated[str, typer.Argument(help="As a customer would write it.")],
    account: Annotated[str | None, typer.Option(help="Whose history may be seen as well.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many passages.", min=1, max=50)] = 8,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    from knowledge.search import search as find
    from worker import bootstrap
    from worker.db.session import transaction
    from worker.db.tables import AccountRow
    from worker.errors import Refused

    engine = bootstrap.database(Settings())
    with transaction(engine, account=account) as session:  # before the encoder is loaded, which takes seconds
        if account is not None and session.get(AccountRow, account) is None:
            raise Refused(f"there is no account {account!r}: its id stands in the accounts file")
    encoder = bootstrap.make_encoder()
    start = time.perf_counter()
    vector = encoder.encode([query])[0]
    encoded = time.perf_counter()
    with transaction(engine, account=account) as session:
        hits = find(session, query, vector, account=account, today=bootstrap.today(), limit=limit)
    done = time.perf_counter()
    if as_json:
        typer.echo(json.dumps([vars(hit) for hit in hits], indent=2))
        return
    table = Table("", "kind", "passage", "lexical", "dense", "score", "text")
    for rank, hit in enumerate(hits, 1):
        places = (str(hit.lexical_rank or "-"), str(hit.dense_rank or "-"))
        table.add_row(str(rank), hit.kind, escape(hit.ref), *places, f"{hit.score:.4f}", escape(hit.text[:90]))
    console.print(table if hits else "nothing found")
    console.print(f"encode {(encoded - start) * 1000:.0f} ms, search {(done - encoded) * 1000:.0f} ms")


@app.command(
    help="What the index holds: documents, passages, last sync, failures and prices past their date, per kind."
)
def status(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    from worker import syncing

    rows = syncing.status(Settings())
    if as_json:
        typer.echo(json.dumps(rows, indent=2, default=str))
        return
    table = Table("kind", "documents", "passages", "last sync", "failures", "past their date")
    for row in rows:
        table.add_row(*(str(row[k]) for k in ("kind", "documents", "passages", "last_sync", "failures", "stale")))
    console.print(table if rows else "the index is empty: run `deskhand knowledge sync`")


def _run(*, source: str | None, dry_run: bool, everything: bool, as_json: bool) -> None:
    from worker import syncing

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("reading the sources", total=None)

        def show(step: Any) -> None:
            bar.update(task, description=f"embedding {step.kind}", completed=step.done, total=step.total)

        report = syncing.sync_all(Settings(), source=source, dry_run=dry_run, everything=everything, progress=show)
    names = ("added", "updated", "metadata_only", "unchanged", "deleted", "failed", "passages", "embedded")
    rows = {str(kind): {name: getattr(counts, name) for name in names} for kind, counts in report.kinds.items()}
    if as_json:
        typer.echo(json.dumps({"kinds": rows, "failures": dict(report.failures)}, indent=2))
    else:
        table = Table("kind", *names, title="would change" if dry_run else "synced")
        for kind, counts in rows.items():
            table.add_row(kind, *(str(value) for value in counts.values()))
        console.print(table)
        for path, reason in report.failures.items():
            console.print(f"[red]{escape(path)}[/]: {escape(reason)}")
    if report.failures:
        raise typer.Exit(1)
