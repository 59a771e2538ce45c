"""`deskhand history gaps` says which answers of agents rest on nothing in the knowledge, and what to write first."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from worker.cli import private_file, progress
from worker.cli.options import AS_JSON
from worker.settings import Settings

if TYPE_CHECKING:
    from worker.history.gaps import Gaps

SHOWN = 10  # groups on a terminal
HELP = """Say which answers of agents rest on nothing in your knowledge, in groups by what they are about.

Each sentence of each answer is looked for in today's knowledge. What no passage carries is a gap; politeness and what was
done about a ticket are neither. What is worth most to write comes first: answers times the share that nothing carries.
Questions of customers are shown without names, addresses and numbers. The second run is quick: only what changed is looked
for again.

Examples:

    deskhand history gaps

    deskhand history gaps --html gaps.html --limit 30

    deskhand history gaps --json | jq '.groups[] | {name, answers}'
"""


def register(app: typer.Typer) -> None:
    app.command(name="gaps", help=HELP)(gaps)


def gaps(
    html: Annotated[Path | None, typer.Option(help="Write the report into this file, as a page.")] = None,
    limit: Annotated[int, typer.Option(help="Number of groups to show; --json has all.", min=1)] = SHOWN,
    as_json: AS_JSON = False,
) -> None:
    from worker.history.gaps import lines
    from worker.history.gaps_page import page

    if html is not None:
        private_file.require_place(html)
    found = _found(Settings())
    if html is not None:
        private_file.write(html, page(found, limit))
    if as_json:
        typer.echo(json.dumps(found.to_json(), indent=2, ensure_ascii=False))
        return
    console = Console()
    for line in lines(found, limit):
        console.print(Text(line), soft_wrap=True)
    if html is not None:
        console.print(Text(f"the page is {html}"), soft_wrap=True)


def _found(settings: Settings) -> "Gaps":
    from worker import bootstrap
    from worker.company import load_company
    from worker.db.session import transaction
    from worker.history import preparing
    from worker.history.attribution import attribute, kept
    from worker.history.candidates import Library
    from worker.history.example import Example
    from worker.history.gaps import report
    from worker.history.redaction import Gazetteer, Redactor
    from worker.library.owner import ready_owner

    company = load_company(settings.company_path)
    with (
        ready_owner(settings) as owner,
        bootstrap.opened(settings) as database,
        progress.step("look for what the knowledge lacks") as step,
    ):
        prepared = preparing.read_labels(owner, company, step)
        step.begin("find the passages", len(prepared.examples), "answers")
        prepared = preparing.with_passages(
            owner, prepared, lambda made: attribute(made, settings, database, step), kept, step
        )
        step.say("group what nothing carries")
        with transaction(owner) as session:
            redactor = Redactor(Gazetteer.of(session, company))

        def shown(example: Example) -> str | None:
            text = redactor.thread().redact(f"{example.subject}\n{example.body}", example.language)
            return None if redactor.residue(text, example.language) else text

        names = tuple(company.protected_names)
        return report(list(prepared.examples.values()), Library.of(settings, database).encode, shown, names)
