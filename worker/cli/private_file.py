"""This module writes files that hold customers' or agents' words: nobody but their owner may read them."""

import os
import tempfile
from pathlib import Path


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
