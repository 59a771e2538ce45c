"""This module writes files that hold customers' or agents' words: nobody but their owner may read them."""

import os
import tempfile
from pathlib import Path

from worker.errors import Refused


def require_place(path: Path) -> None:
    """Raise `Refused` where the file could not be written: a command that takes minutes asks this first."""
    if path.is_dir():
        raise Refused(f"{path} is a folder: name a file in it")
    if not path.parent.is_dir():
        raise Refused(f"{path.parent} is no folder: make it first, or name another file")


def write(path: Path, text: str) -> None:
    """Write a file with the mode 0600, whole or not at all, also over one that others could read."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
