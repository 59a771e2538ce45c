"""This module replaces a folder whole, so that whoever opens it finds the old one or the new one and nothing between.

Python has no call for this. `os.replace` refuses a target folder that is not empty. Moving the old one away first
leaves a moment without either, in which a worker that starts would find no adapter. A symbolic link to a versioned
folder could be replaced in one step, but then an adapter would no longer be the plain folder that people copy. So the
Linux call `renameat2` with RENAME_EXCHANGE is used, and steps where the system or the file system lacks it. What a kill
between these steps leaves aside, `restore` gives back.
"""

import ctypes
import os
import shutil
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are relative to the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE
_OLD = ".old"  # suffix of what is aside


def replace_folder(target: Path, new: Path) -> None:
    """Make `new` the folder `target` and delete what `target` was. Both lie on the same file system."""
    restore(target)
    if not target.exists():
        new.rename(target)
        return
    if not _exchange(target, new):
        old = _aside(target)  # in steps: for a moment there is neither
        shutil.rmtree(old, ignore_errors=True)
        target.rename(old)
        new.rename(target)
        old.rename(new)
    shutil.rmtree(new)


def is_aside(folder: Path) -> bool:
    """Return whether an exchange moved a folder aside and nothing took its place: it is under way, or was interrupted."""
    return _aside(folder).is_dir() and not _holds_anything(folder)


def asides(parent: Path) -> list[Path]:
    """Return the folders in a folder that an exchange moved aside and of which nothing took the place."""
    found = [parent / path.name[1 : -len(_OLD)] for path in parent.glob(f".*{_OLD}")]
    return [folder for folder in found if is_aside(folder)]


def restore(folder: Path) -> None:
    """Give a folder back that an interrupted exchange left aside. For whoever alone may change it."""
    if is_aside(folder):
        if folder.exists():
            folder.rmdir()
        _aside(folder).rename(folder)


def discard_aside(folder: Path) -> None:
    """Delete what an interrupted exchange left aside after another folder had taken its place."""
    shutil.rmtree(_aside(folder), ignore_errors=True)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}{_OLD}")


def _holds_anything(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step. Return False where that is not possible."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    return bool(renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)
