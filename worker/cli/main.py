"""`deskhand` has one file per command group beside this one, each with `register(root)`.

A group is imported when one of its commands is asked for: `deskhand status` must not wait for Celery or the model.
"""

import atexit
import gc
import re
import sys
from errno import EDQUOT, ENOSPC
from importlib import import_module, metadata
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from models import quiet
from models.hardware import threads
from worker import errors
from worker.cli.entry import INTERRUPTED

MODULE_OF = {  # command -> the file that registers it, in the order of the help page
    "demo": "demo.command",
    "init": "init.command",
    "up": "servers",
    "down": "servers",
    "status": "servers",
    "doctor": "servers",
    "web": "web",
    "worker": "worker",
    "tickets": "tickets.command",
    "diagnose": "diagnose",
    "company": "company.command",
    "knowledge": "knowledge.command",
    "models": "models.command",
    "dataset": "dataset.command",
    "wording": "wording",
    "erase": "erase",
    "report": "report",
    "replay": "replay",
    "history": "history.command",
}


class Root(TyperGroup):
    """The root is the process boundary: it turns an error that a person can correct into a sentence and exit code 1.
    Any other error keeps its traceback."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature is Typer's
        return list(MODULE_OF)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.commands and cmd_name in MODULE_OF:
            registered = typer.Typer(rich_markup_mode="markdown")
            import_module(f"worker.cli.{MODULE_OF[cmd_name]}").register(registered)
            self.commands.update(get_group(registered).commands)
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            typer.echo("deskhand: interrupted", err=True)
            raise typer.Exit(INTERRUPTED) from None
        except typer.BadParameter as error:
            error.message = _plain(error)
            raise
        except Exception as error:
            message = message_for(error)
            if message is None:
                raise
            typer.echo(f"deskhand: {message}", err=True)
            raise typer.Exit(1) from error


_KINDS = {"int_parsing": "whole number", "int_from_float": "whole number", "float_parsing": "number"}


def _plain(error: typer.BadParameter) -> str:
    """Return what is wrong with an argument in plain words; the library that reads numbers speaks of parsing strings."""
    from pydantic import ValidationError

    cause = error.__cause__
    found = cause.errors(include_url=False) if isinstance(cause, ValidationError) else []
    said = [f"{one['input']!r} is no {_KINDS[one['type']]}" for one in found if one["type"] in _KINDS]
    return "; ".join(said) if said and len(said) == len(found) else error.message


def message_for(error: Exception) -> str | None:
    """Return what a person reads; None for an error of ours, which keeps its traceback."""
    said = errors.words(error)
    if said is not None:
        return said
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return _disk_message(error) or _settings_message(error) or _server_message(error)


def _disk_message(error: Exception) -> str | None:
    """Return that a disk is full. What is written in parts says so without the name of a file, safetensors in words alone."""
    is_full = isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT)
    if is_full or (_is_a(error, "safetensors", "SafetensorError") and f"os error {ENOSPC}" in str(error)):
        return "the disk is full: make room, then run the same command again"
    return None


def _server_message(error: Exception) -> str | None:
    if _is_a(error, "sqlalchemy.exc", "OperationalError"):
        reason = str(getattr(error, "orig", error)).strip()
        return f"the database does not answer: {reason}\nrun `deskhand doctor`"
    if _is_a(error, "redis.exceptions", "ConnectionError", "TimeoutError") or _is_a(
        error, "kombu.exceptions", "OperationalError"
    ):
        return f"the broker does not answer: {error}\nrun `deskhand doctor`"
    return None


def _settings_message(error: Exception) -> str | None:
    """Return which DESKHAND_… is wrong. The value is left out, because it may be a secret."""
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    if isinstance(error, SettingsError):  # a list or a mapping; the library's message has the field in quotes
        field = re.search(r'field "(\w+)"', str(error))
        name = f"DESKHAND_{field[1].upper()}" if field else "a setting"
        return f"{name} is not JSON, which a list or a mapping must be"
    if not isinstance(error, ValidationError) or error.title != "Settings":
        return None
    lines = []
    for problem in error.errors(include_input=False, include_url=False):
        name = "DESKHAND_" + str(problem["loc"][0]).upper() + ": " if problem["loc"] else ""
        lines.append(name + problem["msg"].removeprefix("Value error, "))
    return "\n".join(["a setting cannot be used:", *(f"  - {line}" for line in lines)])


def _is_a(error: Exception, module: str, *names: str) -> bool:
    """Return whether an error is of one of these classes. A module that is not loaded cannot have raised it."""
    loaded = sys.modules.get(module)
    return loaded is not None and isinstance(error, tuple(getattr(loaded, name) for name in names))


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(metadata.version("deskhand"))
        raise typer.Exit


app = typer.Typer(
    cls=Root,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_show_locals=False,  # locals hold tickets
    help="Routes support tickets, decides who must take them and drafts cited replies, on your own machines.",
)


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the program `deskhand`."""
    quiet.libraries()
    quiet.warnings_too()
    atexit.register(gc.freeze)  # the interpreter's last collection goes through every object of torch: seconds
    threads.wait_passively()
    app()


if __name__ == "__main__":
    main()
