"""Replacing a folder whole, so that whoever opens it finds the old one or the new one and nothing between."""

import ctypes
import os
import shutil
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are relative to the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE


def replace_folder(target: Path, new: Path) -> None:
    """`new`, which must lie on the same file system, becomes `target`; what `target` was is deleted."""
    if not target.exists():
        new.rename(target)
    elif _exchange(target, new):
        shutil.rmtree(new)
    else:  # in two steps: for a moment there is neither
        old = target.with_name(f".{target.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        target.rename(old)
        new.rename(target)
        shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, which Linux can and Python has no name for. False: it is not possible here."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    return bool(renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)
