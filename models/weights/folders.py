"""This module replaces a folder whole, so that whoever opens it finds the old one or the new one and nothing between.

Python has no call for this. `os.replace` refuses a target folder that is not empty. Moving the old one away first
leaves a moment without either, in which a worker that starts would find no adapter. A symbolic link to a versioned
folder could be replaced in one step, but then an adapter would no longer be the plain folder that people copy. So the
Linux call `renameat2` with RENAME_EXCHANGE is used, and two steps where the system or the file system lacks it.
"""

import ctypes
import os
import shutil
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are relative to the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE


def replace_folder(target: Path, new: Path) -> None:
    """Make `new` the folder `target` and delete what `target` was. Both lie on the same file system."""
    if not target.exists():
        new.rename(target)
        return
    if not _exchange(target, new):
        old = target.with_name(f".{target.name}.old")  # in steps: for a moment there is neither
        shutil.rmtree(old, ignore_errors=True)
        target.rename(old)
        new.rename(target)
        old.rename(new)
    shutil.rmtree(new)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step. Return False where that is not possible."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    return bool(renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)
