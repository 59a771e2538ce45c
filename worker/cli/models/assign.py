"""`deskhand models assign` gives a brand or a queue a version of its own."""

import json
from typing import Annotated

import typer
from rich.console import Console

from worker.cli.models import names
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

console = Console()
HELP = """Give a brand or a queue of the company a version of its own, beside the one that serves all others.

All versions share one base in one process, or on one model server. A brand can have its own for every skill; a queue only for
replies, because it is known only after triage. Where both fit, the queue's writes the reply. Such tickets are in no canary. The
version must be whole and fit the base; no gate compares it. Workers take it between two batches.

Examples:

    deskhand models assign reply reply-20261129-1a2b3c4d --brand acme-pro

    deskhand models assign reply reply-2026 --queue billing --reason "trained on invoices" --json

    deskhand models assign reply --queue billing --remove
"""


def assign(
    skill: Annotated[str, typer.Argument(help="triage, reply or translation", show_default=False)],
    name: Annotated[str, typer.Argument(help="The id of a version; its beginning is enough.", show_default=False)] = "",
    brand: Annotated[str | None, typer.Option(help="Name or id of a brand.", show_default=False)] = None,
    queue: Annotated[str | None, typer.Option(help="A queue; for replies only.", show_default=False)] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Give it the version that serves all.")] = False,
    reason: Annotated[str, typer.Option(help="Why.", show_default=False)] = "",
    by: names.BY = "",
    as_json: AS_JSON = False,
) -> None:
    from worker import learned_assets
    from worker.company import load_company
    from worker.serving import naming

    settings = Settings()
    given = naming.who(load_company(settings.company_path), skill, brand, queue)
    if remove:
        if name:
            raise Refused("--remove takes no version: leave it out")
        serving = naming.remove(settings, skill, given, names.decider(by), reason)
        own, said = serving.current, f"{given} has what serves all: {serving.current or 'no adapter'}"
    elif not name:
        raise Refused("name a version, as `deskhand models list` shows them, or --remove")
    else:
        serving = naming.assign(settings, skill, name, given, names.decider(by), reason)
        own = serving.named[given]
        said = f"{given} has {own}; workers take it between two batches"
    if as_json:
        typer.echo(json.dumps({"skill": skill, "who": given, "id": own, "named": dict(serving.named)}, indent=2))
        return
    console.print(said, soft_wrap=True, markup=False, highlight=False)
    if not learned_assets.is_asked(settings, skill):
        console.print(f"note: {learned_assets.why_not_asked(skill)}", soft_wrap=True, markup=False)
