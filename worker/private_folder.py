"""This module writes a folder of private files whole: whoever opens it finds the old files or the new ones, and never a part.

The files are made in a hidden folder beside it, which takes its place at the end. Only the owner can read them.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from models.weights.folders import replace_folder
from worker.errors import Refused

FOLDER_MODE, FILE_MODE = 0o700, 0o600


@contextmanager
def new_folder(target: Path, ours: frozenset[str]) -> Iterator[Path]:
    """Make a folder that takes the place of `target` when the block ends without an error. What stands in `target` and is not
    `ours` is kept. Raises `Refused` where that is not a plain file, or another process writes there."""
    foreign = others(target, ours)
    target.parent.mkdir(parents=True, exist_ok=True)
    made = target.with_name(f".{target.name}.writing")
    with _alone(made, target):
        for entry in made.iterdir():  # of a run that was ended
            entry.unlink()
        yield made
        for entry in foreign:
            shutil.copy2(entry, made / entry.name)
        _flush(made)
        replace_folder(target, made)
        _flush(target.parent)


def others(target: Path, ours: frozenset[str]) -> list[Path]:
    """Return the files in a folder that are not `ours`. Raises `Refused` where one is not a plain file."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise Refused(f"{target} is no folder: choose another one")
    foreign = [entry for entry in target.iterdir() if entry.name not in ours] if target.exists() else []
    for entry in foreign:
        if entry.is_symlink() or not entry.is_file():
            raise Refused(f"{target} also holds {entry.name}: choose a folder of its own")
    return foreign


def write(folder: Path, texts: Mapping[str, str | bytes]) -> None:
    """Write files that only the owner can read, and wait until they are on the disk."""
    for name, text in texts.items():
        descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), FILE_MODE)
            file.write(text if isinstance(text, bytes) else text.encode())
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def _alone(made: Path, target: Path) -> Iterator[None]:
    """Hold the hidden folder, so that two runs do not write into it at once, and empty it after an error."""
    made.mkdir(mode=FOLDER_MODE, exist_ok=True)
    made.chmod(FOLDER_MODE)
    descriptor = os.open(made, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(f"another process writes {target}: wait for it") from None
        try:
            yield
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
    finally:
        os.close(descriptor)


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
