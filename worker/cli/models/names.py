"""This module has the options that the commands about versions share."""

from pathlib import Path
from typing import Annotated

import typer

DATA = Annotated[
    Path | None,
    typer.Option(help="Handled tickets that no training saw (validation); default: DESKHAND_GATE.", show_default=False),
]
BY = Annotated[str, typer.Option("--by", help="Who decides; default: the user of this machine.", show_default=False)]


def decider(given: str) -> str:
    """Return who decides, as the pointer keeps it."""
    from getpass import getuser

    try:
        return given or getuser()
    except (OSError, KeyError):  # a container may know no user
        return "somebody"
