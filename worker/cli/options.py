"""This module holds the options that several command groups have."""

from typing import Annotated

import typer

AS_JSON = Annotated[bool, typer.Option("--json", help="Print JSON, for a script.")]
