"""`deskhand knowledge` has one file per command beside this one, or per few that belong together, each with `register(app)`."""

import typer

from worker.cli.knowledge import contacts, evaluate, forget, reindex, search, status, sync, tune, vectors

app = typer.Typer(no_args_is_help=True, help="Sync, rebuild, search, measure and tune the knowledge.")
for module in (sync, reindex, status, contacts, forget, search, evaluate, tune, vectors):
    module.register(app)


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="knowledge")
