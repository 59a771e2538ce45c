"""This module has the options that the commands about versions share."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from worker.errors import Refused
from worker.settings import Settings

ADAPTER = Annotated[
    str | None,
    typer.Option(help="A candidate, by its id, in place of the adapter that serves.", show_default=False),
]
DATA = Annotated[
    Path | None,
    typer.Option(help="Handled tickets that no training saw (validation); default: DESKHAND_GATE.", show_default=False),
]
BY = Annotated[str, typer.Option("--by", help="Who decides; default: the user of this machine.", show_default=False)]


@dataclass(frozen=True)
class Candidate:
    id: str
    skill: str
    folder: Path


def folder(settings: Settings, name: str, *skills: str) -> Candidate:
    """Return the adapter that a person names, if it may be loaded. Raises `AdapterError` or `ForeignAsset` if not, and `Refused`
    for one that is for none of the `skills`, where some are given."""
    from models.weights import versions
    from worker import learned_assets
    from worker.learning.gate import contestants

    found = versions.resolve(settings.adapters_path, learned_assets.SKILLS, name)
    known = contestants.checked(settings, found)
    wanted = skills or learned_assets.SKILLS
    if known.skill not in wanted:
        raise Refused(f"{known.id} is for {known.skill}: this is for {' or '.join(wanted)}")
    return Candidate(known.id, known.skill, found)


def decider(given: str) -> str:
    """Return who decides, as the pointer keeps it."""
    from getpass import getuser

    try:
        return given or getuser()
    except (OSError, KeyError):  # a container may know no user
        return "somebody"
