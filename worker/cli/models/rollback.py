"""`deskhand models rollback` lets the version serve that served before."""

import json
from typing import Annotated

import typer
from rich.console import Console

from worker.cli.models import names
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

console = Console()
HELP = """Take the last promotion back: end a canary, or else let the version serve that served before.

Nothing is compared and no model is loaded, so it takes a second. The version must still be whole. --to names any version that
served earlier, or none. Where none served before, none serves, and the command says what then does the work. Workers take it
between two batches.

Examples:

    deskhand models rollback reply

    deskhand models rollback triage --to triage-20261124-3cfd30ab --reason "invoices went to access"

    deskhand models rollback heads --to heads-20261129-1a2b3c4d --json
"""


def rollback(
    skill: Annotated[str, typer.Argument(help="triage, reply, translation or heads", show_default=False)],
    to: Annotated[
        str | None, typer.Option(help="A version that served earlier, or none for no adapter.", show_default=False)
    ] = None,
    reason: Annotated[str, typer.Option(help="Why.", show_default=False)] = "",
    by: names.BY = "",
    as_json: AS_JSON = False,
) -> None:
    from worker import learned_assets

    settings = Settings()
    if skill == "encoder":
        raise Refused(
            "an index is made by one encoder and is not changed back: `DESKHAND_ENCODER=FOLDER deskhand knowledge reindex` makes "
            "one by an earlier encoder, and `deskhand models show ID` says its folder"
        )
    if skill not in learned_assets.VERSIONED:
        raise Refused(f"there is no skill {skill!r}: choose one of {', '.join(learned_assets.VERSIONED)}")
    from worker.learning.gate.rollback import rollback as take_back

    serving = take_back(settings, skill, to, names.decider(by), reason)
    last = serving.changes[-1]
    ended = f"{last.id} is no canary any more; " if last.action == "end canary" else ""
    now = f"{serving.current} serves" if serving.current else _without(settings, skill)
    _say(serving.current, f"{ended}{now}", skill, as_json=as_json)


def _without(settings: Settings, skill: str) -> str:
    """Return what does the work of a skill, now that no version does."""
    from models.skills import triage
    from models.weights.manifest import HEADS
    from worker import learned_assets
    from worker.learning.gate import contestants

    if skill == HEADS:
        return f"no heads serve: {_without(settings, triage.NAME)}"
    if skill == "triage" and learned_assets.is_asked(settings, skill) and not learned_assets.model_triages(settings):
        return "no adapter for triage serves: people sort the tickets, until a version is promoted"
    working = contestants.working(settings, skill)
    own = "the bare base model" if working.kind is contestants.Kind.BASE else working.name
    return f"no adapter for {skill} serves: its work is done by {own}, until a version is promoted"


def _say(name: str | None, text: str, skill: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"skill": skill, "serves": name}, indent=2))
    else:
        console.print(text, soft_wrap=True, markup=False, highlight=False)
