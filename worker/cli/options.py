"""This module holds the options and exit codes that several command groups have."""

from typing import Annotated

import typer

INTERRUPTED = 130  # what a shell expects after Ctrl-C
AS_JSON = Annotated[bool, typer.Option("--json", help="Print JSON, for a script.")]
