"""`deskhand wording` keeps what agents wrote for public passages, so that it is said to other customers in their language."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table
from rich.text import Text

from worker.cli import progress
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

if TYPE_CHECKING:
    from worker.db.wordings import Wording
    from worker.learning.wording.book import Built, Looked

app = typer.Typer(no_args_is_help=True, help="Approve sentences that agents wrote, for other customers.")
console = Console()

BUILD_HELP = """Propose the sentences that agents wrote for public passages in handled tickets.

A sentence is kept where it stands on one public passage, has nothing of its customer (names, addresses, numbers and dates that
the passage does not have), is true by the passage as it is today, and says it in other words. What was written for two accounts
with the same words is accepted; the rest waits for `deskhand wording review`.

Examples:

    deskhand wording build tickets/train.jsonl --dry-run

    deskhand wording build tickets.jsonl --json | jq .accepted
"""
LIST_HELP = """List the wordings: those that are proposed, accepted and rejected.

A stale one is never used: its passage changed so that it does not say this any more, or is gone.

Examples:

    deskhand wording list --state proposed

    deskhand wording list --stale --json
"""
REVIEW_HELP = """Look at proposed wordings one by one, and accept, reject or change them.

Without a terminal, and for decisions that were made elsewhere, use --accept and --reject with the numbers of
`deskhand wording list`.

Examples:

    deskhand wording review

    deskhand wording review --accept 12 --accept 15 --reject 13
"""
IMPORT_HELP = """Accept the wordings of a file in which a person decided.

The file is JSON Lines with section, language, text, sources (what stands in the passage, word by word) and tickets, as
`deskhand wording list --json` prints them. A line that is not true by the passages of this company is refused; the exit code is
then 1.

Examples:

    deskhand wording import wording.jsonl
"""


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="wording")


@app.command(help=BUILD_HELP)
def build(
    files: Annotated[list[Path], typer.Argument(help="Handled tickets, JSON Lines.", show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be proposed, and store nothing.")] = False,
    as_json: AS_JSON = False,
) -> None:
    from worker.learning.wording import book
    from worker.library.owner import ready_owner

    settings = Settings()
    with progress.step("read what agents wrote"), ready_owner(settings) as owner:
        built = book.build(settings, owner, files, dry_run=dry_run)
    if as_json:
        typer.echo(json.dumps(_as_json(built), indent=2, ensure_ascii=False))
        return
    languages = sorted(built.tally.read)
    table = Table("sentences", *(Column(language, justify="right") for language in languages), box=box.SIMPLE_HEAD)
    table.add_row("written by agents", *(str(built.tally.read[language]) for language in languages))
    for why in sorted({why for why, _ in built.tally.left_out}):
        table.add_row(f"  left out: {why}", *(str(built.tally.left_out[why, language]) for language in languages))
    table.add_row("kept", *(str(built.tally.kept[language]) for language in languages))
    for state in ("proposed", "accepted"):
        counts = Counter(wording.language for wording in built.found if wording.state == state)
        name = "wordings proposed" if state == "proposed" else "wordings accepted by two accounts"
        table.add_row(name, *(str(counts[language]) for language in languages))
    console.print(table)
    done = "would be" if dry_run else "were"
    console.print(f"{built.added} {done} added, {built.changed} {done} changed, {built.known} are there already")


@app.command(name="list", help=LIST_HELP)
def list_(
    state: Annotated[str | None, typer.Option(help="Only these: proposed, accepted or rejected.")] = None,
    stale: Annotated[
        bool, typer.Option("--stale", help="Only those that their passage does not say any more.")
    ] = False,
    as_json: AS_JSON = False,
) -> None:
    looked = [
        each for each in _looked() if (state is None or each.wording.state == state) and (each.stale or not stale)
    ]
    if as_json:
        rows = [{**each.wording.to_json(), "stale": each.stale} for each in looked]
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    columns = (Column("id", justify="right"), "state", "lang", Column("text", ratio=3), Column("section", ratio=2))
    table = Table(*columns, "accounts", box=box.SIMPLE_HEAD)
    for each in looked:
        wording = each.wording
        shown = f"{wording.state}{', stale' if each.stale else ''}"
        cells = (str(wording.id), shown, wording.language, wording.text, wording.section, str(wording.accounts))
        table.add_row(*map(Text, cells))
    console.print(table)
    console.print(f"{len(looked)} wordings, {sum(each.stale for each in looked)} of them stale")


@app.command(help=REVIEW_HELP)
def review(
    accept: Annotated[list[int] | None, typer.Option(help="Accept this one; may be repeated.")] = None,
    reject: Annotated[list[int] | None, typer.Option(help="Reject this one; may be repeated.")] = None,
    as_json: AS_JSON = False,
) -> None:
    from worker.learning.wording import decisions
    from worker.library.owner import ready_owner

    settings = Settings()
    if accept or reject:
        if both := set(accept or ()) & set(reject or ()):
            raise Refused(f"both accepted and rejected: {', '.join(map(str, sorted(both)))}")
        with ready_owner(settings) as owner:
            for accepted, numbers in ((False, reject or ()), (True, accept or ())):
                for number in numbers:
                    decisions.decide(settings, owner, number, accept=accepted)
        if as_json:
            typer.echo(json.dumps({"accepted": accept or [], "rejected": reject or []}))
        else:
            console.print(f"{len(accept or ())} accepted, {len(reject or ())} rejected")
        return
    waiting = [each for each in _looked() if each.wording.state == "proposed" and not each.stale]
    if not waiting:
        console.print("nothing waits for a decision")
        return
    if not _on_a_terminal():
        raise Refused(f"{len(waiting)} wordings wait: run this on a terminal, or use --accept and --reject")
    with ready_owner(settings) as owner:
        for place, each in enumerate(waiting, 1):
            _show(each, place, len(waiting))
            if not _asked(partial(decisions.decide, settings, owner, each.wording.id)):
                return


@app.command(name="import", help=IMPORT_HELP)
def import_(
    file: Annotated[Path, typer.Argument(help="Wordings that a person confirmed, JSON Lines.", show_default=False)],
    as_json: AS_JSON = False,
) -> None:
    from worker.learning.wording import decisions
    from worker.library.owner import ready_owner

    settings = Settings()
    with ready_owner(settings) as owner:
        imported = decisions.bring_in(settings, owner, file)
    if as_json:
        left_out = [{"line": line, "why": why} for line, why in imported.refused]
        typer.echo(json.dumps({"accepted": imported.accepted, "refused": left_out}, indent=2, ensure_ascii=False))
    else:
        console.print(f"{imported.accepted} accepted, {len(imported.refused)} refused")
        for line, why in imported.refused:
            console.print(f"[red]{escape(str(file))}, line {line}[/]: {escape(why)}")
    if imported.refused:
        raise typer.Exit(1)


def _on_a_terminal() -> bool:
    return sys.stdin.isatty()


def _show(each: "Looked", place: int, total: int) -> None:
    wording, passage = each.wording, each.passage
    console.print(
        f"\n[bold]{place} of {total}[/] (wording {wording.id}, {wording.language}, {wording.accounts} accounts)"
    )
    console.print(Text(f"  {wording.text}", style="green"))
    for source in wording.sources:
        console.print(Text(f"  says: {source}"))
    if each.left_out:
        console.print(Text(f"  leaves out: {', '.join(each.left_out)}", style="yellow"))
    if passage is not None:
        console.print(Text(f"  passage: {passage.ref}\n  {passage.shown}", style="dim"))
    console.print(Text(f"  tickets: {', '.join(wording.tickets)}", style="dim"))


def _asked(decide: "Callable[..., Wording]") -> bool:
    """Ask what to do with a wording, and return whether to go on with the next."""
    while True:
        answer = typer.prompt("[a]ccept, [r]eject, [e]dit, [s]kip, [q]uit", default="s").strip().lower()[:1]
        if answer == "q":
            return False
        if answer == "s":
            return True
        if answer not in {"a", "r", "e"}:
            continue
        try:
            text = typer.prompt("text").strip() if answer == "e" else None
            decide(accept=answer != "r", text=text)
            return True
        except Refused as error:
            console.print(Text(str(error), style="red"))


def _looked() -> "Sequence[Looked]":
    from worker.learning.wording import book
    from worker.library.owner import ready_owner

    settings = Settings()
    with ready_owner(settings) as owner:
        return book.look(settings, owner)


def _as_json(built: "Built") -> dict[str, Any]:
    def of(state: str) -> list[dict[str, Any]]:
        return [wording.to_json() for wording in built.found if wording.state == state]

    left_out: dict[str, dict[str, int]] = {}
    for (why, language), count in sorted(built.tally.left_out.items()):
        left_out.setdefault(why, {})[language] = count
    return {
        "sentences": dict(built.tally.read),
        "left_out": left_out,
        "kept": dict(built.tally.kept),
        "added": built.added,
        "changed": built.changed,
        "known": built.known,
        "accepted": of("accepted"),
        "proposed": of("proposed"),
    }
