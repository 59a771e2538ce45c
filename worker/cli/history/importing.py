"""`deskhand history import` brings in past tickets from a helpdesk or a file."""

import typer


def register(app: typer.Typer) -> None:
    app.command(name="import")(import_)


def import_() -> None:
    """Bring in past tickets from a helpdesk or a file."""
