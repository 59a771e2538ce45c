"""`deskhand history` is one group; each file beside this one has a command or two of it, with `register(app)`."""

from importlib import import_module

import typer

PARTS = ("importing", "listing", "review", "examples", "gaps")  # files that add commands, in the order of the help page

app = typer.Typer(no_args_is_help=True, help="Bring in the tickets that people handled before, and learn from them.")


@app.callback()
def _group() -> None:
    """Keep each command a command of its own while it is the only one."""


def register(root: typer.Typer) -> None:
    for part in PARTS:
        import_module(f"worker.cli.history.{part}").register(app)
    root.add_typer(app, name="history")
