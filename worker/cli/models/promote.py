"""`deskhand models promote` lets a version serve, after the gate has compared it with what does its work now."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from models.weights.manifest import HEADS
from worker.cli import progress
from worker.cli.models import names
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

if TYPE_CHECKING:
    from worker.learning.gate.promotion import Outcome, Wish

console = Console()
HELP = """Let a version serve, if it is better than what does its work now.

The candidate, what does the work now under the settings (the adapter that serves, heads, chosen statements, or the bare base)
and the simplest thing that could do it answer the same handled tickets. The candidate passes if it is better beyond chance in
at least one measure (McNemar's exact test) and worse beyond chance in none. The level is 5 %, divided by the number of
candidates that were compared on these tickets since the last promotion, and by the measures: whoever tries many finds a lucky
one.

With --sealed FILE (or DESKHAND_SEALED) other tickets are measured on once, after the candidate has passed. It must not be worse
there. With --canary only that share of the tickets gets the candidate, and its replies stay drafts until its own threshold is
proven.

Heads are compared with the heads that serve, and refused only if queues or hand-overs are worse beyond chance: they are fitted
again after each sync, and a refit that is as good and knows more tickets should serve. No sealed set is opened for them.

Workers take a promotion between two batches. `deskhand models rollback` takes it back.

Examples:

    deskhand models promote reply-20261129-1a2b3c4d --data my/validation.jsonl

    deskhand models promote reply-2026 --data my/validation.jsonl --sealed my/sealed.jsonl --canary 0.1 --json

    deskhand models promote triage-20261129-1a2b3c4d --force "the old one sends invoices to access"

    deskhand models promote heads --data my/validation.jsonl

    deskhand models promote heads-20261129-1a2b3c4d --data my/validation.jsonl --canary 0.1
"""


def promote(
    name: Annotated[
        str,
        typer.Argument(
            help="An id (its beginning is enough); a skill or heads for the newest candidate.", show_default=False
        ),
    ] = "",
    data: names.DATA = None,
    sealed: Annotated[
        Path | None,
        typer.Option(help="Tickets that are measured on once; default: DESKHAND_SEALED.", show_default=False),
    ] = None,
    canary: Annotated[
        float | None, typer.Option(help="Let it serve this share only, above 0 and below 1.", show_default=False)
    ] = None,
    force: Annotated[
        str | None, typer.Option(help="Promote it against the gate, and say why.", show_default=False)
    ] = None,
    by: names.BY = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Compare on validation, and promote nothing.")] = False,
    as_json: AS_JSON = False,
) -> None:
    settings = Settings()
    validation = data or settings.gate
    if force is not None and (not force.strip() or force.startswith("--")):
        raise Refused("--force takes the reason: --force 'why it is promoted against the gate'")
    if not name:
        if data is None:
            raise Refused("name a version, as `deskhand models list` shows them, or heads")
        progress.say("no version is named: this is `deskhand models promote heads`")
    from worker.learning.gate import contestants, promotion

    folder = promotion.candidate(settings, name or HEADS)
    if contestants.version(folder).kind is not contestants.Kind.HEADS:
        sealed = sealed or settings.sealed
    wish = promotion.Wish(validation, sealed, canary, force, names.decider(by), dry_run=dry_run)
    doing = "compare with what does the work now" if validation else "check the version"
    with progress.step(doing, unit="searches and answers" if validation else "") as step:
        outcome = promotion.promote(settings, folder, wish, step.update)
    if as_json:
        typer.echo(json.dumps(outcome.as_json(), indent=2))
    else:
        for line in told(outcome, wish):
            console.print(line, soft_wrap=True, markup=False, highlight=False)
    if not outcome.promoted and not (dry_run and not outcome.why_not):
        raise typer.Exit(1)


def told(outcome: "Outcome", wish: "Wish") -> list[str]:
    """Return what was found and done, in sentences."""
    from worker.learning.gate import sealed

    lines = outcome.verdict.lines() if outcome.verdict else [f"compared with nothing now{_failed(outcome)}"]
    lines += sealed.lines(outcome.sealed) if outcome.sealed else []
    lines += [f"note: {note}" for note in outcome.notes]
    refused = "; ".join(outcome.why_not)
    why = refused or f"nothing was compared now{_failed(outcome)}"
    if outcome.promoted:
        how = f"gets {wish.canary * 100:g} % of the tickets" if wish.canary else "serves"
        against = f", against the gate ({why})" if wish.force and not _passed(outcome) else ""
        before = f"; before: {outcome.was}" if outcome.was else ""
        return [*lines, f"{outcome.candidate} {how}{against}{before}"]
    if wish.dry_run:
        if wish.force and not _passed(outcome):
            would = f"be promoted against the gate ({why})"
        else:
            would = f"be refused: {refused}" if refused else "pass"
        return [*lines, f"{outcome.candidate} would {would}; nothing was promoted"]
    return [*lines, f"{outcome.candidate} is refused: {refused}. --force REASON promotes it anyway"]


def _failed(outcome: "Outcome") -> str:
    if not outcome.failed:
        return ""
    return f", but it failed {outcome.failed} earlier comparison{'' if outcome.failed == 1 else 's'}"


def _passed(outcome: "Outcome") -> bool:
    return outcome.verdict is not None and not outcome.why_not
