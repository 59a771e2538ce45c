"""`deskhand knowledge vectors` carries vectors from a fast machine to a slow one."""

import json
from pathlib import Path
from typing import Annotated

import typer

from worker.cli.options import AS_JSON
from worker.settings import Settings

app = typer.Typer(
    no_args_is_help=True, help="Carry vectors from a machine that embeds fast to one that does not.", name="vectors"
)

EXPORT_HELP = """Write the vectors of all public texts to a file, for use on another machine.

The file is in the safetensors format, in half precision, with each vector under the hash of its text. It holds no text
and nothing of any account. With --precedents it also holds the vectors of handled tickets.

Examples:

    deskhand knowledge vectors export vectors.safetensors

    deskhand knowledge vectors export vectors.safetensors --precedents --json
"""
IMPORT_HELP = """Load the vectors of a file that `export` wrote with the same encoder.

The next sync or reindex embeds only the texts without a vector. Vectors that no document needs after a sync of all
sources are deleted. The command works before the first sync.

Examples:

    deskhand knowledge vectors import vectors.safetensors

    deskhand knowledge vectors import vectors.safetensors --json
"""


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="vectors")


@app.command(name="export", help=EXPORT_HELP)
def export_(
    file: Annotated[Path, typer.Argument(help="File to write; an existing one is replaced.")],
    precedents: Annotated[bool, typer.Option("--precedents", help="Include the vectors of handled tickets.")] = False,
    as_json: AS_JSON = False,
) -> None:
    from worker.library import vectors

    typer.echo("loading the encoder, which names the vectors", err=True)
    made = vectors.export(Settings(), file, precedents=precedents)
    size = file.stat().st_size
    if as_json:
        about = {"vectors": len(made.keys), "bytes": size, "precedents": made.precedents, "space": made.space}
        typer.echo(json.dumps({"file": str(file), **about}, indent=2))
    else:
        of = "public texts and handled tickets" if precedents else "public texts"
        typer.echo(f"{len(made.keys):,} vectors of {of} written to {file}, {size / 1e6:.1f} MB")


@app.command(name="import", help=IMPORT_HELP)
def import_(
    file: Annotated[Path, typer.Argument(help="File that `export` wrote.")],
    as_json: AS_JSON = False,
) -> None:
    from worker.library import vectors

    typer.echo("checking the file and loading the encoder", err=True)
    done = vectors.load(Settings(), file)
    if as_json:
        about = {"vectors": len(done.file.keys), "new": done.new, "space": done.file.space}
        typer.echo(json.dumps({"file": str(file), **about}, indent=2))
    else:
        typer.echo(f"{len(done.file.keys):,} vectors read from {file}, {done.new:,} of them new")
        typer.echo(
            "run `deskhand knowledge sync`, or `deskhand knowledge reindex` if the live index has another encoder"
        )
