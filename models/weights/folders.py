"""The replacement of a whole folder: who opens it finds the old one or the new one, never a mixture."""

import ctypes
import os
import shutil
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are relative to the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE


def replace_folder(target: Path, new: Path) -> None:
    """Move `new`, which must be on the same file system, to `target`, and delete what was there."""
    if not target.exists():
        new.rename(target)
    elif _exchange(target, new):
        shutil.rmtree(new)
    else:  # in two steps, between which there is neither
        old = target.with_name(f".{target.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        target.rename(old)
        new.rename(target)
        shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, by a system call of Linux that Python has no function for. Return False where there is
    none."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    return bool(renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)
