"""`deskhand history examples` makes files to train and to measure on of the past tickets."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from worker.cli import progress
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from worker.history.preparing import Prepared

console = Console()
HELP = """Make examples of the past tickets: train.jsonl, validation.jsonl, test.jsonl, edge.jsonl and a data card.

Nothing of a person is in them: names, addresses, numbers and secrets are placeholders, and what is not redacted is left out.
Copies are removed and counted, the newest tickets are the test, and nobody is in two files. The folder is written whole or
not at all. The labels must be reviewed first (`deskhand history review`).

Examples:

    deskhand history examples --out tickets

    deskhand history examples --out tickets --carried 0.8 --unreviewed

    deskhand history examples --out tickets --dry-run --json
"""
_MOST_JUDGED = 5_000  # rows whose labels are judged by the other rows; more take minutes


def register(app: typer.Typer) -> None:
    app.command(name="examples", help=HELP)(examples)


def examples(
    out: Annotated[Path, typer.Option(help="Folder of the files; what was made there before is replaced.")],
    carried: Annotated[
        float, typer.Option(help="Leave out answers of which passages carry a smaller share (0 to 1).", min=0, max=1)
    ] = 0.0,
    unreviewed: Annotated[
        bool, typer.Option("--unreviewed", help="Take labels that nobody has looked at; the data card says so.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")] = False,
    as_json: AS_JSON = False,
) -> None:
    from worker import bootstrap
    from worker.company import load_company
    from worker.db.session import transaction
    from worker.history import card, preparing, reviewing
    from worker.history.attribution import attribute, kept
    from worker.history.export import Privacy, export
    from worker.history.redaction import Gazetteer, Redactor
    from worker.library.knowledge_file import private_sources
    from worker.library.owner import ready_owner

    settings = Settings()
    company, private = load_company(settings.company_path), private_sources(settings)
    with (
        ready_owner(settings) as owner,
        bootstrap.opened(settings) as database,
        progress.step("make examples of the past tickets") as step,
    ):
        prepared = preparing.read_labels(owner, company, step)
        left = reviewing.left_to_do(prepared.labelled, prepared.reviews)
        if left and not unreviewed:
            raise Refused(
                f"{left} labels were not looked at: run `deskhand history review`, or take them as they are with --unreviewed"
            )
        step.begin("find the passages", len(prepared.examples), "examples")
        prepared = preparing.with_passages(
            owner, prepared, lambda made: attribute(made, settings, database, step), kept, step, keep=not dry_run
        )
        with transaction(owner) as session:
            redactor = Redactor(Gazetteer.of(session, company))
        said = export(
            prepared,
            company,
            Privacy(redactor, redactor.residue, private),
            step,
            target=None if dry_run else out,
            check=_checked(settings, step, owner, prepared),
            least_carried=carried,
            reviewed=not left,
        )
    if as_json:
        typer.echo(card.as_json(said), nl=False)
        return
    for sentence in card.told(said):
        console.print(Text(sentence), soft_wrap=True)
    for name, one in said["files"].items():
        console.print(Text(f"  {name}: {one['rows']:,} rows, {one['from'] or '-'} to {one['to'] or '-'}"))
    done = "would be written" if dry_run else "are written"
    console.print(Text(f"They {done} into {out}; card.md says more."), soft_wrap=True)


def _checked(
    settings: Settings, step: progress.Step, owner: "Engine", prepared: "Prepared"
) -> "Callable[[Sequence[Path]], tuple[Mapping[str, int], Sequence[str]]]":
    """Return what counts the findings of `deskhand dataset check` in the files, and refuses them where somebody was erased."""
    from worker.db.session import transaction
    from worker.history.preparing import check_nobody_was_erased
    from worker.learning.dataset.examination import examine
    from worker.learning.dataset.finding import Kind

    def check(paths: Sequence[Path]) -> tuple[dict[str, int], list[str]]:
        rows = sum(path.read_text(encoding="utf-8").count("\n") for path in paths)
        kinds = [kind for kind in Kind if kind is not Kind.LABEL or rows <= _MOST_JUDGED]
        found = examine(settings, paths, step, kinds=kinds)
        with transaction(owner) as session:
            check_nobody_was_erased(session, prepared)
        counts = Counter(str(finding.kind) for finding in found.findings)
        skipped = list(found.skipped)
        if Kind.LABEL not in kinds:
            much = f"of more than {_MOST_JUDGED:,} rows"
            skipped.append(f"{much} labels are not judged by the others: `deskhand dataset check` does it")
        return {str(kind): counts[kind] for kind in Kind if counts[kind]}, skipped

    return check
